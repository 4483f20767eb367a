"""Tables of access: text files with a row for each operation and a column for each kind of caller.

    operation                             anonymous  app  stranger  subject  …
    MembershipService.ApplyForMembership      !       -      +         ~     …  ~ ALREADY_EXISTS: a reason

Each file begins with the heading and holds one domain. The order of rows has no meaning: each row is a
test of its own that begins with the same community. A cell with "~" stands for the code at the end of
its row; "+" is OK and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.world import KINDS

HERE = Path(__file__).parent
# The codes that a row may name. Any other, such as INVALID_ARGUMENT, would hide a bad request.
REFUSALS = ("ALREADY_EXISTS", "FAILED_PRECONDITION")
REFUSED = "~"


@dataclass(frozen=True)
class Row:
    """What each kind of caller gets from one operation.

    Attributes:
        operation: The RPC or the field.
        cells: The sign for each kind of caller.
        code: The code that "~" stands for; empty if the row has no "~".
    """

    operation: str
    cells: dict[str, str]
    code: str = ""

    def expected(self, kind: str) -> str:
        """Returns the sign of a cell, or for "~" the code."""
        return self.code if self.cells[kind] == REFUSED else self.cells[kind]


def read_tables(directory: str, signs: str) -> dict[str, Row]:
    """Returns the rows of all files in a directory, by operation; no operation may have two."""
    rows: dict[str, Row] = {}
    for file in sorted((HERE / directory).glob("*.txt")):
        for row in read_rows(file.read_text().splitlines(), signs):
            assert row.operation not in rows, f"{row.operation} has two rows"
            rows[row.operation] = row
    return rows


def read_rows(lines: Iterable[str], signs: str) -> list[Row]:
    """Returns the rows of one table.

    Args:
        lines: The table. Empty lines and lines that begin with "#" are comments.
        signs: The signs that a cell may have.

    Raises:
        AssertionError: The table is malformed.
    """
    heading, *rest = (line for line in lines if line.strip() and not line.startswith("#"))
    assert heading.split()[1:] == list(KINDS), f"the columns are not KINDS: {heading}"
    return [_row(line, signs) for line in rest]


def _row(line: str, signs: str) -> Row:
    operation, *rest = line.split(maxsplit=len(KINDS) + 1)
    marks, refusal = rest[: len(KINDS)], "".join(rest[len(KINDS) :])
    assert len(marks) == len(KINDS), f"{operation} has {len(marks)} cells"
    assert set(marks) <= set(signs), f"{operation} has a cell that is none of {signs}"
    code, _, why = refusal.removeprefix(f"{REFUSED} ").partition(":")
    assert (REFUSED in marks) == bool(refusal), f"{operation} needs a code if it has a ~, else none"
    assert not refusal or (code in REFUSALS and why.strip()), (
        f"{operation} needs a code and a reason"
    )
    return Row(operation, dict(zip(KINDS, marks, strict=True)), code)
