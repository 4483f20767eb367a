"""A real PgBouncer, with the parameters of the manifest."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import yaml

from deploy.local import account
from deploy.local.account import CHECKOUT
from deploy.local.process import LOOPBACK, LaunchError, Process, free_port, wait_until_ready
from deploy.local.process import accepts_connections as accepts
from tests.kubernetes.cluster import PLACE

OLDEST = (1, 21)  # which knows prepared statements
DEBIAN, SOURCE = "trixie", "http://deb.debian.org/debian"
TREE = CHECKOUT / "build" / "pooler"
_WHAT_IT_NEEDS = (
    "This needs PgBouncer 1.21 or newer: `apt-get install pgbouncer` on Debian 13, or on an older Debian, as root,"
    " `apt-get install mmdebstrap`, with which it is taken from Debian 13 into build/pooler."
)


def parameters() -> dict[str, str]:
    """Returns what the manifest of production says of PgBouncer."""
    text = (PLACE / "overlays/production/database.yaml").read_text(encoding="utf-8")
    (pooler,) = (each for each in yaml.safe_load_all(text) if each["kind"] == "Pooler")
    said = pooler["spec"]["pgbouncer"]
    # What the operator adds by itself.
    own: dict[str, str] = {"ignore_startup_parameters": "extra_float_digits,options"}
    own |= said["parameters"]
    own["pool_mode"] = said["poolMode"]
    return own


def program() -> list[str]:
    """Returns the command that runs PgBouncer.

    Raises:
        LaunchError: There is none that is new enough, and none can be had.
    """
    installed = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if installed and _version([installed]) >= OLDEST:
        return [installed]
    if not (TREE / "usr/sbin/pgbouncer").exists():
        if os.geteuid() or not shutil.which("mmdebstrap"):
            raise LaunchError(_WHAT_IT_NEEDS)
        TREE.parent.mkdir(exist_ok=True)
        words = ["--quiet", "--variant=extract", "--include=pgbouncer", DEBIAN, str(TREE), SOURCE]
        subprocess.run(["mmdebstrap", *words], check=True)
    # It runs with the libraries of its own Debian.
    (loader,) = TREE.glob("usr/lib/*/ld-linux-*.so.*")
    found = [str(loader), "--library-path", str(loader.parent), str(TREE / "usr/sbin/pgbouncer")]
    if _version(found) < OLDEST:
        raise LaunchError(_WHAT_IT_NEEDS)
    return found


def _version(command: list[str]) -> tuple[int, ...]:
    told = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"PgBouncer (\d+)\.(\d+)", told.stdout)
    return tuple(map(int, found.groups())) if found else ()


class Pgbouncer:
    """A PgBouncer.

    Args:
        directory: For its files.
        server: The port of PostgreSQL.
        users: Their passwords, by name.
        changed: Parameters other than those of the manifest.
    """

    def __init__(self, directory: Path, server: int, users: dict[str, str], **changed: str) -> None:
        directory.mkdir()
        self.port = free_port()
        # As root it takes another account, which its own files have to be open for.
        own = account.unprivileged()
        known = directory / "users"
        known.write_text("".join(f'"{name}" "{word}"\n' for name, word in users.items()))
        log = directory / "log"
        log.touch()
        if own is not None:
            os.chown(log, own.uid, own.gid)
            os.chown(known, own.uid, own.gid)
        said = {
            "listen_addr": LOOPBACK,
            "listen_port": str(self.port),
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": str(known),
            **({"user": "nobody"} if own is not None else {}),
            **(parameters() | changed),
        }
        file = directory / "pgbouncer.ini"
        lines = [f"{name} = {value}" for name, value in said.items()]
        file.write_text(
            "\n".join(["[databases]", f"* = host={LOOPBACK} port={server}", "[pgbouncer]", *lines])
        )
        self._process = Process("PgBouncer", [*program(), str(file)], log=log)

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        self._process.launch()
        wait_until_ready(self._process, lambda: accepts(self.port), timeout=30)

    def stop(self) -> None:
        """Ends it at once."""
        self._process.kill()
