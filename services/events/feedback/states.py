"""Whether what somebody has said is shown, which nobody outside is told."""

from enum import StrEnum


class FeedbackState(StrEnum):
    """Whether organizers see what somebody has said."""

    WAITING = "WAITING"
    SHOWN = "SHOWN"
    KEPT_BACK = "KEPT_BACK"
