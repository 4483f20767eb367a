"""The secrets of keys: how they look, and what is kept of them.

    bny_live_3mJr7cWbXf0QpVd9LzKx2NtYhGa8Us1kTqE5

The first part says what it is, and for which kind of deployment. The last six of the 36 characters after it are a
checksum (CRC-32 of everything before, in base 62), so a scanner of secrets can tell a key from a text that looks
like one, and a typing error costs no look at the database. The other 30 are random: 178 bits.

Only an HMAC is kept, with a secret of the deployment, the pepper: a copy of the database alone lets nobody in, and
tells nobody whether a key that they found is one.
"""

import hmac
import secrets
import string
import zlib

from services.kit.errors import Unauthenticated, Unavailable
from services.kit.process.secret import read_secret
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.credentials import invalid

PREFIX = "bny_"
HINT_CHARACTERS = 4
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECKSUM = 30, 6


def new_secret(kind: str) -> str:
    """Returns a new secret.

    Args:
        kind: What it is for: "live" or "test".
    """
    start = f"{PREFIX}{kind}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return start + checksum(start)


def checksum(start: str) -> str:
    """Returns the checksum of a secret without it: six characters."""
    rest, digits = zlib.crc32(start.encode()), ""
    for _ in range(_CHECKSUM):
        rest, digit = divmod(rest, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


def is_secret(text: str) -> bool:
    """Returns whether a text has the form of a secret of any kind, checksum included."""
    start, kind = text[:-_CHECKSUM], text.removeprefix(PREFIX).partition("_")[0]
    return (
        text.isascii()
        and text.startswith(f"{PREFIX}{kind}_")
        and len(text) == len(f"{PREFIX}{kind}_") + _RANDOM + _CHECKSUM
        and text[len(f"{PREFIX}{kind}_") :].isalnum()
        and checksum(start) == text[-_CHECKSUM:]
    )


class Secrets:
    """Makes secrets, and hashes them.

    Args:
        kind: What new ones are for; others do not work.
        peppers: What they are hashed with, the present one first; none if there are no keys.
    """

    def __init__(self, kind: str, peppers: tuple[bytes, ...] = ()) -> None:
        self._kind = kind
        self._peppers = peppers

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "Secrets":
        """Returns those that the configuration describes.

        Raises:
            ConfigurationError: A pepper is too short.
        """
        names = ("app_key_pepper", "app_key_former_pepper")
        files = [(name, getattr(settings, name)) for name in names]
        peppers = tuple(read_secret(name, file) for name, file in files if file is not None)
        return cls(settings.app_key_kind, peppers)

    @property
    def are_given(self) -> bool:
        """Whether this deployment gives keys."""
        return bool(self._peppers)

    def new(self) -> str:
        """Returns a new secret."""
        return new_secret(self._kind)

    def hashes(self, secret: str) -> list[bytes]:
        """Returns what may be kept of a secret: with the present pepper, then with the one before."""
        return [hmac.digest(pepper, secret.encode(), "sha256") for pepper in self._peppers]

    def checked(self, secret: str) -> str:
        """Returns a secret that can be one of this deployment.

        Raises:
            Unauthenticated: It has not the form of one, or is of the other kind.
            Unavailable: This deployment has no pepper.
        """
        if not is_secret(secret):
            raise invalid()
        if not secret.startswith(f"{PREFIX}{self._kind}_"):
            raise Unauthenticated(
                "This key is for another deployment. Use one that was created here.",
                reason="KEY_OF_OTHER_KIND",
            )
        if not self.are_given:
            raise Unavailable("This platform takes no keys of apps now. Ask its operator.")
        return secret
