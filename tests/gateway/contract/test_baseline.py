"""The baseline: `make lint` fails when the contract or the schema breaks callers, and says what to do."""

import subprocess
from pathlib import Path

import pytest

from gateway.contract.baseline import CONTRACT_BASELINE, SCHEMA_BASELINE, without_descriptions
from tests.extending.tree import ROOT, Tree

PERSON = "proto/banyan/volunteers/v1/person.proto"
SCHEMA = "gateway/schema.graphql"
NEXT = "accept the change with 'make baseline'"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree")


def check(tree: Tree) -> "subprocess.CompletedProcess[str]":
    """Does what `make lint` does in the copy."""
    return tree.run("gateway.contract.baseline", "check", check=False)


def accept(tree: Tree) -> str:
    """Does what `make baseline` does in the copy; returns what it prints."""
    return tree.run("gateway.contract.baseline", "accept").stdout


def replace(tree: Tree, path: str, start: str, end: str, new: str = "") -> None:
    """Replaces the text from a start to the next end, both included."""
    text = tree.read(path)
    begin = text.index(start)
    tree.edit(path, text[begin : text.index(end, begin) + len(end)], new)


def test_the_contract_breaks_nothing_of_its_baseline(tree: Tree) -> None:
    checked = check(tree)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_make_lint_checks_it_and_make_baseline_moves_it() -> None:
    makefile = (ROOT / "Makefile").read_text()
    lint = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert "-m gateway.contract.baseline check" in lint
    baseline = makefile.partition("\nbaseline:")[2].partition("\n\n")[0]
    assert "-m gateway.contract.baseline accept" in baseline


def test_a_removed_field_of_a_message_fails(tree: Tree) -> None:
    replace(tree, PERSON, "  PersonState state = ", ";\n")
    checked = check(tree)
    assert checked.returncode == 1
    assert f"{PERSON}:" in checked.stderr
    assert 'with name "state" on message "Person" was deleted' in checked.stderr
    assert NEXT in checked.stderr


def test_a_removed_method_fails(tree: Tree) -> None:
    replace(tree, PERSON, "  rpc PauseVolunteer(", "  }\n")
    checked = check(tree)
    assert checked.returncode == 1
    assert 'RPC "PauseVolunteer" on service "PersonService" was deleted' in checked.stderr


def test_a_removed_field_of_the_schema_fails(tree: Tree) -> None:
    replace(tree, SCHEMA, "type Viewer {", "}\n", "type Viewer {\n  personId: ID!\n}\n")
    checked = check(tree)
    assert checked.returncode == 1
    assert "schema.graphql: Field Viewer.person was removed." in checked.stderr
    assert "Viewer.personId" not in checked.stderr
    assert NEXT in checked.stderr


def test_an_addition_passes(tree: Tree) -> None:
    tree.append(PERSON, "\n// Something new.\nmessage Novelty {}\n")
    tree.append(SCHEMA, "\ntype Novelty {\n  id: ID!\n}\n")
    assert check(tree).returncode == 0


def test_make_baseline_says_what_it_accepts(tree: Tree) -> None:
    replace(tree, PERSON, "  rpc PauseVolunteer(", "  }\n")
    replace(tree, SCHEMA, "enum SkillLevel {", "}\n", "enum SkillLevel {\n  NOVICE\n}\n")
    printed = accept(tree)
    broken, surprising = printed.split("Accepted, although they may surprise callers:")
    assert "Accepted, although they break callers:" in broken
    assert 'RPC "PauseVolunteer" on service "PersonService" was deleted' in broken
    assert "Enum value SkillLevel.EXPERT was removed." in broken
    assert "Enum value SkillLevel.NOVICE was added." in surprising
    assert check(tree).returncode == 0
    assert accept(tree) == "The baseline is current.\n"


def test_without_a_baseline_the_check_says_how_to_write_one(tree: Tree) -> None:
    tree.remove(str(SCHEMA_BASELINE.relative_to(ROOT)))
    checked = check(tree)
    assert checked.returncode == 1
    assert "There is no baseline. Write one with 'make baseline'." in checked.stderr
    assert accept(tree) == "The baseline is current.\n"
    assert check(tree).returncode == 0


def test_a_contract_that_does_not_compile_is_not_taken_for_one_that_breaks_nothing(
    tree: Tree,
) -> None:
    tree.append(PERSON, "\nmessage Half {\n")
    checked = check(tree)
    assert checked.returncode == 1
    assert "person.proto" in checked.stderr
    assert NEXT not in checked.stderr


def test_the_baselines_are_small() -> None:
    assert CONTRACT_BASELINE.stat().st_size < 96 * 1024  # 70 kB with 75 resources
    assert '"""' not in SCHEMA_BASELINE.read_text()


def test_only_descriptions_are_left_out() -> None:
    schema = '"""A \\""" and ""."""\ntype Query {\n  """\n  One.\n  """\n  one(a: String = "b"): Int\n}\n'
    assert without_descriptions(schema) == 'type Query {\n  one(a: String = "b"): Int\n}\n'
