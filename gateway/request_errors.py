"""Requests that the gateway refuses before they become operations."""

from collections.abc import Mapping


class RequestError(Exception):
    """A request that is refused before it becomes an operation.

    Args:
        status: The HTTP status of the answer.
        code: A code for programs, in `extensions.code`.
        message: A sentence for people, without any value of the request in it.
        headers: Further headers of the answer.
        reason: The exact reason, in `extensions.reason`; empty if the code says it all.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        *,
        reason: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
        self.reason = reason


class InvalidCredential(RequestError):
    """A credential was given, and it does not hold (RFC 6750, section 3.1).

    Args:
        message: A sentence for people, without any part of the credential in it.
        reason: The exact reason, in `extensions.reason`; empty if the code says it all.
    """

    def __init__(self, message: str, *, reason: str = "") -> None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        super().__init__(401, "UNAUTHENTICATED", message, headers, reason=reason)
