"""Tables from text: comma-separated values as people's programs write them (RFC 4180, and what is not).

    table = read_table(text, "content", most_rows=5000)
    for record in table.records: record.line, record.cells, record.reasons, record.refused

A byte order mark, every kind of line end, blanks after a delimiter, and the delimiters comma, semicolon
and tab are understood. What is damaged is repaired where there is one way to read it, and refused
otherwise; either way the record says so, by its line in the file. No reason repeats a value.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.kit.errors import InvalidArgument
from services.kit.validation import FORBIDDEN

MOST_COLUMNS = 50
LONGEST_HEADER = 100
# A record that spans more lines than this has lost a closing quotation mark, which without a bound
# would swallow the rest of the file.
_MOST_LINES = 200
# How many lines of a file are looked at in vain for closing quotation marks. From then on each line stands
# for itself: every line of a hostile file could send one through the next 200.
_SPARE_LINES = 20_000
# A record with more cells than this is not worth the search for the one that was cut.
_MOST_CELLS = 100

_DELIMITERS = ",;\t"
_QUOTED = re.compile('"(?:[^"]|"")*"')
# The replacement character (U+FFFD) stands where an earlier program lost one. Some wrote its three bytes
# again as Latin letters.
_LOST = "\ufffd"
_LOST_TWICE = "\u00ef\u00bf\u00bd"
_LOST_DASH = re.compile(f"(?<= ){_LOST}(?= )")


@dataclass(frozen=True, slots=True)
class Reason:
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


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read.

    Attributes:
        columns: The names in the header, one for each column.
        records: What stands below it, in the order of the file; records without any value are left out.
    """

    columns: Sequence[str]
    records: Sequence[Record]


def read_table(text: str, field: str, *, most_rows: int) -> Table:
    """Returns the table that a text holds.

    Args:
        text: The text, as the file has it.
        field: Where the text stands in the request, for errors.
        most_rows: How many records there may be.

    Raises:
        InvalidArgument: There is no header, or no record below it, or too much of either.
    """
    lines = io.StringIO(
        text.removeprefix("\ufeff").replace(_LOST_TWICE, _LOST), newline=""
    ).readlines()
    delimiter = _delimiter_of(next((line for line in lines if line.strip()), ""))
    found = _records(lines, delimiter)
    columns = _columns(next(found, None), field)
    records: list[Record] = []
    for record in found:
        if len(records) == most_rows:
            raise InvalidArgument.of(
                field, f"has more than {most_rows} rows; import it in parts", "TOO_MANY_ROWS"
            )
        records.append(_mended(record, columns))
    if not records:
        raise InvalidArgument.of(field, "has no row below its header", "NO_ROWS")
    return Table(columns, list(_joined(records, columns, delimiter)))


def _delimiter_of(header: str) -> str:
    plain = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=plain.count)


def _columns(header: Record | None, field: str) -> Sequence[str]:
    if header is None or header.refused:
        raise InvalidArgument.of(field, "does not begin with a header", "HEADER_MISSING")
    if len(header.cells) > MOST_COLUMNS or max(map(len, header.cells)) > LONGEST_HEADER:
        raise InvalidArgument.of(
            field,
            f"has more than {MOST_COLUMNS} columns, or names of columns longer than {LONGEST_HEADER} "
            "characters",
            "HEADER_TOO_LONG",
        )
    cells = (" ".join(FORBIDDEN.sub("", cell).split()) for cell in header.cells)
    columns = [cell or f"column {place}" for place, cell in enumerate(cells, 1)]
    while len(columns) > 1 and not header.cells[len(columns) - 1]:
        columns.pop()  # what spreadsheets add after the last column
    return columns


# Lines to records


