"""Which release was before this code, and where its files are."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

MIGRATIONS = ("services/*/migrations/*_0*.py", "services/kit/migrations/versions/*.py")
_NEAREST_TAG = ("describe", "--tags", "--abbrev=0", "HEAD^")


class Missing(Exception):
    """The release before is not there; the text says what to do."""


def _git(checkout: Path, *words: str) -> str:
    ended = subprocess.run(
        ["git", *words], cwd=checkout, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise Missing(f"git {' '.join(words)}: {ended.stderr.strip()}")
    return ended.stdout.strip()


def previous(checkout: Path, named: str = "") -> str:
    """Returns the commit of the release before.

    That is the newest tag before HEAD. Where nothing has been tagged yet, it is the last commit with an older schema than today's.

    Args:
        checkout: A checkout of this project.
        named: A commit or tag to take instead.

    Raises:
        Missing: It cannot be found, or not in a shallow clone.
    """
    try:
        if named:
            return _git(checkout, "rev-parse", "--verify", f"{named}^{{commit}}")
        try:
            return _git(checkout, "rev-parse", f"{_git(checkout, *_NEAREST_TAG)}^{{commit}}")
        except Missing:  # nothing was tagged yet
            pass
        added = _git(checkout, "log", "-1", "--diff-filter=A", "--format=%H", "--", *MIGRATIONS)
        return _git(checkout, "rev-parse", "--verify", f"{added or 'HEAD'}^")
    except Missing:
        if _git(checkout, "rev-parse", "--is-shallow-repository") == "true":
            raise Missing(
                "The release before is not in this clone, which is shallow. Fetch it (git fetch --unshallow --tags), or"
                " name a commit that is here: make previous-check PREVIOUS=COMMIT"
            ) from None
        raise


def unpack(checkout: Path, commit: str, place: Path) -> None:
    """Writes the files of a commit into a directory."""
    archive = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=checkout, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(place, filter="data")
