"""PassportService: exchanges credentials for passports."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from banyan.organizations.v1 import passport_pb2 as pb
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.kit.ids import uuid7
from services.kit.passport import Caller, sign
from services.kit.server import NOBODY, Preparation
from services.kit.values import timestamp
from services.kit.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.credentials import SCOPES, Identity, Issuer
from services.organizations.models import Membership, MembershipRole, Principal

ANONYMOUS_SCOPES = frozenset(
    scope
    for scope in SCOPES
    if scope.endswith(".read") and scope not in ("audit.read", "contacts.read")
)
# A passport has room for some organizations only: those first in which one has more to do.
_BY_WEIGHT = ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that signs passports.

    Attributes:
        key: The private key.
        key_id: What the services know its public part by.
    """

    key: Ed25519PrivateKey
    key_id: str

    @classmethod
    def read(cls, private_key: Path, jwks: Path) -> "SigningKey":
        """Returns the key of a PEM file, named as in the key set that the services verify with.

        Raises:
            TypeError: It is no Ed25519 key.
            ValueError: The key set does not hold its public part.
        """
        key = load_pem_private_key(private_key.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{private_key} holds another kind of key than Ed25519")
        public = key.public_key()
        for known in jwt.PyJWKSet.from_dict(json.loads(jwks.read_text())).keys:
            if isinstance(known.key, Ed25519PublicKey) and known.key == public and known.key_id:
                return cls(key, known.key_id)
        raise ValueError(f"{jwks} does not hold the public part of {private_key}")


class PassportServicer:
    """Issues the passports that every service verifies.

    Args:
        settings: How long passports are valid, and who administers the platform.
        key: Signs passports.
        issuer: Knows whose the credentials are.
    """

    service = pb.DESCRIPTOR.services_by_name["PassportService"]

    def __init__(self, settings: OrganizationsSettings, key: SigningKey, issuer: Issuer) -> None:
        self._key = key
        self._issuer = issuer
        self._lifetime = timedelta(seconds=settings.passport_lifetime)
        self._administrators = settings.administrator_identities

    async def close(self) -> None:
        """Ends what the issuer does in the background."""
        await self._issuer.close()

    async def prepare_IssuePassport(
        self, request: pb.IssuePassportRequest, preparation: Preparation
    ) -> Identity | None:
        """Verifies the credential, for which an issuer may have to be asked."""
        if not request.credential:
            return None
        return await self._issuer.identify(request.credential, preparation.now)

    async def IssuePassport(
        self, request: pb.IssuePassportRequest, work: Work
    ) -> pb.IssuePassportResponse:
        """Exchanges a credential for a passport."""
        del request
        identity: Identity | None = work.prepared
        expires = work.now + self._lifetime
        if identity is None:
            caller = Caller(NOBODY.principal_id, scopes=ANONYMOUS_SCOPES)
        else:
            caller = await self._caller(identity, work)
            expires = min(expires, identity.expires)
        return self._issued(caller, work.now, expires.replace(microsecond=0))

    async def _caller(self, identity: Identity, work: Work) -> Caller:
        principal_id, person_id = await principal_of(identity, work)
        administers = (identity.issuer, identity.subject) in self._administrators
        return Caller(
            principal_id=str(principal_id),
            person_id=person_id,
            client_id=identity.client_id,
            platform_roles=frozenset({"ADMIN"} if administers else ()),
            roles=await roles_of(person_id, work),
            scopes=identity.scopes,
        )

    def _issued(
        self, caller: Caller, issued: datetime, expires: datetime
    ) -> pb.IssuePassportResponse:
        return pb.IssuePassportResponse(
            passport=sign(
                caller, key=self._key.key, key_id=self._key.key_id, issued=issued, expires=expires
            ),
            expire_time=timestamp(expires),
            person_id=str(caller.person_id or ""),
        )


async def principal_of(identity: Identity, work: Work) -> tuple[UUID, UUID]:
    """Returns the ids of the principal and its person, given at the first exchange and then kept."""
    known = select(col(Principal.id), col(Principal.person_id)).where(
        col(Principal.issuer) == identity.issuer, col(Principal.subject) == identity.subject
    )
    found = (await work.session.execute(known)).one_or_none()
    if found is None:
        new: Any = upsert(Principal).values(
            id=uuid7(),
            issuer=identity.issuer,
            subject=identity.subject,
            person_id=uuid7(),
            create_time=work.now,
        )
        await work.session.execute(new.on_conflict_do_nothing())
        found = (await work.session.execute(known)).one()
    return found[0], found[1]


async def roles_of(person_id: UUID, work: Work) -> dict[UUID, frozenset[str]]:
    """Returns the roles of a person in each organization, the weightiest first."""
    organization_id = col(Membership.organization_id)
    rows = await work.session.execute(
        select(organization_id, func.array_agg(col(MembershipRole.role)))
        .outerjoin(
            MembershipRole,
            and_(
                col(MembershipRole.membership_id) == col(Membership.id),
                col(MembershipRole.end_time).is_(None),
            ),
        )
        .where(col(Membership.person_id) == person_id, col(Membership.state) == "ACTIVE")
        .group_by(organization_id)
    )
    roles = {row[0]: frozenset({"MEMBER", *filter(None, row[1])}) for row in rows}
    return dict(sorted(roles.items(), key=lambda item: (_weight(item[1]), item[0])))


def _weight(roles: frozenset[str]) -> int:
    return min(_BY_WEIGHT.index(role) for role in roles)
