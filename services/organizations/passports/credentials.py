"""Credentials: what callers bring from elsewhere, and who they are by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.catalogue import SERVICES
from services.kit.errors import Unauthenticated

# The two of each service, and those of what is guarded apart from the rest of its service.
SCOPES = frozenset({"audit.read", "contacts.read", "contacts.write", "personal.read"}).union(
    *(entry.scopes for entry in SERVICES)
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a principal, as stated by their issuer.

    Attributes:
        issuer: The issuer.
        subject: The issuer's stable identifier of the principal.
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
    """An issuer of access tokens."""

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns the identity in a token.

        Raises:
            Unauthenticated: The issuer did not give this token, or it is not valid now.
            Unavailable: It cannot be verified now.
        """
        ...

    async def close(self) -> None:
        """Ends background tasks."""
        ...


def invalid() -> Unauthenticated:
    """Returns the one answer to every credential that is not valid: it says no more."""
    return Unauthenticated(
        "The access token is not valid. Sign in again.", reason="CREDENTIAL_INVALID"
    )
