"""What can be asked of a roster: filters, orders, hours, names."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.volunteers.v1 import hours_balance_pb2, person_pb2
from google.protobuf.message import Message

from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.organizations.community import APPLICATION, Community
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_rosters import person
from tests.waiting import eventually

NAME, START = pb.ROSTER_ORDER_FIELD_NAME, pb.ROSTER_ORDER_FIELD_START_TIME
RECORDED, ATTESTED = pb.ROSTER_ORDER_FIELD_RECORDED_MINUTES, pb.ROSTER_ORDER_FIELD_ATTESTED_MINUTES
LEADER, COORDINATOR = membership_pb2.ROLE_LEADER, membership_pb2.ROLE_COORDINATOR
NONE = person_pb2.VOLUNTEER_STANDING_NONE
APPROVED, PAUSED = person_pb2.VOLUNTEER_STANDING_APPROVED, person_pb2.VOLUNTEER_STANDING_PAUSED


class Group:
    """An organization whose members are known by name; its founder, who leads it, is nameless."""

    def __init__(
        self, community: Community, organization: organization_pb2.Organization, leader: str
    ) -> None:
        self.community = community
        self.organization = organization
        self.leader = leader

    @classmethod
    async def make(cls, community: Community, **values: object) -> "Group":
        """Returns a new group."""
        founder_id = uuid7()
        organization = await community.found(founder_id, **values)
        return cls(community, organization, community.passport(founder_id))

    async def joins(
        self, name: str, *roles: membership_pb2.Role, **values: Any
    ) -> membership_pb2.Membership:
        """Lets a person of that name become a member, with roles."""
        me = uuid7()
        await self.tell("person", person(me, name, **values))
        return await self.community.member(self.organization, me, *roles)

    async def works(
        self,
        person_id: str,
        recorded: int,
        attested: int,
        version: int = 1,
        id_: UUID | None = None,
    ) -> UUID:
        """Tells how long a person has worked for the group; returns the id of their balance."""
        balance_id = id_ or uuid7()
        balance = hours_balance_pb2.HoursBalance(
            id=str(balance_id),
            person_id=person_id,
            organization_id=self.organization.id,
            recorded_minutes=recorded,
            attested_minutes=attested,
        )
        await self.tell("hours_balance", balance, version)
        return balance_id

    async def tell(self, resource: str, message: Any, version: int = 1) -> None:
        """Publishes a notice of volunteers, and waits until organizations has seen it."""
        assert isinstance(message, Message)
        site = self.community.platform.site
        id_ = UUID(message.id)  # type: ignore[attr-defined] # a resource
        await publish(site, "volunteers", resource, message, version)

        async def seen() -> bool:
            question = "SELECT 1 FROM seen WHERE resource_id = $1 AND version >= $2"
            return bool(await site.sql("organizations", question, id_, version))

        await eventually(seen)

    async def entries(self, passport: str = "", **question: Any) -> list[pb.RosterEntry]:
        """Returns all that a question finds, two entries a page."""
        found: list[pb.RosterEntry] = []
        request = pb.ListRosterEntriesRequest(
            organization_id=self.organization.id, page_size=2, **question
        )
        while True:
            page = await self.community.call(
                request, pb.ListRosterEntriesResponse, passport or self.leader
            )
            found += page.roster_entries
            request.page_token = page.next_page_token
            if not request.page_token:
                return found

    async def names(self, passport: str = "", **question: Any) -> list[str]:
        """Returns the names that a question finds, in order."""
        return [entry.display_name for entry in await self.entries(passport, **question)]


@pytest.fixture
async def group(community: Community) -> Group:
    return await Group.make(community, membership_policy=APPLICATION)


class TestFilters:
    async def test_by_roles_held_now(self, group: Group) -> None:
        await group.joins("安妮")
        await group.joins("林秀英", LEADER, COORDINATOR)
        former = await group.joins("王芳", COORDINATOR)
        assert await group.names(roles=[COORDINATOR]) == ["林秀英", "王芳"]
        await group.community.call(
            membership_pb2.EndRoleRequest(membership_id=former.id, role=COORDINATOR),
            membership_pb2.Membership,
            group.community.admin,
        )
        assert await group.names(roles=[COORDINATOR]) == ["林秀英"]
        [entry] = await group.entries(roles=[LEADER, COORDINATOR])
        assert {held.role for held in entry.membership.roles} == {LEADER, COORDINATOR}
        [owner] = await group.entries(roles=[membership_pb2.ROLE_OWNER])
        assert owner.pending
        assert [held.role for held in owner.membership.roles] == [membership_pb2.ROLE_OWNER]

    async def test_by_standings(self, group: Group) -> None:
        for name, standing in (("安妮", NONE), ("林秀英", APPROVED), ("王芳", PAUSED)):
            await group.joins(name, standing=standing)
        assert await group.names(standings=[APPROVED]) == ["林秀英"]
        assert await group.names(standings=[PAUSED, APPROVED]) == ["林秀英", "王芳"]

    async def test_all_at_once(self, group: Group) -> None:
        await group.joins("林秀英", LEADER, standing=APPROVED)
        await group.joins("林秀", standing=APPROVED)
        await group.joins("林芳", LEADER, standing=PAUSED)
        await group.joins("王芳", LEADER, standing=APPROVED)
        question: dict[str, Any] = {"roles": [LEADER], "standings": [APPROVED], "query": "lin"}
        assert await group.names(**question) == ["林秀英"]
        assert await group.names(states=[membership_pb2.MEMBERSHIP_STATE_ENDED], **question) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("roles", [0]),
            ("roles", [membership_pb2.ROLE_MEMBER]),
            ("standings", [99]),
            ("standings", [1, 1]),
            ("query", "x" * 101),
            ("order_by", pb.RosterOrder(field=pb.ROSTER_ORDER_FIELD_NAME)),  # without a direction
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, group: Group, field: str, value: Any
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await group.entries(**{field: value})
        assert refused.value.violations[0].field.startswith(field)


class TestSearch:
    async def test_finds_names_however_they_are_written(self, group: Group) -> None:
        for name in ("林秀英", "林 涛", "王芳", "María García", "50%_off"):
            await group.joins(name)
        for query, found in {
            "林": ["林 涛", "林秀英"],
            "秀英": ["林秀英"],
            "linxiu": ["林秀英"],
            "lin xiu": ["林秀英"],
            "GARCIA mar": ["María García"],
            "%": [],
            "_": [],
            "0%": [],
            "50": ["50%_off"],
            "\\": [],
        }.items():
            assert await group.names(query=query) == found, query

    async def test_keeps_apart_what_its_script_keeps_apart(self, group: Group) -> None:
        for name in ("नताशा", "नीता", "मानव", "मीना", "กานต์", "กิตติ", "Nguyễn Thị Hường", "김민수"):
            await group.joins(name)
        for query, found in {
            "नीता": ["नीता"],
            "मीना": ["मीना"],
            "กิตติ": ["กิตติ"],
            "กานต์": ["กานต์"],
            "nguyen huong": ["Nguyễn Thị Hường"],
            "민수": ["김민수"],
        }.items():
            assert await group.names(query=query) == found, query

    async def test_knows_how_surnames_are_read(self, group: Group) -> None:
        surnames = (
            "曾静",
            "单雄信",
            "仇英",
            "解缙",
            "查良镛",
            "区志航",
            "朴槿惠",
            "尉迟恭",
            "万俟卨",
        )
        for name in surnames:
            await group.joins(name)
        for query, name in zip(
            ("zeng", "shan", "qiu", "xiejin", "zha", "ou", "piao", "yuchi", "moqi"),
            surnames,
            strict=True,
        ):
            assert await group.names(query=query) == [name], query
        assert await group.names(query="ceng") == ["曾静"]
        in_order = [name for name in await group.names() if name]
        assert in_order == [
            *("万俟卨", "区志航", "朴槿惠", "仇英", "单雄信", "解缙", "尉迟恭", "曾静", "查良镛"),
        ]

    async def test_finds_both_forms_of_chinese_and_any_blank(self, group: Group) -> None:
        for name in ("陈大文", "陳大文", "李 雷", "李　雷", "李雷"):
            await group.joins(name)
        for query in ("陈大文", "陳大文"):
            assert sorted(await group.names(query=query)) == ["陈大文", "陳大文"]
        for query in ("李雷", "李 雷", "李　雷", "lilei"):
            assert sorted(await group.names(query=query)) == sorted(("李 雷", "李　雷", "李雷"))

    async def test_follows_a_new_name(self, group: Group) -> None:
        member = await group.joins("林秀英")
        await group.tell("person", person(UUID(member.person_id), "王秀英"), version=2)
        assert await group.names(query="林") == []
        assert await group.names(query="wangxiu") == ["王秀英"]

    async def test_shows_members_no_more_than_the_roster_does(self, group: Group) -> None:
        applied = uuid7()
        await group.tell("person", person(applied, "林秀英"))
        await group.community.apply(group.organization, applied)
        member = await group.community.holding(None, group.organization, "MEMBER")
        assert await group.names(query="秀") == ["林秀英"]
        assert await group.names(member, query="秀") == []


class TestOrders:
    async def test_turn_round_and_page_without_loss(self, group: Group) -> None:
        joined = ["王芳", "安妮", "林秀英", "安妮"]
        for name in joined:
            await group.joins(name)
        by_name = ["", "安妮", "安妮", "林秀英", "王芳"]
        assert await group.names() == await group.names(order_by=sorted_by(NAME)) == by_name
        assert await group.names(order_by=sorted_by(NAME, descending=True)) == by_name[::-1]
        assert await group.names(order_by=sorted_by(START)) == ["", *joined]
        assert await group.names(order_by=sorted_by(START, descending=True)) == ["", *joined][::-1]

    async def test_what_never_began_stands_where_it_was_applied_for(self, group: Group) -> None:
        await group.joins("安妮")
        me = uuid7()
        await group.tell("person", person(me, "林秀英"))
        applied = await group.community.apply(group.organization, me)
        await group.joins("王芳")
        assert await group.names(order_by=sorted_by(START)) == ["", "安妮", "林秀英", "王芳"]
        await group.community.platform.site.sql(
            "organizations",
            "UPDATE membership SET create_time = $1 WHERE id = $2",
            datetime.now(UTC) - timedelta(days=1),
            UUID(applied.id),
        )
        assert await group.names(order_by=sorted_by(START)) == ["林秀英", "", "安妮", "王芳"]

    async def test_a_page_belongs_to_its_order(self, group: Group) -> None:
        await group.joins("安妮")
        request = pb.ListRosterEntriesRequest(organization_id=group.organization.id, page_size=1)
        answer_type = pb.ListRosterEntriesResponse
        page = await group.community.call(request, answer_type, group.leader)
        request.page_token = page.next_page_token
        request.order_by.CopyFrom(sorted_by(NAME, descending=True))
        with pytest.raises(InvalidArgument):
            await group.community.call(request, answer_type, group.leader)


class TestHours:
    async def test_order_the_roster(self, group: Group) -> None:
        for name, recorded, attested in (("安妮", 60, 5), ("林秀英", 90, 0), ("王芳", 0, 90)):
            await group.works((await group.joins(name)).person_id, recorded, attested)
        by_recorded = await group.names(order_by=sorted_by(RECORDED, descending=True))
        assert by_recorded[:2] == ["林秀英", "安妮"]
        assert (await group.names(order_by=sorted_by(ATTESTED)))[2:] == ["安妮", "王芳"]

    async def test_come_before_the_membership_or_after_it(self, group: Group) -> None:
        me = uuid7()
        balance = await group.works(str(me), 30, 4)
        await group.community.member(group.organization, me)
        minutes = [
            (entry.recorded_minutes, entry.attested_minutes) for entry in await self.of(group)
        ]
        assert minutes == [(30, 4), (0, 0)]
        await group.works(str(me), 20, 9, version=3, id_=balance)
        await group.works(str(me), 99, 99, version=2, id_=balance)  # late, and no longer true
        minutes = [
            (entry.recorded_minutes, entry.attested_minutes) for entry in await self.of(group)
        ]
        assert minutes == [(20, 9), (0, 0)]

    async def test_count_under_the_id_that_was_told_last(self, group: Group) -> None:
        """The owner was restored from a backup in which the balance had not begun."""
        member = await group.joins("安妮")
        await group.works(member.person_id, 30, 4)
        await group.works(member.person_id, 20, 9)
        [shown] = await group.entries(query="安妮")
        assert (shown.recorded_minutes, shown.attested_minutes) == (20, 9)

    async def test_of_one_organization_do_not_count_in_another(self, group: Group) -> None:
        me = uuid7()
        other = await Group.make(group.community)
        for each in (group, other):
            await each.community.member(each.organization, me)
        await group.works(str(me), 30, 4)
        assert [entry.recorded_minutes for entry in await self.of(group)] == [30, 0]
        assert [entry.recorded_minutes for entry in await self.of(other)] == [0, 0]

    async def test_are_for_those_who_oversee_and_for_the_member(self, group: Group) -> None:
        subject = await group.joins("林秀英")
        await group.joins("王芳")
        await group.works(subject.person_id, 30, 4)
        passports = {
            role: await group.community.holding(None, group.organization, role)
            for role in ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR")
        }
        for passport in (*passports.values(), group.community.admin):
            entries = await group.entries(passport)
            assert all(entry.HasField("recorded_minutes") for entry in entries)
            assert all(entry.HasField("attested_minutes") for entry in entries)
        me = await group.community.holding(subject.person_id, group.organization, "MEMBER")
        for passport, shown in (
            (me, ["林秀英"]),
            (await group.community.holding(None, group.organization, "MEMBER"), [""]),  # their own
        ):
            entries = await group.entries(passport)
            assert len(entries) == 3 + 5  # with those who look
            for field in ("recorded_minutes", "attested_minutes"):
                told = [entry.display_name for entry in entries if entry.HasField(field)]
                assert told == shown

    async def test_order_nothing_for_those_who_do_not_see_them(self, group: Group) -> None:
        subject = await group.joins("林秀英")
        me = await group.community.holding(subject.person_id, group.organization, "MEMBER")
        for order in (RECORDED, ATTESTED):
            for descending in (False, True):
                with pytest.raises(PermissionDenied) as refused:
                    await group.entries(me, order_by=sorted_by(order, descending=descending))
                assert "Choose another order" in refused.value.message

    async def of(self, group: Group) -> list[pb.RosterEntry]:
        return await group.entries(order_by=sorted_by(RECORDED, descending=True))
