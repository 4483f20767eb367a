"""Links to files: each holds a passport for what one download reads, and says what it opens.

Whoever makes a link signs it (`LinkSigner` in organizations). The gateway reads what it opens without verifying anything:
the services verify the passport, and with it every word of the link, before they show the first row.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import jwt

from services.kit.calls.passport import MALFORMED

# How long a link can be used, and for how long a download that began in time may read.
LIFETIME = timedelta(minutes=1)
READING = timedelta(minutes=10)
UNTIL = "until"  # in what a link opens: the time until which it can be used, in seconds


class Link(NamedTuple):
    """What a link says, unverified.

    Attributes:
        opens: What it opens, by name.
        until: The time from which on no download may begin.
        person_id: The person whose link it is; empty if it is an app's.
        client_id: The app through which the person asked for it.
        app_id: The app whose link it is, if it has a key of its own.
    """

    opens: Mapping[str, str]
    until: datetime
    person_id: str
    client_id: str
    app_id: str


def read_link(token: str) -> Link | None:
    """Returns what a link says, unverified; None if it says nothing."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        opens = {str(name): str(value) for name, value in claims["opens"].items()}
        until = datetime.fromtimestamp(int(opens[UNTIL]), UTC)
    except MALFORMED:
        return None
    person_id, client_id, app_id = (
        str(claims.get(name, "")) for name in ("person_id", "client_id", "app_id")
    )
    return Link(opens, until, person_id, client_id, app_id)
