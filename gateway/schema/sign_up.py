"""Sign-ups: who takes which shift."""

from datetime import datetime

import strawberry
from banyan.events.v1 import attendance_pb2, sign_up_pb2
from strawberry import auto

from gateway.fields import reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.subscriptions import changes, viewer_changes


@shows(sign_up_pb2.SignUp)
class SignUp(Node):
    """The sign-up of a person for a shift. Signing up again after a cancellation is a new one."""

    state: auto
    start_time: datetime
    end_time: datetime
    cancel_reason: auto
    offer_expire_time: auto
    check_in_time: auto
    check_out_time: auto
    attendance_reason: auto
    create_time: datetime
    update_time: datetime

    shift = reference("shift_id")
    event = reference("event_id")
    organization = reference("organization_id")
    person = reference("person_id")


@strawberry.type
class SignUpMutations:
    """What can be done to sign-ups."""

    create_sign_up = mutation(sign_up_pb2.CreateSignUpRequest)
    accept_offer = mutation(sign_up_pb2.AcceptOfferRequest)
    cancel_sign_up = mutation(sign_up_pb2.CancelSignUpRequest)
    check_in = mutation(attendance_pb2.CheckInRequest)
    check_out = mutation(attendance_pb2.CheckOutRequest)
    record_no_show = mutation(attendance_pb2.RecordNoShowRequest)
    excuse_sign_up = mutation(attendance_pb2.ExcuseSignUpRequest)
    correct_attendance = mutation(attendance_pb2.CorrectAttendanceRequest)


@strawberry.type
class SignUpSubscriptions:
    """What can be seen of sign-ups as it happens."""

    sign_up_changes = changes(
        sign_up_pb2.GetSignUpRequest,
        "shift_id",
        description="Sends every sign-up for a shift that is new or changes and that the viewer may "
        "see, in order.",
        uniform=True,
    )
    viewer_sign_up_changes = viewer_changes(
        sign_up_pb2.GetSignUpRequest,
        description="Sends every sign-up of the viewer that is new or changes, in order: here offers "
        "arrive.",
        uniform=True,
    )
