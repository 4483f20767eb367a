"""How much can be attested of a day, beside what is recorded."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from banyan.volunteers.v1 import hours_attestation_pb2 as pb

from services.kit.errors import DomainError, InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.books import balance, check_books
from tests.volunteers.groups import DAY, Group
from tests.volunteers.told import membership, tell

NEXT_DAY = (DAY + timedelta(days=1)).isoformat()


async def in_another(group: Group) -> Group:
    """Returns another organization for which the same person works."""
    id_, office = uuid7(), group.platform.office
    await tell(group.platform, membership(group.worker, id_))
    return replace(
        group,
        id=id_,
        coordinator=office.person(roles={id_: ["COORDINATOR"]}),
        leader=office.person(roles={id_: ["LEADER"]}),
    )


class TestADay:
    async def test_has_no_more_minutes_than_it_has(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        whole = await group.submit(minutes=1440)
        more = await group.submit(minutes=1)  # neither counts before it is approved
        await group.do(
            "approve", await group.submit(date=(DAY + timedelta(days=1)).isoformat(), minutes=1440)
        )
        await group.do("approve", whole)
        with pytest.raises(Refused) as refused:
            await group.do("approve", more)
        assert refused.value.reason == "DAY_FULL"
        assert sum(minutes for *_, minutes in await group.lines()) == 2 * 1440
        await group.do("reverse", whole)
        await group.do("approve", more)

    async def test_has_them_also_when_two_are_approved_at_once(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        submitted = [await group.submit(minutes=1440) for _ in range(4)]
        ends = await asyncio.gather(
            *(group.do("approve", each) for each in submitted), return_exceptions=True
        )
        assert [type(end) for end in ends if isinstance(end, DomainError)] == [Refused] * 3

    async def test_is_the_same_day_in_every_organization(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        other = await in_another(group)
        await group.do("approve", await group.submit(minutes=1000))
        second = await other.submit(minutes=440)
        too_much = await other.submit(minutes=1)
        await other.do("approve", second)
        with pytest.raises(Refused) as refused:
            await other.do("approve", too_much)
        assert refused.value.reason == "DAY_FULL"
        with pytest.raises(Refused):
            await group.submit(minutes=1)
        await group.do("approve", await group.submit(date=NEXT_DAY, minutes=1440))

    async def test_begins_with_the_birth(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        await volunteers.site.sql(
            "volunteers", "UPDATE person SET birth_date = $1 WHERE id = $2", DAY, group.worker
        )
        assert await group.submit()
        with pytest.raises(InvalidArgument) as refused:
            await group.submit(date=(DAY - timedelta(days=1)).isoformat())
        assert refused.value.violations[0].reason == "NOT_YET_BORN"


class TestRecordedHours:
    """An hour that was recorded is not attested again unless the submitter says it is another one."""

    async def reason(self, call: Awaitable[object]) -> str:
        with pytest.raises(Refused) as refused:
            await call
        return refused.value.reason

    async def test_are_not_attested_again(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        submitted = await group.submit()
        await group.record()
        assert await self.reason(group.submit()) == "HOURS_ALREADY_RECORDED"
        approval = group.do("approve", submitted)
        assert await self.reason(approval) == "HOURS_ALREADY_RECORDED"
        assert await balance(volunteers.site, group.worker) == (60, 0)

    async def test_leave_other_days_and_organizations_alone(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        await group.record()
        for days in (-1, 1):
            day = (DAY + timedelta(days=days)).isoformat()
            await group.do("approve", await group.submit(date=day))
        assert await (await in_another(group)).submit()

    async def test_are_joined_by_hours_that_are_said_to_be_additional(
        self, volunteers: Platform
    ) -> None:
        group = await Group.with_member(volunteers)
        await group.record()
        submitted = await group.submit(additional=True)
        assert submitted.additional
        await group.do("approve", submitted)
        assert await balance(volunteers.site, group.worker) == (60, 90)
        too_many = group.submit(additional=True, minutes=1440 - 149)
        assert await self.reason(too_many) == "DAY_FULL"

    async def test_that_come_later_leave_24_hours_in_a_day(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        first = await group.do("approve", await group.submit(minutes=1000))
        last = await group.do("approve", await group.submit(minutes=400))
        await group.record(60)
        assert await balance(volunteers.site, group.worker) == (60, 1000)
        found = await volunteers.call(
            pb.BatchGetHoursAttestationsRequest(ids=[first.id, last.id]),
            pb.BatchGetHoursAttestationsResponse,
            group.leader,
        )
        assert [each.state for each in found.hours_attestations] == [
            pb.HOURS_ATTESTATION_STATE_APPROVED,
            pb.HOURS_ATTESTATION_STATE_REVERSED,
        ]
        assert found.hours_attestations[1].reason
        await check_books(volunteers.site)

    async def test_that_come_later_leave_24_hours_in_the_day_of_all_organizations(
        self, volunteers: Platform
    ) -> None:
        group = await Group.with_member(volunteers)
        other = await in_another(group)
        await group.do("approve", await group.submit(minutes=1000))
        await other.do("approve", await other.submit(minutes=400))
        await group.record(60)
        query = "SELECT sum(recorded_minutes + attested_minutes) FROM hours_balance WHERE person_id = $1"
        (row,) = await volunteers.site.sql("volunteers", query, group.worker)
        assert row[0] == 60 + 1000
        await check_books(volunteers.site)
