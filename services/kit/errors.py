"""The errors that cross a service boundary.

    DomainError
    ├── InvalidArgument   INVALID_ARGUMENT     the input breaks a rule, whatever the state
    ├── Unauthenticated   UNAUTHENTICATED      no passport, or one that does not verify
    ├── PermissionDenied  PERMISSION_DENIED    not this caller, whether or not the thing exists
    ├── NotFound          NOT_FOUND            no such thing, said only to those who might see it
    ├── AlreadyExists     ALREADY_EXISTS       there is one already
    ├── Refused           FAILED_PRECONDITION  the state does not allow it; every reason is named
    ├── Conflict          ABORTED              somebody else was faster: read again, then retry
    ├── Exhausted         RESOURCE_EXHAUSTED   too much at once
    ├── DeadlineExceeded  DEADLINE_EXCEEDED    the time that the caller gave has run out
    ├── Unavailable       UNAVAILABLE          something needed is down: retry later
    └── Internal          INTERNAL             our fault; the text says nothing, the log does

`services.kit.status` carries them over gRPC; the gateway turns them into GraphQL errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that stands against a request.

    Attributes:
        field: Path of the offending field in the request, such as "person.display_name"; for a
            refusal, what the reason is about. Empty where the request as a whole offends.
        description: A sentence for people, without any value of the request in it.
        reason: A code for programs, in UPPER_SNAKE_CASE.
    """

    field: str
    description: str
    reason: str = "INVALID"


class DomainError(Exception):
    """An error that a caller may see.

    Args:
        message: A sentence for people, saying what to do next where there is something to do.
        reason: A code for programs, in UPPER_SNAKE_CASE, stable for ever; the class has a default.
        violations: Everything that stands against the request.
    """

    code: ClassVar[str] = "UNKNOWN"
    default_reason: ClassVar[str] = "UNKNOWN"

    def __init__(
        self, message: str, *, reason: str | None = None, violations: Sequence[Violation] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason or self.default_reason
        self.violations = tuple(violations)


class InvalidArgument(DomainError):
    """The input breaks a rule, whatever the state; each rule is told with its field."""

    code = "INVALID_ARGUMENT"
    default_reason = "INVALID_INPUT"

    @classmethod
    def of(cls, field: str, description: str, reason: str = "INVALID") -> "InvalidArgument":
        """Makes the error for a single field."""
        return cls(f"{field}: {description}", violations=[Violation(field, description, reason)])


class Unauthenticated(DomainError):
    """The caller sent no passport, or one that does not verify."""

    code = "UNAUTHENTICATED"
    default_reason = "PASSPORT_REQUIRED"


class PermissionDenied(DomainError):
    """This caller may not, whether or not the thing exists (AIP-211)."""

    code = "PERMISSION_DENIED"
    default_reason = "NOT_PERMITTED"

    def __init__(
        self,
        message: str = "You may not do this, or it does not exist.",
        *,
        reason: str | None = None,
        violations: Sequence[Violation] = (),
    ) -> None:
        super().__init__(message, reason=reason, violations=violations)


class NotFound(DomainError):
    """There is no such thing."""

    code = "NOT_FOUND"
    default_reason = "NO_SUCH_RESOURCE"


class AlreadyExists(DomainError):
    """There is one already, and there can only be one."""

    code = "ALREADY_EXISTS"
    default_reason = "DUPLICATE"


class Refused(DomainError):
    """The state does not allow it; every reason is told."""

    code = "FAILED_PRECONDITION"
    default_reason = "STATE_DOES_NOT_ALLOW"

    @classmethod
    def of(cls, reasons: Sequence[Violation]) -> "Refused":
        """Makes the error that tells the reasons, the first of them in its own text."""
        first = reasons[0]
        return cls(first.description, reason=first.reason, violations=reasons)


class Conflict(DomainError):
    """Somebody else was faster; read again, then retry."""

    code = "ABORTED"
    default_reason = "CHANGED_MEANWHILE"


class Exhausted(DomainError):
    """Too much was asked at once."""

    code = "RESOURCE_EXHAUSTED"
    default_reason = "TOO_MUCH"


class DeadlineExceeded(DomainError):
    """The time that the caller gave has run out; the change may or may not have happened."""

    code = "DEADLINE_EXCEEDED"
    default_reason = "TOO_SLOW"


class Unavailable(DomainError):
    """Something that is needed is down or busy; the same request may succeed later."""

    code = "UNAVAILABLE"
    default_reason = "TRY_AGAIN"


class Internal(DomainError):
    """A fault of ours. The message says nothing about it; the log does, under the trace id."""

    code = "INTERNAL"
    default_reason = "INTERNAL"

    def __init__(
        self,
        message: str = "Something went wrong on our side.",
        *,
        reason: str | None = None,
        violations: Sequence[Violation] = (),
    ) -> None:
        super().__init__(message, reason=reason, violations=violations)


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
