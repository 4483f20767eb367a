"""Sign-ups: who takes which shift."""

from datetime import datetime

import strawberry
from banyan.events.v1 import approval_pb2, attendance_pb2, sign_up_pb2, swap_pb2
from strawberry import auto

from gateway.binding.fields import answer, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes, viewer_changes


@shows(sign_up_pb2.SignUp)
class SignUp(Node):
    """A person's sign-up for a shift. Signing up again after a cancellation creates a new sign-up."""

    state: auto
    start_time: datetime
    end_time: datetime
    cancel_reason: auto
    cancelled_late: auto
    offer_expire_time: auto
    check_in_time: auto
    check_out_time: auto
    attendance_reason: auto
    attendance_review: auto
    self_checked_in: auto
    checked_out_automatically: auto
    role_id: auto
    override_reason: auto
    overridden_reasons: auto
    proposed: auto
    create_time: datetime
    update_time: datetime

    shift = reference("shift_id")
    event = reference("event_id")
    organization = reference("organization_id")
    person = reference("person_id")
    creator = reference("creator_id")
    standing_sign_up = reference("standing_sign_up_id")
    schedule_plan = reference("schedule_plan_id")
    swap_partners = answer(
        swap_pb2.FindSwapPartnersRequest,
        sign_up_id="id",
        description="With whom the viewer could swap this place, which is theirs: people who offer a place by asking for a"
        " stand-in, and those whose sign-ups the viewer may see.",
    )


@strawberry.type
class Mutations:
    """Mutations of sign-ups."""

    create_sign_up = mutation(sign_up_pb2.CreateSignUpRequest)
    accept_offer = mutation(sign_up_pb2.AcceptOfferRequest)
    cancel_sign_up = mutation(sign_up_pb2.CancelSignUpRequest)
    approve_sign_ups = mutation(approval_pb2.BatchApproveSignUpsRequest)
    decline_sign_up = mutation(approval_pb2.DeclineSignUpRequest)
    check_in = mutation(attendance_pb2.BatchCheckInRequest)
    check_out = mutation(attendance_pb2.BatchCheckOutRequest)
    record_no_show = mutation(attendance_pb2.BatchRecordNoShowRequest)
    excuse_sign_up = mutation(attendance_pb2.ExcuseSignUpRequest)
    correct_attendance = mutation(attendance_pb2.CorrectAttendanceRequest)
    reset_attendance = mutation(attendance_pb2.ResetAttendanceRequest)
    confirm_attendance = mutation(attendance_pb2.ConfirmAttendanceRequest)
    reject_attendance = mutation(attendance_pb2.RejectAttendanceRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to sign-ups."""

    sign_up_changes = changes(
        sign_up_pb2.GetSignUpRequest,
        "shift_id",
        "event_id",
        description="Sends each new or changed sign-up for a shift, or for all shifts of an event, as far as the viewer may "
        "see it, in order. Give `shiftId` or `eventId`.",
        uniform=True,
    )
    viewer_sign_up_changes = viewer_changes(
        sign_up_pb2.GetSignUpRequest,
        description="Sends each new or changed sign-up of the viewer, in order. Offers of a place"
        " and proposals of a plan arrive here.",
        uniform=True,
    )
