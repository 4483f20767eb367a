"""How often a change waits for the database or for another service: a count that is the same on every machine."""

from collections.abc import Awaitable
from typing import Any

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, mask
from tests.roundtrips import round_trips


async def trips(change: Awaitable[Any]) -> list[str]:
    """Returns what is sent while a change is handled, each by its first words."""
    with round_trips() as sent:
        await change
    return [" ".join(statement.split()[:3]) for statement in sent]


FIRST = "BEGIN; WITH claimed"
LAST = ["WITH told AS", "COMMIT"]  # notices, audit rows, cost and answer


async def test_a_create_takes_five(stage: Stage) -> None:
    assert await trips(stage.draft()) == [
        FIRST,
        "SELECT organization.state FROM",  # is it closed?
        "INSERT INTO event",
        *LAST,
    ]


async def test_a_sign_up_takes_six(stage: Stage) -> None:
    shift = await stage.shift()
    assert await trips(stage.sign_up(shift)) == [
        "SELECT event.id, event.state,",  # before it stands in line, without a transaction
        FIRST,  # and the locks
        "UPDATE shift SET",
        "SELECT event.id, event.state,",
        "WITH added AS",  # the sign-up, and what every change leaves behind
        "COMMIT",
    ]


async def test_signing_somebody_else_up_takes_as_many(stage: Stage) -> None:
    shift, person_id = await stage.shift(), await stage.somebody()
    assert await trips(stage.sign_up_for(shift, person_id)) == [
        "SELECT event.id, event.state,",
        FIRST,
        "UPDATE shift SET",
        "SELECT event.id, event.state,",  # does the leader know them, too?
        "WITH added AS",
        "COMMIT",
    ]


async def test_who_finds_no_place_waits_for_nobody(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    await stage.sign_up(shift)

    async def come() -> None:
        with pytest.raises(Refused, match="full"):
            await stage.sign_up(shift)

    assert await trips(come()) == [
        "SELECT event.id, event.state,",
    ]


async def test_who_had_the_last_place_gets_the_same_answer_again(stage: Stage) -> None:
    shift, passport = await stage.shift(capacity=1), stage.office.person()
    request = sign_up_pb2.CreateSignUpRequest(shift_id=shift.id, request_id=str(uuid7()))
    first = await stage.call(request, sign_up_pb2.SignUp, passport)

    async def come_again() -> None:
        assert await stage.call(request, sign_up_pb2.SignUp, passport) == first

    retry = ["SELECT event.id, event.state,", "SELECT body_hash, body"]
    assert await trips(come_again()) == retry
    await stage.cancel(first, passport)
    await stage.sign_up(shift)
    assert await trips(come_again()) == retry  # it was given back, and somebody else has it now
    with pytest.raises(Refused):
        await stage.sign_up(shift)


async def test_cancelling_a_sign_up_takes_ten(stage: Stage) -> None:
    sign_up = await stage.sign_up(await stage.shift())
    assert await trips(stage.cancel(sign_up)) == [
        "SELECT sign_up.shift_id FROM",
        FIRST,
        "SELECT sign_up.id, sign_up.version,",
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
        "SELECT shift.id, shift.version,",
        "SELECT sign_up.id, sign_up.version,",
        "UPDATE shift SET",
        "UPDATE sign_up SET",
        *LAST,
    ]


async def test_an_update_takes_six(stage: Stage) -> None:
    event = await stage.draft()
    request = event_pb2.UpdateEventRequest(
        event_id=event.id, event=event_pb2.Event(title="new"), update_mask=mask("title")
    )
    assert await trips(stage.call(request, event_pb2.Event)) == [
        FIRST,
        "SELECT event.id, event.version,",
        "SELECT organization.state FROM",
        "UPDATE event SET",
        *LAST,
    ]


async def test_an_update_of_the_times_looks_at_the_shifts_as_well(stage: Stage) -> None:
    event = await stage.draft()
    event.end_time.seconds += 60
    request = event_pb2.UpdateEventRequest(
        event_id=event.id, event=event, update_mask=mask("end_time")
    )
    assert await trips(stage.call(request, event_pb2.Event)) == [
        FIRST,
        "SELECT event.id, event.version,",
        "SELECT organization.state FROM",
        "UPDATE event SET",
        "SELECT shift.id FROM",  # do all of its shifts still fit?
        "SELECT booking.id, booking.venue_id",  # those for the event move with it
        *LAST,
    ]


async def test_a_refusal_and_a_stored_answer_write_nothing(stage: Stage) -> None:
    event = await stage.draft()
    shift = await stage.shift(event)
    request = shift_pb2.UpdateShiftRequest(
        shift_id=shift.id,
        shift=shift_pb2.Shift(title="new"),
        update_mask=mask("title"),
        request_id=str(uuid7()),
    )
    await stage.call(request, shift_pb2.Shift)
    assert await trips(stage.call(request, shift_pb2.Shift)) == [
        FIRST,
        "SELECT body_hash, body",
        "COMMIT",
    ]
