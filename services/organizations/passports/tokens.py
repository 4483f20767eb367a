"""Access tokens: signed JSON Web Tokens (RFC 7519, RFC 9068) of one issuer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt

from services.kit.errors import Unauthenticated
from services.organizations.passports.credentials import SCOPES, Identity, invalid
from services.organizations.passports.issuer_keys import IssuerKeys

CLOCK_SKEW_SECONDS = 60
LONGEST_NAME = 255  # of a subject (OpenID Connect Core, section 2), client or key
# RFC 9068 has issuers say "at+jwt"; many say "JWT", or nothing. Tokens for other purposes say others.
_TYPES = frozenset({"at+jwt", "application/at+jwt", "jwt", ""})
_MALFORMED = (jwt.PyJWTError, LookupError, ValueError, TypeError, OverflowError, OSError)


class TokenIssuer:
    """An issuer of access tokens.

    Args:
        issuer: Its name in the tokens.
        audiences: What it calls us; a token must be meant for one of them.
        scopes: Which of our scopes a scope of the issuer gives, beside ours that a token names.
        keys: Its public keys.
    """

    def __init__(
        self,
        issuer: str,
        audiences: frozenset[str],
        scopes: Mapping[str, frozenset[str]],
        keys: IssuerKeys,
    ) -> None:
        self._issuer = issuer
        self._audiences = audiences
        self._mapped = scopes
        self._keys = keys

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns the identity in a token.

        Raises:
            Unauthenticated: It is not a token of the issuer for us, or not valid now.
            Unavailable: The key that it names cannot be fetched now.
        """
        try:
            key_id = _key_id(token)
        except _MALFORMED as error:
            raise invalid() from error
        key = await self._keys.find(key_id)
        if key is None:
            raise invalid()
        try:
            claims = self._claims(token, key)
            begins = _moment(claims.get("nbf", 0))
            identity = Identity(
                issuer=self._issuer,
                subject=_name(claims["sub"]),
                client_id=_client(claims),
                scopes=self._scopes(claims.get("scope", "")),
                expires=_moment(claims["exp"]),
            )
        except _MALFORMED as error:
            raise invalid() from error
        if (begins - now).total_seconds() > CLOCK_SKEW_SECONDS:
            raise invalid()
        if identity.expires <= now:
            raise Unauthenticated(
                "The access token has expired. Sign in again.", reason="CREDENTIAL_EXPIRED"
            )
        return identity

    async def close(self) -> None:
        """Ends background tasks."""
        await self._keys.close()

    def _claims(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            # The key's own algorithm, whatever the token says of itself.
            algorithms=[key.algorithm_name],
            issuer=self._issuer,
            audience=self._audiences,
            options={
                "require": ["aud", "exp", "iss", "sub"],
                # The time is read from the clock of the service.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        if "at_hash" in claims:
            # It vouches for an access token, so it is an ID token (OpenID Connect Core, 3.1.3.6).
            raise ValueError("an ID token")
        return claims

    def _scopes(self, scope: Any) -> frozenset[str]:
        if not isinstance(scope, str):
            raise TypeError("the scope is not a string")
        named = scope.split()
        return SCOPES.intersection(named).union(*(self._mapped.get(each, ()) for each in named))


def _key_id(token: str) -> str:
    header = jwt.get_unverified_header(token)
    if str(header.get("typ") or "").lower() not in _TYPES:
        raise ValueError("a token for another purpose")
    return _name(header["kid"])


def _moment(value: Any) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("not a number")
    return datetime.fromtimestamp(int(value), UTC)


def _client(claims: Mapping[str, Any]) -> str:
    client_id = claims.get("client_id") or claims.get("azp")
    return _name(client_id) if client_id else ""


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or not value.isprintable():
        raise ValueError("not a name")
    return value
