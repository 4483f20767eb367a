"""The recipes of docs/extending.md, followed on one copy of the tree; the counts in the README are kept."""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.extending.recipes import (
    FIELD_ROW,
    FIELD_TABLE,
    RPC_ROW,
    RPC_TABLE,
    add_field,
    add_rpc,
)
from tests.extending.tree import ROOT, Tree, Written

pytestmark = pytest.mark.timeout(1200)
FIELD = "tests/extending/checks/field.py"
RPC = "tests/extending/checks/rpc.py"
RPCS = "tests/access/test_rpcs.py"
FIELDS = "tests/access/test_fields.py"
MUTATIONS = "tests/access/test_mutations.py"
HAS_A_ROW = (f"{RPCS}::test_every_rpc_has_a_row", f"{FIELDS}::test_every_field_has_a_row")
MIGRATIONS = "tests/kit/work/test_migrations.py"
STATES = "tests/kit/work/test_states.py"
DOCUMENTS = "tests/docs/test_reasons.py"
VEHICLES = ("tests/events/vehicles/test_vehicles.py", "tests/gateway/schema/test_vehicles.py")
STATIONS = (
    "tests/stations/test_stations.py",
    "tests/stations/stations/test_stations.py",
    "tests/gateway/schema/test_stations.py",
)
OF_EVERY_RESOURCE = ("tests/gateway/schema/test_schema.py", RPCS, FIELDS, MUTATIONS)
# Of the tables of access, the rows of what is new, and that none is missing.
OTHER_FILES = ("not test_rpcs", "not test_fields", "not test_mutations")
OF_ACCESS = ("has_a_row", "has_the_row", "Vehicle", "Station", "ArchivePerson", "nickname")
SCOPES = "tests/organizations/passports/test_credentials.py"
OF_EVERY_SERVICE = ("tests/test_catalogue.py", SCOPES)


@dataclass(frozen=True)
class Extended:
    """A copy of the tree after all recipes.

    Attributes:
        tree: The copy.
        field: How many files the field took.
        rpc: How many files the RPC took.
        without_rows: What failed while field and RPC had no row of access, as for `failures`.
        service: What the scaffold wrote for a service.
        resource: What the scaffold wrote for a resource.
        failures: For each file of tests, what failed in it.
    """

    tree: Tree
    field: int
    rpc: int
    without_rows: dict[str, list[str]]
    service: Written
    resource: Written
    failures: dict[str, list[str]]

    def check(self, *files: str) -> None:
        """Checks that the tests of some files ran, and that none failed."""
        assert {file: self.failures.get(file) for file in files} == {file: [] for file in files}


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    tree = Tree(tmp_path_factory.mktemp("extending") / "tree")
    field, rpc = add_field(tree), add_rpc(tree)
    service = tree.scaffold("service", "stations")
    resource = tree.scaffold("resource", "Vehicle", "--service", "events")
    tree.scaffold("resource", "Station", "--service", "stations")
    tree.generate()
    without_rows = tree.failures(*HAS_A_ROW)
    tree.append(FIELD_TABLE, FIELD_ROW)
    tree.append(RPC_TABLE, RPC_ROW)
    failures = tree.failures(
        *(FIELD, RPC, MIGRATIONS, STATES, DOCUMENTS),
        *(*VEHICLES, *STATIONS, *OF_EVERY_RESOURCE, *OF_EVERY_SERVICE),
        *("-k", f"({' and '.join(OTHER_FILES)}) or {' or '.join(OF_ACCESS)}"),
    )
    return Extended(
        tree,
        field=len(field | {FIELD_TABLE}),
        rpc=len(rpc | {RPC_TABLE}),
        without_rows=without_rows,
        service=service,
        resource=resource,
        failures=failures,
    )


def test_a_field_works_in_every_direction_and_needs_a_row_of_access(extended: Extended) -> None:
    (failure,) = extended.without_rows[FIELDS]
    assert "Person.nickname" in failure
    extended.check(FIELD, FIELDS, MIGRATIONS)


def test_an_rpc_is_served_guarded_and_needs_a_row_of_access(extended: Extended) -> None:
    (failure,) = extended.without_rows[RPCS]
    assert "PersonService.ArchivePerson" in failure
    extended.check(RPC, RPCS, STATES)


def test_a_resource_works_from_graphql_to_the_bus(extended: Extended) -> None:
    extended.check(*VEHICLES, *OF_EVERY_RESOURCE, DOCUMENTS)


def test_a_service_starts_and_takes_a_resource(extended: Extended) -> None:
    extended.check(*STATIONS, *OF_EVERY_SERVICE)


def test_what_the_scaffold_wrote_passes_the_linters(extended: Extended) -> None:
    tree = extended.tree
    written = extended.service.added | extended.resource.added
    python = [path for path in written if path.endswith(".py")]
    if (cache := ROOT / ".mypy_cache").exists():
        shutil.copytree(cache, tree.place / ".mypy_cache")
    tree.run("ruff", "check", *python)
    tree.run("ruff", "format", "--check", *python)
    tree.run("mypy", *python)
    scripts = Path(sys.executable).parent
    tree.execute(str(scripts / "lint-imports"), check=True)
    tree.execute(str(scripts / "buf"), "lint", directory="proto", check=True)
    tree.execute(
        str(scripts / "buf"), "format", "--diff", "--exit-code", directory="proto", check=True
    )


def test_the_readme_says_how_many_files_each_recipe_takes(extended: Extended) -> None:
    assert counts_in_the_readme() == {
        "a field": (extended.field,),
        "an RPC": (extended.rpc,),
        "a resource": extended.resource.counts,
        "a service": extended.service.counts,
    }


def counts_in_the_readme() -> dict[str, tuple[int, ...]]:
    """Returns the numbers in the last column of the table under "How to add"."""
    section = (ROOT / "README.md").read_text().partition("## How to add")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (an? \w+) \|.*\| ([^|]*\d[^|]*) \|$", section, re.MULTILINE)
    return {name: tuple(map(int, re.findall(r"\d+", files))) for name, files in rows}
