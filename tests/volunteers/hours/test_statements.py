"""Statements and balances of hours: whose lines are seen by whom, in which order."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import hours_balance_pb2, hours_entry_pb2

from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.services import Platform
from tests.volunteers.books import work_once
from tests.volunteers.groups import Group
from tests.volunteers.people.test_people import register
from tests.volunteers.told import membership, tell
from tests.waiting import eventually

Entries = hours_entry_pb2.ListHoursEntriesResponse
ROLES = ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR")


async def statement(platform: Platform, me: UUID, passport: str, **question: Any) -> Entries:
    request = hours_entry_pb2.ListHoursEntriesRequest(person_id=str(me), **question)
    return await platform.call(request, Entries, passport)


async def organizations(platform: Platform, me: UUID, passport: str) -> list[set[str]]:
    """Returns of which organizations somebody sees entries of a person, and balances."""
    entries = (await statement(platform, me, passport)).hours_entries
    found = await platform.call(
        hours_balance_pb2.ListHoursBalancesRequest(person_id=str(me)),
        hours_balance_pb2.ListHoursBalancesResponse,
        passport,
    )
    return [{each.organization_id for each in some} for some in (entries, found.hours_balances)]


class TestWhoSees:
    async def test_each_sees_what_concerns_them(self, volunteers: Platform) -> None:
        me, group, other = uuid7(), uuid7(), uuid7()
        await register(volunteers, me)
        for organization_id in (group, other):
            await work_once(volunteers, me, organization_id, 60)
        office, member = volunteers.office, uuid7()
        await tell(volunteers, membership(member, group))
        everything, mine, nothing = {str(group), str(other)}, {str(group)}, set[str]()
        cases = [
            (office.person(me), everything),
            (office.person(admin=True), everything),
            (office.person(member), nothing),
            (office.person(roles={uuid7(): ["OWNER"]}), nothing),
            (office.person(), nothing),
            *((office.person(roles={group: [role]}), mine) for role in ROLES),
        ]
        for passport, expected in cases:
            assert await organizations(volunteers, me, passport) == [expected, expected]

    async def test_roles_above_count_where_they_are_inherited(self, volunteers: Platform) -> None:
        me, above = uuid7(), uuid7()
        passport = volunteers.office.person(roles={above: ["SUPERVISOR"]})
        below, apart = (
            organization_pb2.Organization(
                id=str(uuid7()), ancestor_ids=[str(above)], inherit_roles=inherits
            )
            for inherits in (True, False)
        )
        for organization in (below, apart):
            await publish(volunteers.site, "organizations", "organization", organization, 1)
            await work_once(volunteers, me, UUID(organization.id), 60)

        async def is_seen() -> bool:
            seen = await organizations(volunteers, me, passport)
            return seen == [{below.id}, {below.id}]

        await eventually(is_seen)

    async def test_asking_for_one_organization_opens_none(self, volunteers: Platform) -> None:
        me, group, other = uuid7(), uuid7(), uuid7()
        await work_once(volunteers, me, other, 60)
        leader = volunteers.office.person(roles={group: ["LEADER"]})
        answer = await statement(volunteers, me, leader, organization_id=str(other))
        assert not answer.hours_entries


class TestStatement:
    async def test_comes_newest_first_page_by_page(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        for minutes in range(10, 15):
            await work_once(volunteers, me, group, minutes)
        passport, found, token = volunteers.office.person(me), [], ""
        for size in (2, 2, 1):
            page = await statement(volunteers, me, passport, page_size=2, page_token=token)
            assert len(page.hours_entries) == len(page.cursors) == size
            found += [entry.minutes for entry in page.hours_entries]
            token = page.next_page_token
        assert not token
        assert found == [14, 13, 12, 11, 10]

    async def test_shows_one_class_or_one_organization_if_asked(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        await group.do("approve", await group.submit())
        await work_once(volunteers, group.worker, group.id, 60)
        await work_once(volunteers, group.worker, uuid7(), 30)
        passport = volunteers.office.person(group.worker)

        async def minutes(**question: Any) -> list[int]:
            answer = await statement(volunteers, group.worker, passport, **question)
            return [entry.minutes for entry in answer.hours_entries]

        assert await minutes() == [30, 60, 90]
        assert await minutes(hours_class=hours_entry_pb2.HOURS_CLASS_RECORDED) == [30, 60]
        assert await minutes(hours_class=hours_entry_pb2.HOURS_CLASS_ATTESTED) == [90]
        assert await minutes(organization_id=str(group.id)) == [60, 90]
