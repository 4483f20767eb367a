"""A look at the machine's processes through /proc."""

import sys
from pathlib import Path

import pytest

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and prctl")


def alive(pid: int) -> bool:
    """Returns whether the process exists and has not ended (one not yet reaped has)."""
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return bool(fields) and fields[0] not in {"Z", "X"}


def descendants(pid: int) -> set[int]:
    """Returns the ids of all processes below this one."""
    parents = {
        int(stat.parent.name): int(fields[1])
        for stat in Path("/proc").glob("[0-9]*/stat")
        if (fields := _fields(stat))
    }
    found: set[int] = set()
    wave = {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found |= wave
    return found


def program(pid: int) -> str:
    """Returns the name of the program that a process runs; empty if the process is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _fields(stat: Path) -> list[str]:
    """Returns the fields of proc_pid_stat(5) from the third, the state, on; none if it is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
