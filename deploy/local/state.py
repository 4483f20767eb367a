"""What the platform keeps between two runs: data, keys, logs, and the lock of the one that runs."""

import fcntl
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from deploy.local import account
from deploy.local.files import private_directory
from deploy.local.process import LaunchError
from deploy.local.settings import STATE

USUAL = account.CHECKOUT / ".local"


class State:
    """The state directory: `.local` in the checkout unless BANYAN_STATE names another."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        chosen = environment.get(STATE)
        self.root = Path(chosen or USUAL).resolve()
        # Others may pass through, as PostgreSQL's account does when this is root, not look around.
        self.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.keys = private_directory(self.root / "keys")
        self.logs = private_directory(self.root / "logs")
        self.images = private_directory(self.root / "images")
        self.postgres = self.root / "postgres"
        self.nats = self.root / "nats"
        self._lock: IO[str] | None = None

    def lock(self) -> None:
        """Claims the state for this process, until it ends however it ends.

        Raises LaunchError when another process has claimed it.
        """
        lock = (self.root / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            raise LaunchError(
                f"Banyan is running already on {self.root} (process {holder}). "
                "Stop it first, or run a second one apart: "
                "BANYAN_STATE=<directory> PORT=<port> make run"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def log(self, name: str) -> Path:
        """Returns the path of a log, empty; what it held is kept as `<name>.previous.log`."""
        path = self.logs / f"{name}.log"
        if path.exists():
            path.replace(self.logs / f"{name}.previous.log")
        return path

    def remove(self) -> None:
        """Deletes the state; raises LaunchError while it is in use."""
        self.lock()
        account.forget(self.postgres)
        account.forget_programs()
        shutil.rmtree(self.root)
