"""The baseline: the contract and the schema that frontends and services rely on.

    python -m gateway.contract.baseline check     fails if something that is in the baseline breaks
    python -m gateway.contract.baseline accept    prints every such change, and moves the baseline

The baseline of the contract is an image of Buf, and the baseline of the schema is its text without
descriptions. It needs the development requirements.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    parse,
    print_ast,
)

ROOT = Path(__file__).parents[2]
PROTO = ROOT / "proto"
SCHEMA = ROOT / "gateway" / "schema.graphql"
CONTRACT_BASELINE = PROTO / "baseline.binpb.gz"
SCHEMA_BASELINE = ROOT / "gateway" / "baseline.graphql"
# Descriptions are the only block strings of a printed schema.
_DESCRIPTION = re.compile(r'"""(?:\\"""|[^"]|"(?!""))*"""')
_BUF = Path(sys.executable).with_name("buf")
_BUF_FOUND_SOMETHING = 100
NEXT = (
    "Deprecate first: keep what callers use, and say in its comment from which date it may be removed. "
    "After that date, or if nobody relies on it, accept the change with 'make baseline'.\n"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes since the baseline, one line each.

    Attributes:
        breaking: Changes that break callers.
        dangerous: Changes that may surprise callers, such as a new value of an enum.
    """

    breaking: Sequence[str]
    dangerous: Sequence[str]


def has_baseline() -> bool:
    """Returns whether there is a baseline to compare with."""
    return CONTRACT_BASELINE.exists() and SCHEMA_BASELINE.exists()


def changes() -> Changes:
    """Returns the changes of the contract and of the schema against the baseline.

    Raises:
        RuntimeError: There is no baseline, or the contract does not compile.
    """
    if not has_baseline():
        raise RuntimeError("There is no baseline. Write one with 'make baseline'.")
    before = build_schema(SCHEMA_BASELINE.read_text(encoding="utf-8"))
    after = build_schema(SCHEMA.read_text(encoding="utf-8"))
    breaking = [change.description for change in find_breaking_changes(before, after)]
    dangerous = [change.description for change in find_dangerous_changes(before, after)]
    return Changes(
        breaking=[*_broken_contract(), *(f"{SCHEMA.name}: {text}" for text in breaking)],
        dangerous=[f"{SCHEMA.name}: {text}" for text in dangerous],
    )


def check() -> int:
    """Reports what breaks; returns the exit code."""
    breaking = changes().breaking
    if not breaking:
        return 0
    sys.stderr.write(_lines("These changes break callers:", breaking) + NEXT)
    return 1


def accept() -> int:
    """Reports what the new baseline accepts, and writes it; returns the exit code."""
    if has_baseline():
        found = changes()
        sys.stdout.write(_lines("Accepted, although they break callers:", found.breaking))
        sys.stdout.write(_lines("Accepted, although they may surprise callers:", found.dangerous))
    built = _buf("build", "--exclude-source-info", f"--output={CONTRACT_BASELINE}")
    if built.returncode:
        raise RuntimeError(built.stderr)
    SCHEMA_BASELINE.write_text(without_descriptions(SCHEMA.read_text(encoding="utf-8")), "utf-8")
    sys.stdout.write("The baseline is current.\n")
    return 0


def without_descriptions(schema: str) -> str:
    """Returns a schema in the schema definition language without its descriptions."""
    return print_ast(parse(_DESCRIPTION.sub("", schema))) + "\n"


def _broken_contract() -> list[str]:
    found = _buf("breaking", "--error-format=json", f"--against={CONTRACT_BASELINE}")
    if found.returncode not in (0, _BUF_FOUND_SOMETHING):
        raise RuntimeError(found.stderr)
    faults = [json.loads(line) for line in found.stdout.splitlines()]
    texts = [
        f"{PROTO.name}/{fault.get('path', '')}:{fault.get('start_line', 1)}: {fault['message']}"
        for fault in faults
    ]
    if any(fault["type"] == "COMPILE" for fault in faults):
        raise RuntimeError("\n".join(texts))
    return texts


def _buf(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(_BUF), *arguments]
    return subprocess.run(command, cwd=PROTO, capture_output=True, text=True, check=False)  # noqa: S603


def _lines(title: str, lines: Sequence[str]) -> str:
    return (
        "".join(f"{line}\n" for line in (title, *(f"  {line}" for line in lines))) if lines else ""
    )


def main(command: str) -> int:
    """Runs a command; returns the exit code."""
    try:
        return {"check": check, "accept": accept}[command]()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
