"""Cells of tables: what spreadsheets wrap around a value, and what an earlier program has lost."""

import re
from typing import NamedTuple

from services.kit.contract.contacts import DIRECTION_MARKS
from services.kit.contract.texts import FORBIDDEN
from services.kit.text.placeholders import is_placeholder

# How a spreadsheet writes a text that must not become a number: ="0012".
_WRAPPED = re.compile(r'=\s*"((?:[^"]|"")*)"', re.DOTALL)
# What programs put before a text that a spreadsheet would take for a formula.
_GUARD = re.compile(r"'(?='*[=+\-@＝＋－＠])")  # wide signs begin formulas too
# What a spreadsheet takes for a formula, but for numbers; and what it shows with fewer signs than it has.
_FORMULA = re.compile(r"(?!-\d+(?:\.\d+)?$)[=+\-@＝＋－＠]")
_LOSES_DIGITS = re.compile(r"[+-]?0\d+|-?\d{12,}|\+\d+(?:\.\d+)?", re.ASCII)
_ENDS = " \t\r\n\v\f\u00a0\u3000\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
# The replacement character (U+FFFD) stands where an earlier program lost one. Some wrote its three bytes
# again as Latin letters.
LOST = "\ufffd"
LOST_TWICE = "\u00ef\u00bf\u00bd"
_LOST_DASH = re.compile(f"(?<= ){LOST}(?= )")


class Remark(NamedTuple):
    """Something to be said of a cell.

    Attributes:
        code: A code for programs, in UPPER_SNAKE_CASE.
        message: A sentence for people.
    """

    code: str
    message: str


_DASH = Remark("DAMAGED_TEXT_REPAIRED", "A lost character between two spaces was read as a dash.")
_DAMAGED = Remark(
    "DAMAGED_TEXT",
    "A character was lost before the file was uploaded. Correct it after the import.",
)
_MARKS = Remark(
    "DIRECTION_MARKS_REMOVED", "Invisible marks that change the direction of the text were removed."
)
CONTROL_CHARACTERS = Remark(
    "CONTROL_CHARACTERS",
    "The cell contains control characters. Delete them and import the row again.",
)


def plain(cell: str) -> str:
    """Returns the value of a cell: without what surrounds it, and empty if it says that there is none."""
    value = cell.replace("\r\n", "\n").replace("\r", "\n").strip(_ENDS)
    if wrapped := _WRAPPED.fullmatch(value):  # which says literally what is in it
        return wrapped[1].replace('""', '"').strip(_ENDS)
    if value.startswith("'"):
        value = _GUARD.sub("", value, count=1)
    return "" if is_placeholder(value) else value


def literal(text: str) -> str:
    """Returns a text as a cell that `plain` reads as that text again, whatever it is like."""
    if is_placeholder(text):
        return f'="{text.replace(chr(34), chr(34) * 2)}"'
    return f"'{text}" if _GUARD.match(text) or _WRAPPED.fullmatch(text) else text


def guarded(text: str) -> str:
    """Returns a text as a cell of a file that a spreadsheet opens: no formula, and no number that loses digits."""
    if _LOSES_DIGITS.fullmatch(text):
        return f'="{text}"'
    cell = literal(text)
    return f"'{text}" if cell == text and _FORMULA.match(text) else cell


def mended(cell: str) -> tuple[str, list[Remark]]:
    """Returns a cell with its repairs made, and the remarks about it.

    A cell with the remark CONTROL_CHARACTERS cannot be used.
    """
    remarks: list[Remark] = []
    if FORBIDDEN.search(cell):
        without = DIRECTION_MARKS.sub("", cell)
        remarks.append(CONTROL_CHARACTERS if FORBIDDEN.search(without) else _MARKS)
        cell = without
    if LOST in cell:
        dashed = _LOST_DASH.sub("\u2013", cell)
        if dashed != cell:
            remarks.append(_DASH)
        if LOST in dashed:
            remarks.append(_DAMAGED)
        cell = dashed
    return cell, remarks
