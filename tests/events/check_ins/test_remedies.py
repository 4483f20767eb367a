"""Every refusal of check-ins on the spot says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import attendance_pb2
from banyan.events.v1 import check_in_pb2 as pb
from banyan.events.v1 import sign_up_pb2 as su

from services.kit.process.ids import uuid7
from tests.events.check_ins.test_check_ins import (
    CHECKED_IN,
    codes,
    enter,
    moment,
    noted,
    open_up,
    sync,
    under_way,
)
from tests.events.stage import Stage
from tests.remedies import Remedies, met, refused

REMEDIES = Remedies("events", "check_ins")
remedy = REMEDIES.of


@remedy("SELF_CHECK_IN_CLOSED", "CODE_WRONG")
async def ask_an_organizer_or_read_the_code_again(timed: Stage) -> None:
    me, shift = uuid7(), await under_way(timed)
    mine, other = await timed.sign_up(shift, me), await timed.sign_up(shift)
    assert "Ask the organizers" in await refused(
        enter(timed, mine, "ABC", me), "SELF_CHECK_IN_CLOSED"
    )
    check_in = attendance_pb2.CheckInRequest(sign_up_id=other.id)
    assert (await timed.call(check_in, su.SignUp)).state == CHECKED_IN
    await open_up(timed, shift)
    assert "shown now" in await refused(enter(timed, mine, "ABC", me), "CODE_WRONG")
    (code,) = await codes(timed, shift)
    assert (await enter(timed, mine, code, me)).state == CHECKED_IN


@remedy("CLOCK_WRONG")
async def set_the_clock(timed: Stage) -> None:
    shift = await under_way(timed)
    entry = noted(await timed.sign_up(shift), moment(timed, minutes=-5))
    wrong = {"device_time": moment(timed, hours=1)}
    assert "Set it" in await refused(sync(timed, shift, entry, **wrong), "CLOCK_WRONG")
    assert await sync(timed, shift, entry) == [(pb.SYNC_OUTCOME_RECORDED, "")]


@remedy("NO_SUCH_RESOURCE")
async def sign_them_up_as_a_walk_in(timed: Stage) -> None:
    shift, other = await under_way(timed), await under_way(timed)
    person_id = await timed.somebody()
    elsewhere = noted(await timed.sign_up(other, uuid7()), moment(timed, minutes=-5))
    request = pb.SyncAttendanceRequest(
        event_id=shift.event_id, entries=[elsewhere], device_time=moment(timed)
    )
    (told,) = (await timed.call(request, pb.AttendanceSync)).entries
    assert "walk-in" in met(told.reason, told.message)
    walk_in = su.CreateSignUpRequest(shift_id=shift.id, person_id=str(person_id), check_in=True)
    assert (await timed.call(walk_in, su.SignUp)).state == CHECKED_IN


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(timed: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, timed)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
