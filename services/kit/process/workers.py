"""Work that would stop the event loop, in processes of its own: one for each piece, a few at once.

A thread does not help: pure Python holds the interpreter's lock. A process can also be ended in the middle
of its work, and has a bound on memory of its own. It is forked from a server that has loaded the modules
and has neither threads nor connections (`forkserver` of multiprocessing), which starts with the first
piece of work and ends with this process.
"""

import asyncio
import logging
import multiprocessing
import os
import resource
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from services.kit.process import metrics

log = logging.getLogger(__name__)
T = TypeVar("T")
# Requests come first where there are fewer processors than work.
_NICENESS = 5
# The modules of all workers of this process, which share one server: it loads them before the first piece of work.
_modules: dict[str, None] = {}


class WorkerDied(Exception):
    """The process that did the work is gone: it was killed, or crashed."""


class Workers:
    """Runs functions in processes of their own.

    Args:
        name: What they do, for metrics.
        at_once: How many run at once; more wait.
        memory: How many bytes one may take in addition to what the modules take.
        modules: The modules of the functions, which are loaded once.
    """

    def __init__(self, name: str, *, at_once: int, memory: int, modules: list[str]) -> None:
        self._context = multiprocessing.get_context("forkserver")
        _modules.update(dict.fromkeys(modules))
        self._memory = memory
        # Each only waits for its process.
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._running = metrics.WORKERS_RUNNING.labels(name)
        self._deaths = metrics.WORKER_DEATHS.labels(name)

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Runs a function of one of the modules and returns what it returns.

        If the caller is cancelled, such as by its deadline, the process is killed.

        Args:
            function: The function.
            arguments: Its arguments. They and the result are pickled.

        Raises:
            MemoryError: It took more memory than it may.
            WorkerDied: The process is gone.
            Exception: What the function raised.
        """
        self._context.set_forkserver_preload(list(_modules))
        worker = _Worker(self._context, self._memory, function, arguments)
        with self._running.track_inprogress():
            waiting = asyncio.get_running_loop().run_in_executor(self._threads, worker.run)
            try:
                result: T = await asyncio.shield(waiting)
            except asyncio.CancelledError:
                worker.kill()
                waiting.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
                raise
            except WorkerDied:
                self._deaths.inc()
                raise
            return result

    async def close(self) -> None:
        """Waits for the threads, which end with their processes."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)


class _Worker:
    """One piece of work, and the process that does it."""

    def __init__(
        self, context: Any, memory: int, function: Callable[..., Any], arguments: tuple[Any, ...]
    ) -> None:
        self._receiver, sender = context.Pipe(duplex=False)
        self._sender: Connection = sender
        self._process = context.Process(
            target=_work, args=(sender, memory, _NICENESS, function, arguments), daemon=True
        )
        self._lock = threading.Lock()
        self._is_ended = False

    def run(self) -> Any:
        """Starts the process and waits for its result, in a thread."""
        try:
            with self._lock:
                if self._is_ended:
                    raise WorkerDied
                self._process.start()
                self._sender.close()  # so that only the process holds this end, and its death is seen
            try:
                is_done, result = self._receiver.recv()
            except EOFError:
                self._process.join()
                raise WorkerDied(f"ended with {self._process.exitcode}") from None
            self._process.join()
        finally:
            self._receiver.close()
            self._sender.close()
        if is_done:
            return result
        raise result

    def kill(self) -> None:
        """Ends the process, whatever it does, or keeps it from starting."""
        with self._lock:
            self._is_ended = True
            if self._process.pid is not None:
                self._process.kill()


def _work(
    sender: Connection,
    memory: int,
    niceness: int,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> None:
    """Runs a function in this process and sends what it returns or raises."""
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    os.nice(niceness)
    _limit_memory(memory)
    try:
        answer: tuple[bool, Any] = (True, function(*arguments))
    except MemoryError:
        answer = (False, MemoryError())
    except Exception as error:
        answer = (False, error)
    sender.send(answer)


def _end_with_the_service() -> None:
    """Ends this process as soon as the service has ended, however that ended."""
    service = multiprocessing.parent_process()
    if service is not None:
        service.join()
    os._exit(1)


def _limit_memory(more: int) -> None:
    """Bounds the memory of this process to what it has now and so many bytes more."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
