"""Tables from text: comma-separated values as people's programs write them (RFC 4180, and what is not).

    table = read_table(text, "content", most_rows=5000)
    for record in table.records: record.line, record.cells, record.reasons, record.refused

A byte order mark, every kind of line end, blanks after a delimiter, the delimiters comma, semicolon and
tab, and a first line such as `sep=;` are understood. So are titles above the header, and a header of two rows,
if the caller says which names of columns it knows. Cells that only say that there is no value, such as
`N/A`, are read as empty. What is damaged is repaired where there is one way to read it, and refused
otherwise; either way the record says so, by its line in the file. No reason repeats a value.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.kit.contract.texts import FORBIDDEN
from services.kit.errors import InvalidArgument
from services.kit.text.cells import CONTROL_CHARACTERS, LOST, LOST_TWICE, mended, plain
from services.kit.text.encodings import was_read_wrongly

MOST_COLUMNS = 200
LONGEST_HEADER = 100
# How many lines may stand above the header, such as a title and a date.
MOST_TITLES = 5
# A line below the first is the header only if it names so many columns that are known.
_LEAST_KNOWN = 2
# A record that spans more lines than this has lost a closing quotation mark, which without a bound
# would swallow the rest of the file.
_MOST_LINES = 200
# How many lines of a file are looked at in vain for closing quotation marks. From then on each line stands
# for itself: every line of a hostile file could send one through the next 200.
SPARE_LINES = 20_000
# A record with more cells than this is not worth the search for the one that was cut.
_MOST_CELLS = 100

_DELIMITERS = ",;\t"
_QUOTED = re.compile('"(?:[^"]|"")*"')
# What some spreadsheets write before the header: which delimiter the file has.
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[\s,;|"]*', re.IGNORECASE)
TEXT_LOST = (
    "has lost its characters: it was read in another encoding than it was saved in. Send the file itself, "
    "or save it as CSV UTF-8 and import it again"
)


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


_TOO_FEW = Reason(
    "TOO_FEW_COLUMNS", "The row has fewer cells than the header. Add what is missing."
)
_TOO_MANY = Reason(
    "TOO_MANY_COLUMNS",
    "The row has more cells than the header. Put quotation marks around each cell that contains what separates cells.",
)
_JOINED = Reason(
    "TOO_MANY_COLUMNS_REPAIRED",
    "The row had more cells than the header. The extra ones were joined to the last column, the only one that they fit.",
)


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


Known = Callable[[str], bool]


def read_table(
    text: str,
    field: str,
    *,
    most_rows: int,
    known: Known = lambda _: False,
    ignored: Known = lambda _: False,
) -> Table:
    """Returns the table that a text holds.

    Args:
        text: The text, as the file has it.
        field: Where the text stands in the request, for errors.
        most_rows: How many records there may be.
        known: Whether a cell is the name of a column that the caller knows. By it the header is found below a title,
            and its second row.
        ignored: Whether a column of that name is left out, as if it were not in the file.

    Raises:
        InvalidArgument: There is no header, or no record below it, or too much of either; or the text
            was read in another encoding than its own.
    """
    text = text.removeprefix("\ufeff").replace(LOST_TWICE, LOST)
    if was_read_wrongly(text):
        raise InvalidArgument.of(field, TEXT_LOST, "TEXT_LOST")
    lines = io.StringIO(text, newline="").readlines()
    delimiter, start = _delimiter_of(lines, known)
    found = _records(lines, delimiter, start)
    header = _header(next(found, None), field)
    if places := [place for place, name in enumerate(header) if ignored(name)]:
        header = _without(header, places)
        found = (replace(each, cells=_without(each.cells, places)) for each in found)
    records: list[Record] = []
    for record in found:
        if not records and _continues(header, record, known):
            header = _joined_header(header, record, known)
            continue
        if len(records) == most_rows:
            raise InvalidArgument.of(
                field,
                "has more than {max} rows; import it in parts",
                "TOO_MANY_ROWS",
                params={"max": most_rows, "unit": "rows"},
            )
        records.append(record)
    if not records:
        raise InvalidArgument.of(field, "has a header but no rows", "NO_ROWS")
    columns, named = _columns(header, records)
    whole = [_mended(record, columns) for record in records]
    return Table(columns, list(_joined(whole, columns, named, delimiter)))


def _without(cells: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    return [cell for place, cell in enumerate(cells) if place not in places]


def _delimiter_of(lines: Sequence[str], known: Known) -> tuple[str, int]:
    """Returns the delimiter of a file, and the index of the line on which its header is looked for."""
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first = lines[start] if lines else ""
    delimiters = _DELIMITERS
    if said := _SEPARATOR.fullmatch(first.rstrip("\r\n")):
        delimiters, start = said[1], start + 1
    if below := _below_titles(lines, start, delimiters, known):
        return below
    without_quoted = _QUOTED.sub("", first)
    return max(delimiters, key=without_quoted.count), start


def _below_titles(
    lines: Sequence[str], start: int, delimiters: str, known: Known
) -> tuple[str, int] | None:
    """Returns the delimiter and the line of a header below titles; None if the first line may be the header."""
    for number, line in enumerate(lines[start : start + MOST_TITLES + 1], start):
        for delimiter in delimiters:
            cells = _cells_of(line, delimiter)
            count = sum(map(known, cells))
            if count and number == start:
                return None
            if count >= _LEAST_KNOWN:
                return delimiter, number
    return None


def _cells_of(line: str, delimiter: str) -> list[str]:
    """Returns the cells of a line that stands for itself; none if it does not, or if it has too many."""
    if line.count(delimiter) >= MOST_COLUMNS:
        return []
    try:
        return [plain(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _continues(header: Sequence[str], record: Record, known: Known) -> bool:
    """Returns whether a record is the second row of a header: each cell names a column, and one that the first does not."""
    filled = [(place, cell) for place, cell in enumerate(record.cells) if cell]
    return (
        not record.refused
        and len(record.cells) <= len(header)
        and all(known(cell) for _, cell in filled)
        and any(not known(header[place]) for place, _ in filled)
    )


def _joined_header(header: Sequence[str], record: Record, known: Known) -> Sequence[str]:
    """Returns the names of columns under a header of two rows: the lower name, where there is one."""
    lower = [*record.cells, *[""] * (len(header) - len(record.cells))]
    return [
        below if below and not known(above) else above
        for above, below in zip(header, lower, strict=True)
    ]


def _header(header: Record | None, field: str) -> Sequence[str]:
    if header is None or header.refused:
        raise InvalidArgument.of(field, "does not start with a header row", "HEADER_MISSING")
    if len(header.cells) > MOST_COLUMNS or max(map(len, header.cells)) > LONGEST_HEADER:
        raise InvalidArgument.of(
            field,
            "has more than {max_columns} columns, or names of columns longer than {max} characters",
            "HEADER_TOO_LONG",
            params={"max_columns": MOST_COLUMNS, "max": LONGEST_HEADER, "unit": "characters"},
        )
    if any(LOST in cell for cell in header.cells):
        raise InvalidArgument.of(field, TEXT_LOST, "TEXT_LOST")
    return [" ".join(FORBIDDEN.sub("", cell).split()) for cell in header.cells]


def _columns(header: Sequence[str], records: Sequence[Record]) -> tuple[Sequence[str], int]:
    """Returns the names of the columns, and how many of them every record must have.

    Spreadsheets add columns without a name after the last. Those without any value are left out.
    """
    named = max((place for place, name in enumerate(header, 1) if name), default=1)
    width = named
    for record in records:
        if width < len(record.cells) <= len(header):
            filled = (at for at, cell in enumerate(record.cells, 1) if cell)
            width = max(width, max(filled, default=0))
    return [name or f"column {place}" for place, name in enumerate(header[:width], 1)], named


# Lines to records


def _records(lines: Sequence[str], delimiter: str, start: int) -> Iterator[Record]:
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


# Damage


def _mended(record: Record, columns: Sequence[str]) -> Record:
    """Returns a record with what can be repaired, refused if it holds what no field can."""
    cells, reasons, refused = list(record.cells), list(record.reasons), record.refused
    for place, cell in enumerate(record.cells):
        cells[place], remarks = mended(cell)
        for remark in remarks:
            _add(reasons, Reason(*remark, columns[min(place, len(columns) - 1)]))
            refused = refused or remark is CONTROL_CHARACTERS
    return Record(record.line, cells, tuple(reasons), refused)


def _add(reasons: list[Reason], reason: Reason) -> None:
    if reason not in reasons:
        reasons.append(reason)


def _joined(
    records: Sequence[Record], columns: Sequence[str], named: int, delimiter: str
) -> Iterator[Record]:
    """Yields the records with one cell for each column, or refused."""
    width = len(columns)
    whole = [record.cells for record in records if len(record.cells) == width]
    longest = [max(map(len, column)) for column in zip(*whole, strict=True)]
    for record in records:
        end = len(record.cells)
        while end > width and not record.cells[end - 1]:
            end -= 1
        cells = [*record.cells[:end], *[""] * (width - end if named <= end else 0)]
        record = Record(record.line, cells, record.reasons, record.refused)
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
    if surplus < 0:
        return _refused(record, _TOO_FEW)

    def cut_at(place: int) -> list[str]:
        whole = delimiter.strip() + " "
        joined = whole.join(filter(None, cells[place : place + surplus + 1]))
        return [*cells[:place], joined, *cells[place + surplus + 1 :]]

    def fits(candidate: Sequence[str]) -> bool:
        return all(len(cell) <= most for cell, most in zip(candidate, longest, strict=True))

    if not longest or len(cells) > _MOST_CELLS or any(fits(cut_at(at)) for at in range(width - 1)):
        return _refused(record, _TOO_MANY)
    reason = _JOINED._replace(column=columns[-1])
    return Record(record.line, cut_at(width - 1), (*record.reasons, reason))


def _refused(record: Record, reason: Reason) -> Record:
    return Record(record.line, record.cells, (*record.reasons, reason), refused=True)
