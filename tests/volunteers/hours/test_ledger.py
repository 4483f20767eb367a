"""The ledger of hours follows the sign-ups, whatever the bus delivers, and its tables refuse the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from banyan.events.v1 import sign_up_pb2
from banyan.volunteers.v1 import hours_balance_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from services.kit.bus import consumers, subscription
from services.kit.contract.values import timestamp, to_datetime
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from services.volunteers.hours import ledger
from services.volunteers.hours.counting import Attendance, count
from services.volunteers.hours.models import HoursBalance, HoursEntry
from tests.services import Platform, Site
from tests.volunteers.books import (
    COMPLETED,
    balance,
    check_books,
    standing,
    tell_all,
    work_once,
    worked,
)
from tests.volunteers.told import NOON, sign_up

STATES: list[Any] = [number for _, number in sign_up_pb2.SignUpState.items() if number]


class TestSettling:
    @pytest.fixture(autouse=True)
    def one_by_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lets each version have its effect, where otherwise the newest of several is enough."""
        monkeypatch.setattr(subscription, "BATCH", 1)

    async def test_books_whole_minutes_from_check_in_to_check_out(
        self, volunteers: Platform
    ) -> None:
        me, group = uuid7(), uuid7()
        mine = worked(sign_up(me, group), 5, 61.99)
        await tell_all(volunteers, (mine, 3))
        (booking,) = await standing(volunteers.site)
        assert booking["transferred_minutes"] == 61
        for name in ("sign_up_id", "shift_id", "event_id", "person_id", "organization_id"):
            assert str(booking[name]) == getattr(mine, name if name != "sign_up_id" else "id")
        assert booking["start_time"] == to_datetime(mine.check_in_time)
        assert booking["end_time"] == to_datetime(mine.check_out_time)
        assert await balance(volunteers.site, me) == (61, 0)

    @pytest.mark.parametrize("minutes", [0, 0.99, -5])
    async def test_books_nothing_below_a_minute(self, volunteers: Platform, minutes: float) -> None:
        await work_once(volunteers, uuid7(), uuid7(), minutes)
        assert await standing(volunteers.site) == []

    async def test_books_nothing_before_the_check_out(self, volunteers: Platform) -> None:
        mine = worked(sign_up(uuid7(), uuid7()), 0, 60)
        notices = []
        for version, state in enumerate(STATES):
            if state != COMPLETED:
                other = sign_up_pb2.SignUp()
                other.CopyFrom(mine)
                other.id, other.state = str(uuid7()), state
                notices.append((other, version))
        incomplete = sign_up_pb2.SignUp()
        incomplete.CopyFrom(mine)
        incomplete.ClearField("check_out_time")
        await tell_all(volunteers, *notices, (incomplete, 1))
        assert await volunteers.site.sql("volunteers", "SELECT 1 FROM hours_entry") == []

    async def test_books_what_is_reviewed_once_it_is_confirmed(self, volunteers: Platform) -> None:
        me, site = uuid7(), volunteers.site
        mine = worked(sign_up(me, uuid7()), 0, 600)
        booked = []
        reviews = (
            sign_up_pb2.ATTENDANCE_REVIEW_PENDING,
            sign_up_pb2.ATTENDANCE_REVIEW_REJECTED,
            sign_up_pb2.ATTENDANCE_REVIEW_CONFIRMED,
            sign_up_pb2.ATTENDANCE_REVIEW_PENDING,
        )
        for version, review in enumerate(reviews, 1):
            mine.attendance_review = review
            await tell_all(volunteers, (mine, version))
            booked.append((await balance(site, me))[0])
        assert booked == [0, 0, 600, 0]
        await check_books(site)

    @pytest.mark.parametrize(("start", "minutes", "expected"), [(0, 90, 90), (10, 60, 60)])
    async def test_a_correction_reverses_and_books_anew_even_if_only_the_times_differ(
        self, volunteers: Platform, start: int, minutes: int, expected: int
    ) -> None:
        me, group = uuid7(), uuid7()
        mine = sign_up(me, group)
        await tell_all(volunteers, (worked(mine, 0, 60), 1), (worked(mine, start, minutes), 2))
        rows = await volunteers.site.sql("volunteers", "SELECT * FROM hours_entry ORDER BY id")
        assert [row["transferred_minutes"] for row in rows] == [60, 60, expected]
        assert [row["reverses_id"] for row in rows] == [None, rows[0]["id"], None]
        assert await balance(volunteers.site, me) == (expected, 0)
        await check_books(volunteers.site)

    async def test_what_did_not_happen_after_all_is_reversed(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        mine = sign_up(me, group)
        absent = sign_up(me, group, id=mine.id, state=sign_up_pb2.SIGN_UP_STATE_NO_SHOW)
        await tell_all(volunteers, (worked(mine, 0, 60), 1), (absent, 2))
        assert await balance(volunteers.site, me) == (0, 0)
        await tell_all(volunteers, (worked(mine, 0, 60), 3))
        assert await balance(volunteers.site, me) == (60, 0)
        await check_books(volunteers.site)

    async def test_announces_the_balance_after_each_change(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        mine = sign_up(me, group)
        query = "SELECT resource_ids, organization_id FROM audit WHERE principal_id LIKE 'cons%'"
        seen: list[tuple[str, int]] = []
        announce = Work.announce

        async def listen(work: Work, row: Any, verb: str) -> None:
            seen.append((f"{row.__tablename__}.{verb}", row.recorded_minutes))
            assert isinstance(row, HoursBalance)
            assert row.message is hours_balance_pb2.HoursBalance
            await announce(work, row, verb)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Work, "announce", listen)
            # One after the other: of two that are pending only the newer counts.
            await tell_all(volunteers, (worked(mine, 0, 60), 1))
            await tell_all(volunteers, (worked(mine, 0, 45), 2))
        assert seen == [
            ("hours_balance.booked", 60),
            ("hours_balance.reversed", 0),
            ("hours_balance.booked", 45),
        ]
        versions = await volunteers.site.sql("volunteers", "SELECT version FROM hours_balance")
        assert [row["version"] for row in versions] == [3]
        audits = await volunteers.site.sql("volunteers", query)
        assert [row["organization_id"] for row in audits] == [group, group]


def minutes_of(sign_ups: list[sign_up_pb2.SignUp]) -> dict[UUID, int]:
    """Returns the minutes that count for each sign-up of a person."""
    attended = [
        Attendance(
            UUID(each.id),
            to_datetime(each.check_in_time),
            to_datetime(each.check_out_time),
            (to_datetime(each.start_time), to_datetime(each.end_time)),
        )
        for each in sign_ups
        if each.state == COMPLETED
        and each.check_in_time.ToNanoseconds() < each.check_out_time.ToNanoseconds()
    ]
    return {
        id_: int(sum((end - start).total_seconds() for start, end in spans) // 60)
        for id_, spans in count(attended).items()
    }


versions = st.lists(
    # The state, the minute of the check-in, and the seconds until the check-out.
    st.tuples(st.sampled_from([*STATES, *[COMPLETED] * 8]), st.integers(0, 3), st.integers(0, 180)),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(versions, min_size=1, max_size=3), st.data())
async def test_any_order_and_repetition_of_versions_ends_in_the_last(
    volunteers: Platform, histories: list[list[tuple[Any, int, int]]], data: st.DataObject
) -> None:
    me, group = uuid7(), uuid7()
    notices, last = [], []
    for history in histories:
        mine = sign_up(me, group)
        for version, (state, start, seconds) in enumerate(history, 1):
            shown = worked(mine, start, seconds / 60)
            shown.state = state
            notices.append((shown, version))
        last.append(shown)
    again = data.draw(st.lists(st.sampled_from(notices), max_size=5))
    await tell_all(volunteers, *data.draw(st.permutations(notices + again)))
    booked = {
        row["sign_up_id"]: row["transferred_minutes"]
        for row in await standing(volunteers.site)
        if row["person_id"] == me
    }
    expected = {id_: minutes for id_, minutes in minutes_of(last).items() if minutes}
    assert booked == expected
    assert await balance(volunteers.site, me) == (sum(expected.values()), 0)
    await check_books(volunteers.site)


class TestOverlap:
    """Two organizations record the same time; each minute counts once, in either order."""

    @pytest.mark.parametrize("turned", [False, True])
    async def test_counts_for_the_shift_whose_own_time_it_is(
        self, volunteers: Platform, *, turned: bool
    ) -> None:
        me, first, second = uuid7(), uuid7(), uuid7()
        # Both shifts are two hours: from noon, and from two o'clock. The first is left an hour late.
        early = worked(sign_up(me, first), 0, 180)
        late = worked(sign_up(me, second, **two_hours_from(120)), 120, 120)
        notices = [(early, 1), (late, 1)]
        await tell_all(volunteers, *(reversed(notices) if turned else notices))
        assert await minutes_by_organization(volunteers.site, me) == {first: 120, second: 120}
        await check_books(volunteers.site)

    async def test_counts_for_the_other_once_the_record_is_taken_back(
        self, volunteers: Platform
    ) -> None:
        me, first, second = uuid7(), uuid7(), uuid7()
        early = worked(sign_up(me, first), 0, 180)
        late = worked(sign_up(me, second, **two_hours_from(120)), 120, 120)
        absent = sign_up(me, second, id=late.id, state=sign_up_pb2.SIGN_UP_STATE_NO_SHOW)
        await tell_all(volunteers, (early, 1), (late, 1), (absent, 2))
        assert await minutes_by_organization(volunteers.site, me) == {first: 180}
        await check_books(volunteers.site)

    async def test_a_record_within_another_counts_nothing(self, volunteers: Platform) -> None:
        me, first, second = uuid7(), uuid7(), uuid7()
        await tell_all(
            volunteers,
            (worked(sign_up(me, first), 0, 60), 1),
            (worked(sign_up(me, second), 10, 20), 1),
        )
        assert await minutes_by_organization(volunteers.site, me) == {first: 60}

    async def test_the_table_has_the_last_word(self, volunteers: Platform) -> None:
        me = uuid7()
        await work_once(volunteers, me, uuid7(), 60)
        again = (
            "INSERT INTO counted_time SELECT $1, start_time, end_time, person_id FROM counted_time"
        )
        with pytest.raises(asyncpg.ExclusionViolationError, match="counted_time_once"):
            await volunteers.site.sql("volunteers", again, uuid7())
        await volunteers.site.sql(
            "volunteers", "ALTER TABLE counted_time DROP CONSTRAINT counted_time_once"
        )
        await volunteers.site.sql("volunteers", again, uuid7())  # the control


def two_hours_from(minutes: int) -> dict[str, Any]:
    """Returns the times of a shift of two hours that starts so many minutes after noon."""
    start = NOON + timedelta(minutes=minutes)
    return {"start_time": timestamp(start), "end_time": timestamp(start + timedelta(hours=2))}


async def minutes_by_organization(site: Site, person_id: UUID) -> dict[UUID, int]:
    """Returns the recorded minutes of a person in each balance that has any."""
    query = (
        "SELECT organization_id, recorded_minutes FROM hours_balance"
        " WHERE person_id = $1 AND recorded_minutes > 0"
    )
    return dict(map(tuple, await site.sql("volunteers", query, person_id)))


class TestTwoReplicas:
    """Two replicas book for one person at once; the balance changes in one UPDATE that adds."""

    @pytest_asyncio.fixture
    async def volunteers(self, site: Site) -> AsyncIterator[Platform]:
        async with AsyncExitStack() as stack:
            await site.start("volunteers", stack)
            yield await Platform.start(site, stack, ("volunteers",))

    async def test_lose_no_booking(self, volunteers: Platform) -> None:
        me, group = uuid7(), uuid7()
        notices = [(worked(sign_up(me, group), 10 * i, 10), 1) for i in range(40)]
        await tell_all(volunteers, *notices)
        assert await balance(volunteers.site, me) == (400, 0)
        await check_books(volunteers.site)

    async def test_would_lose_one_if_they_looked_before_they_wrote(
        self, volunteers: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        me, group = uuid7(), uuid7()
        await work_once(volunteers, me, group, 10)
        both_have_looked = asyncio.Barrier(2)

        async def look_then_write(entry: HoursEntry, work: Work) -> HoursBalance:
            mine = col(HoursBalance.person_id) == entry.person_id
            looked_at = (await work.session.scalars(select(HoursBalance).where(mine))).one()
            minutes = looked_at.recorded_minutes + entry.minutes
            await both_have_looked.wait()
            (written,) = await work.change_all(HoursBalance, mine, recorded_minutes=minutes)
            return written

        monkeypatch.setattr(consumers, "taking", lambda _: "SELECT 1")  # no lock
        monkeypatch.setattr(ledger, "change_balance", look_then_write)
        notices = [(worked(sign_up(me, group), start, 60), 1) for start in (60, 120)]
        await tell_all(volunteers, *notices)
        assert await balance(volunteers.site, me) == (70, 0)  # 130 were worked
        with pytest.raises(AssertionError):
            await check_books(volunteers.site)
