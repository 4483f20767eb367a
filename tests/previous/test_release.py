"""Which release is the one before: by tag, by schema, by name; and what a clone without history is told."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.previous.release import Missing, previous, unpack

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
}


def git(place: Path, *words: str) -> str:
    environment = {**os.environ, **_WHO, "GIT_CONFIG_GLOBAL": os.devnull}
    ended = subprocess.run(
        ["git", *words], cwd=place, env=environment, capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def commit(place: Path, file: str, text: str) -> str:
    (place / file).parent.mkdir(parents=True, exist_ok=True)
    (place / file).write_text(text)
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", file)
    return git(place, "rev-parse", "HEAD")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with a revision, some code, another revision, and some more code."""
    place = tmp_path / "origin"
    place.mkdir()
    git(place, "init", "--quiet")
    commit(place, "services/events/migrations/events_0001.py", "1")
    commit(place, "code", "1")
    commit(place, "services/kit/migrations/versions/kit_0002.py", "2")
    commit(place, "code", "2")
    return place


def test_without_tags_it_is_the_last_one_with_an_older_schema(place: Path) -> None:
    assert previous(place) == git(place, "rev-parse", "HEAD~2")
    commit(place, "services/kit/migrations/versions/kit_0002.py", "only its text changes")
    assert previous(place) == git(place, "rev-parse", "HEAD~3")


def test_with_tags_it_is_the_newest_before_this_one(place: Path) -> None:
    git(place, "tag", "v0.1", "HEAD~3")
    git(place, "tag", "v0.2", "HEAD~1")
    git(place, "tag", "v0.3", "HEAD")  # this one
    assert previous(place) == git(place, "rev-parse", "v0.2")
    assert previous(place, "v0.1") == git(place, "rev-parse", "v0.1")


def test_a_shallow_clone_is_told_what_to_fetch(place: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{place}", "shallow")
    with pytest.raises(Missing, match="git fetch --unshallow --tags"):
        previous(tmp_path / "shallow")
    with pytest.raises(Missing, match="PREVIOUS="):
        previous(tmp_path / "shallow", "v0.1")
    with pytest.raises(Missing, match=r"v0\.9"):
        previous(place, "v0.9")


def test_its_files_are_as_they_were(place: Path, tmp_path: Path) -> None:
    unpack(place, previous(place), tmp_path / "files")
    assert (tmp_path / "files" / "code").read_text() == "1"
    assert not (tmp_path / "files" / ".git").exists()
