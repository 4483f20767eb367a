"""What the constraints of the tables mean to a caller who runs into them."""

from services.kit.errors import AlreadyExists, DomainError, Refused

MEMBERSHIP_EXISTS = AlreadyExists(
    "There is a membership, or an application for one, already; look at its state, and end or withdraw "
    "it before another.",
    reason="MEMBERSHIP_EXISTS",
)
CONFLICTS: dict[str, DomainError] = {
    "membership_current": MEMBERSHIP_EXISTS,
    "organization_external_id": AlreadyExists(
        "Another organization there has this external id; choose one that is free.",
        reason="EXTERNAL_ID_TAKEN",
    ),
    "invitation_uses": Refused(
        "The invitation has been used as often as it can be; ask whoever sent it for another.",
        reason="INVITATION_EXHAUSTED",
    ),
}
