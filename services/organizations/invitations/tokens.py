"""The tokens of links: secrets that are made again where they are needed, and stored nowhere."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.kit.contract.values import known_moment
from services.kit.errors import Violation
from services.organizations.passports.keys import SigningKey

INVITATION = b"banyan.organizations.invitation-token"
CLAIM = b"banyan.organizations.claim-token"
_BYTES = 24


class LinkTokens:
    """Makes the token of a link from its id and a key that only this service has.

    A retry gets the token that it missed although nothing but a hash is kept, so neither the database
    nor a backup of it lets anybody in. Whoever has the key could sign passports anyway. With another
    key, links that were passed on stay good, since their hashes do; only a retry is refused.

    Args:
        key: The key that signs passports, from which this one follows.
        purpose: What the links are for: a token for one purpose is none for another.
    """

    def __init__(self, key: SigningKey, purpose: bytes) -> None:
        secret = key.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        self._key = HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret)

    def token_of(self, link_id: UUID) -> str:
        """Returns the token: 192 bits as base64url, 32 characters."""
        mac = hmac.digest(self._key, link_id.bytes, "sha256")
        return base64.urlsafe_b64encode(mac[:_BYTES]).decode()


def token_hash(token: str) -> bytes:
    """Returns the stored hash of a token, which has too many bits to be guessed from it."""
    return hashlib.sha256(token.encode()).digest()


def broken_expiry(request: Any, now: datetime, longest: timedelta) -> Iterator[Violation]:
    """Yields what is wrong with the time at which a new link expires, if the request has one.

    Args:
        request: A request with an `expire_time`.
        now: The time of the work.
        longest: How long a link can work.
    """
    if not request.HasField("expire_time"):
        return
    expiry = known_moment(request, "expire_time")
    if expiry is None or not now < expiry <= now + longest:
        yield Violation(
            "expire_time",
            "must be in the future, at most {max} days from now",
            "OUT_OF_RANGE",
            params={"max": longest.days, "unit": "days"},
        )
