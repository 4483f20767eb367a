"""QualificationService: what one person claims counts once another verifies it, and until it is over."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import qualification_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calls.passport import Caller
from services.kit.errors import (
    AlreadyExists,
    DomainError,
    InvalidArgument,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from services.kit.work.jobs import PerItemJob, run_once
from services.volunteers.qualification_kinds.models import QualificationKind
from services.volunteers.qualifications import servicer
from services.volunteers.qualifications.jobs import age_next, find_ending
from services.volunteers.qualifications.models import Qualification, QualificationState
from services.volunteers.qualifications.servicer import last_day
from tests.services import Platform
from tests.volunteers.groups import Group
from tests.volunteers.qualifications.stage import ACTIONS, Stage, add_kind
from tests.volunteers.told import membership, tell

# What each action makes of a state; it is refused in every other.
NEXT = {
    ("CLAIMED", "verify"): "VERIFIED",
    ("CLAIMED", "reject"): "REJECTED",
    ("VERIFIED", "reject"): "REJECTED",
    **{
        (state, "withdraw"): "WITHDRAWN" for state in ("CLAIMED", "VERIFIED", "REJECTED", "EXPIRED")
    },
}


async def age(stage: Stage) -> None:
    """Does what the job does on a replica, at once."""
    job = PerItemJob("age again", 60.0, find_ending, age_next)
    units = stage.platform.services["volunteers"].units
    await run_once(job, units, Caller(principal_id="job:another replica"))


class TestStates:
    async def test_claims_until_the_validity_of_its_kind_is_over(self, stage: Stage) -> None:
        issued = stage.today - timedelta(days=1)
        claimed = await stage.claim()
        assert claimed.state == pb.QUALIFICATION_STATE_CLAIMED
        kind = QualificationKind(key="x", name="x", validity_months=24)
        assert claimed.valid_until_date == str(last_day(kind, issued))
        verified = await stage.do("verify", claimed.id)
        assert verified.state == pb.QUALIFICATION_STATE_VERIFIED
        assert verified.HasField("decide_time")
        assert await stage.told(claimed.id) == ["claimed", "verified"]

    async def test_a_kind_without_validity_is_for_good(self, stage: Stage) -> None:
        kind = await add_kind(stage.platform, validity_months=0)
        claimed = await stage.claim(qualification_kind_id=kind, issued_date="1990-02-28")
        assert not claimed.HasField("valid_until_date")

    @pytest.mark.parametrize("action", ACTIONS)
    @pytest.mark.parametrize("state", QualificationState)
    async def test_each_action_has_its_states(self, stage: Stage, state: str, action: str) -> None:
        id_ = await stage.in_state(state)
        if (state, action) in NEXT:
            changed = await stage.do(action, id_)
            assert pb.QualificationState.Name(changed.state).endswith(NEXT[state, action])
        else:
            with pytest.raises(Refused):
                await stage.do(action, id_)

    async def test_withdrawing_erases_what_it_says(self, stage: Stage) -> None:
        id_ = await stage.in_state("REJECTED")
        withdrawn = await stage.do("withdraw", id_)
        assert not withdrawn.HasField("issued_date")
        assert not withdrawn.HasField("valid_until_date")
        assert (withdrawn.reason, withdrawn.decider_id) == ("", "")
        assert id_ not in await stage.listed(stage.own)

    async def test_nobody_decides_about_their_own(self, stage: Stage) -> None:
        me = stage.platform.office.person(
            stage.group.worker, roles={stage.group.id: ["OWNER"]}, admin=True
        )
        claimed = await stage.claim()
        for action in ("verify", "reject"):
            with pytest.raises(Refused) as refused:
                await stage.do(action, claimed.id, me)
            assert refused.value.reason == "SECOND_PERSON_NEEDED"

    async def test_one_claim_of_a_kind_waits_and_a_renewal_follows(self, stage: Stage) -> None:
        async def claim() -> str:
            try:
                return (await stage.claim()).id
            except AlreadyExists as error:
                return str(error.reason)

        first, second = sorted(await asyncio.gather(claim(), claim()), key=len)
        assert first == "QUALIFICATION_CLAIMED"
        await stage.do("verify", second)
        assert await stage.claim()

    async def test_counts_claims_that_race(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servicer, "MOST", 3)
        kinds = [await add_kind(stage.platform) for _ in range(6)]
        made = await asyncio.gather(
            *(stage.claim(qualification_kind_id=each) for each in kinds), return_exceptions=True
        )
        reasons = [each.reason for each in made if isinstance(each, DomainError)]
        assert reasons == ["TOO_MANY_QUALIFICATIONS"] * 3


class TestDays:
    @pytest.mark.parametrize(
        ("issued", "until", "reason"),
        [
            (3, None, "NOT_YET_ISSUED"),
            (-30, 1200, "QUALIFICATION_TOO_LONG"),
            (-30, -31, "QUALIFICATION_OVER"),
            (-30, -3, "QUALIFICATION_OVER"),
            (-1200, None, "QUALIFICATION_OVER"),
        ],
    )
    async def test_refuses_days_that_cannot_be(
        self, stage: Stage, issued: int, until: int | None, reason: str
    ) -> None:
        def day(number: int) -> str:
            return (stage.today + timedelta(days=number)).isoformat()

        values = {} if until is None else {"valid_until_date": day(until)}
        with pytest.raises(InvalidArgument) as refused:
            await stage.claim(issued_date=day(issued), **values)
        assert [each.reason for each in refused.value.violations] == [reason]

    async def test_refuses_a_kind_that_is_retired_or_unknown(self, stage: Stage) -> None:
        for kind in (str(uuid7()), await add_kind(stage.platform, retired=True)):
            with pytest.raises(InvalidArgument) as refused:
                await stage.claim(qualification_kind_id=kind)
            assert [each.reason for each in refused.value.violations] == [
                "QUALIFICATION_KIND_NOT_OPEN"
            ]

    @given(
        issued=st.dates(date(1990, 1, 1), date(2080, 12, 31)),
        months=st.integers(min_value=1, max_value=600),
    )
    def test_the_last_day_is_the_same_of_a_later_month(self, issued: date, months: int) -> None:
        last = last_day(QualificationKind(key="x", name="x", validity_months=months), issued)
        assert last is not None
        assert (last.year - issued.year) * 12 + last.month - issued.month == months
        assert last.day == issued.day or (
            last.day < issued.day and (last + timedelta(days=1)).day == 1
        )

    @given(steps=st.lists(st.integers(min_value=1, max_value=40), max_size=12))
    def test_tells_each_thing_once_and_expires_once(self, steps: list[int]) -> None:
        """Whatever days the job runs on, the story is a part of: told at 30, told at 7, over."""
        start = datetime(2027, 1, 1, 13, tzinfo=UTC)
        row = Qualification(
            person_id=uuid7(),
            qualification_kind_id=uuid7(),
            issued_date=start.date(),
            valid_until_date=start.date() + timedelta(days=60),
            state=QualificationState.VERIFIED,
        )
        told, at = [], start
        for step in steps:
            at += timedelta(days=step)
            verb = row.age(at)
            told += [(verb, row.warned_days)] if verb else []
            assert row.age(at) == ""
        days = (at - start).days
        assert (row.state == QualificationState.EXPIRED) == (days > 60)
        warned = [days for verb, days in told if verb == "expiring"]
        assert warned in ([], [30], [7], [30, 7])
        assert [verb for verb, _ in told].count("expired") == (days > 60)


class TestByTheClock:
    async def test_tells_30_and_7_days_ahead_and_expires(self, timed: Stage) -> None:
        assert timed.clock
        until = timed.today + timedelta(days=45)
        claimed = await timed.claim(valid_until_date=until.isoformat())
        await timed.do("verify", claimed.id)
        for days, verbs in (
            (10, []),
            (5, ["expiring"]),
            (23, ["expiring"]),
            (7, []),  # it is the last day
            (1, ["expired"]),  # and now it is over everywhere
        ):
            before = await timed.told(claimed.id)
            timed.clock.advance(days=days)
            await asyncio.gather(age(timed), age(timed))  # as two replicas
            await age(timed)
            assert (await timed.told(claimed.id))[len(before) :] == verbs, days

    async def test_leaves_those_alone_who_have_renewed(self, timed: Stage) -> None:
        assert timed.clock
        soon = timed.today + timedelta(days=10)
        old = await timed.claim(valid_until_date=soon.isoformat())
        await timed.do("verify", old.id)
        renewed = await timed.claim()
        await timed.do("verify", renewed.id)
        await age(timed)
        assert "expiring" not in await timed.told(old.id)
        await timed.do("reject", renewed.id)  # the control
        await age(timed)
        assert (await timed.told(old.id))[-1] == "expiring"


class TestVisibility:
    async def test_shows_claims_to_oneself_and_leaders_and_verified_ones_to_planners(
        self, stage: Stage
    ) -> None:
        office, group = stage.platform.office, stage.group
        supervisor = office.person(roles={group.id: ["SUPERVISOR"]})
        companion = uuid7()
        await tell(stage.platform, membership(companion, group.id))
        claimed, verified = (
            await stage.in_state("CLAIMED"),
            await stage.in_state("VERIFIED"),
        )
        everything = {claimed, verified}
        for passport, expected in (
            (stage.own, everything),
            (group.leader, everything),
            (office.person(admin=True), everything),
            (group.coordinator, {verified}),
            (supervisor, set()),
            (office.person(companion), set()),
            (office.person(roles={uuid7(): ["OWNER"]}), set()),
        ):
            seen = {id_ for id_ in everything if await stage.sees(id_, passport)}
            assert seen == expected

    async def test_lists_those_of_the_members_of_an_organization(self, stage: Stage) -> None:
        id_ = await stage.in_state("CLAIMED")
        here = {"organization_id": str(stage.group.id)}
        claims = {**here, "states": [pb.QUALIFICATION_STATE_CLAIMED]}
        assert await stage.listed(stage.group.leader, **claims) == [id_]
        await stage.do("verify", id_)
        assert await stage.listed(stage.group.leader, **claims) == []
        assert await stage.listed(stage.group.coordinator, **here) == [id_]
        elsewhere = {"organization_id": str(uuid7())}
        assert await stage.listed(stage.own, **elsewhere) == []

    async def test_ends_with_the_membership(self, volunteers: Platform) -> None:
        group = await Group.of(volunteers)
        stage = Stage(group, await add_kind(volunteers))
        held = membership(group.worker, group.id)
        await tell(volunteers, held)
        claimed = await stage.claim()
        assert await stage.sees(claimed.id, group.leader)
        held.state = membership_pb2.MEMBERSHIP_STATE_ENDED
        await tell(volunteers, held, 2)
        assert not await stage.sees(claimed.id, group.leader)
        with pytest.raises(PermissionDenied):
            await stage.do("verify", claimed.id)
