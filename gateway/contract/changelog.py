"""The changelog of schema.graphql, made from its versions in git: `make changelog`.

    python -m gateway.contract.changelog [--since REVISION]

Without `--since` it writes docs/changelog.md, which is kept in the tree: run it when you make a release.

Each commit that moved the baseline of the schema is a section of Markdown, newest first: what breaks callers, what may
surprise them, what is deprecated, and what is new. Nothing of it is written by hand, and a change that nobody else sees
is not in it. Sections that git does not know, because commits were squashed, stay at the end.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from graphql import (
    DangerousChangeType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "docs" / "changelog.md"
# Without descriptions, so that it only changes when the schema does.
BASELINE = "gateway/baseline.graphql"
_FIELDS = "\x1f"
# Who leaves these out sees no difference.
_HARMLESS = {DangerousChangeType.OPTIONAL_ARG_ADDED, DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED}


def changelog(repository: Path, since: str = "") -> Iterator[str]:
    """Yields the lines of the changelog.

    Args:
        repository: The checkout.
        since: The revision after which it begins; empty for the first version of the schema.

    Raises:
        RuntimeError: Git knows no such revision, or is no use here.
    """
    yield "# Changes of schema.graphql"
    span = f"{since}..HEAD" if since else "HEAD"
    form = f"--format=%H{_FIELDS}%cs{_FIELDS}%s"
    commits = git(repository, "log", form, span, "--", BASELINE).splitlines()
    for line in commits:
        commit, date, subject = line.split(_FIELDS)
        before = _version(repository, f"{commit}^")
        after = _version(repository, commit)
        lines = list(changes(before, after)) if before and after else []
        if lines:
            yield from ("", f"## {date}: {subject}", "", *lines)


def kept(text: str, known: Iterable[str]) -> Iterator[str]:
    """Yields the lines of those sections of a changelog that are not among the lines known from git."""
    headings = {line for line in known if line.startswith("## ")}
    sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    for section in sections:
        lines = section.rstrip("\n").split("\n")
        if lines[0] not in headings:
            yield from ("", *lines)


def changes(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[str]:
    """Yields what has changed between two versions, an item of a list each."""
    for breaking in find_breaking_changes(before, after):
        yield f"- **Breaking:** {breaking.description}"
    for dangerous in find_dangerous_changes(before, after):
        label = "New:" if dangerous.type in _HARMLESS else "**Careful:**"
        yield f"- {label} {dangerous.description}"
    for name, type_ in after.type_map.items():
        known = before.type_map.get(name)
        if known is None:
            yield f"- New type `{name}`."
        elif isinstance(type_, _Fielded) and isinstance(known, _Fielded):
            yield from _of_fields(known, type_)


_Fielded = GraphQLObjectType | GraphQLInterfaceType


def _of_fields(before: _Fielded, after: _Fielded) -> Iterator[str]:
    for name, field in after.fields.items():
        known = before.fields.get(name)
        if known is None:
            yield f"- New field `{after.name}.{name}: {field.type}`."
        elif field.deprecation_reason and not known.deprecation_reason:
            yield f"- Deprecated `{after.name}.{name}`: {field.deprecation_reason}"


def _version(repository: Path, revision: str) -> GraphQLSchema | None:
    """Returns the schema of a revision; None if it had none yet."""
    try:
        return build_schema(git(repository, "show", f"{revision}:{BASELINE}"), assume_valid=True)
    except RuntimeError:
        return None


def git(repository: Path, *arguments: str) -> str:
    """Returns what git prints about a checkout.

    Raises:
        RuntimeError: Git refuses.
    """
    command = ["git", "-C", str(repository), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def main() -> int:
    """Writes the changelog to docs, or prints the end of it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gateway.contract.changelog")
    parser.add_argument(
        "--since", default="", help="print it, beginning after this revision, and write nothing"
    )
    since = parser.parse_args().since
    try:
        lines = list(changelog(ROOT, since))
        if since:
            sys.stdout.write("".join(f"{line}\n" for line in lines))
        else:
            lines += kept(OUTPUT.read_text(encoding="utf-8"), lines)
            OUTPUT.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
