"""Spreadsheets (XLSX) as text: the first sheet with anything in it, as comma-separated values with a line for each row.

    text = sheet_text(data, "data")

A spreadsheet is a ZIP archive of XML, so a small file can become a huge one. It is looked at before anything is unpacked:
how much it says that it unpacks to, which Python then holds it to. Its formulas are not computed: what counts is the
value that the program which saved it computed last. What the sheet says of its own size is not believed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from services.kit.errors import InvalidArgument

# What spreadsheets begin with.
ZIP = b"PK\x03\x04"
MOST_UNPACKED = 128 * 1024**2
MOST_PARTS = 2_000
MOST_ROWS = 110_000  # with titles, and rows without anything
MOST_CELLS_OF_ROW = 1_000
# How many rows at the top may be titles and header.
_HEAD = 10
# A number that is shown with leading zeros, such as 0012.
_ZEROS = re.compile("0{2,20}")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LOOKED_AT = 4096  # declarations stand at the beginning of a part


def sheet_text(data: bytes, field: str) -> str:
    """Returns the first sheet of a spreadsheet that has anything in it.

    Args:
        data: The file.
        field: Where it is in the request, for errors.

    Raises:
        InvalidArgument: It cannot be read, or is too large.
    """
    _refuse_harm(data, field)
    try:
        return _text(data, field)
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
    ) as error:
        raise _damaged(field) from error


def _refuse_harm(data: bytes, field: str) -> None:
    """Refuses an archive that would unpack to too much, is encrypted, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
                raise _too_large(field)
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                with archive.open(part) as content:
                    if _DECLARES.search(content.read(_LOOKED_AT)):
                        raise _damaged(field)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _damaged(field) from error


def _text(data: bytes, field: str) -> str:
    # It takes 20 MiB and a tenth of the start of a service. Only the processes that read files need it.
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            if text := _sheet(sheet, field):
                return text
    finally:
        book.close()
    return ""


def _sheet(sheet: Any, field: str) -> str:
    """Returns a sheet; empty if there is nothing in it."""
    out, head = io.StringIO(), io.StringIO()
    first: list[list[str]] = []
    writer = csv.writer(out, lineterminator="\n")
    width = least = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS:
            raise _too_large(field)
        cells = list(_cells(row, field))
        width = max(width, len(cells))
        if number <= _HEAD:
            first.append(cells)
            least = width
        elif cells:  # a cell for each column that has a name, as in the other rows
            writer.writerow([*cells, *[""] * (least - len(cells))])
        else:
            out.write("\n")
    if not width:
        return ""
    # A header has a cell for each column, with or without a name.
    for cells in first:
        csv.writer(head, lineterminator="\n").writerow([*cells, *[""] * (width - len(cells))])
    return head.getvalue() + out.getvalue()


def _cells(row: Sequence[Any], field: str) -> Iterator[str]:
    """Yields the cells of a row up to the last that says anything."""
    waiting = 0
    for place, cell in enumerate(row):
        if place == MOST_CELLS_OF_ROW:
            raise _too_large(field)
        text = _said(cell)
        if not text:
            waiting += 1
            continue
        yield from [""] * waiting
        waiting = 0
        yield text


def _said(cell: Any) -> str:
    """Returns what a cell shows, as text in one line."""
    match cell.value:
        case None:
            return ""
        case bool(value):
            return "true" if value else "false"
        case int() | float() as number:
            return _number(number, cell.number_format or "")
        case datetime() as moment:
            is_day = moment.time() == time()
            return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
        case date() as day:
            return day.isoformat()
        case value:
            return " ".join(str(value).split())


def _number(number: float, shape: str) -> str:
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        number = int(number)
    text = str(number)
    is_padded = isinstance(number, int) and number >= 0 and _ZEROS.fullmatch(shape)
    return text.zfill(len(shape)) if is_padded else text


def _too_large(field: str) -> InvalidArgument:
    return InvalidArgument.of(
        field,
        "is a spreadsheet with too much in it; import it in parts, without pictures and other sheets",
        "SPREADSHEET_TOO_LARGE",
    )


def _damaged(field: str) -> InvalidArgument:
    return InvalidArgument.of(
        field,
        "is no spreadsheet that can be read; open it, save it as XLSX or CSV, and import that",
        "SPREADSHEET_DAMAGED",
    )
