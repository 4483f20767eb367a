"""The errors that cross a service boundary.

    DomainError
    ├── InvalidArgument   INVALID_ARGUMENT     the input breaks a rule, in any state
    ├── Unauthenticated   UNAUTHENTICATED      no passport, or an invalid one
    ├── PermissionDenied  PERMISSION_DENIED    not for this caller, whether or not it exists
    ├── NotFound          NOT_FOUND            does not exist; only for callers who could see it
    ├── AlreadyExists     ALREADY_EXISTS       exists already
    ├── Refused           FAILED_PRECONDITION  the state does not allow it; lists every reason
    ├── Conflict          ABORTED              someone else was faster: read again, then retry
    ├── Exhausted         RESOURCE_EXHAUSTED   too much at once
    ├── DeadlineExceeded  DEADLINE_EXCEEDED    the caller's deadline has passed
    ├── Unavailable       UNAVAILABLE          a dependency is down: retry later
    └── Internal          INTERNAL             a fault of ours; details are only in the log

`services.kit.calls.status` carries them over gRPC; the gateway turns them into GraphQL errors.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from services.kit.language import NO_PARAMS, Params, Text, phrase, worded


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a request violates.

    Attributes:
        field: The path of the offending field, such as "person.display_name"; for a refusal, what
            the reason is about. Empty if it concerns the whole request.
        text: The template of a sentence for people. It repeats no value of the request.
        reason: A code for programs, in UPPER_SNAKE_CASE.
        params: What the template names, such as "max", for frontends with texts of their own. Nothing personal.
    """

    field: str
    text: Text
    reason: str
    params: Params = dataclasses.field(default_factory=dict, hash=False, kw_only=True)

    @property
    def description(self) -> str:
        """The sentence, in the language of the request."""
        return worded(self.text, self.params)


class DomainError(Exception):
    """An error that a caller may see.

    Args:
        text: The template of a sentence for people that says what to do next. The class may have a default, and
            violations may say it.
        reason: A code for programs, in UPPER_SNAKE_CASE. It never changes. The class has a default.
        violations: Every rule that the request violates.
        retry_seconds: When the same request may succeed; None if that is not known.
        params: What the template names. Nothing personal.

    Attributes:
        code: The name of the gRPC code.
        default_reason: The reason unless one is given.
        default_text: The template unless one is given.
        is_actionable: Whether a person can act on it, other than by signing in or trying again.
    """

    code: ClassVar[str] = "UNKNOWN"
    default_reason: ClassVar[str] = "UNKNOWN"
    default_text: ClassVar[Text] = ""
    is_actionable: ClassVar[bool] = True

    def __init__(
        self,
        text: Text = "",
        *,
        reason: str | None = None,
        violations: Sequence[Violation] = (),
        retry_seconds: int | None = None,
        params: Params = NO_PARAMS,
    ) -> None:
        super().__init__(text)
        self.text = text or self.default_text
        self.retry_seconds = retry_seconds
        self.reason = reason or self.default_reason
        self.violations = tuple(violations)
        self.params = params

    @property
    def message(self) -> str:
        """The sentence, in the language of the request. Without a text, the first violation says it."""
        if self.text or not self.violations:
            return worded(self.text, self.params)
        first = self.violations[0]
        return f"{first.field}: {first.description}".removeprefix(": ")

    def __str__(self) -> str:
        return self.message


class InvalidArgument(DomainError):
    """The input breaks a rule, in any state. Each violation names its field."""

    code = "INVALID_ARGUMENT"
    default_reason = "INVALID_INPUT"

    @classmethod
    def of(
        cls, field: str, text: Text, reason: str, *, params: Params = NO_PARAMS
    ) -> "InvalidArgument":
        """Makes the error for a single field."""
        return cls(violations=[Violation(field, text, reason, params=params)])


class Unauthenticated(DomainError):
    """The caller sent no passport, or an invalid one."""

    code = "UNAUTHENTICATED"
    default_reason = "PASSPORT_REQUIRED"
    is_actionable = False


class PermissionDenied(DomainError):
    """The caller may not do this, or the resource does not exist (AIP-211)."""

    code = "PERMISSION_DENIED"
    default_reason = "NOT_PERMITTED"
    default_text = phrase("You may not do this, or it does not exist.")


class NotFound(DomainError):
    """The resource does not exist."""

    code = "NOT_FOUND"
    default_reason = "NO_SUCH_RESOURCE"


class AlreadyExists(DomainError):
    """The resource exists already, and there can be only one."""

    code = "ALREADY_EXISTS"
    default_reason = "DUPLICATE"


class Refused(DomainError):
    """The current state does not allow it. Every reason is listed."""

    code = "FAILED_PRECONDITION"
    default_reason = "STATE_DOES_NOT_ALLOW"

    @classmethod
    def of(cls, reasons: Sequence[Violation]) -> "Refused":
        """Makes the error for these reasons. The first one is its message."""
        first = reasons[0]
        return cls(first.text, reason=first.reason, violations=reasons, params=first.params)


class Conflict(DomainError):
    """Someone else changed it first. Read it again, then retry."""

    code = "ABORTED"
    default_reason = "CHANGED_MEANWHILE"


class Exhausted(DomainError):
    """The request asks for too much at once."""

    code = "RESOURCE_EXHAUSTED"
    default_reason = "TOO_MUCH"


class DeadlineExceeded(DomainError):
    """The caller's deadline has passed. The change may or may not have happened."""

    code = "DEADLINE_EXCEEDED"
    default_reason = "TOO_SLOW"
    is_actionable = False


class Unavailable(DomainError):
    """A dependency is down or busy. The same request may succeed later."""

    code = "UNAVAILABLE"
    default_reason = "TRY_AGAIN"
    is_actionable = False


class Internal(DomainError):
    """A fault of ours. Only the log has details, under the trace ID."""

    code = "INTERNAL"
    default_reason = "INTERNAL"
    is_actionable = False
    default_text = phrase("Something went wrong on our side.")


BY_CODE: dict[str, type[DomainError]] = {
    error.code: error
    for error in (
        InvalidArgument,
        Unauthenticated,
        PermissionDenied,
        NotFound,
        AlreadyExists,
        Refused,
        Conflict,
        Exhausted,
        DeadlineExceeded,
        Unavailable,
        Internal,
    )
}
