"""What the constraints of the tables mean to a caller who runs into them."""

from services.kit.errors import AlreadyExists, Conflict, DomainError

CONFLICTS: dict[str, DomainError] = {
    "hours_entry_sign_up": Conflict(
        "The hours of this sign-up were booked at the same moment. Read them again."
    ),
    "hours_entry_hours_attestation": Conflict(
        "The attestation was approved at the same moment. Read it again."
    ),
    "hours_entry_reversed_once": Conflict(
        "The entry was reversed at the same moment. Read it again."
    ),
    "person_pkey": AlreadyExists(
        "You are registered already; update your profile instead.", reason="PERSON_EXISTS"
    ),
}
