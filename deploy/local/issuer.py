"""The development token issuer: stands in for a community's OpenID provider on one machine."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt

from deploy.local.files import private_directory, write_private
from deploy.local.keys import KeyPair
from deploy.local.people import DemoPerson
from services.organizations.passports.credentials import SCOPES

ISSUER = "http://localhost/banyan-development"
AUDIENCE = "banyan"
CLIENT_ID = "banyan-development"
LIFETIME = timedelta(hours=24)
EVERYTHING = "banyan"  # the scope of this issuer that gives every scope of the platform


class Issuer:
    """Signs access tokens with a key of its own, kept in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._keys = KeyPair.kept(private_directory(directory), "issuer")
        self.jwks = self._keys.jwks
        self.trusted_issuers = directory / "trusted-issuers.json"
        trusted = {
            "issuer": ISSUER,
            "audience": AUDIENCE,
            "jwks": str(self.jwks.resolve()),
            "scopes": {EVERYTHING: sorted(SCOPES)},
        }
        write_private(self.trusted_issuers, json.dumps([trusted], indent=2))

    def mint(
        self,
        subject: str,
        name: str,
        *,
        lifetime: timedelta = LIFETIME,
        audience: str = AUDIENCE,
        scope: str | None = EVERYTHING,
        client_id: str | None = CLIENT_ID,
        issued: datetime | None = None,
        **claims: object,
    ) -> str:
        """Returns a signed access token (RFC 9068) for the subject.

        Args:
            subject: Who the token is for, as this issuer calls them.
            name: Their display name.
            lifetime: From `issued` to the token's expiry; negative for one that has expired.
            audience: Whom the token is meant for.
            scope: What the app may do on their behalf, separated by spaces: everything unless said
                otherwise; None leaves it out.
            client_id: The app; None leaves it out.
            issued: When the token was given; now unless said otherwise.
            claims: Further claims, such as `family_name`.
        """
        start = issued or datetime.now(UTC)
        content: dict[str, object] = {
            **claims,
            "iss": ISSUER,
            "sub": subject,
            "aud": audience,
            "iat": int(start.timestamp()),
            "exp": int((start + lifetime).timestamp()),
            "jti": str(uuid.uuid4()),
            "name": name,
        }
        if scope is not None:
            content["scope"] = scope
        if client_id is not None:
            content |= {"client_id": client_id, "azp": client_id}
        headers = {"kid": self._keys.key_id, "typ": "at+jwt"}
        return jwt.encode(content, self._keys.load(), algorithm="EdDSA", headers=headers)

    def token_for(
        self, person: DemoPerson, *, lifetime: timedelta = LIFETIME, scope: str = EVERYTHING
    ) -> str:
        """Returns an access token for a demo person."""
        return self.mint(
            person.subject,
            person.name,
            lifetime=lifetime,
            scope=scope,
            family_name=person.family_name,
            given_name=person.given_name,
        )
