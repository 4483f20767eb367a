"""Duplicating an event: the same plan at another time, by the clock on the wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.places.v1.place_pb2 import Contact, Place
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from services.events.events.duplicating import duplicate
from services.events.events.models import Event, EventVisibility
from services.events.shifts.models import LONGEST_SHIFT, Shift
from services.kit.errors import InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Etc/UTC")


def at(zone: str, *local: int) -> datetime:
    """Returns a moment on the clock of a time zone, in UTC."""
    return datetime(*local, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc] # as given


def clock(zone: str, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M")


def plan(
    zone: str, start: datetime, end: datetime, *times: tuple[datetime, datetime]
) -> tuple[Event, list[Shift]]:
    event = Event(
        organization_id=uuid7(),
        title="晨练",
        start_time=start,
        end_time=end,
        time_zone=zone,
        visibility=EventVisibility.PUBLIC,
    )
    shifts = [
        Shift(
            event_id=event.id,
            organization_id=event.organization_id,
            title="领操",
            start_time=begins,
            end_time=ends,
            capacity=3,
        )
        for begins, ends in times
    ]
    return event, shifts


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        ((2026, 3, 28), "03-28 18:00"),
        ((2026, 10, 24), "10-24 18:00"),
        ((2027, 1, 2), "01-02 18:00"),
    ],
)
def test_the_clock_on_the_wall_shows_the_same(day: tuple[int, int, int], starts: str) -> None:
    zone = "Europe/Berlin"  # where the clock changes in the nights to 2026-03-29 and 2026-10-25
    event, shifts = plan(
        zone,
        at(zone, 2026, 7, 4, 18, 0),
        at(zone, 2026, 7, 5, 20, 0),
        (at(zone, 2026, 7, 4, 22, 0), at(zone, 2026, 7, 5, 6, 0)),
        (at(zone, 2026, 7, 5, 14, 0), at(zone, 2026, 7, 5, 20, 0)),
    )
    copy, copies = duplicate(event, shifts, at(zone, *day, 18, 0))
    assert clock(zone, copy.start_time) == starts
    times = [copy.end_time, *(t for each in copies for t in (each.start_time, each.end_time))]
    assert [clock(zone, each)[-5:] for each in times] == [
        "20:00", "22:00", "06:00", "14:00", "20:00",
    ]  # fmt: skip


def test_what_would_fall_into_a_skipped_hour_keeps_its_length() -> None:
    zone = "Europe/Berlin"
    event, shifts = plan(
        zone,
        at(zone, 2026, 7, 4, 22, 0),
        at(zone, 2026, 7, 5, 6, 0),
        (at(zone, 2026, 7, 5, 2, 30), at(zone, 2026, 7, 5, 3, 0)),
    )
    _, (copy,) = duplicate(event, shifts, at(zone, 2026, 3, 28, 22, 0))
    assert copy.end_time - copy.start_time == timedelta(minutes=30)


@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    to=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    minutes=st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 1440)), max_size=4),
)
def test_a_copy_is_always_a_plan_that_could_be_made_by_hand(
    zone: str, start: datetime, to: datetime, minutes: list[tuple[int, int]]
) -> None:
    begins = start.replace(tzinfo=UTC)
    times = [
        (begins + timedelta(minutes=after), begins + timedelta(minutes=after + length))
        for after, length in minutes
    ]
    event, shifts = plan(zone, begins, begins + timedelta(minutes=4440), *times)
    copy, copies = duplicate(event, shifts, to.replace(tzinfo=UTC))
    assert copy.start_time == to.replace(tzinfo=UTC)
    assert copy.start_time < copy.end_time
    for each, shift in zip(copies, shifts, strict=True):
        assert copy.start_time <= each.start_time < each.end_time <= copy.end_time
        assert each.end_time - each.start_time <= LONGEST_SHIFT
        # No clock of these zones changes by more than an hour.
        moved = (each.start_time - copy.start_time) - (shift.start_time - event.start_time)
        assert abs(moved) <= timedelta(hours=2)


async def test_it_is_a_draft_with_all_planned_shifts_and_no_sign_up(stage: Stage) -> None:
    event = await stage.published(
        description="带上水",
        place=Place(name="公园", latitude=39.9, longitude=116.4),
        what_to_bring="手套",
        sign_up_deadline=in_hours(12),
        contact=Contact(phones=["010"]),
    )
    shift = await stage.shift(
        event, capacity=7, minimum_age=16, required_skills=["急救"], offer_seconds=60
    )
    gone = [await stage.shift(event), await stage.shift(event)]
    await stage.sign_up(gone[0])
    await stage.call(shift_pb2.CancelShiftRequest(shift_id=gone[0].id), shift_pb2.Shift)
    await stage.call(shift_pb2.DeleteShiftRequest(shift_id=gone[1].id), shift_pb2.Shift)
    request = event_pb2.DuplicateEventRequest(
        event_id=event.id, start_time=in_hours(192), request_id=str(uuid7())
    )
    copy = await stage.call(request, event_pb2.Event)
    assert copy.id != event.id
    assert copy.state == event_pb2.EVENT_STATE_DRAFT
    assert (copy.start_time, copy.end_time) == (in_hours(192), in_hours(240))
    for name in (
        "organization_id",
        "title",
        "description",
        "place",
        "contact",
        "what_to_bring",
        "time_zone",
        "visibility",
    ):
        assert getattr(copy, name) == getattr(event, name)
    page = await stage.call(
        shift_pb2.ListShiftsRequest(event_id=copy.id), shift_pb2.ListShiftsResponse
    )
    (other,) = page.shifts
    assert other.start_time == Timestamp(seconds=shift.start_time.seconds + 168 * 3600)
    assert other.places_taken == 0
    for name in ("title", "capacity", "minimum_age", "required_skills", "offer_seconds"):
        assert getattr(other, name) == getattr(shift, name)
    assert await stage.call(request, event_pb2.Event) == copy
    notices = await stage.notices(until=f"shift.{other.id}.created")
    assert event_pb2.Event.FromString(notices[f"event.{copy.id}.created"]) == copy
    assert shift_pb2.Shift.FromString(notices[f"shift.{other.id}.created"]) == other


async def test_it_lies_near_the_present_and_in_an_open_organization(stage: Stage) -> None:
    event = await stage.draft()
    far = event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(24 * 3700))
    with pytest.raises(InvalidArgument) as refused:
        await stage.call(far, event_pb2.Event)
    assert [each.field for each in refused.value.violations] == ["start_time"]
    await stage.knows_organization(state="CLOSED")
    near = event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(48))
    with pytest.raises(Refused) as closed:
        await stage.call(near, event_pb2.Event)
    assert closed.value.reason == "ORGANIZATION_CLOSED"
