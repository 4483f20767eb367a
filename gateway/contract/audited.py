"""What audit trails name: the methods that change something, and those whose reading is recorded."""

from enum import Enum
from typing import Any

import strawberry

from gateway.contract import reading as contract
from gateway.contract.references import contract_files
from services.kit.contract.notices import snake_case
from services.kit.contract.rpc import Method, method_for

# Of an action that is no method: a job, or a notice that a service handled.
SERVICE = "SERVICE"


def _recorded() -> list[Method]:
    methods = [
        method_for(method.input_type)
        for file in contract_files()
        for service in file.services_by_name.values()
        for method in service.methods
    ]
    return sorted(
        # A batch sends each of its requests to another method, which is recorded.
        (each for each in methods if each.access.audited or (each.mutates and not each.each)),
        key=lambda each: each.name,
    )


def _members() -> dict[str, Any]:
    members = {
        snake_case(each.name).upper(): strawberry.enum_value(
            each.path,
            description=contract.rpc_description(each.request_type).partition(". ")[0].rstrip(".")
            + ".",
        )
        for each in _METHODS.values()
    }
    members[SERVICE] = strawberry.enum_value(
        SERVICE,
        description="A service acted on its own, such as when an offer of a place expired.",
    )
    return members


_METHODS = {each.path: each for each in _recorded()}
_made: Any = Enum("AuditAction", _members())  # type: ignore[misc] # made, not written
AuditAction = strawberry.enum(_made, description="What somebody did. New values can be added.")


def recorded_method(action: str) -> Method | None:
    """Returns the method that an action names, or None if it names none."""
    return _METHODS.get(action)


def known_action(action: str) -> Enum:
    """Returns the member for the action of an audit entry."""
    try:
        member: Enum = _made(action)
    except ValueError:
        member = _made[SERVICE]
    return member
