"""Writes the notes of a release: `python -m deploy.release VERSION`, or `make release VERSION=0.2.0`.

The version must be that of pyproject.toml, everything must be committed, and the tag must be new. The notes go to
build/release: what operators do, what has changed in the schema for frontends, and the commits since the last tag.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from gateway.contract.changelog import changelog, git

ROOT = Path(__file__).parents[2]
SETTINGS, OPERATIONS = "docs/settings.md", "docs/operations.md"
_MIGRATION = re.compile(r"services/(\w+)/migrations/(?:versions/)?\w+\.py")
# A row of the table of what operators make by hand: its name, its kind and its keys.
_MADE = re.compile(r"^\| `(banyan-[\w-]+)` \| (Secret|ConfigMap) \| ([^|]+) \|", re.MULTILINE)
_SETTING = re.compile(r"^([-+])\| `(BANYAN_\w+)`", re.MULTILINE)


def notes(repository: Path, version: str) -> Iterator[str]:
    """Yields the lines of the notes, as Markdown."""
    last = last_tag(repository)
    span = f"{last}..HEAD" if last else "HEAD"
    yield f"# Banyan {version}"
    yield from ("", f"Changes since {last}." if last else "The first release.")
    yield from ("", "## For operators", "", *_for_operators(repository, last))
    if last:
        yield from ("", "## For frontends", "")
        lines = [each.replace("## ", "### ") for each in list(changelog(repository, last))[1:]]
        yield from lines[1:] or ["Nothing has changed in the schema."]
    yield from ("", "## Commits", "")
    yield from (f"- {line}" for line in git(repository, "log", "--format=%s", span).splitlines())


def _for_operators(repository: Path, last: str) -> Iterator[str]:
    if not last:
        yield "Follow docs/operations.md from the beginning."
        return
    made = list(_to_make(repository, last))
    yield from made
    files = git(repository, "diff", "--name-only", "--diff-filter=A", last, "HEAD").splitlines()
    services = sorted({found[1] for each in files if (found := _MIGRATION.fullmatch(each))})
    if "kit" in services:
        yield "- Migrations run for every service."
    elif services:
        yield f"- Migrations run for {', '.join(services)}."
    changed = _SETTING.findall(git(repository, "diff", "-U0", last, "HEAD", "--", SETTINGS))
    gone, new = ({name for sign, name in changed if sign == each} for each in "-+")
    for title, names in (("New", new - gone), ("Gone", gone - new), ("Changed", gone & new)):
        if names:
            yield f"- {title} settings: {', '.join(f'`{each}`' for each in sorted(names))}."
    if not services and not changed and not made:
        yield "Nothing: roll the images out."


def _to_make(repository: Path, last: str) -> Iterator[str]:
    """Yields what operators have to make before they roll this release out, or may remove afterwards."""
    before, now = (_made_by_hand(repository, each) for each in (last, "HEAD"))
    for name, (kind, keys) in now.items():
        missing = sorted(keys - before.get(name, (kind, frozenset()))[1])
        listed = ", ".join(f"`{each}`" for each in missing)
        if missing and name in before:
            yield f"- **Before the roll-out** add {listed} to the {kind} `{name}`: new pods do not start without."
        elif missing:
            yield f"- **Before the roll-out** make the {kind} `{name}` with {listed}: new pods do not start without."
    for name, (kind, keys) in before.items():
        if gone := sorted(keys - now.get(name, (kind, frozenset()))[1]):
            listed = ", ".join(f"`{each}`" for each in gone)
            yield f"- After the roll-out nothing reads {listed} of the {kind} `{name}`."


def _made_by_hand(repository: Path, revision: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Returns the Secrets and ConfigMaps of docs/operations.md: their kind and their keys."""
    if not git(repository, "ls-tree", "--name-only", revision, OPERATIONS):
        return {}
    text = git(repository, "show", f"{revision}:{OPERATIONS}")
    return {
        name: (kind, frozenset(re.findall(r"`([^`]+)`", keys)))
        for name, kind, keys in _MADE.findall(text)
    }


def last_tag(repository: Path) -> str:
    """Returns the tag of the last release; empty if there is none."""
    found = git(repository, "tag", "--list", "v*", "--merged", "HEAD", "--sort=-v:refname")
    return found.partition("\n")[0]


def refuse(repository: Path, version: str) -> str:
    """Returns why a release is not possible; empty if it is."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if project["version"] != version:
        return f"pyproject.toml says {project['version']}. Change it there, and commit."
    if git(repository, "status", "--porcelain"):
        return "Something is not committed. Commit it, or take it away."
    if git(repository, "tag", "--list", f"v{version}"):
        return f"The tag v{version} exists. A version is released once: take the next."
    return ""


def main() -> None:
    """Writes the notes.

    Raises:
        SystemExit: The release is not possible.
    """
    parser = argparse.ArgumentParser(prog="python -m deploy.release", description=__doc__)
    parser.add_argument("version", help="such as 0.2.0")
    version: str = parser.parse_args().version
    if reason := refuse(ROOT, version):
        raise SystemExit(reason)
    place = ROOT / "build" / "release"
    place.mkdir(parents=True, exist_ok=True)
    written = place / f"{version}.md"
    written.write_text("".join(f"{line}\n" for line in notes(ROOT, version)), encoding="utf-8")
    sys.stdout.write(
        f"{written.relative_to(ROOT)}\nThen: git tag --annotate v{version} --file {written.relative_to(ROOT)}\n"
    )


if __name__ == "__main__":
    main()
