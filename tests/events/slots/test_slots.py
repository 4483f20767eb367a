"""VenueTimeService, called over gRPC."""

from datetime import UTC, datetime
from typing import Any

import pytest
from banyan.events.v1 import booking_pb2, venue_pb2
from banyan.events.v1 import venue_time_pb2 as pb
from banyan.places.v1.place_pb2 import Near, Place
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.slots import servicer
from services.kit.errors import Unauthenticated
from tests.events.bookings.asking import book, book_for, cancel, neighbor
from tests.events.stage import Stage, in_hours
from tests.events.venues.lending import close, room, rules
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "slots")
remedy = REMEDIES.of


def asked(start: float = 24, end: float = 48, **values: Any) -> pb.SearchFreeSlotsRequest:
    """Returns a search for an hour. Times are hours from now."""
    defaults: dict[str, Any] = {"duration_minutes": 60}
    return pb.SearchFreeSlotsRequest(
        start_time=in_hours(start), end_time=in_hours(end), **(defaults | values)
    )


async def search(stage: Stage, request: pb.SearchFreeSlotsRequest) -> pb.FreeSlots:
    """Searches as somebody who has not signed in."""
    return await stage.call(request, pb.FreeSlots, stage.office.anonymous())


async def busy(
    stage: Stage, venue: venue_pb2.Venue, passport: str, start: float = 24, end: float = 72
) -> list[pb.BusyTime]:
    """Returns when a venue is busy."""
    request = pb.ListBusyTimesRequest(
        venue_id=venue.id, start_time=in_hours(start), end_time=in_hours(end)
    )
    return list((await stage.call(request, pb.ListBusyTimesResponse, passport)).busy_times)


def months(venue: venue_pb2.Venue, start: str, end: str) -> pb.SummarizeVenueUseRequest:
    return pb.SummarizeVenueUseRequest(venue_id=venue.id, start_month=start, end_month=end)


async def use(stage: Stage, venue: venue_pb2.Venue, passport: str) -> dict[str, tuple[int, int]]:
    """Returns minutes and bookings of each organization in this month and the next."""
    local = in_hours(24).ToDatetime()
    following = f"{local.year + local.month // 12}-{local.month % 12 + 1:02}"
    request = months(venue, f"{local:%Y-%m}", following)
    found: dict[str, tuple[int, int]] = {}
    for each in (await stage.call(request, pb.VenueUse, passport)).shares:
        minutes, count = found.get(each.organization_id, (0, 0))
        found[each.organization_id] = (minutes + each.minutes, count + each.booking_count)
    return found


async def test_finds_what_is_left_between_bookings(stage: Stage) -> None:
    venue = await room(stage, rules=rules(buffer_minutes=30))
    await book(stage, venue, 30, 32)
    gone = await book(stage, venue, 40, 41)
    await cancel(stage, gone)
    answer = await search(stage, asked(venue_ids=[venue.id]))
    assert answer.is_complete
    assert [(each.start_time, each.end_time) for each in answer.slots] == [
        (in_hours(24), in_hours(29.5)),
        (in_hours(32.5), in_hours(48)),
    ]
    first, second = answer.slots
    for start in (first.start_time, second.start_time):
        end = Timestamp(seconds=start.seconds + 3600)
        assert await book(stage, venue, start_time=start, end_time=end)


async def test_finds_venues_by_what_they_are_like(stage: Stage) -> None:
    place = Place(latitude=39.9, longitude=116.4)
    hall = await room(stage, name="礼堂", capacity=300, features=["钢琴"], place=place)
    await room(stage, name="小间", capacity=6)
    await close(stage, await room(stage, capacity=300, features=["钢琴"]))
    near = Near(latitude=39.9, longitude=116.4, radius_meters=1000)
    own = str(stage.organization_id)
    for values in ({"capacity": 100}, {"features": ["钢琴"]}, {"query": "litang"}, {"near": near}):
        answer = await search(stage, asked(organization_id=own, **values))
        assert {each.venue_id for each in answer.slots} == {hall.id}
    both = await search(stage, asked(organization_id=own))
    assert len({each.venue_id for each in both.slots}) == 2


async def test_says_when_there_are_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servicer, "MOST_SLOTS", 1)
    venue = await room(stage)
    await book(stage, venue, 30, 32)
    answer = await search(stage, asked(venue_ids=[venue.id]))
    assert (len(answer.slots), answer.is_complete) == (1, False)


