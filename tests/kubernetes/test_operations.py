"""The commands of docs/operations.md: those that need no cluster are run. `test_kubectl` has the others."""

import re
from pathlib import Path

import pytest
import yaml

from services.catalogue import NAMES
from services.kit.calls.passport import read_key_set
from services.kit.service.command_line import parser
from tests.kit.commandline import execute
from tests.kubernetes import checks
from tests.kubernetes.cluster import PLACE, ROOT
from tests.kubernetes.secrets import BLOCKS, TEXT, made
from tests.services import Site, service_named


def test_the_secrets_are_made_as_the_table_says(tmp_path: Path) -> None:
    objects = made(tmp_path)
    secrets = {
        each["metadata"]["name"]: set(each["data"]) for each in objects if each["kind"] == "Secret"
    }
    by_provider = {"banyan-backups", "banyan-images"}  # their keys come from the object store
    assert secrets.keys() == checks.documented_secrets().keys() - by_provider
    for name, keys in secrets.items():
        assert keys == checks.documented_secrets()[name]
    assert [each["metadata"]["namespace"] for each in objects if each["kind"] == "Secret"]
    (public,) = (each for each in objects if each["kind"] == "ConfigMap")
    jwks = tmp_path / "jwks.json"
    jwks.write_text(public["data"]["jwks.json"])
    assert len(read_key_set(jwks).keys) == 1
    assert (tmp_path / "keys/private.pem").stat().st_mode & 0o077 == 0


def test_an_example_of_a_store_of_secrets_names_one_of_them() -> None:
    documented = checks.documented_secrets()
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    found = yaml.safe_load(example)
    keys = {each["secretKey"] for each in found["spec"]["data"]}
    assert keys == documented[found["spec"]["target"]["name"]]


SERVICE_COMMANDS = [
    match
    for block in BLOCKS
    for match in re.findall(r"python3 -m services\.([\w$]+) (.+)$", block, re.MULTILINE)
]


@pytest.mark.parametrize(("service", "arguments"), SERVICE_COMMANDS)
def test_a_command_of_a_service_is_one(service: str, arguments: str) -> None:
    names = ("volunteers", "organizations", "events") if service == "$service" else (service,)
    for name in names:
        parser(service_named(name)).parse_args(arguments.split())


ALERTS = TEXT[TEXT.index("## 7. Alerts") :]
SECTIONS = re.split(r"^### ", ALERTS, flags=re.MULTILINE)[1:]
QUERIES = re.findall(r'^ *database (\S+) "(.+)"$', ALERTS, re.MULTILINE)


SERVICE_COMMANDS_OF_ALERTS = re.findall(
    r"python3 -m services\.([\w$]+) (.+)$", ALERTS, re.MULTILINE
)


def test_each_alert_has_a_command() -> None:
    assert [each.split()[0] for each in SECTIONS if "\n```sh\n" not in each] == []


@pytest.mark.parametrize("service", NAMES)
async def test_the_commands_for_alerts_run(site: Site, service: str) -> None:
    """Those for the database and those of services; what is asked of the cluster, only a cluster can answer."""
    asked = [query for name, query in QUERIES if name in (service, "$service")]
    assert asked
    await site.prepare(service)
    for query in asked:
        await site.sql(service, query)
    for name, arguments in SERVICE_COMMANDS_OF_ALERTS:
        if name in (service, "$service"):
            status, _ = await execute(service_named(service), site.settings(service), arguments)
            assert status == 0


def test_there_are_some() -> None:
    assert len(SERVICE_COMMANDS) >= 5


def test_what_make_is_asked_for_it_knows() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^|`)make ([a-z-]+)", TEXT, re.MULTILINE))
    assert targets == {
        "images",
        "images-check",
        "journey",
        "sbom",
        "alerts-check",
        "manifests-check",
        "upgrade-check",
        "pooler-check",
        "previous-check",
    }
    for target in targets:
        assert re.search(rf"^{target}:.* ## ", makefile, re.MULTILINE)


def test_what_checkov_leaves_out_has_a_reason() -> None:
    lines = (PLACE / "checkov.yaml").read_text(encoding="utf-8").split("skip-check:\n")[1]
    assert lines.splitlines()
    for line in lines.splitlines():
        assert re.fullmatch(r"  - CKV_[A-Z0-9_]+ # [A-Z].{30,}\.", line), line
