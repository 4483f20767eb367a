"""A roster as a spreadsheet (XLSX). It is written to a file on the way, so memory holds a page of it at a time."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gateway.exports.members import Roster
from gateway.exports.tables import Cell, Table
from services.kit.text.cells import literal

_CHUNK = 64 * 1024
_EARLIEST_YEAR = 1900  # before which spreadsheets know no days
# A number that is the same when it is read from a spreadsheet again.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})", re.ASCII)


async def spreadsheet(roster: Roster) -> AsyncIterator[bytes]:
    """Yields a spreadsheet with a roster. Its first piece, of nothing, comes when the first page is read."""
    table = Table(roster)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    sheet.freeze_panes = "B2"
    _write(sheet, [[Cell(name) for name in table.header]])
    try:
        async for members in roster.pages:
            await asyncio.to_thread(_write, sheet, [table.row(member) for member in members])
            yield b""
    except BaseException:
        _abandon(sheet)
        raise
    with TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _write(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])


def _cell(sheet: Any, cell: Cell) -> Any:
    if not cell.text:
        return None
    if cell.kind == "DATE" and (day := datetime.fromisoformat(cell.text)).year >= _EARLIEST_YEAR:
        found = WriteOnlyCell(sheet, day)
        found.number_format = "yyyy-mm-dd"
        return found
    if cell.kind == "NUMBER" and cell.text != "0" and _NUMBER.fullmatch(cell.text):
        return WriteOnlyCell(sheet, int(cell.text))
    found = WriteOnlyCell(sheet, literal(cell.text))
    found.data_type = "s"  # a text, whatever it begins with
    return found


def _abandon(sheet: Any) -> None:
    """Removes the file of a sheet that nobody waits for any more, which openpyxl keeps until it is saved."""
    sheet.close()
    sheet._writer.cleanup()  # there is no public way
