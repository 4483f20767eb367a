"""Credentials: what callers bring from elsewhere, and who they are by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.kit.errors import Unauthenticated

SCOPES = frozenset(
    {
        "audit.read",
        "contacts.read",
        "contacts.write",
        "events.read",
        "events.write",
        "organizations.read",
        "organizations.write",
        "volunteers.read",
        "volunteers.write",
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as their issuer says.

    Attributes:
        issuer: The issuer.
        subject: Who it is, as the issuer calls them; the same for ever.
        client_id: The app that asks on their behalf; empty where the credential names none.
        scopes: What the app may do.
        expires: When the credential stops being valid.
    """

    issuer: str
    subject: str
    client_id: str
    scopes: frozenset[str]
    expires: datetime


class Issuer(Protocol):
    """Somebody who vouches for others."""

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns who the token speaks of.

        Raises:
            Unauthenticated: The issuer did not give this token, or it is not valid now.
            Unavailable: That cannot be told at the moment.
        """
        ...

    async def close(self) -> None:
        """Ends what goes on in the background."""
        ...


def invalid() -> Unauthenticated:
    """Returns the one answer to every credential that is not valid: it says no more."""
    return Unauthenticated(
        "The credential is not valid; sign in again.", reason="CREDENTIAL_INVALID"
    )
