"""Domain errors on the wire: `google.rpc.Status` with ErrorInfo, BadRequest and PreconditionFailure.

The rich error model of https://google.aip.dev/193: the status travels in the trailing metadata
`grpc-status-details-bin` next to the plain code and message.
"""

import contextlib
from collections.abc import Sequence

import grpc
from google.protobuf.message import DecodeError
from google.rpc import code_pb2, error_details_pb2, status_pb2

from services.kit.errors import BY_CODE, DomainError, Internal, Refused, Violation

DETAILS_KEY = "grpc-status-details-bin"
DOMAIN = "banyan"
# gRPC drops answers at random whose metadata exceed 8 kB, and all above 16 kB. The message is there
# twice, once percent-encoded, and the details may be base64.
MOST_MESSAGE_BYTES = 500
MOST_VIOLATION_BYTES = 3000


def to_status(error: DomainError) -> status_pb2.Status:
    """Returns the status that says all that the error says, as far as it fits on the wire."""
    status = status_pb2.Status(code=code_pb2.Code.Value(error.code), message=_cut(error.message))
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN))
    violations = _first(error.violations)
    if violations and isinstance(error, Refused):
        failure = error_details_pb2.PreconditionFailure()
        for violation in violations:
            failure.violations.add(
                type=violation.reason, subject=violation.field, description=violation.description
            )
        status.details.add().Pack(failure)
    elif violations:
        bad_request = error_details_pb2.BadRequest()
        for violation in violations:
            bad_request.field_violations.add(
                field=violation.field, description=violation.description, reason=violation.reason
            )
        status.details.add().Pack(bad_request)
    return status


def _cut(message: str) -> str:
    data = message.encode()
    if len(data) <= MOST_MESSAGE_BYTES:
        return message
    return data[:MOST_MESSAGE_BYTES].decode(errors="ignore") + "…"


def _first(violations: Sequence[Violation]) -> list[Violation]:
    """Returns as many violations as fit, and in place of the others one that counts them."""
    size = 0
    for index, each in enumerate(violations):
        size += 16 + len(f"{each.field}{each.description}{each.reason}".encode())
        if size > MOST_VIOLATION_BYTES:
            rest = len(violations) - index
            return [*violations[:index], Violation("", f"and {rest} more", "MORE")]
    return list(violations)


def from_rpc_error(error: grpc.aio.AioRpcError) -> DomainError:
    """Returns the domain error that the other side raised, or the nearest that the code allows.

    A code without details comes from gRPC itself (nobody is listening, the deadline has passed); its
    text names addresses, so it is replaced.
    """
    kind = BY_CODE.get(error.code().name, Internal)
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            with contextlib.suppress(DecodeError):
                return _from_status(kind, status_pb2.Status.FromString(value))
    if kind is Internal:
        return Internal()
    return kind("The service did not answer in time or is not there. Try again in a moment.")


def _from_status(kind: type[DomainError], status: status_pb2.Status) -> DomainError:
    reason: str | None = None
    violations: list[Violation] = []
    info = error_details_pb2.ErrorInfo()
    bad_request = error_details_pb2.BadRequest()
    failure = error_details_pb2.PreconditionFailure()
    for detail in status.details:
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(bad_request):
            violations += [
                Violation(item.field, item.description, item.reason)
                for item in bad_request.field_violations
            ]
        elif detail.Unpack(failure):
            violations += [
                Violation(item.subject, item.description, item.type) for item in failure.violations
            ]
    return kind(status.message, reason=reason, violations=violations)
