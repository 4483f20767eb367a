"""Suspended people: their places go to the people who wait, and what has begun is kept."""

from uuid import UUID

from banyan.events.v1 import attendance_pb2
from banyan.events.v1 import sign_up_pb2 as pb
from banyan.volunteers.v1 import person_pb2

from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours
from tests.notices import publish
from tests.waiting import eventually

OFFERED, CANCELLED = pb.SIGN_UP_STATE_OFFERED, pb.SIGN_UP_STATE_CANCELLED
CONFIRMED, CHECKED_IN = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CHECKED_IN


async def suspend(stage: Stage, person_id: UUID) -> None:
    """Announces that a person is suspended, and waits until events has handled the notice."""
    person = person_pb2.Person(id=str(person_id), state=person_pb2.PERSON_STATE_SUSPENDED)
    await publish(stage.platform.site, "volunteers", "person", person, 1)

    async def handled() -> bool:
        rows = await stage.sql("SELECT state FROM person WHERE id = $1", person_id)
        return bool(rows) and rows[0]["state"] == "SUSPENDED"

    await eventually(handled)


async def test_places_of_a_suspended_person_are_offered_to_others(stage: Stage) -> None:
    me = uuid7()
    event = await stage.published(start_time=in_hours(48))
    shift, other = await stage.shift(capacity=1), await stage.shift(event, capacity=1)
    held = await stage.sign_up(shift, me)
    await stage.sign_up(other)
    waited = await stage.wait_for(other, me)
    waiting = await stage.wait_for(shift)
    await suspend(stage, me)
    await stage.becomes(waiting, OFFERED)
    for sign_up in (held, waited):
        found = await stage.get_sign_up(sign_up)
        assert (found.state, bool(found.cancel_reason)) == (CANCELLED, True)
    assert (await stage.get_shift(other)).waitlist_length == 0


async def test_what_has_begun_is_kept(stage: Stage) -> None:
    me, late = uuid7(), uuid7()
    event = await stage.published(start_time=in_hours(-1), end_time=in_hours(3))
    shift = await stage.shift(event)
    present, expected = await stage.sign_up(shift, me), await stage.sign_up(shift, late)
    await stage.call(attendance_pb2.CheckInRequest(sign_up_id=present.id), pb.SignUp)
    for person in (me, late):
        await suspend(stage, person)
    assert (await stage.get_sign_up(present)).state == CHECKED_IN
    assert (await stage.get_sign_up(expected)).state == CONFIRMED
