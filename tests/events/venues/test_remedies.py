"""Every refusal of venues says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.events.bookings.closing import CANCEL_OF_VENUES
from services.events.venues import servicer
from tests.events.stage import Stage
from tests.events.venues.lending import change, close, every_day, get, reopen, room
from tests.remedies import Remedies, refused
from tests.waiting import eventually

REMEDIES = Remedies("events", "venues")
remedy = REMEDIES.of


@remedy("VENUE_CLOSED")
async def reopen_it_first(stage: Stage) -> None:
    venue = await room(stage)
    await close(stage, venue)
    said = await refused(change(stage, venue, name="新"), "VENUE_CLOSED")
    assert "Reopen it first" in said
    await reopen(stage, venue)
    assert (await change(stage, venue, name="新")).name == "新"


@remedy("STATE_DOES_NOT_ALLOW: is closed already")
async def reopen_it_if_it_is_lent_again(stage: Stage) -> None:
    venue = await room(stage)
    await close(stage, venue)
    assert "Reopen it" in await refused(close(stage, venue), "STATE_DOES_NOT_ALLOW")
    await reopen(stage, venue)
    assert (await close(stage, venue)).id


@remedy("STATE_DOES_NOT_ALLOW: this one is open")
async def use_it_as_it_is(stage: Stage) -> None:
    venue = await room(stage)
    await refused(reopen(stage, venue), "STATE_DOES_NOT_ALLOW")
    assert (await change(stage, venue, name="新")).name == "新"


@remedy("VENUE_CLOSING")
async def wait_a_moment(stage: Stage) -> None:
    venue = await room(stage)
    await close(stage, venue)
    # As if a booking were still to be cancelled: the job finds none, and says so.
    await stage.sql("UPDATE venue SET bookings_to_cancel = 1 WHERE id = $1", venue.id)
    assert "Wait a moment" in await refused(reopen(stage, venue), "VENUE_CLOSING")
    stage.platform.services["events"].units.bell(CANCEL_OF_VENUES).set()

    async def is_done() -> bool:
        return (await get(stage, venue)).bookings_to_cancel == 0

    await eventually(is_done)
    assert (await reopen(stage, venue)).id


@remedy("OPENING_HOURS_OVERLAP")
async def merge_them(stage: Stage) -> None:
    hours = [*every_day("09:00", "12:00"), *every_day("11:00", "18:00")]
    said = await refused(room(stage, opening_hours=hours), "OPENING_HOURS_OVERLAP")
    assert "Merge them" in said
    assert (await room(stage, opening_hours=every_day("09:00", "18:00"))).id


@remedy("TOO_MANY_VENUES")
async def close_one(stage: Stage) -> None:
    most = servicer.MOST_ACTIVE
    servicer.MOST_ACTIVE = 1
    try:
        venue = await room(stage)
        assert "Close one" in await refused(room(stage), "TOO_MANY_VENUES")
        await close(stage, venue)
        assert (await room(stage)).id
        await refused(reopen(stage, venue), "TOO_MANY_VENUES")
    finally:
        servicer.MOST_ACTIVE = most


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_what_it_says_to_do_next_works(
    stage: Stage, scenario: Callable[[Stage], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_its_scenario() -> None:
    REMEDIES.check()
