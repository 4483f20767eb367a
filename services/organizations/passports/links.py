"""What signs links to files."""

from datetime import datetime

from services.kit.calls import links
from services.kit.calls.passport import Caller, sign
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.keys import SigningKey


class LinkSigner:
    """Signs links to files. A link is a passport, so every service verifies it, and nothing has to be stored.

    Args:
        key: Signs passports.
    """

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "LinkSigner":
        """Returns the signer that the configuration describes."""
        return cls(SigningKey.read(settings.passport_private_key, settings.passport_jwks))

    def sign(self, reader: Caller, now: datetime, **opens: str) -> tuple[str, datetime]:
        """Returns the token of a link, and the time from which on no download may begin.

        Args:
            reader: Who reads by it, with the scopes that the download needs and no others.
            now: The time.
            opens: What it opens.
        """
        until = (now + links.LIFETIME).replace(microsecond=0)
        token = sign(
            reader,
            key=self._key.key,
            key_id=self._key.key_id,
            issued=now,
            expires=until + links.READING,
            opens=opens | {links.UNTIL: str(int(until.timestamp()))},
        )
        return token, until
