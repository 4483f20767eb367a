"""Who may ask for a stand-in, and withdraw the request. Everyone who sees an event sees the requests for it."""

from services.events.sign_ups.access import (
    cancels_sign_up,
    is_offered_to,
    where_cancels,
    where_offered_to,
)
from services.kit.work.access import Check, Relations, Subject

RELATIONS: Relations = {
    # Of the sign-up: nobody asks for somebody else.
    "ask_for_stand_in": Check(is_offered_to, Subject.ROW, where_offered_to),
    # Of the request.
    "withdraw_stand_in": Check(cancels_sign_up, Subject.ROW, where_cancels),
}
