"""The tokens of links: secrets that are made again where they are needed, and stored nowhere."""

import base64
import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_BYTES = 24


class LinkTokens:
    """Makes the token of a link from its id and a secret that only the service has.

    A retry gets the token that it missed although nothing but a hash is kept, so neither the database
    nor a backup of it lets anybody in. With another secret, links that were passed on stay good, since
    their hashes do; only a retry is refused.

    Args:
        secret: The secret, from which the key of these links follows.
        purpose: What the links are for: a token for one purpose is none for another.
    """

    def __init__(self, secret: bytes, purpose: bytes) -> None:
        self._key = HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret)

    def token_of(self, link_id: UUID) -> str:
        """Returns the token: 192 bits as base64url, 32 characters."""
        mac = hmac.digest(self._key, link_id.bytes, "sha256")
        return base64.urlsafe_b64encode(mac[:_BYTES]).decode()


def token_hash(token: str) -> bytes:
    """Returns the stored hash of a token, which has too many bits to be guessed from it."""
    return hashlib.sha256(token.encode()).digest()
