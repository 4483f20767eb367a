"""The verbs of attendance: who came, from when to when, and whether a second person must look."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from services.events.sign_ups.states import ATTENDED, RECORDED, AttendanceReview, SignUpState
from services.events.sign_ups.times import against_check_in, against_check_out, is_far_beyond
from services.kit.errors import Refused, Violation
from services.kit.work.models import Resource, enum_field, time_field

# Times that differ by less are the same: a device sends them again by a clock that is corrected anew.
SAME = timedelta(minutes=1)


class Attended(Resource):
    """The part of a sign-up that says whether its person came.

    The times are those of the shift, which does not move while someone is signed up.
    """

    person_id: UUID
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    state: SignUpState = enum_field(SignUpState, default=SignUpState.CONFIRMED)
    check_in_time: datetime | None = time_field(default=None)
    check_out_time: datetime | None = time_field(default=None)
    attendance_reason: str = ""
    attendance_review: AttendanceReview = enum_field(
        AttendanceReview, default=AttendanceReview.NOT_NEEDED
    )
    self_checked_in: bool = False
    checked_out_automatically: bool = False
    # Who recorded the times, and so cannot be the second person who reviews them.
    recorder_id: UUID | None = None

    def check_in(self, moment: datetime, *, at: datetime) -> None:
        """Says that the person has come."""
        self._refuse_unapproved()
        self.change_state(
            {SignUpState.CONFIRMED},
            SignUpState.CHECKED_IN,
            "Only a confirmed sign-up can be checked in. If attendance was recorded by mistake, reset "
            "it first.",
        )
        _refuse(against_check_in(moment, self.start_time, self.end_time, at=at))
        self.check_in_time = moment

    def check_out(
        self, moment: datetime, *, at: datetime, by: UUID, needs_second: bool = False
    ) -> None:
        """Says that the person has left.

        Args:
            moment: The time they left.
            at: The current time.
            by: Who says so.
            needs_second: Whether a second person must review it, however long they were there.
        """
        self.change_state(
            {SignUpState.CHECKED_IN},
            SignUpState.COMPLETED,
            "Only people who are checked in can be checked out. Check the person in first.",
        )
        _refuse(against_check_out(moment, self.check_in_time, self.end_time, at=at))
        self.check_out_time = moment
        self._note_recorded(by, needs_second=needs_second)

    def is_noted(self, left: datetime | None) -> bool:
        """Returns whether what a device noted is on record already.

        Args:
            left: When the person left; None if they have not.
        """
        if left is None:
            return self.state in ATTENDED
        return self.check_out_time is not None and abs(self.check_out_time - left) <= SAME

    def note(
        self,
        came: datetime,
        left: datetime | None,
        *,
        at: datetime,
        by: UUID,
        needs_second: bool = False,
    ) -> None:
        """Says when the person came and left, as a device noted it. A check-in that is on record stays.

        Args:
            came: The time they came.
            left: The time they left; None if they have not.
            at: The current time.
            by: Who says so.
            needs_second: Whether a second person must review it, however long they were there.
        """
        self._refuse_unapproved()
        reasons: list[Violation] = []
        if self.state == SignUpState.CHECKED_IN:
            came = self.check_in_time or came
        else:
            reasons += against_check_in(came, self.start_time, self.end_time, at=at)
        if left is not None:
            reasons += against_check_out(left, came, self.end_time, at=at)
        _refuse(reasons)
        self.change_state(
            {SignUpState.CONFIRMED, SignUpState.CHECKED_IN},
            SignUpState.CHECKED_IN if left is None else SignUpState.COMPLETED,
            "Other attendance is on record for this sign-up, or it has no place. Look at it, and correct the times if they"
            " are wrong.",
        )
        self.check_in_time, self.check_out_time = came, left
        if left is not None:
            self._note_recorded(by, needs_second=needs_second)

    def check_out_automatically(self) -> None:
        """Says that the person left at the end of the shift, because nobody has said otherwise.

        Nobody has seen somebody who checked in by themselves, so a second person must look.
        """
        self.change_state(
            {SignUpState.CHECKED_IN},
            SignUpState.COMPLETED,
            "Only people who are checked in can be checked out. Check the person in first.",
        )
        came = self.check_in_time or self.start_time
        self.check_out_time = max(self.end_time, came + timedelta(minutes=1))
        self.checked_out_automatically = True
        if self.self_checked_in:
            self.attendance_review = AttendanceReview.PENDING

    def record_no_show(self, reason: str, *, at: datetime) -> None:
        """Says that the person did not come."""
        self._stay_away(SignUpState.NO_SHOW, SignUpState.EXCUSED, reason, at)

    def excuse(self, reason: str, *, at: datetime) -> None:
        """Says that the person did not come, for a reason that the organizer accepts."""
        self._stay_away(SignUpState.EXCUSED, SignUpState.NO_SHOW, reason, at)

    def correct(
        self,
        check_in_time: datetime,
        check_out_time: datetime,
        reason: str,
        *,
        at: datetime,
        by: UUID,
        needs_second: bool = False,
    ) -> None:
        """Says from when to when the person was there, whatever was on record before.

        Args:
            check_in_time: The time they arrived.
            check_out_time: The time they left.
            reason: Why; shown to the person and the organizers.
            at: The current time.
            by: Who says so.
            needs_second: Whether a second person must review it, however long they were there.
        """
        self.change_state(
            {SignUpState.COMPLETED, SignUpState.NO_SHOW, SignUpState.EXCUSED},
            SignUpState.COMPLETED,
            "Only recorded attendance can be corrected. Check a confirmed person in and out instead.",
        )
        _refuse(
            [
                *against_check_in(check_in_time, self.start_time, self.end_time, at=at),
                *against_check_out(check_out_time, check_in_time, self.end_time, at=at),
            ]
        )
        self.check_in_time, self.check_out_time = check_in_time, check_out_time
        self.self_checked_in = self.checked_out_automatically = False
        self.attendance_reason = reason
        self._note_recorded(by, needs_second=needs_second)

    def confirm_attendance(self, *, by: UUID) -> None:
        """Lets the hours of unusually long attendance count, on the word of a second person."""
        self._review(AttendanceReview.CONFIRMED, by)

    def reject_attendance(self, reason: str, *, by: UUID) -> None:
        """Says, as a second person, that the recorded times are wrong."""
        self._review(AttendanceReview.REJECTED, by)
        self.attendance_reason = reason

    def reset_attendance(self) -> None:
        """Returns the sign-up to the state before any attendance was recorded."""
        self.change_state(
            RECORDED,
            SignUpState.CONFIRMED,
            "No attendance is recorded for this sign-up. Check its state.",
        )
        self._clear_times()
        self.attendance_reason = ""

    def refuse_own_attendance(self, by: UUID) -> None:
        """Lets nobody record, correct or judge when they themselves were there.

        Raises:
            Refused: They are the person who signed up.
        """
        if by == self.person_id:
            raise Refused(
                "You cannot record your own attendance. Ask another owner, leader, or coordinator of "
                "the organization, or have one appointed.",
                reason="OWN_ATTENDANCE",
            )

    def _refuse_unapproved(self) -> None:
        if self.state == SignUpState.REQUESTED:
            raise Refused(
                "This sign-up waits for the approval of an organizer. Approve it first.",
                reason="NOT_APPROVED",
            )

    def _review(self, outcome: AttendanceReview, by: UUID) -> None:
        if by == self.recorder_id:
            raise Refused(
                "You recorded these times, so someone else must review them. Ask another owner, "
                "leader, or coordinator of the organization.",
                reason="SECOND_PERSON_NEEDED",
            )
        self.change_state(
            {AttendanceReview.PENDING},
            outcome,
            "This attendance does not wait for a review. Reload it; correct its times if they are "
            "wrong.",
            reason="NO_REVIEW_PENDING",
            attribute="attendance_review",
        )

    def _note_recorded(self, by: UUID, *, needs_second: bool) -> None:
        self.recorder_id = by
        times = self.check_in_time, self.check_out_time, self.start_time, self.end_time
        is_doubted = needs_second or is_far_beyond(*times)
        self.attendance_review = (
            AttendanceReview.PENDING if is_doubted else AttendanceReview.NOT_NEEDED
        )

    def _clear_times(self) -> None:
        self.check_in_time = self.check_out_time = None
        self.self_checked_in = self.checked_out_automatically = False
        self.recorder_id = None
        self.attendance_review = AttendanceReview.NOT_NEEDED

    def _stay_away(
        self, target: SignUpState, other: SignUpState, reason: str, at: datetime
    ) -> None:
        if at < self.start_time:
            raise Refused(
                "This shift has not started yet. Cancel the sign-up instead, after resetting its "
                "attendance if any is recorded.",
                reason="SHIFT_NOT_BEGUN",
            )
        self.change_state(
            {SignUpState.CONFIRMED, *ATTENDED, other},
            target,
            "This sign-up had no place, or its attendance is already recorded this way. Check its"
            " state.",
        )
        self._clear_times()
        self.attendance_reason = reason


def _refuse(reasons: Iterable[Violation]) -> None:
    if found := list(reasons):
        raise Refused.of(found)
