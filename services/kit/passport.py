"""Passports: signed tokens that say who is calling, verified by every service on every RPC.

A passport is a JSON Web Token (RFC 7519) signed with EdDSA (RFC 8037). Organizations issues it;
everybody else holds the public keys only.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt

from services.kit.clock import Clock
from services.kit.errors import Unauthenticated

ISSUER = "banyan"
AUDIENCE = "banyan-services"
ALGORITHM = "EdDSA"
MOST_ROLES = 64  # a passport with 150 roles outgrows gRPC's limit for metadata, about 8 kB


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as their passport says.

    Attributes:
        principal_id: The principal, whatever it is; "anonymous" for nobody in particular.
        person_id: The person behind the principal; None for an anonymous caller.
        client_id: The app through which the call came; empty where the credential named none.
        platform_roles: Roles on the whole platform, such as "ADMIN".
        roles: For up to 64 organizations, the roles held there directly, such as {"LEADER"}.
        scopes: What the app may do on the caller's behalf.
        token: The passport itself, to be passed on in calls to other services.
    """

    principal_id: str
    person_id: UUID | None = None
    client_id: str = ""
    platform_roles: frozenset[str] = frozenset()
    roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    token: str = ""

    @property
    def is_admin(self) -> bool:
        """Whether the caller administers the platform (which opens no confidential record)."""
        return "ADMIN" in self.platform_roles

    def holding(self, *roles: str) -> list[UUID]:
        """Returns the organizations in which the caller holds one of the roles."""
        wanted = frozenset(roles)
        return [organization for organization, held in self.roles.items() if held & wanted]


def sign(caller: Caller, *, key: Any, key_id: str, issued: datetime, expires: datetime) -> str:
    """Returns a passport for the caller; roles beyond the first 64 organizations are left out."""
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": caller.principal_id,
        "iat": int(issued.timestamp()),
        "exp": int(expires.timestamp()),
        "client_id": caller.client_id,
        "scope": " ".join(sorted(caller.scopes)),
        "platform_roles": sorted(caller.platform_roles),
        "roles": {
            str(organization): sorted(held)
            for organization, held in list(caller.roles.items())[:MOST_ROLES]
        },
    }
    if caller.person_id is not None:
        claims["person_id"] = str(caller.person_id)
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": key_id})


class PassportVerifier:
    """Verifies passports against the public keys in a JWKS file.

    A verified passport is remembered until it expires, because a signature costs more than the rest
    of a small read.
    """

    def __init__(self, jwks: Path, clock: Clock, *, remember: int = 10_000) -> None:
        keys = jwt.PyJWKSet.from_dict(json.loads(jwks.read_text()))
        self._keys = {key.key_id: key for key in keys.keys}
        self._clock = clock
        self._remember = remember
        self._known: OrderedDict[str, tuple[Caller, float]] = OrderedDict()

    def verify(self, token: str) -> Caller:
        """Returns the caller that the passport names.

        Raises:
            Unauthenticated: It is not a passport, was signed by a stranger, or has expired.
        """
        now = self._clock.now()
        known = self._known.get(token)
        if known is not None and known[1] > now.timestamp():
            return known[0]
        caller, expires = self._decode(token, now)
        self._known[token] = (caller, expires)
        # The oldest expire first, or nearly so.
        while len(self._known) > self._remember or self._oldest_expiry() <= now.timestamp():
            self._known.popitem(last=False)
        return caller

    def _oldest_expiry(self) -> float:
        return next(iter(self._known.values()))[1]

    def _decode(self, token: str, now: datetime) -> tuple[Caller, float]:
        try:
            key = self._keys[jwt.get_unverified_header(token).get("kid")]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                # The time is read from the clock of the service, below.
                options={"require": ["exp", "sub"], "verify_exp": False, "verify_iat": False},
            )
            expires = float(claims["exp"])
            if expires <= now.timestamp():
                raise Unauthenticated("The passport has expired.", reason="PASSPORT_EXPIRED")
            return _caller(claims, token), expires
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unauthenticated(
                "The passport is not valid.", reason="PASSPORT_INVALID"
            ) from error


def _caller(claims: Mapping[str, Any], token: str) -> Caller:
    person_id = claims.get("person_id")
    return Caller(
        principal_id=claims["sub"],
        person_id=None if person_id is None else UUID(person_id),
        client_id=claims["client_id"],
        platform_roles=frozenset(claims["platform_roles"]),
        roles={UUID(key): frozenset(held) for key, held in claims["roles"].items()},
        scopes=frozenset(claims["scope"].split()),
        token=token,
    )
