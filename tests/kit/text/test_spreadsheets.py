"""Spreadsheets as text: what people see in them, and what would do harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from services.kit.errors import InvalidArgument
from services.kit.text import spreadsheets
from services.kit.text.encodings import decode

ROWS: Sequence[Sequence[Any]] = [
    ["名单", None],
    [],
    ["姓名", "编号", "加入日期", "手机", None],
    ["林秀英", 12, date(2021, 3, 5), 13800138000.0, True],
    ["María\nGarcía", "0013", datetime(2022, 4, 1, 9, 30), 1.5, None],
]


def book(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """Returns a spreadsheet; the second column shows numbers with four digits."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(list(row))
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
            cell.number_format = "0000"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Returns a spreadsheet with a part of it changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            content = old.read(each)
            new.writestr(each.filename, change(content) if each.filename == part else content)
    return out.getvalue()


def reason(data: bytes) -> str:
    """Returns why a file is refused."""
    with pytest.raises(InvalidArgument) as refused:
        decode(data, "data")
    (violation,) = refused.value.violations
    assert violation.field == "data"
    return violation.reason


def test_reads_what_people_see_with_a_line_for_each_row() -> None:
    text, encoding = decode(book([], ROWS, [["other"]]), "data")
    assert encoding == ""
    assert text.split("\n") == [
        "名单,,,,",
        ",,,,",
        "姓名,编号,加入日期,手机,",
        "林秀英,0012,2021-03-05,13800138000,true",
        "María García,0013,2022-04-01 09:30,1.5,",
        "",
    ]


def test_a_row_below_the_header_has_a_cell_for_each_column() -> None:
    text = decode(book([["Name", "Size", "Note"], *[["A"]] * 20]), "data")[0]
    assert set(text.splitlines()[1:]) == {"A,,"}


def test_takes_the_value_of_a_formula_that_was_saved() -> None:
    data = book([["Name", "Size"], ["A", "=6*7"]])
    assert decode(data, "data")[0] == "Name,Size\nA,\n"  # nobody has computed it

    def compute(sheet: bytes) -> bytes:
        return sheet.replace(b"<v></v>", b"<v>42</v>").replace(b"<v />", b"<v>42</v>")

    assert decode(changed(data, "xl/worksheets/sheet1.xml", compute), "data")[0].endswith(
        "A,0042\n"
    )


def test_does_not_believe_what_a_sheet_says_of_its_size() -> None:
    def lie(sheet: bytes) -> bytes:
        assert b'<dimension ref="A1:E5"' in sheet
        return sheet.replace(b'ref="A1:E5"', b'ref="A1:XFD1048576"')

    data = changed(book(ROWS), "xl/worksheets/sheet1.xml", lie)
    assert decode(data, "data")[0].count("\n") == 5


@pytest.mark.parametrize("place", ["A1048576", "XFD9"])
def test_refuses_a_cell_far_away(place: str) -> None:
    def move(sheet: bytes) -> bytes:
        row = "".join(filter(str.isdigit, place)).encode()
        cell = b'<row r="%b"><c r="%b" t="n"><v>1</v></c></row>' % (row, place.encode())
        return sheet.replace(b"</sheetData>", cell + b"</sheetData>")

    assert reason(changed(book(ROWS), "xl/worksheets/sheet1.xml", move)) == "SPREADSHEET_TOO_LARGE"


def test_refuses_a_bomb_and_entities_without_unpacking_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = book(ROWS)
    bomb = changed(data, "xl/styles.xml", lambda part: part + b" " * spreadsheets.MOST_UNPACKED)
    assert len(bomb) < 200_000
    entities = changed(
        data, "xl/workbook.xml", lambda part: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + part
    )
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    assert reason(bomb) == "SPREADSHEET_TOO_LARGE"
    assert reason(entities) == "SPREADSHEET_DAMAGED"


@pytest.mark.parametrize("cut", [5, 300, 2000])
def test_refuses_what_is_damaged(cut: int) -> None:
    assert reason(book(ROWS)[:cut]) == "SPREADSHEET_DAMAGED"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("text.txt", "no workbook")
    assert reason(other.getvalue()) == "SPREADSHEET_DAMAGED"
