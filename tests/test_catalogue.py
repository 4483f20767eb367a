"""The catalogue of services agrees with the tree, the packaging and the services themselves."""

import tomllib
from pathlib import Path

import pytest

from services.catalogue import NAMES, SERVICES, Entry, named, reached_from
from tests.services import service_named

ROOT = Path(__file__).parent.parent


def test_it_lists_every_service_of_the_tree() -> None:
    assert sorted(NAMES) == sorted(path.parent.name for path in ROOT.glob("services/*/__main__.py"))


def test_each_service_has_an_extra_that_the_whole_platform_includes() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert set(extras) == {"service", *NAMES, "gateway", "local", "dev"}
    included = extras["local"][0].removeprefix("banyan[").removesuffix("]")
    assert set(included.split(",")) == {*NAMES, "gateway"}


def test_each_service_has_a_port_of_its_own() -> None:
    assert len({entry.port for entry in SERVICES}) == len(SERVICES)


@pytest.mark.parametrize("entry", SERVICES, ids=NAMES)
def test_a_service_is_told_where_to_find_exactly_the_services_that_it_calls(entry: Entry) -> None:
    settings = service_named(entry.name).settings.model_fields
    told = {name for name in settings if name.endswith("_target")}
    assert told == {named(callee).target_setting for callee in entry.calls}


def test_a_name_that_is_not_listed_is_refused() -> None:
    with pytest.raises(LookupError, match="nothing is not in"):
        named("nothing")


def test_a_call_reaches_what_the_services_on_its_way_call() -> None:
    assert reached_from("events") == ("events", "organizations", "volunteers")
    assert (
        reached_from("volunteers")
        == reached_from("organizations")
        == ("organizations", "volunteers")
    )
    assert reached_from("newcomer") == ("newcomer",)
