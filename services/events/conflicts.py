"""What the constraints of the tables mean to a caller who runs into them.

The evaluator of eligibility speaks first; where a race gets past it, the database gives its reason.
"""

from services.events.eligibility import (
    ALREADY_SIGNED_UP,
    OVERLAPPING_SIGN_UP,
    SHIFT_FULL,
    refusal,
)
from services.kit.errors import DomainError

CONFLICTS: dict[str, DomainError] = {
    "shift_capacity": refusal([SHIFT_FULL]),
    "sign_up_once": refusal([ALREADY_SIGNED_UP]),
    "sign_up_overlap": refusal([OVERLAPPING_SIGN_UP]),
}
