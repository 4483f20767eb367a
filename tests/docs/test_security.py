"""What SECURITY.md promises is shown by tests, and these exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py::[\w:]+)`", TEXT)))


def exists(name: str) -> bool:
    """Returns whether a test is where its name says."""
    file, *path = name.split("::")
    if not (ROOT / file).is_file():
        return False
    nodes = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
    for part in path:
        found = [
            node
            for node in nodes
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name == part
        ]
        if not found:
            return False
        nodes = found[0].body
    return True


@pytest.mark.parametrize("name", NAMED)
def test_each_test_that_is_named_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize("name", ["tests/none.py::test_it", f"{NAMED[0]}_or_not"])
def test_one_that_does_not_exist_is_noticed(name: str) -> None:
    assert not exists(name)


def test_each_row_of_the_budget_names_a_test() -> None:
    budget = TEXT.partition("## An attacker's budget")[2]
    rows = [line for line in budget.splitlines() if line.startswith("| ") and "---" not in line]
    for row in rows:
        assert "`tests/" in row or row.endswith("| tests |"), row
