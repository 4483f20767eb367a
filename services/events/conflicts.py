"""The errors for violated constraints.

The eligibility evaluator comes first. If a race gets past it, the database gives the same reason.
"""

from services.events.bookings.rules import VENUE_TAKEN
from services.events.eligibility.rules import (
    ALREADY_SIGNED_UP,
    PERSON_ENGAGED,
    SHIFT_FULL,
)
from services.events.rotas.models import ALREADY_A_ROTA
from services.events.stand_ins.models import ALREADY_ASKED
from services.events.standing_sign_ups.models import ALREADY_STANDING
from services.events.swaps.models import ALREADY_PROPOSED
from services.kit.errors import DomainError, Refused

CONFLICTS: dict[str, DomainError] = {
    "booking_overlap": Refused.of([VENUE_TAKEN]),
    "shift_capacity": Refused.of([SHIFT_FULL]),
    "shift_role_places": Refused.of([SHIFT_FULL]),
    "shift_open_places": Refused.of([SHIFT_FULL]),
    "sign_up_once": Refused.of([ALREADY_SIGNED_UP]),
    "stand_in_once": ALREADY_ASKED,
    "standing_sign_up_once": ALREADY_STANDING,
    "rota_once": ALREADY_A_ROTA,
    "swap_once": ALREADY_PROPOSED,
    "sign_up_overlap": Refused.of([PERSON_ENGAGED]),
}
