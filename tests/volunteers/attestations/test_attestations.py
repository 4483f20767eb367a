"""HoursAttestationService: what one enters counts once another approves it, and only then."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.volunteers.v1 import hours_attestation_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Conflict, DomainError, InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from services.volunteers.attestations import servicer as hours_attestations
from services.volunteers.attestations.models import HoursAttestation
from tests.services import Platform
from tests.volunteers.books import balance, check_books
from tests.volunteers.groups import DAY, REQUESTS, Group
from tests.volunteers.told import membership, sign_up, tell

NEXT = {
    ("SUBMITTED", "approve"): "APPROVED",
    ("SUBMITTED", "decline"): "DECLINED",
    ("APPROVED", "reverse"): "REVERSED",
}
WAYS = {"SUBMITTED": (), "APPROVED": ("approve",), "DECLINED": ("decline",)} | {
    "REVERSED": ("approve", "reverse")
}


NEXT_DAY = (DAY + timedelta(days=1)).isoformat()
LINE = ("ATTESTED", True, True, DAY.isoformat())


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


class TestStates:
    async def test_submitted_waits_and_counts_nothing(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        submitted = await group.submit()
        assert submitted.state == pb.HOURS_ATTESTATION_STATE_SUBMITTED
        assert submitted.submitter_id
        assert not submitted.HasField("decider_id")
        assert await group.lines() == []

    async def test_approved_counts_once(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        approved = await group.do("approve", await group.submit())
        assert approved.state == pb.HOURS_ATTESTATION_STATE_APPROVED
        assert approved.decider_id not in ("", approved.submitter_id)
        assert await group.lines() == [(*LINE, 90)]
        assert await balance(volunteers.site, group.worker) == (0, 90)
        await check_books(volunteers.site)

    async def test_reversed_counts_no_longer_and_stays_on_record(
        self, volunteers: Platform
    ) -> None:
        group = await Group.with_member(volunteers)
        reversed_ = await group.do("reverse", await group.do("approve", await group.submit()))
        assert reversed_.state == pb.HOURS_ATTESTATION_STATE_REVERSED
        assert reversed_.reverser_id
        assert await group.lines() == [(*LINE, 90), (*LINE, -90)]
        assert await balance(volunteers.site, group.worker) == (0, 0)
        await check_books(volunteers.site)

    @pytest.mark.parametrize("state", WAYS)
    @pytest.mark.parametrize("action", REQUESTS)
    async def test_no_other_way_leads_anywhere(
        self, volunteers: Platform, state: str, action: str
    ) -> None:
        group = await Group.with_member(volunteers)
        attestation = await group.submit()
        for step in WAYS[state]:
            await group.do(step, attestation)
        before = await group.lines()
        if (state, action) in NEXT:
            await group.do(action, attestation)
            return
        with pytest.raises(Refused):
            await group.do(action, attestation)
        assert await group.lines() == before

    async def test_a_retry_submits_once(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        request_id = str(uuid7())
        first = await group.submit(request_id=request_id)
        assert await group.submit(request_id=request_id) == first
        answer = await volunteers.call(
            pb.ListHoursAttestationsRequest(organization_id=str(group.id)),
            pb.ListHoursAttestationsResponse,
            group.leader,
        )
        assert list(answer.hours_attestations) == [first]


ME, SUBMITTER, LEADER = uuid7(), uuid7(), uuid7()


def submitted() -> HoursAttestation:
    return HoursAttestation(
        organization_id=uuid7(),
        person_id=ME,
        submitter_id=SUBMITTER,
        date=date(2026, 10, 1),
        minutes=90,
        description="抄乐谱",
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(REQUESTS)), st.sampled_from([ME, SUBMITTER, LEADER])),
        max_size=6,
    )
)
def test_any_row_of_decisions_keeps_to_the_states(steps: list[tuple[str, UUID]]) -> None:
    attestation, now = submitted(), datetime.now(UTC)
    expected = "SUBMITTED"
    for action, by in steps:
        allowed = NEXT.get((expected, action))
        if action == "approve" and by != LEADER:
            allowed = None
        why = () if action == "approve" else ("说明",)
        try:
            getattr(attestation, action)(by, *why, at=now)
        except Refused:
            assert allowed is None
        else:
            assert allowed is not None
            expected = allowed
        assert attestation.state == expected
        if expected in ("APPROVED", "REVERSED"):
            assert attestation.decider_id == LEADER


class TestTheSecondPerson:
    async def test_is_not_whoever_submitted(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        attestation = await group.submit(group.leader)
        with pytest.raises(Refused) as refused:
            await group.do("approve", attestation)
        assert refused.value.reason == "SECOND_PERSON_NEEDED"
        assert await group.lines() == []

    @pytest.mark.parametrize("admin", [False, True])
    async def test_is_not_who_worked_be_it_an_administrator(
        self, volunteers: Platform, admin: bool
    ) -> None:
        group = await Group.with_member(volunteers)
        attestation = await group.submit()
        me = volunteers.office.person(group.worker, roles={group.id: ["OWNER"]}, admin=admin)
        with pytest.raises(Refused) as refused:
            await group.do("approve", attestation, me)
        assert refused.value.reason == "SECOND_PERSON_NEEDED"

    @pytest.mark.parametrize("whose", ["submitter_id", "person_id", "NULL"])
    async def test_is_asked_for_by_the_table_too(self, volunteers: Platform, whose: str) -> None:
        group = await Group.with_member(volunteers)
        await group.submit()
        approve = f"UPDATE hours_attestation SET state = 'APPROVED', decider_id = {whose}"
        name = "hours_attestation_second_person"
        with pytest.raises(asyncpg.CheckViolationError, match=name):
            await volunteers.site.sql("volunteers", approve)
        drop = f"ALTER TABLE hours_attestation DROP CONSTRAINT {name}"
        await volunteers.site.sql("volunteers", drop)
        await volunteers.site.sql("volunteers", approve)  # the control

    async def test_is_not_a_leader_of_another_organization(self, volunteers: Platform) -> None:
        group, other = await Group.with_member(volunteers), await Group.with_member(volunteers)
        attestation = await group.submit()
        for action in REQUESTS:
            with pytest.raises(PermissionDenied):
                await group.do(action, attestation, other.leader)


class TestWhoWorked:
    async def test_may_be_somebody_with_a_sign_up(self, volunteers: Platform) -> None:
        group = await Group.of(volunteers)
        await tell(volunteers, sign_up(group.worker, group.id))
        await group.submit()

    async def test_is_not_somebody_who_has_nothing_to_do_with_the_organization(
        self, volunteers: Platform
    ) -> None:
        group = await Group.of(volunteers)
        given_up = sign_up(group.worker, group.id, state=sign_up_pb2.SIGN_UP_STATE_CANCELLED)
        ended = membership_pb2.MEMBERSHIP_STATE_ENDED
        for told in (
            membership(group.worker, uuid7()),
            membership(group.worker, group.id, state=ended),
            given_up,
        ):
            await tell(volunteers, told)
            with pytest.raises(Refused) as refused:
                await group.submit()
            assert refused.value.reason == "NOT_OF_THE_ORGANIZATION"

    async def test_has_worked_by_now_where_they_live(self, volunteers: Platform) -> None:
        """In Kiritimati it is always tomorrow, as seen from Midway."""
        today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date().isoformat()
        east = await Group.of(volunteers, "Pacific/Kiritimati")
        west = await Group.of(volunteers, "Pacific/Midway")
        for group in (east, west):
            await tell(volunteers, membership(group.worker, group.id))
        await east.submit(date=today)
        with pytest.raises(InvalidArgument) as refused:
            await west.submit(date=today)
        assert refused.value.violations[0].reason == "NOT_YET_WORKED"

    @pytest.mark.parametrize(
        "values",
        [
            {"minutes": 0},
            {"minutes": 1441},
            {"date": "2026-02-30"},
            {"date": ""},
            {"date": "0026-11-27"},
            {"date": "1999-12-31"},
            {"description": ""},
        ],
    )
    async def test_has_worked_a_time_that_exists(
        self, volunteers: Platform, values: dict[str, Any]
    ) -> None:
        group = await Group.with_member(volunteers)
        with pytest.raises(InvalidArgument):
            await group.submit(**values)


class TestClosed:
    async def test_a_closed_organization_decides_and_attests_no_more(
        self, volunteers: Platform
    ) -> None:
        group = await Group.with_member(volunteers)
        submitted = await group.submit()
        closed = organization_pb2.Organization(
            id=str(group.id), state=organization_pb2.ORGANIZATION_STATE_CLOSED
        )
        await tell(volunteers, closed)
        with pytest.raises(Refused) as refused:
            await group.submit()
        assert refused.value.reason == "ORGANIZATION_CLOSED"
        await group.do("approve", submitted)
        closed.state = organization_pb2.ORGANIZATION_STATE_ACTIVE
        await tell(volunteers, closed, version=2)
        assert await group.submit()


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


class TestTwoLeadersAtOnce:
    """One approval books; were it not for lock and index, both would."""

    async def approve_twice(self, group: Group) -> list[type[DomainError]]:
        attestation = await group.submit()
        owner = group.platform.office.person(roles={group.id: ["OWNER"]})
        calls: list[Awaitable[object]] = [
            group.do("approve", attestation, passport) for passport in (group.leader, owner)
        ]
        ends = await asyncio.gather(*calls, return_exceptions=True)
        return [type(end) for end in ends if isinstance(end, DomainError)]

    async def test_the_second_is_refused(self, volunteers: Platform) -> None:
        group = await Group.with_member(volunteers)
        assert await self.approve_twice(group) == [Refused]
        assert await group.lines() == [(*LINE, 90)]

    async def test_without_the_lock_the_index_refuses(
        self, volunteers: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        group = await Group.with_member(volunteers)
        monkeypatch.setattr(hours_attestations, "lock", look_only())
        assert await self.approve_twice(group) == [Conflict]
        assert await group.lines() == [(*LINE, 90)]

    async def test_without_both_it_counts_twice(
        self, volunteers: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        group = await Group.with_member(volunteers)
        monkeypatch.setattr(hours_attestations, "lock", look_only())
        drop = "DROP INDEX hours_entry_hours_attestation"
        await volunteers.site.sql("volunteers", drop)
        assert await self.approve_twice(group) == []
        assert await balance(volunteers.site, group.worker) == (0, 180)
        with pytest.raises(AssertionError):
            await check_books(volunteers.site)


def look_only() -> Callable[[str, Work], Awaitable[HoursAttestation]]:
    """Returns what looks at an attestation without locking it, until two have looked."""
    both_have_looked = asyncio.Barrier(2)

    async def look(attestation_id: str, work: Work) -> HoursAttestation:
        attestation = await work.get(HoursAttestation, attestation_id)
        await work.require("decide_hours", attestation.organization_id)
        await both_have_looked.wait()
        work._locked.add(attestation.id)
        return attestation

    return look
