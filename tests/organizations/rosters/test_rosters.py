"""RosterService, and the names that volunteers tell it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.volunteers.v1 import person_pb2

from services.kit.errors import InvalidArgument, PermissionDenied, Unauthenticated
from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.organizations.community import APPLICATION, Community
from tests.organizations.racing import without_named_locks
from tests.services import Platform, Site
from tests.waiting import eventually

ACTIVE, APPLIED = membership_pb2.MEMBERSHIP_STATE_ACTIVE, membership_pb2.MEMBERSHIP_STATE_APPLIED
ENDED, SUSPENDED = membership_pb2.MEMBERSHIP_STATE_ENDED, membership_pb2.MEMBERSHIP_STATE_SUSPENDED


async def roster(
    community: Community,
    organization: organization_pb2.Organization,
    passport: str,
    *states: membership_pb2.MembershipState,
    page_size: int = 100,
) -> list[pb.RosterEntry]:
    """Returns the roster, page after page."""
    entries: list[pb.RosterEntry] = []
    token = ""
    while True:
        answer = await community.call(
            pb.ListRosterEntriesRequest(
                organization_id=organization.id,
                states=states,
                page_size=page_size,
                page_token=token,
            ),
            pb.ListRosterEntriesResponse,
            passport,
        )
        assert len(answer.cursors) == len(answer.roster_entries) <= page_size
        entries += answer.roster_entries
        token = answer.next_page_token
        if not token:
            return entries


def person(person_id: UUID, name: str, **values: object) -> person_pb2.Person:
    defaults: dict[str, object] = {
        "id": str(person_id),
        "display_name": name,
        "state": person_pb2.PERSON_STATE_ACTIVE,
        "standing": person_pb2.VOLUNTEER_STANDING_NONE,
    }
    return person_pb2.Person(**(defaults | values))  # type: ignore[arg-type] # by name


async def tell(community: Community, message: person_pb2.Person, version: int = 1) -> None:
    """Publishes a person as volunteers would, and waits until organizations has seen it."""
    site = community.platform.site
    await publish(site, "volunteers", "person", message, version)

    async def seen() -> bool:
        return bool(
            await site.sql(
                "organizations",
                "SELECT 1 FROM seen WHERE resource_id = $1 AND version >= $2",
                UUID(message.id),
                version,
            )
        )

    await eventually(seen)


class TestListRosterEntries:
    async def test_shows_everyone_to_those_who_manage_or_supervise(
        self, community: Community
    ) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        applied = await community.apply(organization)
        suspended = await community.member(organization)
        await community.call(
            membership_pb2.SuspendMembershipRequest(membership_id=suspended.id),
            membership_pb2.Membership,
            community.admin,
        )
        for passport in [
            await community.holding(None, organization, role)
            for role in ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR")
        ] + [community.admin]:
            entries = await roster(community, organization, passport)
            assert len(entries) == 3 + 4  # with those who look
            states = {entry.membership.id: entry.membership.state for entry in entries}
            assert states[applied.id] == APPLIED
            assert states[suspended.id] == SUSPENDED

    async def test_shows_active_members_to_members(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        await community.apply(organization)
        member = await community.member(organization, message="for those who decide")
        passport = await community.holding(None, organization, "MEMBER")
        entries = await roster(community, organization, passport)
        assert len(entries) == 2 + 1  # with the one who looks
        assert {entry.membership.state for entry in entries} == {ACTIVE}
        assert member.id in [entry.membership.id for entry in entries]
        assert {entry.membership.application_message for entry in entries} == {""}
        assert await roster(community, organization, passport, APPLIED) == []

    async def test_is_not_for_others(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        me = uuid7()
        await community.apply(organization, me)
        elsewhere = await community.found()
        for passport in (
            community.passport(),
            community.passport(me),
            await community.holding(None, elsewhere, "OWNER"),
        ):
            with pytest.raises(PermissionDenied):
                await roster(community, organization, passport)
        with pytest.raises(Unauthenticated):
            await roster(community, organization, community.platform.office.anonymous())

    async def test_says_the_same_where_there_is_no_organization(self, community: Community) -> None:
        with pytest.raises(PermissionDenied):
            await roster(
                community, organization_pb2.Organization(id=str(uuid7())), community.passport()
            )

    async def test_counts_roles_held_above_only_where_the_organization_lets_them(
        self, community: Community
    ) -> None:
        top = await community.found()
        supervisor = await community.holding(None, top, "SUPERVISOR")
        member = await community.holding(None, top, "MEMBER")
        below = await community.found(parent_id=top.id, inherit_roles=True)
        assert len(await roster(community, below, supervisor)) == 1
        with pytest.raises(PermissionDenied):
            await roster(community, below, member)
        other = await community.found(parent_id=top.id)
        with pytest.raises(PermissionDenied):
            await roster(community, other, supervisor)

    async def test_filters_by_states(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        applied = await community.apply(organization)
        ended = await community.member(organization)
        await community.call(
            membership_pb2.EndMembershipRequest(membership_id=ended.id),
            membership_pb2.Membership,
            community.admin,
        )
        entries = await roster(community, organization, community.admin, APPLIED, ENDED)
        assert {entry.membership.id for entry in entries} == {applied.id, ended.id}

    @pytest.mark.parametrize("states", [[0], [99], [2, 2]])
    async def test_names_the_field_that_breaks_a_rule(
        self, community: Community, states: list[membership_pb2.MembershipState]
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await roster(community, await community.found(), community.admin, *states)
        assert refused.value.violations[0].field.startswith("states")


class TestNames:
    async def test_are_pending_until_they_arrive(self, community: Community) -> None:
        me = uuid7()
        organization = await community.found(me)
        (entry,) = await roster(community, organization, community.admin)
        assert entry.pending
        assert (entry.display_name, entry.standing) == (
            "",
            person_pb2.VOLUNTEER_STANDING_UNSPECIFIED,
        )
        approved = person_pb2.VOLUNTEER_STANDING_APPROVED
        await tell(community, person(me, "林秀英", standing=approved))
        (entry,) = await roster(community, organization, community.admin)
        assert not entry.pending
        assert (entry.display_name, entry.standing) == ("林秀英", approved)

    async def test_sort_the_roster_page_by_page(self, community: Community) -> None:
        organization = await community.found()
        names = ["Zoe", "王芳", "Éloïse", "安妮", "eloise b", "林秀英", "林秀英"]
        for number, name in enumerate(names):
            member_id = uuid7()
            if number % 2:
                await tell(community, person(member_id, name))
                await community.member(organization, member_id)
            else:
                await community.member(organization, member_id)
                await tell(community, person(member_id, name))
        entries = await roster(community, organization, community.admin, page_size=2)
        assert [entry.display_name for entry in entries] == [
            "",
            "安妮",
            "Éloïse",
            "eloise b",
            "林秀英",
            "林秀英",
            "王芳",
            "Zoe",
        ]

    async def test_follow_the_person_through_every_membership(self, community: Community) -> None:
        me = uuid7()
        first, second = await community.found(me), await community.found(me)
        await tell(community, person(me, "安妮"))
        await tell(community, person(me, "朱安妮"), version=2)
        rows = await community.platform.site.sql(
            "organizations", "SELECT sort_name, version FROM membership"
        )
        assert [(row["sort_name"], row["version"]) for row in rows] == [("zhu1 an1 ni1", 1)] * 2
        for organization in (first, second):
            (entry,) = await roster(community, organization, community.admin)
            assert entry.display_name == "朱安妮"

    async def test_do_not_go_back_when_notices_come_in_disorder(self, community: Community) -> None:
        me = uuid7()
        organization = await community.found(me)
        await tell(community, person(me, "new"), version=7)
        await publish(community.platform.site, "volunteers", "person", person(me, "old"), version=6)
        await tell(community, person(uuid7(), "the next notice"))
        (entry,) = await roster(community, organization, community.admin)
        assert entry.display_name == "new"


class TestNamesThatArriveWhileAPersonJoins:
    """A membership takes the name along as it is made; the notice of a name tells all memberships."""

    async def join_meanwhile(self, community: Community, *, expect_waiting: bool) -> str:
        """Lets a name arrive while a membership is made but not committed; returns the sort name."""
        me, organization = uuid7(), await community.found()
        site = community.platform.site
        blocker = await asyncpg.connect(site.urls["organizations"])

        async def nothing_to_publish() -> bool:
            return not await blocker.fetch("SELECT 1 FROM outbox")

        async def waiting() -> int:
            return int(
                await blocker.fetchval(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
            )

        async def joiner_waits() -> bool:
            return await waiting() == 1

        async def consumer_waits() -> bool:
            return await waiting() == 2

        async def name_arrived() -> bool:
            rows = await site.sql("organizations", "SELECT 1 FROM person WHERE id = $1", me)
            return bool(rows)

        try:
            await eventually(nothing_to_publish)
            async with blocker.transaction():
                # Whoever announces something stops there, before the commit.
                await blocker.execute("LOCK TABLE outbox IN SHARE MODE")
                joining = asyncio.create_task(community.apply(organization, me))
                await eventually(joiner_waits)
                await publish(site, "volunteers", "person", person(me, "安妮"), version=1)
                await eventually(consumer_waits if expect_waiting else name_arrived)
            await joining
        finally:
            await blocker.close()
        await eventually(name_arrived)
        (row,) = await site.sql(
            "organizations", "SELECT sort_name FROM membership WHERE person_id = $1", me
        )
        return str(row["sort_name"])

    async def test_are_not_missed(self, community: Community) -> None:
        assert await self.join_meanwhile(community, expect_waiting=True) == "an1 ni1"

    async def test_would_be_without_the_lock(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_named_locks(monkeypatch)
        assert await self.join_meanwhile(community, expect_waiting=False) == ""


class TestTogetherWithVolunteers:
    @pytest_asyncio.fixture
    async def both(self, site: Site) -> AsyncIterator[Community]:
        async with AsyncExitStack() as stack:
            names = ("volunteers", "organizations")
            yield Community(await Platform.start(site, stack, names))

    async def test_who_registers_appears_by_name_and_standing(self, both: Community) -> None:
        me = uuid7()
        organization = await both.found(me)
        await both.call(
            person_pb2.RegisterPersonRequest(
                person=person_pb2.Person(display_name="林秀英", time_zone="Asia/Shanghai")
            ),
            person_pb2.Person,
            both.passport(me),
        )

        await both.call(
            person_pb2.ApplyAsVolunteerRequest(person_id=str(me)),
            person_pb2.Person,
            both.passport(me),
        )

        async def shown() -> bool:
            (entry,) = await roster(both, organization, both.admin)
            applicant = person_pb2.VOLUNTEER_STANDING_APPLICANT
            return (entry.display_name, entry.standing) == ("林秀英", applicant)

        await eventually(shown)
