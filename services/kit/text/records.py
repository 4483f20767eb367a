"""Lines to records: what stands between delimiters and quotation marks, torn lines included."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.kit.text.cells import plain

# A record that spans more lines than this has lost a closing quotation mark, which without a bound
# would swallow the rest of the file.
_MOST_LINES = 200
# How many lines of a file are looked at in vain for closing quotation marks. From then on each line stands
# for itself: every line of a hostile file could send one through the next 200.
SPARE_LINES = 20_000


class Reason(NamedTuple):
    """Something to be said of a record.

    Attributes:
        code: A code for programs, in UPPER_SNAKE_CASE, stable for ever.
        message: A sentence for people.
        column: The column that it is about, as the header names it; empty for the whole record.
    """

    code: str
    message: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a table.

    Attributes:
        line: The line of the file on which it begins; the header stands on line 1 in most files.
        cells: One value for each column, without blanks around it; fewer or more if it is refused.
        reasons: What was repaired, or why it is refused.
        refused: Whether it cannot be read for certain.
    """

    line: int
    cells: Sequence[str]
    reasons: tuple[Reason, ...] = ()
    refused: bool = False


def records_of(lines: Sequence[str], delimiter: str, start: int) -> Iterator[Record]:
    """Yields the records from a line on that hold any value, with as many cells as each has."""
    spare = SPARE_LINES
    while start < len(lines):
        if not lines[start].strip(f"{delimiter} \t\r\n"):  # millions fit into a small file
            start += 1
            continue
        most = min(_MOST_LINES, 1 + spare)
        record, used, looked = _record(lines, start, most, delimiter)
        spare -= looked - used
        if record.refused or any(record.cells):
            yield record
        start += used


def _record(lines: Sequence[str], start: int, most: int, delimiter: str) -> tuple[Record, int, int]:
    """Returns the record that begins on a line, how many lines it takes, and how many were looked at."""
    ahead = map(lines.__getitem__, range(start, min(start + most, len(lines))))
    reader = csv.reader(ahead, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        record, used = Record(start + 1, [plain(cell) for cell in next(reader)]), reader.line_num
    except csv.Error:
        record, used = _torn(lines[start], start + 1, delimiter), 1
    return record, used, reader.line_num


def _torn(line: str, number: int, delimiter: str) -> Record:
    """Returns the record of a line whose quotation marks do not pair; no other line is looked at."""
    reasons: tuple[Reason, ...] = (
        Reason(
            "STRAY_QUOTE",
            "A quotation mark inside a cell is not doubled. Check that the cells were read as you"
            " meant them.",
        ),
    )
    refused = line.count('"') % 2 == 1
    if refused:
        reasons = (
            Reason(
                "QUOTE_NOT_CLOSED",
                "A quotation mark is not closed. Close it, or double it if it is part of the text.",
            ),
        )
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        cells, refused = [], True
        reasons = (Reason("ROW_TOO_LONG", "This row is too long. Shorten it."),)
    return Record(number, [plain(cell) for cell in cells], reasons, refused)
