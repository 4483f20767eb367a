"""The memory of each process, as Linux accounts for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import Place

_MEBIBYTE = 1024


@dataclass(frozen=True)
class Memory:
    """What a program holds, in MiB.

    Attributes:
        resident: In memory, with what it shares with other programs.
        proportional: The same, shared pages divided by the number of sharers; summed over its
            processes where it has several.
    """

    resident: float
    proportional: float


def measure(place: Place) -> Mapping[str, Memory]:
    """Returns the memory of everything that runs; nothing where the system does not tell."""
    pids = {name: process.pid for name, process in place.processes.items()}
    if place.plan.nats and place.plan.postgres:
        pids |= {"NATS": place.plan.nats.pid, "PostgreSQL": place.plan.postgres.pid}
    if not Path("/proc/self/smaps_rollup").exists():
        return {}
    return {name: _of(pid) for name, pid in pids.items() if pid is not None}


def _of(pid: int) -> Memory:
    pids = [pid, *_children(pid)]
    found = [figures for each in pids if (figures := _figures(each))]
    return Memory(
        max(figures["Rss"] for figures in found), sum(figures["Pss"] for figures in found)
    )


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def _figures(pid: int) -> dict[str, float] | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # it has just ended
        return None
    return {name.rstrip(":"): int(value) / _MEBIBYTE for name, value, *_ in map(str.split, lines)}
