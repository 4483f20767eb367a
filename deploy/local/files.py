"""Files that only their owner may read."""

import os
import secrets
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Writes a file that only this account can read (mode 0600), whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def private_directory(path: Path) -> Path:
    """Returns the directory, made for this account alone (mode 0700) when it did not exist."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def kept_secret(path: Path) -> str:
    """Returns the secret kept in this file, 128 random bits drawn when it is first asked for."""
    if not path.exists():
        write_private(path, secrets.token_hex(16))
    return path.read_text(encoding="utf-8")
