"""Every refusal of bookings says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import event_pb2, venue_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.bookings import rules as limits
from tests.events.bookings.asking import (
    book,
    book_for,
    cancel,
    change,
    confirm,
    decline,
    neighbor,
)
from tests.events.stage import Stage, in_hours
from tests.events.venues.lending import close, every_day, room, rules
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "events",
    "bookings",
    elsewhere={
        "TOO_MANY_AT_ONCE": "tests/kit/work/test_lines.py",
        "FIRST_CALL_OF_OTHERS": "test_bookings.py: test_lets_those_book_first_who_have_used_it_less",
        "STATE_DOES_NOT_ALLOW: It has been decided": "only a job says so, and it looks first",
    },
)
remedy = REMEDIES.of


@remedy("VENUE_TAKEN")
async def choose_another_time_or_venue(stage: Stage) -> None:
    venue = await room(stage)
    await book(stage, venue)
    assert "Choose another time" in await refused(book(stage, venue), "VENUE_TAKEN")
    assert await book(stage, venue, 50, 52)
    assert await book(stage, await room(stage))


@remedy("VENUE_NOT_LENT")
async def choose_another_venue(stage: Stage) -> None:
    venue = await room(stage)
    await close(stage, venue)
    assert "Choose another one" in await refused(book(stage, venue), "VENUE_NOT_LENT")
    assert await book(stage, await room(stage))


@remedy("VENUE_NOT_FOR_YOU")
async def ask_its_organization(stage: Stage) -> None:
    other = await neighbor(stage)
    venue = await room(stage, rules=rules(borrowers=venue_pb2.VENUE_BORROWERS_OWN_ORGANIZATION))
    assert "ask its organization" in await refused(book(other, venue), "VENUE_NOT_FOR_YOU")
    assert await book(stage, venue, purpose="for them")


@remedy("TOO_MANY_BOOKINGS")
async def cancel_one_first(stage: Stage) -> None:
    venue, most = await room(stage), limits.MOST_COMING
    limits.MOST_COMING = 1
    try:
        booking = await book(stage, venue)
        assert "Cancel one" in await refused(book(stage, venue, 60, 61), "TOO_MANY_BOOKINGS")
        await cancel(stage, booking)
        assert await book(stage, venue, 60, 61)
    finally:
        limits.MOST_COMING = most


@remedy("TIME_PAST")
async def choose_a_later_time(stage: Stage) -> None:
    venue = await room(stage)
    assert "later time" in await refused(book(stage, venue, -2, -1), "TIME_PAST")
    assert await book(stage, venue, 1, 2)


@remedy("NOTICE_TOO_SHORT")
async def choose_a_time_with_notice(stage: Stage) -> None:
    venue = await room(stage, rules=rules(shortest_notice_minutes=180))
    assert "later time" in await refused(book(stage, venue, 2, 3), "NOTICE_TOO_SHORT")
    assert await book(stage, venue, 4, 5)


@remedy("TOO_FAR_AHEAD")
async def choose_an_earlier_time_or_wait(timed: Stage) -> None:
    venue = await room(timed, rules=rules(furthest_ahead_days=7))
    said = await refused(book(timed, venue, 8 * 24, 8 * 24 + 1), "TOO_FAR_AHEAD")
    assert "or book it later" in said
    assert await book(timed, venue, 6 * 24, 6 * 24 + 1)
    timed.clock.advance(days=2)
    assert await book(timed, venue, 8 * 24, 8 * 24 + 1)


@remedy("VENUE_NOT_OPEN")
async def choose_a_time_at_which_it_is_open(stage: Stage) -> None:
    begin = in_hours(48).seconds // 3600 * 3600
    hour = begin // 3600 % 24
    hours = every_day(f"{hour:02}:00", f"{hour + 1:02}:00")
    venue = await room(stage, time_zone="Etc/UTC", opening_hours=hours)
    assert "opening hours" in await refused(book(stage, venue, 51, 52), "VENUE_NOT_OPEN")
    start, end = Timestamp(seconds=begin), Timestamp(seconds=begin + 3600)
    assert await book(stage, venue, start_time=start, end_time=end)


@remedy("BOOKING_TOO_LONG: Shorten the booking", "BOOKING_TOO_LONG: Book the rest by itself")
async def shorten_it(stage: Stage) -> None:
    venue = await room(stage, rules=rules(longest_minutes=60))
    assert "Shorten" in await refused(book(stage, venue, 48, 50), "BOOKING_TOO_LONG")
    assert await book(stage, venue, 48, 49)
    long = await room(stage)
    said = await refused(book(stage, long, 48, 48 + 32 * 24), "BOOKING_TOO_LONG")
    assert "the rest by itself" in said
    assert await book(stage, long, 48, 48 + 31 * 24)
    assert await book(stage, long, 48 + 31 * 24, 48 + 32 * 24)


@remedy("QUOTA_SPENT")
async def shorten_it_or_cancel_another(stage: Stage) -> None:
    venue = await room(stage, rules=rules(monthly_hours=2))
    said = await refused(book(stage, venue, 48, 51), "QUOTA_SPENT")
    assert "120 minutes are left" in said
    booking = await book(stage, venue, 48, 50)
    await refused(book(stage, venue, 50, 51), "QUOTA_SPENT")
    await cancel(stage, booking)
    assert await book(stage, venue, 50, 51)


@remedy("END_NOT_AFTER_START")
async def end_after_the_start(stage: Stage) -> None:
    venue = await room(stage)
    await refused(book(stage, venue, 48, 48), "END_NOT_AFTER_START")
    assert await book(stage, venue, 48, 49)


@remedy("EVENT_OF_OTHERS")
async def book_for_an_event_of_ones_own(stage: Stage) -> None:
    other = await neighbor(stage)
    venue, event = await room(stage), await stage.published()
    said = await refused(book_for(other, venue, event), "EVENT_OF_OTHERS")
    assert "leave the event out" in said
    assert await book(other, venue)
    assert await book_for(other, venue, await other.published(), end_time=in_hours(30))


@remedy("EVENT_OVER")
async def leave_the_event_out(stage: Stage) -> None:
    venue, event = await room(stage), await stage.published()
    await stage.call(event_pb2.CancelEventRequest(event_id=event.id), event_pb2.Event)
    assert "leave it out" in await refused(book_for(stage, venue, event), "EVENT_OVER")
    assert await book(stage, venue)


@remedy(
    "STATE_DOES_NOT_ALLOW: can be confirmed",
    "STATE_DOES_NOT_ALLOW: can be declined",
)
async def cancel_a_confirmed_one(stage: Stage) -> None:
    booking = await book(stage, await room(stage))
    await refused(confirm(stage, booking), "STATE_DOES_NOT_ALLOW")
    said = await refused(decline(stage, booking), "STATE_DOES_NOT_ALLOW")
    assert "Cancel a confirmed one" in said
    assert (await cancel(stage, booking)).state == pb.BOOKING_STATE_CANCELLED


@remedy("STATE_DOES_NOT_ALLOW: nothing is left to cancel", "BOOKING_OVER")
async def book_again(stage: Stage) -> None:
    venue = await room(stage)
    booking = await cancel(stage, await book(stage, venue))
    assert "Book again" in await refused(cancel(stage, booking), "STATE_DOES_NOT_ALLOW")
    said = await refused(change(stage, booking, purpose="新"), "BOOKING_OVER")
    assert "Book again" in said
    assert await book(stage, venue, purpose="新")


@remedy("BOOKING_ENDED")
async def book_another_time(timed: Stage) -> None:
    venue = await room(timed)
    booking = await book(timed, venue, 1, 2)
    timed.clock.advance(hours=3)
    assert "Book another time" in await refused(cancel(timed, booking), "BOOKING_ENDED")
    assert await book(timed, venue, 5, 6)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_what_it_says_to_do_next_works(
    timed: Stage, scenario: Callable[[Stage], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, timed)


def test_every_refusal_has_its_scenario() -> None:
    REMEDIES.check()
