"""Errors as frontends see them.

Errors that a person can act on are in the payload of a mutation, as `UserError`s. All other errors, and all
errors of queries, are GraphQL errors with `extensions.code` and `extensions.reason`. The codes are those of
`services.kit.errors`.
"""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.utils.str_converters import to_camel_case

from gateway.binding.parameters import Parameter, translate
from gateway.contract.reasons import ErrorReason, common_reasons, known_reason
from services.kit import errors
from services.kit.errors import DomainError, Internal
from services.kit.language import Params

# A message says what is wrong in its first sentence, and what to do next in the others.
_FIRST_SENTENCE = re.compile(r".+?(?:[.!?]\s+|[。！？])(?=\S)", re.DOTALL)

USER_FACING: tuple[type[DomainError], ...] = tuple(
    error for error in errors.BY_CODE.values() if error.is_actionable
)


def _described(error: type[DomainError]) -> Any:
    text = (error.__doc__ or "").partition("\n")[0]
    return strawberry.enum_value(error.code, description=text)


@strawberry.enum(description="The kind of error.")
class UserErrorCode(Enum):
    """The codes of errors that a person can act on."""

    INVALID_ARGUMENT = _described(errors.InvalidArgument)
    NOT_FOUND = _described(errors.NotFound)
    ALREADY_EXISTS = _described(errors.AlreadyExists)
    FAILED_PRECONDITION = _described(errors.Refused)
    PERMISSION_DENIED = _described(errors.PermissionDenied)
    ABORTED = _described(errors.Conflict)
    RESOURCE_EXHAUSTED = _described(errors.Exhausted)


@strawberry.type(
    description="A number or another value that an error is about, for texts of your own."
)
class ErrorParam:
    """A value that an error is about."""

    name: str = strawberry.field(description="What it is, such as `min`, `max`, `unit` or `skill`.")
    value: str = strawberry.field(
        description="The value: a number in digits, or a word such as `characters`."
    )


@strawberry.type(description="One reason why a mutation was refused.")
class UserError:
    """One reason why a mutation was refused."""

    code: UserErrorCode = strawberry.field(description="The kind of error.")
    reason: Enum = strawberry.field(
        graphql_type=ErrorReason,
        description="The exact reason, for programs. The description of a mutation lists its own; every"
        f" mutation can also give {', '.join(f'`{each}`' for each in common_reasons())}.",
    )
    message: str = strawberry.field(
        description="What is wrong and what to do about it, for people."
    )
    remedy: str | None = strawberry.field(
        description="What to do next, if the message says so: its sentences after the first one, for a place"
        " or a button of its own."
    )
    field: list[str] | None = strawberry.field(
        description='The path of the input field, such as `["input", "displayName"]`; null if the'
        " error concerns no single field."
    )
    params: list[ErrorParam] = strawberry.field(
        description="What the message names, such as the most that is allowed; for texts of your own."
    )
    retry_after: int | None = strawberry.field(
        default=None,
        description="After how many seconds the same request may succeed; null if that is not known.",
    )


def user_errors(error: DomainError, parameters: Sequence[Parameter]) -> list[UserError]:
    """Returns the user errors for an error, one for each violation."""
    code = UserErrorCode(error.code)
    violations = translate(error, parameters, within=("input",))
    if not violations:
        return [
            UserError(
                code=code,
                reason=known_reason(error.reason),
                message=error.message,
                remedy=remedy(error.message),
                field=None,
                params=_params(error.params),
                retry_after=error.retry_seconds,
            )
        ]
    return [
        UserError(
            code=code,
            reason=known_reason(found.reason),
            message=found.description,
            remedy=remedy(found.description),
            field=path,
            params=_params(found.params),
        )
        for path, found in violations
    ]


def remedy(message: str) -> str | None:
    """Returns what a message says to do next, which is what follows its first sentence; None if nothing does."""
    first = _FIRST_SENTENCE.match(message)
    return message[first.end() :] if first else None


def _params(params: Params) -> list[ErrorParam]:
    return [
        ErrorParam(name=to_camel_case(name), value=str(value)) for name, value in params.items()
    ]


def to_graphql_error(error: DomainError, parameters: Sequence[Parameter] = ()) -> GraphQLError:
    """Returns the GraphQL error for an error of a service."""
    message = Internal().message if isinstance(error, Internal) else error.message
    violations = translate(error, parameters) if error.violations else []
    if violations and isinstance(error, errors.InvalidArgument):
        # The service names its own fields.
        path, found = violations[0]
        message = f"{'.'.join(path or ())}: {found.description}".removeprefix(": ")
    extensions: dict[str, Any] = {
        "code": error.code,
        "reason": error.reason,
        **_advice(message),
        **_given(error.params),
    }
    if error.retry_seconds is not None:
        extensions["retryAfter"] = error.retry_seconds
    if violations:
        extensions["violations"] = [
            {
                "field": path,
                "reason": found.reason,
                "message": found.description,
                **_advice(found.description),
                **_given(found.params),
            }
            for path, found in violations
        ]
    return GraphQLError(message, extensions=extensions)


def _advice(message: str) -> dict[str, Any]:
    """Returns what to do next as an extension of a GraphQL error has it; nothing if the message does not say it."""
    advice = remedy(message)
    return {"remedy": advice} if advice else {}


def _given(params: Params) -> dict[str, Any]:
    """Returns the parameters as an extension of a GraphQL error has them; nothing if there are none."""
    return (
        {"params": {to_camel_case(name): str(value) for name, value in params.items()}}
        if params
        else {}
    )
