"""The errors for violated constraints."""

from services.kit.errors import AlreadyExists, Conflict, DomainError

CONFLICTS: dict[str, DomainError] = {
    "hours_entry_sign_up": Conflict(
        "The hours of this sign-up were booked at the same moment. Reload them."
    ),
    "hours_entry_hours_attestation": Conflict(
        "The attestation was approved at the same moment. Reload it."
    ),
    "hours_entry_reversed_once": Conflict("The entry was reversed at the same moment. Reload it."),
    "qualification_kind_key": AlreadyExists(
        "Another kind of qualification has this key. Choose a different one, or use that kind.",
        reason="QUALIFICATION_KIND_KEY_TAKEN",
    ),
    "qualification_claimed": AlreadyExists(
        "You have claimed this already, and it waits to be verified. Withdraw that claim first to make another.",
        reason="QUALIFICATION_CLAIMED",
    ),
    "person_pkey": AlreadyExists(
        "You are already registered. Update your profile instead.", reason="PERSON_EXISTS"
    ),
}
