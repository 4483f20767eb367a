"""Passports: signed tokens that say who is calling, verified by every service on every RPC.

A passport is a JSON Web Token (RFC 7519) signed with EdDSA (RFC 8037). Organizations issues it;
everybody else holds the public keys only.

Every call carries the passport, and gRPC limits the metadata of a call to about 8 kB. So the roles are
packed: for each set of roles, the ids of the organizations in which the caller holds exactly these, 16
bytes each. What does not fit is left out, and the passport says so (`Caller.has_more_roles`).

A passport names the services that it is for (`aud`): the one it is sent to, and those that one calls. So
a service that was broken into cannot use at another what callers send to it.
"""

import json
import math
from base64 import b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import jwt

from services.kit.errors import Unauthenticated
from services.kit.process import metrics
from services.kit.process.clock import Clock
from services.kit.process.environment import ConfigurationError

# What reading a token that says something else, or nothing, ends with.
MALFORMED = (
    jwt.PyJWTError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
)
ISSUER = "banyan"
# The audience of a passport that every service accepts.
EVERY_SERVICE = "banyan-services"
ALGORITHM = "EdDSA"
# What the principal of an app begins with; the rest is the ID of the app.
APP_PRINCIPAL = "app:"
# With the rest of the metadata it stays below 8 kB. About 190 organizations fit.
MOST_BYTES = 6500
_ID_BYTES = 16
# An id is encoded twice, each time in 4 characters for 3 bytes: in its list, then with the payload.
_ENCODED_ID_BYTES = _ID_BYTES * (4 / 3) ** 2


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as their passport says.

    Attributes:
        principal_id: The principal, whatever it is; "anonymous" if there is none.
        person_id: The person behind the principal; None for an anonymous caller and for an app.
        client_id: The app through which the call came; empty where the credential named none.
        platform_roles: Roles on the whole platform, such as "ADMIN".
        roles: For each organization, the roles from OWNER to SUPERVISOR that the caller holds there
            directly, such as {"LEADER"}. Plain memberships are not listed, but for an app.
        has_more_roles: Whether the caller holds roles in organizations that did not fit.
        is_suspended: Whether the person is suspended on the whole platform. Then no role of theirs
            counts, and they change only what the contract allows suspended people.
        is_registered: Whether the person has registered. Until then they change only what the contract
            allows people who have not.
        scopes: What the app may do on the caller's behalf; for an app with a key, what it may do itself.
        app_id: The app that calls with a key of its own, and for no person.
        key_id: The key with which it does.
        token: The passport itself, to be passed on in calls to other services.
    """

    principal_id: str
    person_id: UUID | None = None
    client_id: str = ""
    platform_roles: frozenset[str] = frozenset()
    roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    has_more_roles: bool = False
    is_suspended: bool = False
    is_registered: bool = True
    scopes: frozenset[str] = frozenset()
    app_id: UUID | None = None
    key_id: UUID | None = None
    token: str = ""

    @property
    def is_app(self) -> bool:
        """Whether an app calls with a key of its own."""
        return self.app_id is not None

    @property
    def is_admin(self) -> bool:
        """Whether the caller administers the platform (which opens no confidential record)."""
        return "ADMIN" in self.platform_roles

    def holding(self, *roles: str) -> list[UUID]:
        """Returns the organizations in which the caller holds one of the roles."""
        wanted = frozenset(roles)
        return [organization for organization, held in self.roles.items() if held & wanted]


def app_of(principal_id: str) -> str:
    """Returns the ID of the app that a principal is; empty if it is none."""
    is_app = principal_id.startswith(APP_PRINCIPAL)
    return principal_id.removeprefix(APP_PRINCIPAL) if is_app else ""


def sign(
    caller: Caller,
    *,
    key: Any,
    key_id: str,
    issued: datetime,
    expires: datetime,
    audience: Sequence[str] = (EVERY_SERVICE,),
    opens: Mapping[str, str] | None = None,
) -> str:
    """Returns a passport for the caller, at most MOST_BYTES long if roles are left out.

    Args:
        caller: The caller. Roles that come last in `roles` are left out first.
        key: The private key.
        key_id: The name of the key.
        issued: The time of issue.
        expires: The time from which on the passport is not valid.
        audience: The services that accept it.
        opens: What it opens, if it is in a link (`services/kit/calls/links.py`).
    """
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": list(audience),
        "sub": caller.principal_id,
        "iat": issued.timestamp(),  # to the microsecond: a role may end within the same second
        "exp": int(expires.timestamp()),
        "client_id": caller.client_id,
        "scope": " ".join(sorted(caller.scopes)),
        "platform_roles": sorted(caller.platform_roles),
    }
    if caller.person_id is not None:
        claims["person_id"] = str(caller.person_id)
    if caller.app_id is not None:
        claims["app_id"], claims["key_id"] = str(caller.app_id), str(caller.key_id)
    if opens:
        claims["opens"] = dict(opens)
    if caller.is_suspended:
        claims["suspended"] = True
    if not caller.is_registered:
        claims["unregistered"] = True
    held = list(caller.roles.items())
    while True:
        omits = caller.has_more_roles or len(held) < len(caller.roles)
        roles = {"roles": _packed(held), "has_more_roles": omits}
        token = jwt.encode(claims | roles, key, algorithm=ALGORITHM, headers={"kid": key_id})
        surplus = len(token) - MOST_BYTES
        if surplus <= 0 or not held:
            break
        del held[-math.ceil(surplus / _ENCODED_ID_BYTES) :]
    if omits:
        metrics.PASSPORTS_TRUNCATED.inc()
        metrics.PASSPORT_ROLES_OMITTED.inc(len(caller.roles) - len(held))
    return token


def _packed(held: Iterable[tuple[UUID, frozenset[str]]]) -> dict[str, str]:
    """Returns the ids of organizations as base64url, by the roles that are held in them."""
    ids: dict[str, bytearray] = {}
    for organization, roles in held:
        ids.setdefault(" ".join(sorted(roles)), bytearray()).extend(organization.bytes)
    return {roles: urlsafe_b64encode(packed).decode().rstrip("=") for roles, packed in ids.items()}


def _unpacked(packed: Mapping[str, str]) -> dict[UUID, frozenset[str]]:
    """Returns the roles by organization.

    Raises:
        ValueError: The text is not what `_packed` returns.
    """
    held: dict[UUID, frozenset[str]] = {}
    for names, text in packed.items():
        roles = frozenset(names.split())
        ids = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        for start in range(0, len(ids), _ID_BYTES):
            held[UUID(bytes=ids[start : start + _ID_BYTES])] = roles
    return held


def read_key_set(jwks: Path) -> jwt.PyJWKSet:
    """Returns the key set with which services verify passports.

    Raises:
        ConfigurationError: The file does not contain a key set.
    """
    try:
        return jwt.PyJWKSet.from_dict(json.loads(jwks.read_text()))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            "passport_jwks", "must name a file with a key set (RFC 7517)"
        ) from error


class Revoking(Protocol):
    """What knows of roles that have ended since passports were issued."""

    def apply(self, caller: Caller, issued: datetime) -> Caller:
        """Returns the caller without what their passport no longer gives them."""
        ...


@dataclass(frozen=True, slots=True)
class _Verified:
    """A passport whose signature was verified."""

    caller: Caller
    issued: datetime
    expires: float


class PassportVerifier:
    """Verifies passports against the public keys in a JWKS file.

    A verified passport is remembered until it expires, because a signature costs more than the rest
    of a small read.

    Args:
        jwks: The file.
        clock: The clock.
        service: The service that verifies. It refuses what is addressed to others.
        revocations: Knows what passports no longer give; None if they count until they expire.
        remember: The number of passports to remember.
    """

    def __init__(
        self,
        jwks: Path,
        clock: Clock,
        service: str,
        revocations: Revoking | None = None,
        *,
        remember: int = 10_000,
    ) -> None:
        self._keys = {key.key_id: key for key in read_key_set(jwks).keys}
        self._clock = clock
        self._audience = (service, EVERY_SERVICE)
        self._revocations = revocations
        self._remember = remember
        self._known: OrderedDict[str, _Verified] = OrderedDict()

    def verify(self, token: str) -> Caller:
        """Returns the caller that the passport names.

        Raises:
            Unauthenticated: It is not a passport, was signed by a stranger, is for other services, or has
                expired.
            Unavailable: Roles may have ended since it was issued, and that is not known.
        """
        now = self._clock.now()
        known = self._known.get(token)
        if known is None or known.expires <= now.timestamp():
            known = self._known[token] = self._decode(token, now)
            # The oldest expire first, or nearly so.
            while len(self._known) > self._remember or self._oldest_expiry() <= now.timestamp():
                self._known.popitem(last=False)
        if self._revocations is None:
            return known.caller
        return self._revocations.apply(known.caller, known.issued)

    def _oldest_expiry(self) -> float:
        return next(iter(self._known.values())).expires

    def _decode(self, token: str, now: datetime) -> _Verified:
        try:
            key = self._keys[jwt.get_unverified_header(token).get("kid")]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=self._audience,
                # The time is read from the clock of the service, below.
                options={
                    "require": ["exp", "iat", "sub"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            expires = float(claims["exp"])
            if expires <= now.timestamp():
                raise Unauthenticated(
                    "The passport has expired. Exchange your credential again.",
                    reason="PASSPORT_EXPIRED",
                )
            issued = datetime.fromtimestamp(float(claims["iat"]), UTC)
            return _Verified(_caller(claims, token), issued, expires)
        except MALFORMED as error:
            raise Unauthenticated(
                "The passport is not valid. Exchange your credential again.",
                reason="PASSPORT_INVALID",
            ) from error


def _caller(claims: Mapping[str, Any], token: str) -> Caller:
    person_id, app_id = claims.get("person_id"), claims.get("app_id")
    return Caller(
        principal_id=claims["sub"],
        person_id=None if person_id is None else UUID(person_id),
        client_id=claims["client_id"],
        platform_roles=frozenset(claims["platform_roles"]),
        roles=_unpacked(claims["roles"]),
        has_more_roles=bool(claims["has_more_roles"]),
        is_suspended=bool(claims.get("suspended", False)),
        is_registered=not claims.get("unregistered", False),
        scopes=frozenset(claims["scope"].split()),
        app_id=None if app_id is None else UUID(app_id),
        key_id=None if app_id is None else UUID(claims["key_id"]),
        token=token,
    )
