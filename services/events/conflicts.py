"""What the constraints of the tables mean to a caller who runs into them.

The evaluator of eligibility speaks first; where a race gets past it, the database gives its reason.
"""

from services.events.eligibility import (
    ALREADY_SIGNED_UP,
    OVERLAPPING_ATTENDANCE,
    OVERLAPPING_SIGN_UP,
    SHIFT_FULL,
)
from services.kit.errors import DomainError, Refused

CONFLICTS: dict[str, DomainError] = {
    "shift_capacity": Refused.of([SHIFT_FULL]),
    "sign_up_once": Refused.of([ALREADY_SIGNED_UP]),
    "sign_up_attendance_overlap": Refused.of([OVERLAPPING_ATTENDANCE]),
    "sign_up_overlap": Refused.of([OVERLAPPING_SIGN_UP]),
}
