"""Metrics of the gateway, in addition to those of every process (`services/kit/process/metrics.py`).

Clients choose documents, operation names and credentials, so none of these is a label. Error codes are,
if the platform defines them.
"""

import logging
import time
from collections.abc import Iterator
from functools import cache

from graphql import GraphQLError
from prometheus_client import Counter, Gauge, Histogram
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from gateway.backend.context import Context
from gateway.transport.tracing import LONGEST_NAME
from services.kit.errors import BY_CODE
from services.kit.process import telemetry

_log = logging.getLogger("banyan.graphql")
SLOW_SECONDS = 1.0  # a query that takes longer is logged

OPERATIONS = Counter(
    "banyan_graphql_operations",
    "Finished operations, by type and outcome: OK, the code of the first error or of a refused "
    "mutation, or CANCELLED if the client went away.",
    ["type", "code"],
)
OPERATION_DURATION = Histogram(
    "banyan_graphql_operation_duration_seconds",
    "Time from a document to its result, subscriptions excluded.",
    ["type"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0),
)
HTTP_RESPONSES = Counter("banyan_http_responses", "HTTP answers, by status.", ["status"])
SUBSCRIPTIONS = Gauge("banyan_graphql_subscriptions", "Open subscriptions.")
# Metrics with labels, of which there are few: finding one takes longer than counting.
_finished = cache(OPERATIONS.labels)
_duration = cache(OPERATION_DURATION.labels)
answered = cache(HTTP_RESPONSES.labels)
_KNOWN = BY_CODE.keys() | {
    "OK",
    "CANCELLED",
    "BAD_USER_INPUT",
    "DOCUMENT_TOO_LARGE",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_RESOLUTION_FAILURE",
    "PERSISTED_QUERY_NOT_FOUND",
    "PERSISTED_QUERY_NOT_IN_LIST",
    "PERSISTED_QUERY_NOT_SUPPORTED",
    "QUERY_TOO_DEEP",
    "TOO_MANY_ALIASES",
    "TOO_MANY_INTROSPECTIONS",
}


def known(code: str) -> str:
    """Returns a code of the platform unchanged, and OTHER for any other text."""
    return code if code in _KNOWN else "OTHER"


def _code(error: Exception) -> str:
    extensions = error.extensions if isinstance(error, GraphQLError) else None
    return known(str((extensions or {}).get("code", "INTERNAL")))


class Measuring(SchemaExtension):
    """Counts and times operations, and logs all but the many queries that succeed, and soon."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._is_open = False

    def on_operation(self) -> Iterator[None]:
        """Counts the operation at its end, whatever its outcome."""
        code = "CANCELLED"
        try:
            yield
            code = self._outcome()
        except InvalidOperationTypeError:
            code = ""  # it is answered as an HTTP error, or sent again as a stream
            raise
        except CannotGetOperationTypeError:
            code = "OPERATION_RESOLUTION_FAILURE"
            raise
        except Exception as error:
            code = _code(error)
            raise
        finally:
            if self._is_open:
                SUBSCRIPTIONS.dec()
            if code:
                self._count(code)

    def on_execute(self) -> Iterator[None]:
        """Counts an open subscription until the operation ends."""
        if self.execution_context.operation_type is OperationType.SUBSCRIPTION:
            self._is_open = True
            SUBSCRIPTIONS.inc()
        yield

    def _outcome(self) -> str:
        result = self.execution_context.result
        if result is not None and result.errors:
            return _code(result.errors[0])
        context = self.execution_context.context
        return (isinstance(context, Context) and context.refused) or "OK"

    def _count(self, code: str) -> None:
        try:
            type_ = self.execution_context.operation_type.value
        except RuntimeError:
            type_ = "unknown"  # the document has no such operation, or there is no document
        seconds = time.perf_counter() - self._started
        _finished(type_, code).inc()
        if type_ != OperationType.SUBSCRIPTION.value:
            _duration(type_).observe(seconds, telemetry.exemplar())
        name = (self.execution_context.operation_name or "")[:LONGEST_NAME]
        is_plain = type_ == OperationType.QUERY.value and code == "OK" and seconds < SLOW_SECONDS
        level = logging.DEBUG if is_plain else logging.INFO
        if _log.isEnabledFor(level):
            milliseconds = round(seconds * 1000, 1)
            extra = {"type": type_, "operation": name, "code": code, "ms": milliseconds}
            _log.log(level, "operation", extra=extra)
