"""Sign-ups, from the waitlist to attendance."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from banyan.events.v1 import sign_up_pb2
from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field, col

from services.events.models.base import Table
from services.kit.errors import Refused, Violation
from services.kit.models import Resource, time_field

# Those that can still be cancelled: the shift has not begun for the person.
OPEN = ("WAITLISTED", "OFFERED", "CONFIRMED")
# Those that hold the person's time.
ENGAGED = ("OFFERED", "CONFIRMED", "CHECKED_IN")
# Those that count; all but the waitlisted hold a place. A person has one of them for a shift at most.
STANDING = (*OPEN, "CHECKED_IN", "COMPLETED", "NO_SHOW", "EXCUSED")

BEFORE_START = timedelta(hours=1)  # how early somebody can be checked in
AFTER_END = timedelta(hours=12)  # how late somebody can be checked out
_FUTURE = ("The time lies in the future. Enter one that has passed.", "TIME_IN_FUTURE")


def _among(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


class SignUp(Resource, Table, table=True):
    """A person's place in a shift, or on its waitlist.

    The times are those of the shift, which does not move while somebody is signed up. Only the shift
    is a foreign key: one to the event would lock the event after the shift, against the order.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        Index("sign_up_shift", "shift_id", "create_time", "id"),
        Index("sign_up_person", "person_id", "create_time", "id"),
        Index(
            "sign_up_once",
            "shift_id",
            "person_id",
            unique=True,
            postgresql_where=text(_among(STANDING)),
        ),
        Index(
            "sign_up_waitlist",
            "shift_id",
            "create_time",
            "id",
            postgresql_where=text("state = 'WAITLISTED'"),
        ),
        # Nobody is in two places at once.
        ExcludeConstraint(
            (text("person_id"), "="),
            (text("tstzrange(start_time, end_time)"), "&&"),
            where=text(_among(ENGAGED)),
            name="sign_up_overlap",
        ),
        # No minute counts twice.
        ExcludeConstraint(
            (text("person_id"), "="),
            (text("tstzrange(check_in_time, check_out_time)"), "&&"),
            where=text("state = 'COMPLETED'"),
            name="sign_up_attendance_overlap",
        ),
        CheckConstraint("start_time < end_time", name="sign_up_times"),
        CheckConstraint(
            "(state = 'OFFERED') = (offer_expire_time IS NOT NULL)", name="sign_up_offer"
        ),
        CheckConstraint(
            "(state IN ('CHECKED_IN', 'COMPLETED')) = (check_in_time IS NOT NULL)"
            " AND (state = 'COMPLETED') = (check_out_time IS NOT NULL)"
            " AND (check_in_time < check_out_time) IS NOT FALSE",
            name="sign_up_attendance",
        ),
    )
    message = sign_up_pb2.SignUp

    shift_id: UUID = Field(foreign_key="shift.id")
    event_id: UUID
    organization_id: UUID
    person_id: UUID
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    state: str = "CONFIRMED"
    cancel_reason: str = ""
    offer_expire_time: datetime | None = time_field(default=None)
    check_in_time: datetime | None = time_field(default=None)
    check_out_time: datetime | None = time_field(default=None)
    attendance_reason: str = ""

    # Taking a place

    def offer(self, *, until: datetime) -> None:
        """Offers a place to one who waits."""
        self.change_state(("WAITLISTED",), "OFFERED", "Only who waits can be offered a place.")
        self.offer_expire_time = until

    def accept(self, *, at: datetime) -> None:
        """Takes the place that is offered."""
        too_late = self.offer_expire_time is not None and self.offer_expire_time <= at
        if self.state == "EXPIRED" or too_late:
            raise Refused(
                "The offer has expired. Sign up again; if no place is free, join the waitlist.",
                reason="OFFER_EXPIRED",
            )
        self.change_state(
            ("OFFERED",), "CONFIRMED", "No place is offered here. Look at the state of the sign-up."
        )
        self.offer_expire_time = None

    def is_due(self, *, at: datetime) -> bool:
        """Tells whether the offer has expired, or waiting has become pointless."""
        waits_until = self.offer_expire_time or self.end_time
        return self.state in ("WAITLISTED", "OFFERED") and waits_until <= at

    def expire(self) -> None:
        """Ends an offer that was not accepted, or waiting that has become pointless."""
        self.change_state(("WAITLISTED", "OFFERED"), "EXPIRED", "Only waiting and offers expire.")
        self.offer_expire_time = None

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Gives the place back, declines it, or leaves the waitlist."""
        if self.state == "CANCELLED":
            raise Refused(
                "This sign-up is cancelled already. Sign up again to take part after all.",
                reason="ALREADY_CANCELLED",
            )
        if self.state == "EXPIRED":
            raise Refused(
                "This sign-up has expired, and holds nothing any more. Sign up again to take part.",
                reason="OFFER_EXPIRED",
            )
        if self.end_time <= at:
            raise Refused(
                "The shift has ended, and what was taken on stays on record. An organizer can correct"
                " the attendance.",
                reason="SHIFT_ENDED",
            )
        self.change_state(
            OPEN,
            "CANCELLED",
            "The person was checked in, or their attendance is on record. An organizer can correct"
            " that.",
        )
        self.cancel_reason = reason
        self.offer_expire_time = None

    # Attendance

    def check_in(self, moment: datetime, *, at: datetime) -> None:
        """Says that the person has come."""
        self.change_state(
            ("CONFIRMED",),
            "CHECKED_IN",
            "Only a confirmed sign-up can be checked in. Look at its state.",
        )
        _refuse(self._against_check_in(moment, at))
        self.check_in_time = moment

    def check_out(self, moment: datetime, *, at: datetime) -> None:
        """Says that the person has left."""
        self.change_state(
            ("CHECKED_IN",),
            "COMPLETED",
            "Only who is checked in can be checked out. Check the person in first.",
        )
        _refuse(self._against_check_out(self.check_in_time, moment, at))
        self.check_out_time = moment

    def record_no_show(self, reason: str, *, at: datetime) -> None:
        """Says that the person did not come."""
        self._stay_away("NO_SHOW", "EXCUSED", reason, at)

    def excuse(self, reason: str, *, at: datetime) -> None:
        """Says that the person did not come, for a reason that the organizer accepts."""
        self._stay_away("EXCUSED", "NO_SHOW", reason, at)

    def correct(
        self, check_in_time: datetime, check_out_time: datetime, reason: str, *, at: datetime
    ) -> None:
        """Says from when to when the person was there, whatever was on record before."""
        self.change_state(
            ("COMPLETED", "NO_SHOW", "EXCUSED"),
            "COMPLETED",
            "Only attendance that is on record can be corrected. Check the person in and out first.",
        )
        _refuse(
            [
                *self._against_check_in(check_in_time, at),
                *self._against_check_out(check_in_time, check_out_time, at),
            ]
        )
        self.check_in_time, self.check_out_time = check_in_time, check_out_time
        self.attendance_reason = reason

    def _stay_away(self, target: str, other: str, reason: str, at: datetime) -> None:
        if at < self.start_time:
            raise Refused(
                "The shift has not begun. Until then, cancelling the sign-up frees its place.",
                reason="SHIFT_NOT_BEGUN",
            )
        self.change_state(
            ("CONFIRMED", "CHECKED_IN", "COMPLETED", other),
            target,
            "Only who had a place, and is not on record like this already, can be recorded so. Look"
            " at the state of the sign-up.",
        )
        self.check_in_time = self.check_out_time = None
        self.attendance_reason = reason

    def _against_check_in(self, moment: datetime, at: datetime) -> Iterator[Violation]:
        name = "check_in_time"
        if moment > at:
            yield Violation(name, *_FUTURE)
        if moment < self.start_time - BEFORE_START:
            yield Violation(
                name,
                "A person is checked in from an hour before the shift on. Enter a later time.",
                "TOO_EARLY",
            )
        if moment > self.end_time:
            yield Violation(
                name, "The shift was over by then. Enter the time when the person came.", "TOO_LATE"
            )

    def _against_check_out(
        self, came: datetime | None, moment: datetime, at: datetime
    ) -> Iterator[Violation]:
        name = "check_out_time"
        if moment > at:
            yield Violation(name, *_FUTURE)
        if came is not None and moment <= came:
            yield Violation(
                name, "A person leaves after they came. Enter a later time.", "NOT_AFTER_CHECK_IN"
            )
        if moment > self.end_time + AFTER_END:
            yield Violation(
                name,
                "A person is checked out within 12 hours after the shift. Enter the time when the"
                " person left.",
                "TOO_LATE",
            )


# When an offer expires, or waiting becomes pointless: what falls due is found by this.
DUE_TIME = func.coalesce(col(SignUp.offer_expire_time), col(SignUp.end_time))
Index("sign_up_due", DUE_TIME, postgresql_where=text(_among(("WAITLISTED", "OFFERED"))))


def _refuse(reasons: Iterable[Violation]) -> None:
    if found := list(reasons):
        raise Refused.of(found)
