"""Child processes that cannot outlive the process that started them."""

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What gRPC does around a fork crashes one child in twenty before it becomes another program, wherever
# calls are in progress. The variable must be set before the import.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.01

_PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
# Below every system's range of ephemeral ports: no outgoing connection can take a port that a
# server has given up for the moment of its restart.
_PORTS = range(20_000, 32_000)
# Hold the ports that this process was given, until it ends.
_reservations: list[socket.socket] = []


class LaunchError(Exception):
    """A problem that a person must solve. Its text, which is shown unchanged, says how."""


@dataclass(frozen=True)
class Identity:
    """The account that a process runs under, when it is not the launcher's own."""

    uid: int
    gid: int


class Process:
    """A supervised child process in a session of its own, writing to a log file.

    It runs in `directory` with `environment` (the launcher's own unless given), and can be launched
    again after it ended. On Linux the kernel sends it `death_signal` when the thread that launched
    it ends, however that happens: launch it from the main thread.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        directory: Path | None = None,
        environment: Mapping[str, str] | None = None,
        identity: Identity | None = None,
        death_signal: signal.Signals = signal.SIGKILL,
    ) -> None:
        self.name = name
        self.command = [str(word) for word in command]
        self.log = log
        self._directory = directory
        self._environment = environment
        self._identity = identity
        self._death_signal = death_signal
        self._child: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def running(self) -> bool:
        """Whether the process has been started and has not ended."""
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        """The id of the process last started, or None before the first start."""
        return self._child.pid if self._child else None

    @property
    def exit_status(self) -> int | None:
        """The exit code of the ended process, negative for a signal; None while it runs."""
        return self._child.poll() if self._child else None

    @property
    def ending(self) -> str:
        """How the process ended, in words."""
        status = self.exit_status or 0
        return f"exit status {status}" if status >= 0 else signal.Signals(-status).name

    def launch(self) -> None:
        """Starts the process; it is up to the caller to wait until it is ready.

        Raises RuntimeError when it runs already or off the main thread, whose end would end it.
        """
        if self.running:
            raise RuntimeError(f"{self.name} is running already")
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(f"{self.name} would end with this thread: start it in the main one")
        account = self._identity
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._log_start = os.lseek(descriptor, 0, os.SEEK_END)
            self._child = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd=self._directory,
                env=None if self._environment is None else dict(self._environment),
                start_new_session=True,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                preexec_fn=_tie_to(os.getpid(), self._death_signal),
            )
        finally:
            os.close(descriptor)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the process; nothing happens when it has ended."""
        if self._child is not None and self.running:
            self._child.send_signal(number)

    def wait(self, timeout: float) -> bool:
        """Waits at most `timeout` seconds for the process to end; returns whether it did."""
        if self._child is None:
            return True
        try:
            self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, *steps: tuple[signal.Signals, float]) -> None:
        """Sends each signal and waits so many seconds for its effect; in the end kills.

        SIGTERM and three seconds are the only step unless others are given.
        """
        for number, patience in steps or ((signal.SIGTERM, 3.0),):
            self.send(number)
            if self.wait(patience):
                return
        self.kill()

    def kill(self) -> None:
        """Ends the process with SIGKILL and waits until it is gone."""
        self.send(signal.SIGKILL)
        if self._child is not None:
            self._child.wait()

    def output(self, lines: int = 15) -> str:
        """Returns the last lines that the process wrote since its last start."""
        try:
            with self.log.open("rb") as file:
                file.seek(self._log_start)
                text = file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def require_running(self) -> None:
        """Raises LaunchError, with the last lines of the log, when the process has ended."""
        if not self.running:
            raise self.failure(f"ended at its start ({self.ending})")

    def failure(self, what: str) -> LaunchError:
        """Returns the error that says what the process did, with the last lines of its log."""
        return LaunchError(f"{self.name} {what}. Its last lines, from {self.log}:\n{self.output()}")


def stop_together(processes: Iterable[Process], *, patience: float) -> None:
    """Asks all processes to stop (SIGTERM); kills those that have not after `patience` seconds."""
    processes = list(processes)
    for process in processes:
        process.send(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for process in processes:
        if not process.wait(max(deadline - time.monotonic(), 0)):
            process.kill()


def wait_until_ready(process: Process, ready: Callable[[], bool], *, timeout: float) -> None:
    """Waits until `ready` answers yes, at most `timeout` seconds.

    Raises LaunchError when that time is up, and passes on what `ready` raises.
    """
    deadline = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > deadline:
            raise process.failure(f"was not ready within {timeout:g} s")
        time.sleep(POLL_SECONDS)


def port_is_free(port: int) -> bool:
    """Returns whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # As servers do: a port with connections in TIME_WAIT is free, one listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Returns a loopback port that nothing listens on, and that is not given to anybody else.

    Raises LaunchError when there is none.
    """
    for port in random.sample(_PORTS, len(_PORTS)):
        if port_is_free(port) and _reserve(port):
            return port
    raise LaunchError(f"No port between {_PORTS.start} and {_PORTS.stop} is free.")


def _reserve(port: int) -> bool:
    """Keeps other launchers, and this one, from choosing the port before its server listens there.

    The reservation is an abstract socket's name, which the kernel gives out once (unix(7)). Only Linux
    has these; elsewhere nothing is reserved.
    """
    if sys.platform != "linux":
        return True
    reservation = socket.socket(socket.AF_UNIX)
    try:
        reservation.bind(f"\0banyan-port-{port}")
    except OSError:
        reservation.close()
        return False
    _reservations.append(reservation)
    return True


def accepts_connections(port: int) -> bool:
    """Returns whether something accepts TCP connections on this loopback port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def follow_parent(death_signal: signal.Signals) -> None:
    """Asks for a signal to this very process when its parent ends; does nothing but on Linux."""
    tie = _tie_to(os.getppid(), death_signal)
    if tie is not None:
        tie()


def _tie_to(parent: int, death_signal: signal.Signals) -> Callable[[], None] | None:
    """Returns what a process does to be sent a signal when its parent ends, None if it cannot.

    A child does it between fork and exec, after the change of account, which would clear the
    setting: PR_SET_PDEATHSIG in prctl(2).
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    setting, number = ctypes.c_int(_PR_SET_PDEATHSIG), ctypes.c_ulong(death_signal)

    def tie() -> None:
        prctl(setting, number)
        if os.getppid() != parent:  # it ended before the setting took hold
            os._exit(1)

    return tie
