"""What the private PostgreSQL and NATS servers have in common."""

import shutil
from abc import ABC, abstractmethod
from pathlib import Path

from deploy.local.files import private_directory
from deploy.local.process import Process, free_port, wait_until_ready

_START_SECONDS = 60.0  # after a crash there may be much to recover


class Server(ABC):
    """A server on a loopback port, with its data, its password and its log in `directory`.

    The port is a free one unless given, and the same again after a restart. Launch it from the
    main thread.
    """

    _process: Process

    def __init__(self, directory: Path, port: int | None) -> None:
        self.directory = private_directory(directory)
        self.port = port or free_port()

    @property
    def name(self) -> str:
        """What the server is called where people read of it."""
        return self._process.name

    @property
    def log(self) -> Path:
        """The file that the server writes its log to."""
        return self._process.log

    @property
    def running(self) -> bool:
        """Whether the server's main process runs."""
        return self._process.running

    @property
    def pid(self) -> int | None:
        """The id of the server's main process, or None before the first start."""
        return self._process.pid

    @property
    def ending(self) -> str:
        """How the server's main process ended, in words."""
        return self._process.ending

    @abstractmethod
    def launch(self) -> None:
        """Starts the server without waiting for it: `ready` or `wait_ready` follow."""

    @abstractmethod
    def ready(self) -> bool:
        """Returns whether the server accepts connections; raises LaunchError when it has ended."""

    @abstractmethod
    def stop(self, *, patience: float = 3.0) -> None:
        """Stops the server in an orderly way, after `patience` seconds by force."""

    def wait_ready(self) -> None:
        """Waits until the server accepts connections; raises LaunchError when it does not."""
        wait_until_ready(self._process, self.ready, timeout=_START_SECONDS)

    def start(self) -> None:
        """Starts the server and waits until it accepts connections; raises LaunchError if not."""
        self.launch()
        self.wait_ready()

    def kill(self) -> None:
        """Kills the server's main process (SIGKILL); any others notice and end by themselves."""
        self._process.kill()

    def restart(self) -> None:
        """Stops the server and starts it again, on the same port with the same data."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """Deletes the server's data, and stops it at once: what it still wrote would be in vain."""
        self.stop(patience=0.0)
        shutil.rmtree(self.directory)
