"""The issuers whose access tokens count.

The operator names them in a JSON file:

    [{"issuer": "https://id.example.org", "audience": "banyan"},
     {"issuer": "https://id.example.com", "audience": ["banyan", "https://api.example.com"],
      "jwks": "id.example.com.jwks.json",
      "scopes": {"community": ["organizations.read", "events.read", "events.write"]}}]

`audience` is what the issuer calls us, `jwks` a file of public keys (RFC 7517) for an issuer whose
keys are not to be discovered (OpenID Connect Discovery 1.0). `scopes` says which of our scopes a scope of
the issuer gives, for an issuer that cannot issue ours. A token may do what its scopes give, and nothing if
they give none of ours.
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
    ValidationError,
    field_validator,
    model_validator,
)

from services.kit.process.environment import ConfigurationError
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.credentials import SCOPES, Identity, Issuer, invalid
from services.organizations.passports.discovery import Fetcher, is_safe_address
from services.organizations.passports.issuer_keys import DiscoveredKeys, FixedKeys, IssuerKeys
from services.organizations.passports.tokens import TokenIssuer

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
    scopes: dict[Name, frozenset[str]] = {}  # pydantic copies it

    @field_validator("scopes")
    @classmethod
    def _refuse_foreign(cls, value: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        for name, ours in value.items():
            if not ours or not ours <= SCOPES:
                raise ValueError(
                    f"{name} must give scopes of this platform: {', '.join(sorted(SCOPES))}"
                )
            if name in SCOPES or len(name.split()) != 1:
                raise ValueError(
                    f"{name} must be one scope of the issuer, and none of this platform"
                )
        return value

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> "TrustedIssuer":
        plain = "?" not in self.issuer and "#" not in self.issuer
        if self.jwks is None and not (plain and is_safe_address(self.issuer)):
            raise ValueError(
                "the issuer must be an https address so that its keys can be discovered"
            )
        return self


class TrustedIssuers:
    """All issuers that the operator trusts, as one.

    Args:
        issuers: The issuers, by name.
        fetcher: Fetches the keys of issuers that publish them.
    """

    def __init__(self, issuers: Mapping[str, Issuer], fetcher: Fetcher | None = None) -> None:
        self._issuers = issuers
        self._fetcher = fetcher

    @classmethod
    def read(cls, settings: OrganizationsSettings) -> "TrustedIssuers":
        """Returns the issuers in the operator's file. Files of keys are next to it.

        Raises:
            ConfigurationError: The file is not as described above, or a file of keys is not.
        """
        try:
            return cls._read(settings)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise ConfigurationError("trusted_issuers", f"{where}: {first['msg']}") from None
        except OSError as error:
            raise ConfigurationError(
                "trusted_issuers", f"names a file of keys that cannot be read ({error.strerror})"
            ) from None
        except ValueError as error:
            raise ConfigurationError("trusted_issuers", str(error)) from None

    @classmethod
    def _read(cls, settings: OrganizationsSettings) -> "TrustedIssuers":
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
                trusted.issuer, trusted.audience, trusted.scopes, keys
            )
        return cls(issuers, fetcher)

    async def identify(self, token: str, now: datetime) -> Identity:
        """Returns the identity in a token, verified by the issuer that it names.

        Raises:
            Unauthenticated: That issuer is not trusted, or does not know the token.
            Unavailable: The keys of the issuer are needed and cannot be fetched now.
        """
        return await self._of(token).identify(token, now)

    async def close(self) -> None:
        """Ends background tasks, and closes the connections to the issuers."""
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
