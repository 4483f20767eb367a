"""The states of sign-ups, and of the review of attendance."""

from enum import StrEnum


class SignUpState(StrEnum):
    """The states of a sign-up, from the waitlist to attendance."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    WAITLISTED = "WAITLISTED"
    OFFERED = "OFFERED"
    EXPIRED = "EXPIRED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"
    NO_SHOW = "NO_SHOW"
    EXCUSED = "EXCUSED"
    REQUESTED = "REQUESTED"
    DECLINED = "DECLINED"


class AttendanceReview(StrEnum):
    """Whether recorded attendance needs a second look before its hours count."""

    NOT_NEEDED = "NOT_NEEDED"
    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"


# The states that can still be cancelled: the shift has not started for the person.
OPEN = (
    SignUpState.WAITLISTED,
    SignUpState.OFFERED,
    SignUpState.REQUESTED,
    SignUpState.CONFIRMED,
)
# The states that occupy the person's time.
ENGAGED = (
    SignUpState.OFFERED,
    SignUpState.REQUESTED,
    SignUpState.CONFIRMED,
    SignUpState.CHECKED_IN,
)
# Those by which a person is busy in a week, or was.
BUSY = (*ENGAGED, SignUpState.COMPLETED)
# Those with recorded attendance, or a record that the person did not come.
RECORDED = (
    SignUpState.CHECKED_IN,
    SignUpState.COMPLETED,
    SignUpState.NO_SHOW,
    SignUpState.EXCUSED,
)
# The states of a current sign-up; all but WAITLISTED hold a place. A person has at most one per shift.
STANDING = (*OPEN, *RECORDED)
# The states that expire.
EXPIRING = (SignUpState.WAITLISTED, SignUpState.OFFERED, SignUpState.REQUESTED)
# Those with a check-in time.
ATTENDED = (SignUpState.CHECKED_IN, SignUpState.COMPLETED)
