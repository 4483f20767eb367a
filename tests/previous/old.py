"""The release before as a platform that runs: its own `make run`, on databases that we give it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.account import CHECKOUT
from deploy.local.process import free_port
from deploy.local.settings import DATABASE_URLS, PORT, STATE
from services.catalogue import NAMES
from tests.waiting import eventually_sync

_PAGE = Path("gateway/transport/graphiql/built")  # is not in git
_SECONDS, _INTERVAL = 300.0, 0.2
_IS_UP = "Banyan is up"
_ATTEMPTS, _TOO_SLOW = 5, "DEADLINE_EXCEEDED"


class Failed(Exception):
    """The old release does not run on the new schema; the text says where."""


class Old:
    """The release before.

    Args:
        place: Its files.
        directory: For its state and its log.
        databases: The URL of the database of each service.
    """

    def __init__(self, place: Path, directory: Path, databases: dict[str, str]) -> None:
        self._place = place
        self._log = directory / "log"
        self._process: subprocess.Popen[bytes] | None = None
        if (CHECKOUT / _PAGE).exists():
            shutil.copytree(CHECKOUT / _PAGE, place / _PAGE, dirs_exist_ok=True)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BANYAN_")},
            "PYTHONPATH": os.pathsep.join((str(place), str(place / "proto" / "gen"))),
            PORT: str(free_port()),
            STATE: str(directory / "state"),
            **{DATABASE_URLS[name]: url for name, url in databases.items()},
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs it for the time of the block.

        Raises:
            Failed: It does not come up.
        """
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "run", "--end-with-parent"],
                cwd=self._place,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait(lambda: _IS_UP in self._log.read_text(), "it does not come up")
            yield
        finally:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)

    def restart_services(self) -> None:
        """Ends its services as a crash does; its launcher starts them anew.

        Raises:
            Failed: They do not serve.
        """
        before = self._services()
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)

        def serve() -> bool:
            now = self._services()
            is_new = now.keys() == before.keys() and not set(now.values()) & set(before.values())
            return is_new and all(map(_serves, now.values()))

        self._wait(serve, "its services do not start on the new schema")

    def journey(self) -> None:
        """Tells it the journey of that release.

        Raises:
            Failed: It does not go as it should.
        """
        for _ in range(_ATTEMPTS):
            if not (said := self._journey()):
                return
            # On a machine that does other work too, the release may be too slow for its own limits.
            if not any(_TOO_SLOW in line for line in said):
                break
        raise Failed("its journey fails:\n" + "\n".join(said[-5:]))

    def _journey(self) -> list[str]:
        """Tells it once; returns what was said if it failed."""
        ended = subprocess.run(
            [sys.executable, "-m", "tests.journeys"],
            cwd=self._place,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if not ended.returncode:
            return []
        return (ended.stdout + ended.stderr).strip().splitlines() or ["it says nothing"]

    def _services(self) -> dict[str, int]:
        """Returns the process of each service that runs."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        found = {}
        for pid in map(int, children.split()):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
            for name in NAMES:
                if words[-1] == f"services.{name}":
                    found[name] = pid
        return found

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        process = self._process
        assert process is not None

        def holds_or_is_over() -> bool:
            return condition() or process.poll() is not None

        with suppress(AssertionError):
            eventually_sync(holds_or_is_over, _SECONDS, _INTERVAL)
            if condition():
                return
        told = "\n".join(self._log.read_text().splitlines()[-5:])
        raise Failed(f"{otherwise}:\n{told}")


def _serves(pid: int) -> bool:
    """Returns whether a service says that it is ready."""
    variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    (target,) = (
        each[len(b"BANYAN_LISTEN=") :] for each in variables if each.startswith(b"BANYAN_LISTEN=")
    )
    with grpc.insecure_channel(target.decode()) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(), timeout=2
            )
        except grpc.RpcError:
            return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
