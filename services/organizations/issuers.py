"""The issuers whose access tokens count.

The operator names them in a JSON file:

    [{"issuer": "https://id.example.org", "audience": "banyan"},
     {"issuer": "https://id.example.com", "audience": ["banyan", "https://api.example.com"],
      "jwks": "id.example.com.jwks.json", "default_scopes": ["organizations.read", "events.read"]}]

`audience` is what the issuer calls us, `jwks` a file of public keys (RFC 7517) for an issuer whose
keys are not to be discovered (OpenID Connect Discovery 1.0), `default_scopes` what a token may do that
names none of our scopes: everything, unless said otherwise.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import jwt
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    field_validator,
    model_validator,
)

from services.organizations.config import OrganizationsSettings
from services.organizations.credentials import SCOPES, Identity, Issuer, invalid
from services.organizations.discovery import Fetcher, is_safe_address
from services.organizations.issuer_keys import DiscoveredKeys, FixedKeys, IssuerKeys
from services.organizations.tokens import TokenIssuer

Name = Annotated[str, Field(min_length=1)]
Names = Annotated[
    frozenset[Name],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    Field(min_length=1),
]


class TrustedIssuer(BaseModel):
    """An issuer as the operator's file names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: Name
    audience: Names
    jwks: Path | None = None
    default_scopes: frozenset[str] = SCOPES

    @field_validator("default_scopes")
    @classmethod
    def _refuse_foreign(cls, value: frozenset[str]) -> frozenset[str]:
        if not value <= SCOPES:
            raise ValueError("a default scope is not one of ours")
        return value

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> "TrustedIssuer":
        plain = "?" not in self.issuer and "#" not in self.issuer
        if self.jwks is None and not (plain and is_safe_address(self.issuer)):
            raise ValueError("to discover keys, name the issuer by its https address")
        return self


class TrustedIssuers:
    """All issuers that the operator trusts, as one.

    Args:
        issuers: The issuers, by name.
        fetcher: Fetches the keys of those that publish them.
    """

    def __init__(self, issuers: Mapping[str, Issuer], fetcher: Fetcher | None = None) -> None:
        self._issuers = issuers
        self._fetcher = fetcher

    @classmethod
    def read(cls, settings: OrganizationsSettings) -> "TrustedIssuers":
        """Returns the issuers that the operator's file names; files of keys stand beside it.

        Raises:
            ValueError: The file is not as described above.
            OSError: It, or a file of keys, cannot be read.
        """
        path = settings.trusted_issuers
        fetcher = Fetcher()
        issuers: dict[str, Issuer] = {}
        for trusted in TypeAdapter(list[TrustedIssuer]).validate_json(path.read_bytes()):
            if trusted.issuer in issuers:
                raise ValueError(f"{trusted.issuer} is named twice")
            keys: IssuerKeys
            if trusted.jwks is None:
                keys = DiscoveredKeys(trusted.issuer, fetcher, settings)
            else:
                known = json.loads((path.parent / trusted.jwks).read_bytes())
                keys = FixedKeys(trusted.issuer, known)
            issuers[trusted.issuer] = TokenIssuer(
                trusted.issuer, trusted.audience, trusted.default_scopes, keys
            )
        return cls(issuers, fetcher)

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns who the token speaks of, by the issuer that it claims to come from.

        Raises:
            Unauthenticated: That issuer is not trusted, or does not know the token.
            Unavailable: The issuer has to be asked for its keys, and cannot be at the moment.
        """
        return await self._of(token).identify(token, now)

    async def close(self) -> None:
        """Ends what goes on in the background, and the connections to the issuers."""
        for issuer in self._issuers.values():
            await issuer.close()
        if self._fetcher is not None:
            await self._fetcher.close()

    def _of(self, token: str) -> Issuer:
        try:
            claims: Any = jwt.decode(token, options={"verify_signature": False})
            return self._issuers[claims["iss"]]
        except (jwt.PyJWTError, LookupError, ValueError, TypeError) as error:
            raise invalid() from error
