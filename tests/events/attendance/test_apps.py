"""What an app records: what it says of those who may have its key takes a second person."""

from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2 as pb
from banyan.events.v1.sign_up_pb2 import (
    ATTENDANCE_REVIEW_CONFIRMED,
    ATTENDANCE_REVIEW_NOT_NEEDED,
    ATTENDANCE_REVIEW_PENDING,
    SignUp,
)

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.attendance.test_attendance import check_in, check_out, held
from tests.events.stage import Stage, in_hours


def app_of(stage: Stage) -> str:
    """Returns the passport of an app that records attendance."""
    return stage.office.app(
        uuid7(), stage.organization_id, "COORDINATOR", ["attendance.write", "events.read"]
    )


async def knows(stage: Stage, person_id: UUID, *roles: str) -> None:
    await stage.sql(
        "INSERT INTO membership (id, organization_id, person_id, state, roles)"
        " VALUES ($1, $2, $3, 'ACTIVE', $4)",
        uuid7(),
        stage.organization_id,
        person_id,
        list(roles),
    )


async def recorded(stage: Stage, person_id: UUID, passport: str) -> SignUp:
    """Returns a sign-up that somebody has checked in and out."""
    sign_up = await held(stage, person_id)
    start = pb.CheckInRequest(sign_up_id=sign_up.id, check_in_time=in_hours(-2))
    await stage.call(start, SignUp, passport)
    end = pb.CheckOutRequest(sign_up_id=sign_up.id, check_out_time=in_hours(-1))
    return await stage.call(end, SignUp, passport)


async def test_counts_at_once_for_members(stage: Stage) -> None:
    person_id = uuid7()
    await knows(stage, person_id)
    done = await recorded(stage, person_id, app_of(stage))
    assert done.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED


@pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
async def test_waits_for_a_review_of_those_who_manage(stage: Stage, role: str) -> None:
    person_id = uuid7()
    await knows(stage, person_id, role)
    app = app_of(stage)
    done = await recorded(stage, person_id, app)
    assert done.attendance_review == ATTENDANCE_REVIEW_PENDING
    review = pb.ConfirmAttendanceRequest(sign_up_id=done.id)
    with pytest.raises(PermissionDenied) as refused:  # a review takes a person
        await stage.call(review, SignUp, app)
    assert refused.value.reason == "PERSON_REQUIRED"
    confirmed = await stage.call(review, SignUp)
    assert confirmed.attendance_review == ATTENDANCE_REVIEW_CONFIRMED


async def test_control_a_person_needs_no_second_one_for_that(stage: Stage) -> None:
    person_id = uuid7()
    await knows(stage, person_id, "OWNER")
    sign_up = await held(stage, person_id)
    await check_in(stage, sign_up, in_hours(-2))
    done = await check_out(stage, sign_up, in_hours(-1))
    assert done.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED
