"""An attendance sheet as a PDF to print, with a font that has Latin, Cyrillic, and Chinese letters.

Fonts are read, and cut to what is used, in pure Python: that takes a second, so it is done in a process of its own.
"""

import logging
from collections.abc import Sequence
from typing import NamedTuple

from fpdf import FPDF
from fpdf.fonts import FontFace
from pylopdf_fonts_zh_cn import sans_path

MEMORY = 512 * 1024**2  # bytes
_FONT = "sheet"
_WIDTHS = (8, 40, 16, 16, 40)
_SPARE = 5  # lines for people who come without having signed up
_PLAIN = FontFace(emphasis="")
_LINE = 8.0  # millimetres


class Line(NamedTuple):
    """Somebody who is expected.

    Attributes:
        name: Their name.
        arrived: When they arrived, if that is known, such as "09:05".
        left: When they left.
    """

    name: str
    arrived: str
    left: str


class Section(NamedTuple):
    """A shift.

    Attributes:
        title: Which it is, and when.
        lines: Who is expected.
    """

    title: str
    lines: Sequence[Line]


class Sheet(NamedTuple):
    """What stands on a sheet.

    Attributes:
        organization: Who holds the event.
        title: What it is.
        details: When and where it is.
        columns: What the columns are called.
        sections: The shifts.
    """

    organization: str
    title: str
    details: Sequence[str]
    columns: Sequence[str]
    sections: Sequence[Section]


class _Paper(FPDF):
    def footer(self) -> None:
        """Writes which page it is."""
        self.set_y(-12)
        self.set_font(_FONT, size=8)
        self.cell(w=0, text=f"{self.page_no()} / {{nb}}", align="C")


def drawn(sheet: Sheet) -> bytes:
    """Returns a sheet as a PDF."""
    logging.getLogger("fpdf").setLevel(
        logging.ERROR
    )  # letters that the font does not have are boxes
    paper = _Paper(format="A4")
    paper.set_auto_page_break(auto=True, margin=18)
    paper.add_font(_FONT, fname=sans_path())
    paper.set_title(sheet.title)
    paper.add_page()
    _write(paper, sheet.organization, 10)
    _write(paper, sheet.title, 16)
    for each in sheet.details:
        _write(paper, each, 10)
    for section in sheet.sections:
        paper.ln(4)
        _write(paper, section.title, 11)
        _table(paper, sheet.columns, section.lines)
    return bytes(paper.output())


def _write(paper: FPDF, text: str, size: int) -> None:
    paper.set_font(_FONT, size=size)
    paper.multi_cell(w=0, text=text, new_x="LMARGIN", new_y="NEXT")


def _table(paper: FPDF, columns: Sequence[str], lines: Sequence[Line]) -> None:
    paper.set_font(_FONT, size=10)
    rows = [(str(number), *line, "") for number, line in enumerate(lines, 1)]
    blank = [
        (str(number), "", "", "", "") for number in range(len(rows) + 1, len(rows) + 1 + _SPARE)
    ]
    with paper.table(
        col_widths=_WIDTHS, headings_style=_PLAIN, line_height=_LINE, text_align="LEFT"
    ) as table:
        for row in [columns, *rows, *blank]:
            table.row(row)
