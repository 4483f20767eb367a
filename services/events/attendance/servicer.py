"""AttendanceService: who came to a shift, and from when to when."""

from banyan.events.v1 import attendance_pb2 as pb
from banyan.events.v1 import sign_up_pb2

from services.events.attendance.apps import needs_second
from services.events.eligibility.queries import refuse_unqualified
from services.events.sign_ups.models import SignUp
from services.kit.contract.values import moment_of
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work


class AttendanceServicer:
    """Keeps on record who came."""

    service = pb.DESCRIPTOR.services_by_name["AttendanceService"]

    async def CheckIn(self, request: pb.CheckInRequest, work: Work) -> sign_up_pb2.SignUp:
        """Checks a person in."""
        sign_up = await _lock(request.sign_up_id, work)
        await refuse_unqualified(sign_up, work)
        sign_up.check_in(moment_of(request, "check_in_time") or work.now, at=work.now)
        return await _tell(sign_up, "checked_in", work)

    async def CheckOut(self, request: pb.CheckOutRequest, work: Work) -> sign_up_pb2.SignUp:
        """Checks a person out."""
        sign_up = await _lock(request.sign_up_id, work)
        moment = moment_of(request, "check_out_time") or work.now
        second = await needs_second(sign_up, work)
        sign_up.check_out(moment, at=work.now, by=work.actor_id, needs_second=second)
        return await _tell(sign_up, "completed", work)

    async def RecordNoShow(self, request: pb.RecordNoShowRequest, work: Work) -> sign_up_pb2.SignUp:
        """Says that a person did not come."""
        sign_up = await _lock(request.sign_up_id, work)
        sign_up.record_no_show(request.reason, at=work.now)
        return await _tell(sign_up, "no_show", work)

    async def ExcuseSignUp(self, request: pb.ExcuseSignUpRequest, work: Work) -> sign_up_pb2.SignUp:
        """Excuses a person who did not come."""
        sign_up = await _lock(request.sign_up_id, work)
        sign_up.excuse(request.reason, at=work.now)
        return await _tell(sign_up, "excused", work)

    async def CorrectAttendance(
        self, request: pb.CorrectAttendanceRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Corrects from when to when a person was there."""
        sign_up = await _lock(request.sign_up_id, work)
        second = await needs_second(sign_up, work)
        sign_up.correct(
            moment_of(request, "check_in_time") or work.now,
            moment_of(request, "check_out_time") or work.now,
            request.reason,
            at=work.now,
            by=work.actor_id,
            needs_second=second,
        )
        return await _tell(sign_up, "corrected", work)

    async def ResetAttendance(
        self, request: pb.ResetAttendanceRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Resets attendance that was recorded by mistake."""
        sign_up = await _lock(request.sign_up_id, work)
        sign_up.reset_attendance()
        return await _tell(sign_up, "attendance_reset", work)

    async def ConfirmAttendance(
        self, request: pb.ConfirmAttendanceRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Confirms attendance that is marked for review."""
        sign_up = await _lock(request.sign_up_id, work)
        sign_up.confirm_attendance(by=work.person_id)
        return await _tell(sign_up, "attendance_confirmed", work)

    async def RejectAttendance(
        self, request: pb.RejectAttendanceRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Rejects attendance that is marked for review."""
        sign_up = await _lock(request.sign_up_id, work)
        sign_up.reject_attendance(request.reason, by=work.person_id)
        return await _tell(sign_up, "attendance_rejected", work)


async def _lock(sign_up_id: str, work: Work) -> SignUp:
    """Returns a sign-up of someone else for an event that the caller manages, locked.

    The shift is not: none of its numbers change.

    Raises:
        Refused: It is the caller's own.
    """
    sign_up = await work.get(SignUp, sign_up_id)
    await work.require("manage_events", sign_up.organization_id)
    sign_up.refuse_own_attendance(work.actor_id)
    await work.lock_name(f"person:{sign_up.person_id}")
    return await work.lock(SignUp, sign_up_id)


async def _tell(sign_up: SignUp, verb: str, work: Work) -> sign_up_pb2.SignUp:
    await work.announce(sign_up, verb)
    return to_proto(sign_up, sign_up_pb2.SignUp)
