"""What the launcher shows: aligned lines, coloured on a terminal only."""

import sys

from services.kit.process.terminal import (
    BOLD,
    DIM,
    GREEN,
    RED,
    YELLOW,
    padded,
    styled,
)

_NAME_COLUMNS = 16


class Terminal:
    """Prints progress on standard output and errors on standard error."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that cannot show every name

    def heading(self, text: str) -> None:
        """Prints a line in bold, after an empty one."""
        print(f"\n{styled(text, BOLD, sys.stdout)}", flush=True)

    def line(self, name: str, text: str) -> None:
        """Prints a name and what there is to say about it, in two columns."""
        print(f"  {padded(name, _NAME_COLUMNS)}{text}", flush=True)

    def ready(self, name: str, seconds: float, detail: str = "") -> None:
        """Says that a part is ready, how long that took and where it is."""
        mark = styled("ready", GREEN, sys.stdout)
        time = styled(f"{seconds:6.1f} s", DIM, sys.stdout)
        self.line(name, f"{mark} {time}   {detail}".rstrip())

    def plain(self, text: str) -> None:
        """Prints text as it is."""
        print(text, flush=True)

    def warning(self, text: str) -> None:
        """Prints a line on standard error that asks for attention."""
        print(styled(text, YELLOW, sys.stderr), file=sys.stderr, flush=True)

    def error(self, text: str) -> None:
        """Prints on standard error why the platform does not start."""
        print(styled(f"Banyan: {text}", RED, sys.stderr), file=sys.stderr, flush=True)
