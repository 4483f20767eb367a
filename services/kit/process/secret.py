"""Secrets of the deployment, which are files."""

from pathlib import Path

from services.kit.process.environment import ConfigurationError

_LEAST_BYTES = 32


def read_secret(setting: str, file: Path) -> bytes:
    """Returns the secret in a file.

    Args:
        setting: The setting that names the file.
        file: The file.

    Raises:
        ConfigurationError: The secret is too short.
    """
    secret = file.read_bytes().strip()
    if len(secret) < _LEAST_BYTES:
        raise ConfigurationError(
            setting,
            f"names a file with less than {_LEAST_BYTES} bytes; fill it with random ones, "
            "such as those of `openssl rand -hex 32`",
        )
    return secret
