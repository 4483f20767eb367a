"""Showing what the processes write to their logs."""

import asyncio
from pathlib import Path

from deploy.local.terminal import Terminal
from services.kit.process.terminal import padded

_INTERVAL = 0.2
_NAME_COLUMNS = 14


async def follow(logs: dict[str, Path], terminal: Terminal) -> None:
    """Prints each line that is added to one of the logs after its name, until cancelled."""
    seen = {name: path.stat().st_size if path.exists() else 0 for name, path in logs.items()}
    while True:
        for name, path in logs.items():
            seen[name] = _show(name, path, seen[name], terminal)
        await asyncio.sleep(_INTERVAL)


def _show(name: str, path: Path, start: int, terminal: Terminal) -> int:
    """Prints the complete lines from that byte on; returns where the next one starts."""
    if not path.exists():
        return start
    with path.open("rb") as file:
        file.seek(start)
        complete, newline, _ = file.read().rpartition(b"\n")
    for line in complete.decode(errors="replace").splitlines():
        terminal.plain(f"{padded(name, _NAME_COLUMNS)}| {line}")
    return start + len(complete) + len(newline)
