"""The tokens of invitations: secrets that are made again where they are needed, and stored nowhere."""

import base64
import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.organizations.passports import SigningKey

_PURPOSE = b"banyan.organizations.invitation-token"
_BYTES = 24


class InvitationTokens:
    """Makes the token of an invitation from its id and a key that only this service has.

    A retry gets the token that it missed although nothing but a hash is kept, so neither the database
    nor a backup of it lets anybody in. Whoever has the key could sign passports anyway. With another
    key, links that were passed on stay good, since their hashes do; only a retry is refused.

    Args:
        key: The key that signs passports, from which this one follows.
    """

    def __init__(self, key: SigningKey) -> None:
        secret = key.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        self._key = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)

    def token_of(self, invitation_id: UUID) -> str:
        """Returns the token: 192 bits as base64url, 32 characters."""
        mac = hmac.digest(self._key, invitation_id.bytes, "sha256")
        return base64.urlsafe_b64encode(mac[:_BYTES]).decode()


def token_hash(token: str) -> bytes:
    """Returns what is stored of a token, which has too many bits for anybody to guess it from that."""
    return hashlib.sha256(token.encode()).digest()