async def test_a_stranger_sees_when_it_is_busy_and_not_who(stage: Stage) -> None:
    venue, other = await room(stage, rules=rules(needs_approval=True)), await neighbor(stage)
    booking = await book(other, venue, 30, 32)
    await book(stage, venue, 40, 41)
    parties = (stage.leader, await stage.member(), other.leader, await other.member())
    strangers = (stage.office.anonymous(), Stage(stage.platform).leader)
    for passport in (*parties, *strangers):
        first, second = await busy(stage, venue, passport)
        assert (first.start_time, first.end_time) == (in_hours(30), in_hours(32))
        assert (first.is_tentative, second.is_tentative) == (True, False)
        assert first.booking_id == (booking.id if passport in parties else "")
        assert not first.event_id
    assert await busy(stage, venue, stage.leader, 33, 40) == []
    assert len(await busy(stage, venue, stage.leader, 31, 40.5)) == 2


async def test_only_an_event_that_one_may_see_is_named(stage: Stage) -> None:
    venue, stranger = await room(stage), stage.office.anonymous()
    public = await stage.published(start_time=in_hours(30), end_time=in_hours(31))
    hidden = await stage.draft(start_time=in_hours(40), end_time=in_hours(41))
    for event in (public, hidden):
        await book_for(stage, venue, event)
    assert [each.event_id for each in await busy(stage, venue, stranger)] == [public.id, ""]
    by_leader = [each.event_id for each in await busy(stage, venue, stage.leader)]
    assert by_leader == [public.id, hidden.id]


async def test_sums_up_the_use_by_each_organization(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    await book(other, venue, 30, 32)
    await book(other, venue, 40, 40.5)
    await book(stage, venue, 50, 51)
    await cancel(stage, await book(stage, venue, 60, 61))
    mine, theirs = str(stage.organization_id), str(other.organization_id)
    everything = {mine: (60, 1), theirs: (150, 2)}
    assert await use(stage, venue, await stage.member()) == everything
    assert await use(stage, venue, other.leader) == {theirs: (150, 2)}
    assert await use(stage, venue, Stage(stage.platform).leader) == {}
    with pytest.raises(Unauthenticated):
        await use(stage, venue, stage.office.anonymous())


async def test_a_booking_counts_in_the_month_of_the_clock_of_the_venue(stage: Stage) -> None:
    venue = await room(stage, time_zone="Asia/Shanghai")
    booking = await book(stage, venue)
    late = datetime(2031, 1, 31, 16, 30, tzinfo=UTC)  # half past midnight, on the first of February
    await stage.sql(
        "UPDATE booking SET start_time = $1::timestamptz, end_time = $1::timestamptz + interval '1 hour',"
        " clear_time = $1::timestamptz + interval '1 hour' WHERE id = $2",
        late,
        booking.id,
    )
    answer = await stage.call(months(venue, "2031-02", "2031-02"), pb.VenueUse)
    assert [(each.month, each.minutes) for each in answer.shares] == [("2031-02", 60)]
    assert not (await stage.call(months(venue, "2031-01", "2031-01"), pb.VenueUse)).shares
    assert booking.state == booking_pb2.BOOKING_STATE_CONFIRMED


@remedy("WINDOW_TOO_LONG", "END_NOT_AFTER_START")
async def ask_for_the_rest_by_itself(stage: Stage) -> None:
    await room(stage)
    said = await refused(search(stage, asked(0, 32 * 24)), "WINDOW_TOO_LONG")
    assert "the rest by itself" in said
    await refused(search(stage, asked(48, 24)), "END_NOT_AFTER_START")
    for start, end in ((0, 31 * 24), (31 * 24, 32 * 24)):
        assert (await search(stage, asked(start, end))).is_complete


@remedy("TOO_MANY_PERIODS", "END_BEFORE_START")
async def ask_for_fewer_months(stage: Stage) -> None:
    venue = await room(stage)
    long = stage.call(months(venue, "2026-01", "2028-01"), pb.VenueUse)
    assert "the rest by itself" in await refused(long, "TOO_MANY_PERIODS")
    wrong = stage.call(months(venue, "2026-02", "2026-01"), pb.VenueUse)
    await refused(wrong, "END_BEFORE_START")
    assert not (await stage.call(months(venue, "2026-01", "2027-12"), pb.VenueUse)).shares


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_what_it_says_to_do_next_works(stage: Stage, scenario: Any) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_its_scenario() -> None:
    REMEDIES.check()
