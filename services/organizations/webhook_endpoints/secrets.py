"""The secrets of webhook endpoints, and signatures with them (https://www.standardwebhooks.com).

A secret is needed as it is to sign with, so a hash would not do. It is kept nowhere: it is an HMAC of the ID of
the endpoint and the name of the secret, with a key of the deployment. So a copy of the database signs nothing,
an owner can be shown a new secret again when they repeat the request, and there is nothing to encrypt anew. Whoever
has the key has all secrets, as whoever has the key of encrypted ones would.

The name of a secret is the fingerprint of the key that it follows from, and a number. After a change of the key,
endpoints go on with the one before until their secret is changed.
"""

import base64
import hashlib
import hmac
from pathlib import Path
from uuid import UUID

from services.kit.process.environment import ConfigurationError
from services.organizations.config import OrganizationsSettings

PREFIX = "whsec_"
_LEAST_BYTES = 32
_FINGERPRINT = 12  # characters


class WebhookSecrets:
    """Derives the secrets of endpoints.

    Args:
        keys: What they follow from, the present key first; none if the platform sends no webhooks.
    """

    def __init__(self, keys: tuple[bytes, ...] = ()) -> None:
        self._keys = {_fingerprint(key): key for key in keys}

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "WebhookSecrets":
        """Returns those that the configuration describes.

        Raises:
            ConfigurationError: A key is too short.
        """
        files = [(name, getattr(settings, name)) for name in ("webhook_key", "webhook_former_key")]
        return cls(tuple(_key(name, file) for name, file in files if file is not None))

    @property
    def are_given(self) -> bool:
        """Whether this platform sends webhooks."""
        return bool(self._keys)

    def name_after(self, former: str) -> str:
        """Returns the name of the secret that follows another; of the first one if that is empty."""
        number = int(former.rpartition("-")[2] or 0) + 1
        return f"{next(iter(self._keys))}-{number}"

    def secret(self, endpoint_id: UUID, name: str) -> bytes | None:
        """Returns a secret of an endpoint; None if the key that it follows from is gone.

        Args:
            endpoint_id: The endpoint.
            name: The name of the secret.
        """
        key = self._keys.get(name.partition("-")[0])
        return (
            None if key is None else hmac.digest(key, endpoint_id.bytes + name.encode(), "sha256")
        )


def shown(secret: bytes) -> str:
    """Returns a secret as receivers are given it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, message_id: str, seconds: int, body: str) -> str:
    """Returns the signature of a message with one secret.

    Args:
        secret: The secret.
        message_id: The ID of the message.
        seconds: The time of the attempt, since 1970.
        body: The body.
    """
    signed = f"{message_id}.{seconds}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:_FINGERPRINT]


def _key(name: str, file: Path) -> bytes:
    key = file.read_bytes().strip()
    if len(key) < _LEAST_BYTES:
        raise ConfigurationError(
            name,
            f"names a file with less than {_LEAST_BYTES} bytes; fill it with random ones, "
            "such as those of `openssl rand -hex 32`",
        )
    return key
