"""What the scaffold refuses, and the forms of a name that it derives."""

from pathlib import Path

import pytest

from deploy.scaffold.changes import Changes
from deploy.scaffold.names import ResourceName, Unusable, plural_of, service_name
from deploy.scaffold.resource import KIT_TABLES, new_resource
from deploy.scaffold.service import new_service
from services.kit.work.tables import metadata
from tests.extending.tree import ROOT


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Vehicle", "Vehicles"),
        ("SignUp", "SignUps"),
        ("Activity", "Activities"),
        ("Day", "Days"),
        ("Box", "Boxes"),
        ("Class", "Classes"),
        ("Branch", "Branches"),
        ("Wish", "Wishes"),
    ],
)
def test_knows_the_regular_plurals(one: str, many: str) -> None:
    assert plural_of(one) == many


def test_derives_every_form_of_a_name() -> None:
    forms = ResourceName.parse("OpenDay").forms()
    assert (forms["name"], forms["names"]) == ("open_day", "open_days")
    assert (forms["camel"], forms["phrase"]) == ("openDay", "open day")
    assert (forms["a"], forms["A"], forms["Phrases"]) == ("an", "An", "Open days")
    assert ResourceName.parse("Person", "People").forms()["names"] == "people"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("vehicle", ""),
        ("Vehicle2", ""),
        ("VEHICLE", ""),
        ("", ""),
        ("../Vehicle", ""),
        ("Vehicle", "vehicles"),
        ("Sheep", "Sheep"),
        ("VehicleConnection", ""),
        ("Query", ""),
        ("Class", ""),
    ],
)
def test_refuses_a_name_that_is_none(one: str, many: str) -> None:
    with pytest.raises(Unusable):
        ResourceName.parse(one, many)


@pytest.mark.parametrize(
    ("one", "service", "said"),
    [
        ("Vehicle", "nothing", "is not a service"),
        ("Person", "events", "declares Person already"),
        ("EventState", "volunteers", "declares EventState already"),
        ("Outbox", "events", "has a table outbox already"),
        ("Table", "events", "services/events/tables.py is there already"),
        ("Migration", "events", "services/events/migrations is there already"),
    ],
)
def test_refuses_a_resource_whose_name_is_taken(one: str, service: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        new_resource(ROOT, ResourceName.parse(one), service)


def test_knows_the_tables_of_the_kit() -> None:
    assert set(KIT_TABLES) == set(metadata.tables)


@pytest.mark.parametrize("name", ["Stations", "two words", "kit", "audit", "class", "s", "../up"])
def test_refuses_a_service_whose_name_is_none(name: str) -> None:
    with pytest.raises(Unusable):
        service_name(name)


def test_refuses_a_service_that_there_is() -> None:
    with pytest.raises(Unusable, match="a service events already"):
        new_service(ROOT, "events")


@pytest.mark.parametrize(
    "text",
    ['subjects=(\n    "one",\n    "two",\n),\n', 'subjects=("one", "two"),\n'],
    ids=["on several lines", "on one line"],
)
def test_adds_an_item_to_a_tuple_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.py").write_text(text)
    changes = Changes(tmp_path)
    changes.insert("main.py", "subjects=(", '"three"')
    found = changes.edited["main.py"]
    assert eval(found.strip().removeprefix("subjects=").removesuffix(",")) == (  # noqa: S307
        "one",
        "two",
        "three",
    )
    with pytest.raises(Unusable, match="already"):
        changes.insert("main.py", "subjects=(", '"three"')


def test_edits_no_file_that_is_not_as_it_expects(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("subjects = (1,)\nsubjects = (2,)\n")
    changes = Changes(tmp_path)
    with pytest.raises(Unusable, match="by hand"):
        changes.insert("main.py", "subjects = (", "3")
    with pytest.raises(Unusable, match="by hand"):
        changes.replace("main.py", "subject", "object")
    with pytest.raises(Unusable, match="is there already"):
        changes.add("main.py", "")
    assert (changes.added, changes.edited) == ({}, {})
