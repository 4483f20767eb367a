"""What becomes of a sign-up whose person cannot come."""

from enum import StrEnum
from typing import NamedTuple

from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import OPEN, SignUpState
from services.kit.errors import DomainError, Refused
from services.kit.work.work import Work


class Manner(StrEnum):
    """What is to become of confirmed places."""

    CANCEL = "CANCEL"
    ASK_FOR_STAND_IN = "ASK_FOR_STAND_IN"


class Outcome(StrEnum):
    """What becomes of a sign-up."""

    CANCELLED = "CANCELLED"
    STAND_IN_ASKED = "STAND_IN_ASKED"
    LEFT = "LEFT"


class Decision(NamedTuple):
    """What becomes of a sign-up.

    Attributes:
        outcome: What becomes of it.
        because: Why nothing can be done; None otherwise.
    """

    outcome: Outcome
    because: DomainError | None = None


def decide(sign_up: SignUp, manner: Manner, work: Work, *, is_asked: bool) -> Decision | None:
    """Returns what becomes of a sign-up; None if there is nothing to give back.

    The verbs of the sign-up decide what is possible, so an absence cannot do more than its person.

    Args:
        sign_up: The sign-up.
        manner: What is to become of a confirmed place.
        work: The work.
        is_asked: Whether a request for a stand-in is open.
    """
    if sign_up.state not in OPEN or sign_up.end_time <= work.now:
        return None
    if manner == Manner.CANCEL or sign_up.state != SignUpState.CONFIRMED:
        return Decision(Outcome.CANCELLED)
    if not is_asked:
        try:
            sign_up.refuse_unpassable(at=work.now)
        except Refused as refused:
            return Decision(Outcome.LEFT, refused)
    return Decision(Outcome.STAND_IN_ASKED)
