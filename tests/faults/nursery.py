"""Starts service processes in milliseconds, so that a test can kill them by the dozen.

    python -m tests.faults.nursery

It imports a service once and forks a child for each start. A child is a process like any other, with
its own memory and connections; only its imports were done beforehand. Requests come as lines of JSON
on standard input, and answers go out as numbers. When the input closes, or the nursery dies, its
children are killed. `tests.faults.processes` is the other side of the conversation.
"""

import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import NoReturn

from deploy.local.process import follow_parent
from services.kit.service.command_line import run
from tests.faults import variations
from tests.services import service_named

PATIENCE = 15.0  # seconds


def serve() -> None:
    """Does what each line of standard input asks, until there are no more."""
    follow_parent(signal.SIGKILL)
    children: set[int] = set()
    try:
        for line in sys.stdin:
            request = json.loads(line)
            if "end" in request:
                answer = _end(request["end"], request["signal"])
                children.discard(request["end"])
            else:
                answer = _start(**request)
                children.add(answer)
            print(answer, flush=True)  # noqa: T201
    finally:
        for child in children:
            _end(child, signal.SIGKILL)


def _start(service: str, environment: Mapping[str, str], varied: Sequence[str], log: str) -> int:
    """Starts a service, or the gateway; returns the id of its process."""
    module = "gateway.__main__" if service == "gateway" else f"services.{service}.__main__"
    if module not in sys.modules:
        import_module(module)
        # Children collect garbage as they start; without this each would go through, and copy, all that was imported.
        gc.collect()
        gc.freeze()
    child = os.fork()
    if child == 0:
        _live(service, environment, varied, Path(log))
    return child


def _live(
    service: str, environment: Mapping[str, str], varied: Sequence[str], log: Path
) -> NoReturn:
    """Is the service from now on, and never returns to what the nursery was doing."""
    status = 1
    try:
        follow_parent(signal.SIGKILL)
        with log.open("ab") as output, Path(os.devnull).open("rb") as nothing:
            for number, file in enumerate((nothing, output, output)):
                os.dup2(file.fileno(), number)
        os.environ.update(environment)
        sys.argv = [service]
        if service == "gateway":
            variations.unhurried(None)
            import_module("gateway.__main__").main()
            os._exit(0)
        wired = service_named(service)
        for name in varied:
            wired = getattr(variations, name)(wired)
        run(wired)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _end(child: int, number: int) -> int:
    """Sends a signal to a child and waits for its end; returns how it ended.

    One that does not end is killed after a while. Until it is waited for here, the child keeps its
    id: no other process can be hit.
    """
    os.kill(child, number)
    impatience = Timer(PATIENCE, os.kill, (child, signal.SIGKILL))
    impatience.start()
    _, status = os.waitpid(child, 0)
    impatience.cancel()
    impatience.join()  # or the next child would be forked beside its thread
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    serve()
