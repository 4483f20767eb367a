"""HoursAttestationService: what one enters counts once another approves it, and only then."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
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
from tests.volunteers.attestations.attesting import LEADER, ME, SUBMITTER, submitted
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


LINE = ("ATTESTED", True, True, DAY.isoformat())


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
