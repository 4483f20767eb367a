"""PassportService: exchanges credentials for passports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import passport_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.catalogue import reached_from
from services.kit.calls import deadline
from services.kit.calls.passport import EVERY_SERVICE, Caller, sign
from services.kit.contract.values import timestamp
from services.kit.errors import DeadlineExceeded, Unavailable
from services.kit.process.ids import uuid7
from services.kit.service.request import ANONYMOUS
from services.kit.service.steps import Preparation
from services.kit.work.query import Query
from services.kit.work.roles import Role
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.app_keys.exchange import exchange, is_key
from services.organizations.app_keys.secrets import Secrets
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.states import MembershipState
from services.organizations.passports.credentials import SCOPES, Identity, Issuer
from services.organizations.passports.issuers import TrustedIssuers
from services.organizations.passports.keys import SigningKey
from services.organizations.passports.models import Principal
from services.organizations.people.models import Person, PersonState

ANONYMOUS_SCOPES = frozenset(
    scope
    for scope in SCOPES
    if scope.endswith(".read") and scope not in ("audit.read", "contacts.read", "personal.read")
)
# A passport has room for a limited number of organizations. Those with the weightier roles come first.
_BY_WEIGHT = tuple(Role)


# A passport with which volunteers is asked whether a person has registered, and how long that may take. It is as long as
# the gateway waits, or nearly: who has just registered would be told that they have not.
ASKING_LIFETIME_SECONDS = 10
ASK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Identified:
    """Who brought a credential.

    Attributes:
        identity: The identity in it.
        is_registered: Whether their person has registered.
    """

    identity: Identity
    is_registered: bool


_KNOWN = Query(
    select(col(Principal.person_id), col(Person.id).is_not(None))
    .outerjoin(Person, col(Person.id) == col(Principal.person_id))
    .where(col(Principal.issuer) == given("issuer"), col(Principal.subject) == given("subject"))
)


class PassportServicer:
    """Issues the passports that every service verifies.

    Args:
        settings: How long passports are valid, and who administers the platform.
        key: Signs passports.
        issuer: Knows whose the credentials are.
        secrets: Knows the keys of apps.
    """

    service = pb.DESCRIPTOR.services_by_name["PassportService"]

    def __init__(
        self,
        settings: OrganizationsSettings,
        key: SigningKey,
        issuer: Issuer,
        secrets: Secrets,
    ) -> None:
        self._key = key
        self._issuer = issuer
        self._secrets = secrets
        self._lifetime = timedelta(seconds=settings.passport_lifetime)
        self._administrators = settings.administrator_identities

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "PassportServicer":
        """Returns the servicer that the configuration describes."""
        key = SigningKey.read(settings.passport_private_key, settings.passport_jwks)
        return cls(settings, key, TrustedIssuers.read(settings), Secrets.from_settings(settings))

    async def close(self) -> None:
        """Ends the background tasks of the issuer."""
        await self._issuer.close()

    async def prepare_IssuePassport(
        self, request: pb.IssuePassportRequest, preparation: Preparation
    ) -> "Identified | str | None":
        """Verifies the credential, and looks up whether its person has registered.

        The issuer may have to be asked, and volunteers. The key of an app is only looked at.
        """
        if not request.credential:
            return None
        if is_key(request.credential):
            return self._secrets.checked(request.credential)
        identity = await self._issuer.identify(request.credential, preparation.work.now)
        return Identified(identity, await self._is_registered(identity, preparation))

    async def IssuePassport(
        self, request: pb.IssuePassportRequest, work: Work
    ) -> pb.IssuePassportResponse:
        """Exchanges a credential for a passport."""
        found: Identified | str | None = work.prepared
        expires = work.now + self._lifetime
        if found is None:
            caller = Caller(ANONYMOUS.principal_id, scopes=ANONYMOUS_SCOPES)
        elif isinstance(found, str):
            app = await exchange(found, self._secrets, work, request.operation_count)
            caller, expires = app.caller, min(expires, app.expires)
        else:
            caller = await self._caller(found, work)
            expires = min(expires, found.identity.expires)
        return self._issued(request, caller, work.now, expires.replace(microsecond=0))

    async def _is_registered(self, identity: Identity, preparation: Preparation) -> bool:
        """Returns whether the person has registered, which volunteers knows before its notice arrives."""
        known = await preparation.work.fetch(
            _KNOWN, issuer=identity.issuer, subject=identity.subject
        )
        if not known:  # nobody has come with this identity yet
            return False
        ((person_id, is_registered),) = known
        if is_registered:
            return True
        asking = Caller(str(person_id), person_id, scopes=frozenset({"volunteers.read"}))
        now = preparation.work.now
        expires = now + timedelta(seconds=ASKING_LIFETIME_SECONDS)
        try:
            async with deadline.within(ASK_SECONDS):
                answer = await preparation.client.call(
                    person_pb2.BatchGetPeopleRequest(ids=[str(person_id)]),
                    person_pb2.BatchGetPeopleResponse,
                    passport=self._signed(asking, now, expires, reached_from("volunteers")),
                )
        except (Unavailable, DeadlineExceeded):
            return False
        return bool(answer.people)

    async def _caller(self, found: "Identified", work: Work) -> Caller:
        identity = found.identity
        principal_id, person_id = await principal_of(identity, work)
        administers = (identity.issuer, identity.subject) in self._administrators
        if await is_suspended(person_id, work):
            return Caller(
                principal_id=str(principal_id),
                person_id=person_id,
                client_id=identity.client_id,
                is_suspended=True,
                scopes=identity.scopes,
            )
        return Caller(
            principal_id=str(principal_id),
            person_id=person_id,
            client_id=identity.client_id,
            platform_roles=frozenset({"ADMIN"} if administers else ()),
            roles=await roles_of(person_id, work),
            is_registered=found.is_registered,
            scopes=identity.scopes,
        )

    def _issued(
        self, request: pb.IssuePassportRequest, caller: Caller, issued: datetime, expires: datetime
    ) -> pb.IssuePassportResponse:
        by_audience: dict[tuple[str, ...], list[str]] = {}
        for service in request.services:
            by_audience.setdefault(reached_from(service), []).append(service)
        return pb.IssuePassportResponse(
            passport="" if by_audience else self._signed(caller, issued, expires, (EVERY_SERVICE,)),
            addressed_passports=[
                pb.AddressedPassport(
                    services=services, passport=self._signed(caller, issued, expires, audience)
                )
                for audience, services in by_audience.items()
            ],
            expire_time=timestamp(expires),
            person_id=str(caller.person_id or ""),
            is_administrator=caller.is_admin,
            scopes=sorted(caller.scopes),
            app_id=str(caller.app_id or ""),
        )

    def _signed(
        self, caller: Caller, issued: datetime, expires: datetime, audience: Sequence[str]
    ) -> str:
        return sign(
            caller,
            key=self._key.key,
            key_id=self._key.key_id,
            issued=issued,
            expires=expires,
            audience=audience,
        )


def _is(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Principal.issuer) == identity.issuer,
        col(Principal.subject) == identity.subject,
    )


async def principal_of(identity: Identity, work: Work) -> tuple[UUID, UUID]:
    """Returns the ids of the principal and its person, given at the first exchange and then kept."""
    known = select(col(Principal.id), col(Principal.person_id)).where(*_is(identity))
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


async def is_suspended(person_id: UUID, work: Work) -> bool:
    """Returns whether a person is suspended on the whole platform."""
    person = await work.session.get(Person, person_id)
    return person is not None and person.state == PersonState.SUSPENDED


async def roles_of(person_id: UUID, work: Work) -> dict[UUID, frozenset[Role]]:
    """Returns the roles of a person in each organization, the weightiest first.

    Organizations in which the person is a member without a role are left out.
    """
    organization_id = col(Membership.organization_id)
    rows = await work.session.execute(
        select(organization_id, func.array_agg(col(MembershipRole.role)))
        .join(MembershipRole, col(MembershipRole.membership_id) == col(Membership.id))
        .where(
            col(Membership.person_id) == person_id,
            col(Membership.state) == MembershipState.ACTIVE,
            col(MembershipRole.end_time).is_(None),
        )
        .group_by(organization_id)
    )
    roles = {row[0]: frozenset(row[1]) for row in rows}
    return dict(sorted(roles.items(), key=lambda item: (_weight(item[1]), item[0])))


def _weight(roles: frozenset[Role]) -> int:
    return min(_BY_WEIGHT.index(role) for role in roles)
