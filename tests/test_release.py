"""The notes of a release, from the history of a repository."""

import subprocess
from pathlib import Path

import pytest

from deploy.release.__main__ import OPERATIONS, SETTINGS, last_tag, notes, refuse
from gateway.contract.changelog import BASELINE

SCHEMA = "type Query { person: Int }\n"


def git(repository: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=repository, check=True)


def commit(repository: Path, subject: str, **files: str) -> None:
    for name, text in files.items():
        path = repository / PATHS.get(name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", subject)


PATHS = {
    "project": "pyproject.toml",
    "schema": BASELINE,
    "settings": SETTINGS,
    "operations": OPERATIONS,
    "migration": "services/events/migrations/events_0002.py",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    commit(
        tmp_path,
        "Begin",
        project='[project]\nversion = "0.1.0"\n',
        schema=SCHEMA,
        settings="| `BANYAN_OLD` | 1 |\n| `BANYAN_KEPT` | 1 |\n",
    )
    return tmp_path


def test_the_first_release_has_no_changes(repository: Path) -> None:
    assert refuse(repository, "0.1.0") == ""
    lines = list(notes(repository, "0.1.0"))
    assert lines[0] == "# Banyan 0.1.0"
    assert "The first release." in lines
    assert lines[-1] == "- Begin"


def test_the_next_says_what_has_changed_and_for_whom(repository: Path) -> None:
    git(repository, "tag", "v0.1.0")
    commit(
        repository,
        "Show groups",
        project='[project]\nversion = "0.2.0"\n',
        schema=SCHEMA.replace("}", "group: Int }"),
        settings="| `BANYAN_KEPT` | 2 |\n| `BANYAN_NEW` | 1 |\n",
        migration="revision = 2\n",
    )
    assert last_tag(repository) == "v0.1.0"
    text = "\n".join(notes(repository, "0.2.0"))
    assert "- Migrations run for events." in text
    assert "- New settings: `BANYAN_NEW`." in text
    assert "- Gone settings: `BANYAN_OLD`." in text
    assert "- Changed settings: `BANYAN_KEPT`." in text
    assert "- New field `Query.group: Int`." in text
    assert text.endswith("## Commits\n\n- Show groups")


def test_the_next_says_what_has_to_be_there_before_it_is_rolled_out(repository: Path) -> None:
    def row(name: str, *keys: str) -> str:
        listed = ", ".join(f"`{key}`" for key in keys)
        return f"| `banyan-{name}` | Secret | {listed} | for something |\n"

    commit(repository, "Begin", operations=row("app-keys", "pepper") + row("old", "key"))
    git(repository, "tag", "v0.1.0")
    commit(
        repository,
        "Send webhooks",
        operations=row("app-keys", "pepper", "webhooks") + row("calendar-key", "key"),
    )
    text = "\n".join(notes(repository, "0.1.1"))
    without = "new pods do not start without.\n"
    assert f"add `webhooks` to the Secret `banyan-app-keys`: {without}" in text
    assert f"make the Secret `banyan-calendar-key` with `key`: {without}" in text
    assert "- After the roll-out nothing reads `key` of the Secret `banyan-old`.\n" in text
    assert "`pepper`" not in text
    assert "Nothing: roll the images out." not in text


def test_one_that_changes_little_says_so(repository: Path) -> None:
    git(repository, "tag", "v0.1.0")
    commit(repository, "Explain", project='[project]\nversion = "0.1.1"\n')
    text = "\n".join(notes(repository, "0.1.1"))
    assert "Nothing: roll the images out." in text
    assert "Nothing has changed in the schema." in text


def test_one_that_is_not_possible_is_refused_with_the_reason(repository: Path) -> None:
    assert "says 0.1.0" in refuse(repository, "0.2.0")
    (repository / "draft").write_text("")
    assert "not committed" in refuse(repository, "0.1.0")
    (repository / "draft").unlink()
    git(repository, "tag", "v0.1.0")
    assert "exists" in refuse(repository, "0.1.0")
