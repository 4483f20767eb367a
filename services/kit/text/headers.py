"""The header of a table: by which delimiter, on which line, and which columns it names.

Titles above it, a header of two rows, and columns without a name after the last are understood.
"""

import csv
import re
from collections.abc import Callable, Sequence

from services.kit.contract.texts import FORBIDDEN
from services.kit.errors import InvalidArgument
from services.kit.text.cells import LOST, plain
from services.kit.text.records import Record

MOST_COLUMNS = 200
LONGEST_HEADER = 100
# How many lines may stand above the header, such as a title and a date.
MOST_TITLES = 5
# A line below the first is the header only if it names so many columns that are known.
_LEAST_KNOWN = 2
_DELIMITERS = ",;\t"
_QUOTED = re.compile('"(?:[^"]|"")*"')
# What some spreadsheets write before the header: which delimiter the file has.
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[\s,;|"]*', re.IGNORECASE)
TEXT_LOST = (
    "has lost its characters: it was read in another encoding than it was saved in. Send the file itself, "
    "or save it as CSV UTF-8 and import it again"
)

Known = Callable[[str], bool]


def delimiter_of(lines: Sequence[str], known: Known) -> tuple[str, int]:
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


def continues(header: Sequence[str], record: Record, known: Known) -> bool:
    """Returns whether a record is the second row of a header: each cell names a column, and one that the first does not."""
    filled = [(place, cell) for place, cell in enumerate(record.cells) if cell]
    return (
        not record.refused
        and len(record.cells) <= len(header)
        and all(known(cell) for _, cell in filled)
        and any(not known(header[place]) for place, _ in filled)
    )


def joined_header(header: Sequence[str], record: Record, known: Known) -> Sequence[str]:
    """Returns the names of columns under a header of two rows: the lower name, where there is one."""
    lower = [*record.cells, *[""] * (len(header) - len(record.cells))]
    return [
        below if below and not known(above) else above
        for above, below in zip(header, lower, strict=True)
    ]


def header_of(header: Record | None, field: str) -> Sequence[str]:
    """Returns the cells of a header, each in one line.

    Args:
        header: The first record; None if there is none.
        field: Where the text stands in the request, for errors.

    Raises:
        InvalidArgument: It is no header, or too long.
    """
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


def columns_of(header: Sequence[str], records: Sequence[Record]) -> tuple[Sequence[str], int]:
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
