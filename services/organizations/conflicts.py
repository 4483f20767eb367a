"""What the constraints of the tables mean to a caller who runs into them."""

from services.kit.errors import AlreadyExists, DomainError

CONFLICTS: dict[str, DomainError] = {
    "membership_current": AlreadyExists(
        "There is a membership, or an application for one, that has not ended.",
        reason="MEMBERSHIP_EXISTS",
    ),
}
