"""Signing up again and again: each sign-up stays on record, so nobody makes them without end."""

from uuid import UUID

import pytest
from banyan.events.v1 import eligibility_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.eligibility.limits import MOST_A_DAY, MOST_FOR_A_SHIFT_A_DAY
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage

CONFIRMED, CANCELLED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CANCELLED
# As if the person had signed up and cancelled, so many times.
PAST = """
    INSERT INTO sign_up (id, version, create_time, update_time, shift_id, event_id, organization_id, person_id,
        start_time, end_time, state, cancel_reason)
    SELECT gen_random_uuid(), 1, $3, $3, id, event_id, organization_id, $1, start_time, end_time, 'CANCELLED', ''
    FROM shift, generate_series(1, $4) WHERE id = $2
"""


async def come_and_go(stage: Stage, shift: shift_pb2.Shift, me: UUID, times: int) -> None:
    await stage.sql(PAST, me, UUID(shift.id), stage.clock.now(), times)


async def reasons(stage: Stage, shift: shift_pb2.Shift, me: UUID) -> list[str]:
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id]),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(me),
    )
    return [each.reason for each in answer.eligibilities[0].reasons]


async def test_for_one_shift_ends_after_ten_times_a_day(timed: Stage) -> None:
    me, shift, other = uuid7(), await timed.shift(capacity=2), await timed.shift()
    await come_and_go(timed, shift, me, MOST_FOR_A_SHIFT_A_DAY - 1)
    await timed.cancel(await timed.sign_up(shift, me), timed.office.person(me))
    for taking in (timed.sign_up(shift, me), timed.wait_for(shift, me)):
        with pytest.raises(Refused) as refused:
            await taking
        assert refused.value.reason == "TOO_MANY_SIGN_UPS"
    assert await reasons(timed, shift, me) == ["TOO_MANY_SIGN_UPS"]
    assert (await timed.sign_up(shift)).state == CONFIRMED  # others do not feel it
    assert await reasons(timed, other, me) == []
    timed.pass_time(days=1, seconds=1)
    assert (await timed.sign_up(shift, me)).state == CONFIRMED


async def test_anywhere_ends_after_two_hundred_times_a_day(timed: Stage) -> None:
    me, past, shift = uuid7(), await timed.shift(), await timed.shift()
    await come_and_go(timed, past, me, MOST_A_DAY - 1)
    mine = await timed.sign_up(shift, me)
    await timed.cancel(mine, timed.office.person(me))
    with pytest.raises(Refused) as refused:
        await timed.sign_up(shift, me)
    assert refused.value.reason == "TOO_MANY_SIGN_UPS"


async def test_a_place_that_is_offered_can_be_accepted_all_the_same(timed: Stage) -> None:
    me, shift = uuid7(), await timed.shift(capacity=1)
    held = await timed.sign_up(shift)
    waiting = await timed.wait_for(shift, me)
    await come_and_go(timed, shift, me, MOST_FOR_A_SHIFT_A_DAY)
    await timed.cancel(held)
    offered = await timed.becomes(waiting, pb.SIGN_UP_STATE_OFFERED)
    assert (await timed.accept(offered)).state == CONFIRMED
