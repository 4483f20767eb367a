"""Errors as frontends see them.

What a person can act on stands in the payload of a mutation as a `UserError`. Everything else, and
every error of a query, is an error of GraphQL with `extensions.code` and `extensions.reason`, the
codes being those of `services.kit.errors`.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import strawberry
from graphql import GraphQLError

from gateway.parameters import Parameter, translate
from services.kit import errors
from services.kit.errors import DomainError, Internal

USER_FACING: tuple[type[DomainError], ...] = (
    errors.InvalidArgument,
    errors.NotFound,
    errors.AlreadyExists,
    errors.Refused,
    errors.PermissionDenied,
    errors.Conflict,
    errors.Exhausted,
)


def _described(error: type[DomainError]) -> Any:
    text = (error.__doc__ or "").partition("\n")[0]
    return strawberry.enum_value(error.code, description=text)


@strawberry.enum(description="What kind of error it is.")
class UserErrorCode(Enum):
    """The codes of the errors that a person can act on."""

    INVALID_ARGUMENT = _described(errors.InvalidArgument)
    NOT_FOUND = _described(errors.NotFound)
    ALREADY_EXISTS = _described(errors.AlreadyExists)
    FAILED_PRECONDITION = _described(errors.Refused)
    PERMISSION_DENIED = _described(errors.PermissionDenied)
    ABORTED = _described(errors.Conflict)
    RESOURCE_EXHAUSTED = _described(errors.Exhausted)


@strawberry.type(description="One thing that stands against a mutation.")
class UserError:
    """One thing that stands against a mutation."""

    code: UserErrorCode = strawberry.field(description="What kind of error it is.")
    reason: str = strawberry.field(
        description="What it is exactly, for programs: UPPER_SNAKE_CASE, stable for ever."
    )
    message: str = strawberry.field(
        description="What it is, and what they can do about it, for people."
    )
    field: list[str] | None = strawberry.field(
        description='What it is about, such as `["input", "displayName"]`; null where it is about '
        "no single field."
    )


def user_errors(error: DomainError, parameters: Sequence[Parameter]) -> list[UserError]:
    """Returns what the payload of a mutation says about an error: one entry for each violation."""
    code = UserErrorCode(error.code)
    violations = translate(error, parameters, within=("input",))
    if not violations:
        return [UserError(code=code, reason=error.reason, message=error.message, field=None)]
    return [
        UserError(code=code, reason=found.reason, message=found.description, field=path)
        for path, found in violations
    ]


def coded(error: DomainError, parameters: Sequence[Parameter] = ()) -> GraphQLError:
    """Returns the error of GraphQL that says what an error of a service says."""
    message = Internal().message if isinstance(error, Internal) else error.message
    extensions: dict[str, Any] = {"code": error.code, "reason": error.reason}
    if error.violations:
        violations = translate(error, parameters)
        extensions["violations"] = [
            {"field": path, "reason": found.reason, "message": found.description}
            for path, found in violations
        ]
        if isinstance(error, errors.InvalidArgument):
            # The service speaks of its own fields.
            path, found = violations[0]
            message = f"{'.'.join(path or ())}: {found.description}".removeprefix(": ")
    return GraphQLError(message, extensions=extensions)
