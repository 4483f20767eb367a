"""People of many organizations: nothing is lost in any service, although no passport lists them all."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2, passport_pb2, roster_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.calls.passport import PassportVerifier
from services.kit.errors import PermissionDenied
from services.kit.process.clock import SystemClock
from services.kit.process.ids import uuid7
from services.kit.work.holding import Held, RoleTables
from services.kit.work.query import Query
from tests.organizations.passports.test_passports import belong
from tests.services import Platform, Site
from tests.waiting import eventually
from tests.world import in_hours

EACH = 500
MEMBERS = event_pb2.EVENT_VISIBILITY_MEMBERS


@dataclass
class Crowded:
    """A person who owns 500 organizations and is a member of 500 more.

    Attributes:
        platform: All services.
        me: The person.
        passport: Their passport.
        owned: The organizations that they own, by id.
        joined: Those in which they are a plain member, by id.
    """

    platform: Platform
    me: UUID
    passport: str
    owned: list[UUID]
    joined: list[UUID]

    async def plan(self, organization_id: UUID, passport: str) -> event_pb2.Event:
        """Publishes an event for the members of an organization."""
        event = await self.platform.call(
            event_pb2.CreateEventRequest(
                event=event_pb2.Event(
                    organization_id=str(organization_id),
                    title="合唱",
                    start_time=in_hours(24),
                    end_time=in_hours(26),
                    time_zone="Asia/Shanghai",
                    visibility=MEMBERS,
                )
            ),
            event_pb2.Event,
            passport,
        )
        return await self.platform.call(
            event_pb2.PublishEventRequest(event_id=event.id), event_pb2.Event, passport
        )

    async def sees(self, event: event_pb2.Event, passport: str) -> bool:
        """Tells whether somebody sees an event."""
        answer = await self.platform.call(
            event_pb2.BatchGetEventsRequest(ids=[event.id]),
            event_pb2.BatchGetEventsResponse,
            passport,
        )
        return bool(answer.events)

    async def is_seen(self, passport: str) -> bool:
        """Tells whether somebody sees the person."""
        answer = await self.platform.call(
            person_pb2.BatchGetPeopleRequest(ids=[str(self.me)]),
            person_pb2.BatchGetPeopleResponse,
            passport,
        )
        return bool(answer.people)

    async def another(self, organization_id: UUID) -> str:
        """Returns the passport of another member of an organization."""
        passport = self.platform.office.person()
        await self.platform.call(
            membership_pb2.ApplyForMembershipRequest(organization_id=str(organization_id)),
            membership_pb2.Membership,
            passport,
        )
        await eventually(lambda: self.is_seen(passport))
        return passport


@pytest_asyncio.fixture
async def crowded(site: Site) -> AsyncIterator[Crowded]:
    """The person, whose memberships every service knows."""
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack)
        token = site.issuer.mint("lin", "林")
        passport = await issued(platform, token)
        me = UUID(passport.person_id)
        await platform.call(
            person_pb2.RegisterPersonRequest(
                person=person_pb2.Person(display_name="林秀英", time_zone="Asia/Shanghai")
            ),
            person_pb2.Person,
            passport.passport,
        )
        ids = sorted(uuid7() for _ in range(2 * EACH))
        owned, joined = ids[:EACH], ids[EACH:]
        await belong(site, me, ids, dict.fromkeys(owned, "OWNER"))
        await repeat(site, me, owned, joined)
        renewed = (await issued(platform, token)).passport
        yield Crowded(platform, me, renewed, owned, joined)


async def repeat(site: Site, me: UUID, owned: list[UUID], joined: list[UUID]) -> None:
    """Writes what the notices of organizations and memberships would bring to the other services."""
    for service in ("events", "volunteers"):
        await site.sql(
            service,
            "INSERT INTO organization (id, state, ancestor_ids, inherit_roles)"
            " SELECT id, 'ACTIVE', '{}', false FROM unnest($1::uuid[]) AS id",
            owned + joined,
        )
        for ids, roles in ((owned, ["OWNER"]), (joined, [])):
            await site.sql(
                service,
                "INSERT INTO membership (id, organization_id, person_id, state, roles)"
                " SELECT gen_random_uuid(), id, $2, 'ACTIVE', $3 FROM unnest($1::uuid[]) AS id",
                ids,
                me,
                roles,
            )


async def issued(platform: Platform, token: str) -> passport_pb2.IssuePassportResponse:
    request = passport_pb2.IssuePassportRequest(credential=token)
    return await platform.call(request, passport_pb2.IssuePassportResponse, None)


async def test_nothing_is_lost(crowded: Crowded, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = PassportVerifier(crowded.platform.office.jwks, SystemClock(), "events").verify(
        crowded.passport
    )
    assert caller.has_more_roles
    last_owned, last_joined = crowded.owned[-1], crowded.joined[-1]
    assert last_owned not in caller.roles

    # What is theirs they manage, in every service.
    renamed = await crowded.platform.call(
        organization_pb2.UpdateOrganizationRequest(
            organization_id=str(last_owned),
            organization=organization_pb2.Organization(description="槐柏树街"),
            update_mask=FieldMask(paths=["description"]),
        ),
        organization_pb2.Organization,
        crowded.passport,
    )
    assert renamed.description == "槐柏树街"
    mine = await crowded.plan(last_owned, crowded.passport)
    assert await crowded.sees(mine, crowded.passport)

    # Where they are a member they see what members see, and no more.
    theirs = await crowded.plan(
        last_joined, crowded.platform.office.person(roles={last_joined: ["LEADER"]})
    )
    assert await crowded.sees(theirs, crowded.passport)
    roster = roster_pb2.ListRosterEntriesRequest(organization_id=str(last_joined))
    answer = await crowded.platform.call(
        roster, roster_pb2.ListRosterEntriesResponse, crowded.passport
    )
    assert [entry.membership.person_id for entry in answer.roster_entries] == [str(crowded.me)]
    with pytest.raises(PermissionDenied):
        await crowded.plan(last_joined, crowded.passport)

    # They are seen by those with whom they share an organization, and see them.
    for organization_id in (last_owned, last_joined):
        assert await crowded.is_seen(await crowded.another(organization_id))

    await without(monkeypatch, crowded, mine, theirs)


async def without(
    monkeypatch: pytest.MonkeyPatch,
    crowded: Crowded,
    mine: event_pb2.Event,
    theirs: event_pb2.Event,
) -> None:
    """The controls: strangers see nothing, and neither would the person by their passport alone."""
    stranger = crowded.platform.office.person()
    assert not await crowded.sees(mine, stranger)
    assert not await crowded.sees(theirs, stranger)
    assert not await crowded.is_seen(stranger)
    try:
        monkeypatch.setattr(RoleTables, "held", by_passport_alone)
        compile_anew()
        assert not await crowded.sees(mine, crowded.passport)
        assert not await crowded.sees(theirs, crowded.passport)
        with pytest.raises(PermissionDenied):
            await crowded.plan(crowded.owned[-1], crowded.passport)
        assert (await crowded.plan(crowded.owned[0], crowded.passport)).id
    finally:
        monkeypatch.undo()
        compile_anew()


by_passport_alone: Callable[..., Held] = lambda _, viewer, roles: Held(viewer.holding(roles))  # noqa: E731


def compile_anew() -> None:
    """Lets every query be compiled again, with the rules as they are now."""
    for query in Query.declared:
        query.compiled.cache_clear()
