"""What holds of the places of a shift, whatever happens to it and in whatever order."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from banyan.events.v1 import shift_pb2, sign_up_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.errors import Conflict, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, mask

EXPECTED = {"SHIFT_FULL", "ALREADY_SIGNED_UP", "ALREADY_CANCELLED", "PLACES_TAKEN", "BUSY"}


@dataclass(frozen=True)
class SignUp:
    person: int


@dataclass(frozen=True)
class Cancel:
    person: int


@dataclass(frozen=True)
class Resize:
    capacity: int


person = st.integers(0, 4)
step = st.builds(SignUp, person) | st.builds(Cancel, person) | st.builds(Resize, st.integers(1, 4))
# Everything in a batch happens at once, one batch after the other.
batches = st.lists(st.lists(step, min_size=1, max_size=6), min_size=1, max_size=4)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 4), batches)
async def test_places_taken_are_the_confirmed_sign_ups_and_never_more_than_there_are(
    stage: Stage, capacity: int, batches: list[list[SignUp | Cancel | Resize]]
) -> None:
    shift = await stage.shift(capacity=capacity)
    people = [uuid7() for _ in range(5)]
    for batch in batches:
        await asyncio.gather(*(_do(stage, shift, people, each) for each in batch))
        row = (
            await stage.sql(
                "SELECT capacity, places_taken, (SELECT count(*) FROM sign_up"
                " WHERE shift_id = shift.id AND state = 'CONFIRMED') AS confirmed"
                " FROM shift WHERE id = $1",
                UUID(shift.id),
            )
        )[0]
        assert row["places_taken"] == row["confirmed"]
        assert row["places_taken"] <= row["capacity"]


async def _do(
    stage: Stage, shift: shift_pb2.Shift, people: list[UUID], what: SignUp | Cancel | Resize
) -> None:
    """Does one thing, which may be refused, and for no other reason than those of the contract."""
    try:
        match what:
            case SignUp(person):
                await stage.sign_up(shift, people[person])
            case Cancel(person):
                await _cancel(stage, shift, people[person])
            case Resize(capacity):
                await stage.call(
                    shift_pb2.UpdateShiftRequest(
                        shift_id=shift.id,
                        shift=shift_pb2.Shift(capacity=capacity),
                        update_mask=mask("capacity"),
                    ),
                    shift_pb2.Shift,
                )
    except (Refused, Conflict) as refused:
        if refused.reason not in EXPECTED:
            raise


async def _cancel(stage: Stage, shift: shift_pb2.Shift, person_id: UUID) -> None:
    found = await stage.call(
        sign_up_pb2.ListSignUpsRequest(shift_id=shift.id, person_id=str(person_id)),
        sign_up_pb2.ListSignUpsResponse,
    )
    if found.sign_ups:
        await stage.cancel(found.sign_ups[-1], stage.office.person(person_id))