def _records(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """Yields the records that hold any value, with as many cells as each has."""
    start, spare = 0, _SPARE_LINES
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
        record, used = Record(start + 1, [_plain(cell) for cell in next(reader)]), reader.line_num
    except csv.Error:
        record, used = _torn(lines[start], start + 1, delimiter), 1
    return record, used, reader.line_num


def _torn(line: str, number: int, delimiter: str) -> Record:
    """Returns the record of a line whose quotation marks do not pair; no other line is looked at."""
    reasons: tuple[Reason, ...] = (
        Reason(
            "STRAY_QUOTE",
            "A quotation mark within a cell is not doubled; check whether the cells are as meant.",
        ),
    )
    refused = line.count('"') % 2 == 1
    if refused:
        message = (
            "A quotation mark is never closed; close it, or double it if it is part of the text."
        )
        reasons = (Reason("QUOTE_NOT_CLOSED", message),)
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        cells, refused = [], True
        reasons = (Reason("ROW_TOO_LONG", "The row is too long to be read; make it shorter."),)
    return Record(number, [_plain(cell) for cell in cells], reasons, refused)


def _plain(cell: str) -> str:
    """Returns a cell with one kind of line end and nothing around it."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


# Damage


def _mended(record: Record, columns: Sequence[str]) -> Record:
    """Returns a record with dashes for the characters that can only have been dashes."""
    if not any(_LOST in cell for cell in record.cells):
        return record
    cells, reasons = list(record.cells), list(record.reasons)
    for place, cell in enumerate(record.cells):
        column = columns[min(place, len(columns) - 1)]
        cells[place] = mended = _LOST_DASH.sub("\u2013", cell)
        if mended != cell:
            message = "A character lost between two blanks was read as a dash."
            _add(reasons, Reason("DAMAGED_TEXT_REPAIRED", message, column))
        if _LOST in mended:
            message = "A character was lost before the file came here; put it right afterwards."
            _add(reasons, Reason("DAMAGED_TEXT", message, column))
    return Record(record.line, cells, tuple(reasons), record.refused)


def _add(reasons: list[Reason], reason: Reason) -> None:
    if reason not in reasons:
        reasons.append(reason)


def _joined(records: Sequence[Record], columns: Sequence[str], delimiter: str) -> Iterator[Record]:
    """Yields the records with one cell for each column, or refused."""
    width = len(columns)
    whole = [record.cells for record in records if len(record.cells) == width]
    longest = [max(map(len, column)) for column in zip(*whole, strict=True)]
    for record in records:
        end = len(record.cells)
        while end > width and not record.cells[end - 1]:
            end -= 1
        record = Record(record.line, record.cells[:end], record.reasons, record.refused)
        if record.refused or len(record.cells) == width:
            yield record
        else:
            yield _fitted(record, longest, columns, delimiter)


def _fitted(
    record: Record, longest: Sequence[int], columns: Sequence[str], delimiter: str
) -> Record:
    """Returns a record of the wrong width, refused unless its surplus can only be of the last column.

    A text of the last column that was cut at its commas is recognized by its length: were it another
    cell that was cut, that cell or one moved by it would be longer than all others of its column.
    """
    width, cells = len(columns), record.cells
    surplus = len(cells) - width
    counted = f"The row has {len(cells)} columns and the header {width}"
    if surplus < 0:
        return _refused(record, "TOO_FEW_COLUMNS", f"{counted}; add what is missing.")

    def cut_at(place: int) -> list[str]:
        whole = delimiter.strip() + " "
        joined = whole.join(filter(None, cells[place : place + surplus + 1]))
        return [*cells[:place], joined, *cells[place + surplus + 1 :]]

    def fits(candidate: Sequence[str]) -> bool:
        return all(len(cell) <= most for cell, most in zip(candidate, longest, strict=True))

    if not longest or len(cells) > _MOST_CELLS or any(fits(cut_at(at)) for at in range(width - 1)):
        message = f"{counted}; put quotation marks around cells that hold a delimiter."
        return _refused(record, "TOO_MANY_COLUMNS", message)
    message = (
        f"{counted}: what is too much was joined to the last column, the only one that it fits."
    )
    reason = Reason("TOO_MANY_COLUMNS_REPAIRED", message, columns[-1])
    return Record(record.line, cut_at(width - 1), (*record.reasons, reason))


def _refused(record: Record, code: str, message: str) -> Record:
    return Record(record.line, record.cells, (*record.reasons, Reason(code, message)), refused=True)
