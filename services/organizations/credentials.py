"""Credentials: what callers bring from elsewhere, and who they are by it.

The operator names the issuers whose access tokens count, in a JSON file:

    [{"issuer": "https://id.example.org", "audience": "banyan", "jwks": "id.example.org.jwks.json",
      "default_scopes": ["organizations.read", "events.read"]}]

`jwks` is a file of public keys (RFC 7517), `default_scopes` what a token may do that names none of
our scopes: everything, unless said otherwise.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import jwt
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.kit.errors import Unauthenticated

# Signatures by a key pair only: whoever holds the public keys must not be able to sign.
ALGORITHMS = ("EdDSA", "ES256", "RS256")
SCOPES = frozenset(
    {
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
CLOCK_SKEW_SECONDS = 60
LONGEST_NAME = 255  # of a subject (OpenID Connect Core, section 2) or client


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
        """
        ...


class TrustedIssuer(BaseModel):
    """An issuer as the operator's file names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    jwks: Path
    default_scopes: frozenset[str] = SCOPES


class KeySetIssuer:
    """An issuer whose public keys are known: it gives signed JSON Web Tokens (RFC 7519, RFC 9068).

    Args:
        trusted: Its name, its name for us, and the scopes of tokens that name none.
        keys: Its public keys (RFC 7517); those for other purposes are left aside.

    Raises:
        ValueError: No key can be used, or a default scope is not one of ours.
    """

    def __init__(self, trusted: TrustedIssuer, keys: Mapping[str, Any]) -> None:
        if not trusted.default_scopes <= SCOPES:
            raise ValueError(f"{trusted.issuer}: a default scope is not one of ours")
        self._trusted = trusted
        self._keys = {
            key.key_id: key
            for key in jwt.PyJWKSet.from_dict(dict(keys)).keys
            if key.key_id and key.algorithm_name in ALGORITHMS and key.public_key_use != "enc"
        }
        if not self._keys:
            raise ValueError(f"{trusted.issuer}: there is no public key to verify tokens with")

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns who the token speaks of.

        Raises:
            Unauthenticated: It is not a token of the issuer for us, or not valid now.
        """
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                issuer=self._trusted.issuer,
                audience=self._trusted.audience,
                options={
                    "require": ["aud", "exp", "iss", "sub"],
                    # The time is read from the clock of the service, below.
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            expires = _moment(claims["exp"])
            begins = _moment(claims.get("nbf", 0))
            identity = Identity(
                issuer=self._trusted.issuer,
                subject=_name(claims["sub"]),
                client_id=_client(claims),
                scopes=self._scopes(claims.get("scope", "")),
                expires=expires,
            )
        except (
            jwt.PyJWTError,
            LookupError,
            ValueError,
            TypeError,
            OverflowError,
            OSError,
        ) as error:
            raise invalid() from error
        if (begins - now).total_seconds() > CLOCK_SKEW_SECONDS:
            raise invalid()
        if expires <= now:
            raise Unauthenticated(
                "The credential has expired; sign in again.", reason="CREDENTIAL_EXPIRED"
            )
        return identity

    def _scopes(self, scope: Any) -> frozenset[str]:
        if not isinstance(scope, str):
            raise TypeError("the scope is not a string")
        return SCOPES.intersection(scope.split()) or self._trusted.default_scopes


class TrustedIssuers:
    """All issuers that the operator trusts, as one.

    Args:
        issuers: The issuers, by name.
    """

    def __init__(self, issuers: Mapping[str, Issuer]) -> None:
        self._issuers = issuers

    @classmethod
    def read(cls, path: Path) -> "TrustedIssuers":
        """Returns the issuers that a file names; it finds their keys beside it.

        Raises:
            ValueError: The file is not as described above.
            OSError: It, or a file of keys, cannot be read.
        """
        issuers: dict[str, Issuer] = {}
        for trusted in TypeAdapter(list[TrustedIssuer]).validate_json(path.read_bytes()):
            if trusted.issuer in issuers:
                raise ValueError(f"{trusted.issuer} is named twice")
            keys = json.loads((path.parent / trusted.jwks).read_bytes())
            issuers[trusted.issuer] = KeySetIssuer(trusted, keys)
        return cls(issuers)

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns who the token speaks of, by the issuer that it claims to come from.

        Raises:
            Unauthenticated: That issuer is not trusted, or does not know the token.
        """
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
            issuer = self._issuers[claims["iss"]]
        except (jwt.PyJWTError, LookupError, ValueError, TypeError) as error:
            raise invalid() from error
        return await issuer.identify(token, now)


def invalid() -> Unauthenticated:
    """Returns the one answer to every credential that is not valid: it says no more."""
    return Unauthenticated("The credential is not valid.", reason="CREDENTIAL_INVALID")


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
