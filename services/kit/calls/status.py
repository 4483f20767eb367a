"""Domain errors on the wire: `google.rpc.Status` with ErrorInfo, RetryInfo, BadRequest and PreconditionFailure.

Texts are in the language of the request, and parameters in the metadata of ErrorInfo. The rich error model of https://google.aip.dev/193: the status travels in the trailing metadata
`grpc-status-details-bin` next to the plain code and message.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence

import grpc
from google.protobuf import duration_pb2
from google.protobuf.message import DecodeError
from google.rpc import code_pb2, error_details_pb2, status_pb2

from services.kit.errors import (
    BY_CODE,
    DomainError,
    Exhausted,
    Internal,
    Refused,
    Unavailable,
    Violation,
)
from services.kit.language import Params, Plural, Said, phrase

DETAILS_KEY = "grpc-status-details-bin"
DOMAIN = "banyan"
_OF_VIOLATION = re.compile(
    r"v(\d+)-(.*)"
)  # a parameter of a violation, in the metadata of ErrorInfo
# gRPC drops some answers with metadata above 8 kB, and all above 16 kB. The message is sent twice, once
# percent-encoded, and the details may be base64.
MOST_MESSAGE_BYTES = 500
MOST_VIOLATION_BYTES = 3000
# What gRPC says of a message that is larger than the receiver takes.
_TOO_LARGE = "larger than max"
TOO_LARGE = "ANSWER_TOO_LARGE"  # the reason of that error


def to_status(error: DomainError) -> status_pb2.Status:
    """Returns the status with everything that the error says, as far as it fits on the wire."""
    status = status_pb2.Status(code=code_pb2.Code.Value(error.code), message=_cut(error.message))
    violations = _first(error.violations)
    metadata = dict(_packed(error.params, violations))
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    status.details.add().Pack(info)
    if error.retry_seconds is not None:
        delay = duration_pb2.Duration(seconds=error.retry_seconds)
        status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
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
    """Returns the violations that fit, and one that counts the rest."""
    size = 0
    for index, each in enumerate(violations):
        size += 16 + len(f"{each.field}{each.description}{each.reason}".encode())
        if not index or each.params != violations[0].params:
            size += sum(16 + len(f"{name}{value}".encode()) for name, value in each.params.items())
        if size > MOST_VIOLATION_BYTES:
            rest = len(violations) - index
            more = Violation(
                "",
                Plural("and {rest} more", "and {rest} more", "rest"),
                "MORE",
                params={"rest": rest},
            )
            return [*violations[:index], more]
    return list(violations)


def _packed(params: Params, violations: Sequence[Violation]) -> Iterator[tuple[str, str]]:
    """Yields the parameters of an error and of its violations, as the metadata of an ErrorInfo.

    Neither BadRequest nor PreconditionFailure has room for them: those of the third violation are named "v2-max".
    What has the same as the first violation, as in a batch, has none there; what has none instead, an empty name.
    """
    for name, value in params.items():
        yield name, str(value)
    for index, violation in enumerate(violations):
        if index and violation.params == violations[0].params:
            continue
        for name, value in (violation.params or {"": ""}).items():
            yield f"v{index}-{name}", str(value)


def _unpacked(metadata: Mapping[str, str]) -> dict[int | None, dict[str, str]]:
    """Returns the parameters of the error, under None, and of those of its violations that have their own."""
    found: dict[int | None, dict[str, str]] = {None: {}}
    for key, value in metadata.items():
        own = _OF_VIOLATION.fullmatch(key)
        index, name = (int(own[1]), own[2]) if own else (None, key)
        found.setdefault(index, {}).update({name: value} if name else {})
    return found


def from_rpc_error(error: grpc.aio.AioRpcError) -> DomainError:
    """Returns the domain error that the other side raised, or the closest one for the code.

    A code without details comes from gRPC itself (nothing is listening, or the deadline has passed). Its
    text contains addresses, so it is replaced.
    """
    kind = BY_CODE.get(error.code().name, Internal)
    if error.code() is grpc.StatusCode.CANCELLED:
        kind = Unavailable  # a process that stops cancels what it has not begun
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            with contextlib.suppress(DecodeError):
                return _from_status(kind, status_pb2.Status.FromString(value))
    if kind is Internal:
        return Internal()
    if kind is Exhausted and _TOO_LARGE in (error.details() or ""):
        return Exhausted(
            "What was asked for is too large for one answer. Ask for fewer at once.",
            reason=TOO_LARGE,
        )
    return kind(
        phrase("The service did not answer in time or is not there. Try again in a moment.")
    )


def from_status(status: status_pb2.Status) -> DomainError:
    """Returns the domain error that a status in an answer tells of."""
    code = code_pb2.Code.DESCRIPTOR.values_by_number.get(status.code)
    return _from_status(BY_CODE.get(code.name, Internal) if code else Internal, status)


def _from_status(kind: type[DomainError], status: status_pb2.Status) -> DomainError:
    reason: str | None = None
    found: list[tuple[str, str, str]] = []
    metadata: Mapping[str, str] = {}
    retry_seconds: int | None = None
    info = error_details_pb2.ErrorInfo()
    retry = error_details_pb2.RetryInfo()
    bad_request = error_details_pb2.BadRequest()
    failure = error_details_pb2.PreconditionFailure()
    for detail in status.details:
        if detail.Unpack(info):
            reason, metadata = info.reason, info.metadata
        elif detail.Unpack(retry):
            retry_seconds = retry.retry_delay.seconds
        elif detail.Unpack(bad_request):
            found += [
                (item.field, item.description, item.reason) for item in bad_request.field_violations
            ]
        elif detail.Unpack(failure):
            found += [(item.subject, item.description, item.type) for item in failure.violations]
    params = _unpacked(metadata)
    violations = [
        Violation(field, Said(text), of, params=params.get(index, params.get(0, {})))
        for index, (field, text, of) in enumerate(found)
    ]
    return kind(
        Said(status.message),
        reason=reason,
        violations=violations,
        retry_seconds=retry_seconds,
        params=params[None],
    )
