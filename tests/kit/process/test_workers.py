"""Work in processes of its own: bounded, killed when nobody waits for it, and gone with the service."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio

from services.kit.errors import InvalidArgument, Violation
from services.kit.process.workers import WorkerDied, Workers
from tests.conftest import WORKING
from tests.local.processes import alive, linux_only
from tests.waiting import eventually

MEMORY = 256 * 1024**2


def doubled(number: int) -> int:
    return 2 * number


def whose() -> tuple[int, int]:
    return os.getpid(), os.getppid()


def refuse() -> None:
    raise InvalidArgument("No.", reason="NO_GOOD", violations=[Violation("field", "is bad", "BAD")])


def greedy() -> int:
    return len(bytearray(2 * MEMORY))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def busy(sign: str) -> None:
    Path(sign).write_text(str(os.getpid()), encoding="ascii")
    while True:  # as a loop that never ends
        time.monotonic()


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers("tests", at_once=2, memory=MEMORY, modules=[__name__])
    yield found
    await found.close()


async def test_a_function_runs_in_a_process_of_its_own(workers: Workers) -> None:
    assert await workers.run(doubled, 21) == 42
    (one, parent), (other, same) = await asyncio.gather(workers.run(whose), workers.run(whose))
    assert len({one, other, os.getpid()}) == 3
    assert parent == same != os.getpid()  # the server that has loaded the modules


async def test_what_it_raises_arrives_as_it_was(workers: Workers) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await workers.run(refuse)
    assert (caught.value.reason, caught.value.violations[0].field) == ("NO_GOOD", "field")


@linux_only
async def test_it_takes_no_more_memory_than_it_may(workers: Workers) -> None:
    with pytest.raises(MemoryError):
        await workers.run(greedy)
    assert await workers.run(doubled, 1) == 2


async def test_negative_control_with_more_memory_it_is_done() -> None:
    workers = Workers("tests", at_once=1, memory=4 * MEMORY, modules=[__name__])
    assert await workers.run(greedy) == 2 * MEMORY
    await workers.close()


async def test_a_crash_is_a_definite_error_and_the_next_work_is_done(workers: Workers) -> None:
    with pytest.raises(WorkerDied):
        await workers.run(crash)
    assert await workers.run(doubled, 1) == 2


async def test_nobody_waits_for_it_so_it_is_killed(workers: Workers, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    running = asyncio.create_task(workers.run(busy, str(sign)))
    await eventually(lambda: sign.exists() and sign.read_text())
    running.cancel()  # as a deadline does
    await asyncio.wait([running])
    assert running.cancelled()
    process = int(sign.read_text())
    await eventually(lambda: not alive(process))
    # Both places are free again.
    assert await asyncio.gather(workers.run(doubled, 1), workers.run(doubled, 2)) == [2, 4]  # type: ignore[comparison-overlap] # gather returns a list


async def test_so_many_run_at_once_and_the_others_wait(tmp_path: Path, workers: Workers) -> None:
    signs = [tmp_path / str(number) for number in range(3)]
    tasks = [asyncio.create_task(workers.run(busy, str(sign))) for sign in signs]

    def begun() -> list[Path]:
        return [sign for sign in signs if sign.exists() and sign.read_text()]

    await eventually(lambda: len(begun()) == 2)
    first = begun()[0]
    os.kill(int(first.read_text()), signal.SIGKILL)
    await eventually(lambda: len(begun()) == 3)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


_PARENT = """
import asyncio, sys
from tests.kit.process.test_workers import MEMORY, Workers, busy
asyncio.run(Workers("tests", at_once=1, memory=MEMORY, modules=[]).run(busy, sys.argv[1]))
"""


@linux_only
async def test_it_ends_with_the_service_however_that_ends(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", _PARENT, str(sign))
    await eventually(lambda: sign.exists() and sign.read_text())
    process = int(sign.read_text())
    assert alive(process)
    parent.kill()
    await parent.wait()
    await eventually(lambda: not alive(process))


@pytest.mark.parametrize("module", WORKING)
def test_what_is_loaded_for_workers_in_tests_is_there(module: str) -> None:
    """The server passes over what it cannot load."""
    assert find_spec(module)
