"""What the launcher shows: aligned lines, coloured on a terminal only."""

import os
import sys
import unicodedata
from typing import TextIO

_BOLD, _GREEN, _YELLOW, _RED, _DIM = 1, 32, 33, 31, 2
_NAME_COLUMNS = 16


class Terminal:
    """Prints progress on standard output and errors on standard error."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that cannot show every name

    def heading(self, text: str) -> None:
        """Prints a line in bold, after an empty one."""
        print(f"\n{_styled(text, _BOLD, sys.stdout)}", flush=True)

    def line(self, name: str, text: str) -> None:
        """Prints a name and what there is to say about it, in two columns."""
        print(f"  {padded(name, _NAME_COLUMNS)}{text}", flush=True)

    def ready(self, name: str, seconds: float, detail: str = "") -> None:
        """Says that a part is ready, how long that took and where it is."""
        mark = _styled("ready", _GREEN, sys.stdout)
        time = _styled(f"{seconds:6.1f} s", _DIM, sys.stdout)
        self.line(name, f"{mark} {time}   {detail}".rstrip())

    def plain(self, text: str) -> None:
        """Prints text as it is."""
        print(text, flush=True)

    def warning(self, text: str) -> None:
        """Prints a line on standard error that asks for attention."""
        print(_styled(text, _YELLOW, sys.stderr), file=sys.stderr, flush=True)

    def error(self, text: str) -> None:
        """Prints on standard error why the platform does not start."""
        print(_styled(f"Banyan: {text}", _RED, sys.stderr), file=sys.stderr, flush=True)


def padded(text: str, columns: int) -> str:
    """Returns the text filled up with spaces to a width; Chinese characters take two columns."""
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(columns - width, 0)


def _styled(text: str, style: int, stream: TextIO) -> str:
    if stream.isatty() and not os.environ.get("NO_COLOR"):  # see https://no-color.org
        return f"\033[{style}m{text}\033[0m"
    return text
