"""The bookings and events that support names, of which the events service tells."""

import pytest
from banyan.events.v1 import booking_pb2, event_pb2

from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.group_supports.giving import MONEY, SPACE, TRAINING, Fund

CONFIRMED, CANCELLED = booking_pb2.BOOKING_STATE_CONFIRMED, booking_pb2.BOOKING_STATE_CANCELLED
PUBLISHED, DRAFT = event_pb2.EVENT_STATE_PUBLISHED, event_pb2.EVENT_STATE_DRAFT
FOR_ALL, FOR_MEMBERS = event_pb2.EVENT_VISIBILITY_PUBLIC, event_pb2.EVENT_VISIBILITY_MEMBERS


async def _booked(fund: Fund, by: str, state: int = CONFIRMED) -> str:
    booking = booking_pb2.Booking(id=str(uuid7()), organization_id=by, state=state)  # type: ignore[arg-type] # a number
    return await fund.hear("booking", booking)


async def _planned(fund: Fund, by: str, state: int = PUBLISHED, visibility: int = FOR_ALL) -> str:
    event = event_pb2.Event(id=str(uuid7()), organization_id=by, state=state, visibility=visibility)  # type: ignore[arg-type] # numbers
    event.start_time.GetCurrentTime()
    return await fund.hear("event", event)


async def test_a_room_is_a_booking_of_the_group_or_of_those_who_help_it(
    community: Community,
) -> None:
    fund = await Fund.open(community)
    for by in (fund.garden.group.id, fund.garden.station.id):
        booking_id = await _booked(fund, by)
        assert (await fund.promise(SPACE, booking_id=booking_id)).booking_id == booking_id
    strangers = await _booked(fund, str(uuid7()))
    called_off = await _booked(fund, fund.garden.group.id, CANCELLED)
    for refused_id in (str(uuid7()), strangers, called_off):
        with pytest.raises(InvalidArgument) as refused:
            await fund.promise(SPACE, booking_id=refused_id)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == (
            "group_support.booking_id",
            "BOOKING_NOT_OPEN",
        )


async def test_a_training_is_an_event_that_takes_place(community: Community) -> None:
    fund = await Fund.open(community)
    own = await _planned(fund, fund.garden.station.id, visibility=FOR_MEMBERS)
    others = await _planned(fund, str(uuid7()))
    for event_id in (own, others):
        assert (await fund.promise(TRAINING, event_id=event_id)).event_id == event_id
    draft = await _planned(fund, fund.garden.station.id, DRAFT)
    private = await _planned(fund, str(uuid7()), visibility=FOR_MEMBERS)
    for refused_id in (draft, private):
        with pytest.raises(InvalidArgument) as refused:
            await fund.promise(TRAINING, event_id=refused_id)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == ("group_support.event_id", "EVENT_NOT_OPEN")


async def test_what_was_asked_for_names_its_booking_once_it_is_granted_or_delivered(
    community: Community,
) -> None:
    fund = await Fund.open(community)
    await fund.ask()
    money, space = sorted(await fund.listed(), key=lambda each: -each.kind)
    first, second = [await _booked(fund, fund.garden.group.id) for _ in range(2)]
    with pytest.raises(InvalidArgument) as refused:
        await fund.grant(money, booking_id=first)
    assert [each.reason for each in refused.value.violations] == ["NOT_FOR_THIS_KIND"]
    assert money.kind == MONEY
    assert (await fund.grant(space, booking_id=first)).booking_id == first
    with pytest.raises(InvalidArgument) as refused:
        await fund.deliver(space, booking_id=str(uuid7()))
    assert [each.field for each in refused.value.violations] == ["booking_id"]
    assert (await fund.deliver(space)).booking_id == first  # what is left out stays
    corrected = await fund.correct(space)
    assert (await fund.deliver(corrected, booking_id=second)).booking_id == second
