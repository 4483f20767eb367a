"""A new resource of a service: five RPCs from the contract to GraphQL, with their tests."""

import re
from collections.abc import Iterator
from pathlib import Path

from deploy.scaffold.access_rows import aligned, field_rows, rpc_rows
from deploy.scaffold.changes import Changes, rendered
from deploy.scaffold.names import ResourceName, Unusable
from services.catalogue import NAMES

KIT_TABLES = (
    "answer",
    "audit",
    "audit_chain",
    "outbox",
    "seen",
    "failure",
    "spent",
    "image",
    "erasure",
    "legal_hold",
)
# For each file, the template that it is made from.
_FILES = {
    "proto/banyan/{service}/v1/{name}.proto": "resource/resource.proto",
    "services/{service}/{names}/__init__.py": "resource/subject.py",
    "services/{service}/{names}/models.py": "resource/models.py",
    "services/{service}/{names}/access.py": "resource/access.py",
    "services/{service}/{names}/servicer.py": "resource/servicer.py",
    "services/{service}/migrations/{revision}.py": "resource/migration.py",
    "gateway/schema/{name}.py": "resource/schema.py",
    "tests/{service}/{names}/test_{names}.py": "resource/test_service.py",
    "tests/gateway/schema/test_{names}.py": "resource/test_graphql.py",
    "tests/access/resources/{name}.py": "resource/access_resource.py",
}
_NEXT = """
It works as it is. To say what {a} {phrase} is, edit

  proto/banyan/{service}/v1/{name}.proto   its fields and rules, and who may see and change it
  services/{service}/{names}/models.py   the same fields as columns, and the verbs that guard its state
  services/{service}/migrations/{revision}.py   the columns, and an index for each question of List
  services/{service}/personal.py   which of these columns name people
  gateway/schema/{name}.py   `field: auto` for each field

and run `make proto` after each change of the contract. docs/extending.md has the recipes.
"""


def new_resource(root: Path, name: ResourceName, service: str) -> Changes:
    """Returns the changes that add a resource to a service.

    Raises:
        Unusable: There is no such service, or the name is taken.
    """
    if service not in NAMES:
        raise Unusable(f"{service!r} is not a service. Choose one of {', '.join(NAMES)}.")
    values = {**name.forms(), "service": service}
    _refuse_taken(root, service, values)
    values["previous"], values["revision"] = _revisions(root, service)
    changes = Changes(root)
    for path, template in _FILES.items():
        changes.add(path.format(**values), rendered(template, values))
    changes.add("tests/{service}/{names}/__init__.py".format(**values), "")
    changes.insert(f"services/{service}/__main__.py", "subjects=(", f'"{values["names"]}"')
    changes.insert("gateway/schema/__init__.py", "MODULES = (", f'"{values["name"]}"')
    _say_that_it_is_nobodys(changes, values)
    for kind, rows in (("rpcs", rpc_rows), ("graphql", field_rows)):
        table = f"tests/access/{kind}/{service}.txt"
        changes.append(table, aligned(changes.text(table), rows(values, service)))
    changes.next_steps = _NEXT.format(**values)
    return changes


def _say_that_it_is_nobodys(changes: Changes, values: dict[str, str]) -> None:
    """Declares that the table says nothing about people, as it is."""
    path = f"services/{values['service']}/personal.py"
    changes.insert(path, "PERSONAL = holdings(", f"nobody({values['Name']})")
    module = f"services.{values['service']}.{values['names']}.models"
    declared = "\n\nPERSONAL = holdings("
    changes.replace(path, declared, f"\nfrom {module} import {values['Name']}{declared}")


def _refuse_taken(root: Path, service: str, forms: dict[str, str]) -> None:
    declared = re.compile(rf"^\s*(?:message|enum) {forms['Name']} ", re.MULTILINE)
    for path in (root / "proto" / "banyan").rglob("*.proto"):
        if declared.search(path.read_text(encoding="utf-8")):
            raise Unusable(f"{path.relative_to(root)} declares {forms['Name']} already.")
    directory = root / "services" / service
    if forms["name"] in (*KIT_TABLES, *_tables(directory)):
        raise Unusable(f"{service} has a table {forms['name']} already. Choose another name.")
    for path in (directory / forms["names"], directory / f"{forms['names']}.py"):
        if path.exists():
            raise Unusable(f"{path.relative_to(root)} is there already. Choose another name.")


def _tables(directory: Path) -> Iterator[str]:
    for path in directory.rglob("models.py"):
        yield from re.findall(r'__tablename__ = "(\w+)"', path.read_text(encoding="utf-8"))


def _revisions(root: Path, service: str) -> tuple[str, str]:
    """Returns the last revision of the database of a service, and the next."""
    last = max(path.stem for path in (root / "services" / service / "migrations").glob("*_*.py"))
    number = int(last.removeprefix(f"{service}_"))
    return last, f"{service}_{number + 1:04}"
