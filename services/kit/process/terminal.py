"""Output of commands: colors and progress on a terminal, plain lines in a pipe."""

import os
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TextIO

BOLD, RED, GREEN, YELLOW, DIM = 1, 31, 32, 33, 2
_GAP = "  "


def styled(text: str, style: int, stream: TextIO) -> str:
    """Returns the text in a style if the stream is a terminal, and plain otherwise."""
    if stream.isatty() and not os.environ.get("NO_COLOR"):  # see https://no-color.org
        return f"\033[{style}m{text}\033[0m"
    return text


def padded(text: str, columns: int) -> str:
    """Returns the text padded with spaces to a width. Chinese characters take two columns."""
    return text + " " * max(columns - width(text), 0)


def width(text: str) -> int:
    """Returns the number of terminal columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


class Output:
    """Prints lines, tables and progress.

    Args:
        stream: The stream to print to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def line(self, text: str, style: int | None = None) -> None:
        """Prints a line, replacing the progress line."""
        shown = text if style is None else styled(text, style, self._stream)
        self._stream.write(f"{self._erase()}{shown}\n")
        self._stream.flush()

    def progress(self, text: str) -> None:
        """Shows progress, replacing the previous progress line. Prints nothing in a pipe."""
        if self._stream.isatty():
            self._stream.write(f"{self._erase()}{text}")
            self._stream.flush()

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str | int]],
        styles: Mapping[int, int] | None = None,
    ) -> None:
        """Prints rows under headings in aligned columns, with numbers to the right.

        Args:
            headings: The headings of the columns.
            rows: The cells of each row.
            styles: The styles of columns on a terminal, by column number.
        """
        columns = list(zip(headings, *rows, strict=True))
        widths = [max(width(str(cell)) for cell in column) for column in columns]
        to_the_right = [all(isinstance(cell, int) for cell in column[1:]) for column in columns]
        for number, row in enumerate([headings, *rows]):
            cells = []
            for column, cell in enumerate(row):
                fill = str.rjust if to_the_right[column] else padded
                style = (styles or {}).get(column) if number else BOLD
                text = fill(str(cell), widths[column])
                cells.append(text if style is None else styled(text, style, self._stream))
            self.line(_GAP.join(cells).rstrip())

    def _erase(self) -> str:
        return "\r\033[K" if self._stream.isatty() else ""
