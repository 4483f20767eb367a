"""What the constraints of the tables mean to a caller who runs into them."""

from services.kit.errors import AlreadyExists, DomainError

CONFLICTS: dict[str, DomainError] = {
    "person_pkey": AlreadyExists("You are registered already.", reason="PERSON_EXISTS"),
}
