"""A launcher that runs as a process of its own, as `make run` runs it."""

import os
import signal
import subprocess
from pathlib import Path

from deploy.local.process import free_port
from tests.local.processes import descendants
from tests.waiting import TIMEOUT, eventually_sync

CHECKOUT = Path(__file__).resolve().parents[2]


class Running:
    """One run of the launcher: its process, its port, and what it has printed."""

    def __init__(self, state: Path, command: list[str], **environment: str) -> None:
        self.state = state
        self.port = free_port()
        state.mkdir(exist_ok=True)
        self._output = state / "stdout"
        self._errors = state / "stderr"
        variables = {"BANYAN_STATE": str(state), "PORT": str(self.port), **environment}
        with self._output.open("w") as output, self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env={**os.environ, **variables},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )

    @property
    def output(self) -> str:
        return self._output.read_text()

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    @property
    def family(self) -> set[int]:
        """The ids of all processes that the launcher started."""
        return descendants(self.process.pid)

    def wait_until_up(self, timeout: float = 120) -> "Running":
        def up() -> bool:
            assert self.process.poll() is None, self.errors
            return "Banyan is up" in self.output

        eventually_sync(up, timeout=timeout)
        return self

    def wait(self, timeout: float = TIMEOUT) -> int:
        return self.process.wait(timeout)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Sends the signal and returns the exit code; on a slow machine it may take a while."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(TIMEOUT)
        finally:
            self.process.kill()
