"""Tables from text: comma-separated values as people's programs write them (RFC 4180, and what is not).

    table = read_table(text, "content", most_rows=5000)
    for record in table.records: record.line, record.cells, record.reasons, record.refused

A byte order mark, every kind of line end, blanks after a delimiter, the delimiters comma, semicolon and
tab, and a first line such as `sep=;` are understood. So are titles above the header, and a header of two rows,
if the caller says which names of columns it knows. Cells that only say that there is no value, such as
`N/A`, are read as empty. What is damaged is repaired where there is one way to read it, and refused
otherwise; either way the record says so, by its line in the file. No reason repeats a value.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.kit.errors import InvalidArgument
from services.kit.text.cells import CONTROL_CHARACTERS, LOST, LOST_TWICE, mended
from services.kit.text.encodings import was_read_wrongly
from services.kit.text.headers import (
    TEXT_LOST,
    Known,
    columns_of,
    continues,
    delimiter_of,
    header_of,
    joined_header,
)
from services.kit.text.records import Reason, Record, records_of

# A record with more cells than this is not worth the search for the one that was cut.
_MOST_CELLS = 100
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
class Table:
    """A table that was read.

    Attributes:
        columns: The names in the header, one for each column.
        records: What stands below it, in the order of the file; records without any value are left out.
    """

    columns: Sequence[str]
    records: Sequence[Record]


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
    delimiter, start = delimiter_of(lines, known)
    found = records_of(lines, delimiter, start)
    header = header_of(next(found, None), field)
    if places := [place for place, name in enumerate(header) if ignored(name)]:
        header = _without(header, places)
        found = (replace(each, cells=_without(each.cells, places)) for each in found)
    records: list[Record] = []
    for record in found:
        if not records and continues(header, record, known):
            header = joined_header(header, record, known)
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
    columns, named = columns_of(header, records)
    whole = [_mended(record, columns) for record in records]
    return Table(columns, list(_joined(whole, columns, named, delimiter)))


def _without(cells: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    return [cell for place, cell in enumerate(cells) if place not in places]


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
