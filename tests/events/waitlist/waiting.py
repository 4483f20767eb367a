"""Full shifts and who waits for them, for the tests about waitlists."""

from typing import Any

import pytest
from banyan.events.v1 import shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.kit.errors import Refused
from tests.events.stage import Stage

WAITLISTED, OFFERED = pb.SIGN_UP_STATE_WAITLISTED, pb.SIGN_UP_STATE_OFFERED


CONFIRMED, CANCELLED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CANCELLED


async def full(stage: Stage, **values: Any) -> tuple[shift_pb2.Shift, pb.SignUp]:
    """Returns a shift with one place, and the sign-up that holds it."""
    shift = await stage.shift(**{"capacity": 1, **values})
    return shift, await stage.sign_up(shift)


async def numbers(stage: Stage, shift: shift_pb2.Shift) -> tuple[int, int, int]:
    """Returns how many places are taken, how many of them offered, and how many people wait."""
    now = await stage.get_shift(shift)
    return now.places_taken, now.places_offered, now.waitlist_length


async def reason(call: object) -> str:
    """Returns why something is refused, which it must be."""
    with pytest.raises(Refused) as refused:
        await call  # type: ignore[misc] # any awaitable
    return refused.value.reason
