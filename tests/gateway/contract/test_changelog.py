"""The changelog of the schema, from the history of a repository."""

import subprocess
from pathlib import Path

import pytest

from gateway.contract.changelog import BASELINE, changelog, kept

FIRST = """
type Query { person: Person, old: Int }
type Person { id: ID!, name: String! }
enum State { OPEN }
"""
SECOND = """
type Query { person(id: ID): Person, old: Int @deprecated(reason: "Ask for `person`."), group: Group }
type Person { id: ID! }
type Group { id: ID! }
enum State { OPEN CLOSED }
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path, FIRST, "Say who is who")
    _git(tmp_path, "tag", "first")
    _commit(tmp_path, SECOND, "Show groups")
    _commit(tmp_path, SECOND + "\n# the same\n", "Explain")
    return tmp_path


def _git(repository: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=repository, check=True)


def _commit(repository: Path, schema: str, subject: str) -> None:
    path = repository / BASELINE
    path.parent.mkdir(exist_ok=True)
    path.write_text(schema)
    _git(repository, "add", BASELINE)
    _git(repository, "commit", "--quiet", "--message", subject)


def test_each_change_is_in_it_once(repository: Path) -> None:
    title, _, heading, _, *lines = changelog(repository)
    assert title == "# Changes of schema.graphql"
    assert heading.endswith(": Show groups")
    assert sorted(lines) == [
        "- **Breaking:** Field Person.name was removed.",
        "- **Careful:** Enum value State.CLOSED was added.",
        "- Deprecated `Query.old`: Ask for `person`.",
        "- New field `Query.group: Group`.",
        "- New type `Group`.",
        "- New: An optional argument Query.person(id:) was added.",
    ]


def test_it_may_begin_later(repository: Path) -> None:
    assert list(changelog(repository, "first")) == list(changelog(repository))
    assert list(changelog(repository, "HEAD")) == ["# Changes of schema.graphql"]


def test_an_unknown_revision_is_said(repository: Path) -> None:
    with pytest.raises(RuntimeError, match="unknown"):
        list(changelog(repository, "unknown"))


def test_what_git_no_longer_knows_stays(repository: Path) -> None:
    known = list(changelog(repository))
    older = ["", "## 2026-05-01: Show people", "", "- New type `Person`.", "- New type `Skill`."]
    oldest = ["", "## 2026-04-01: Begin", "", "- New type `Query`."]
    text = "\n".join([*known, *older, *oldest, ""])
    assert list(kept(text, known)) == [*older, *oldest]
    assert list(kept("\n".join(known), known)) == []
