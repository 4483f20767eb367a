"""The tokens of links to organizations and to the records of people, and when they expire."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.kit.contract.values import known_moment
from services.kit.errors import Violation
from services.kit.process.links import LinkTokens
from services.organizations.passports.keys import SigningKey

INVITATION = b"banyan.organizations.invitation-token"
CLAIM = b"banyan.organizations.claim-token"


def tokens_for(purpose: bytes, key: SigningKey) -> LinkTokens:
    """Returns what makes the tokens of links for a purpose, from the key that signs passports.

    Whoever has that key could sign passports anyway.

    Args:
        purpose: What the links are for.
        key: The key.
    """
    secret = key.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return LinkTokens(secret, purpose)


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
