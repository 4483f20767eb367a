"""Metrics of the gateway, beside those that every process has (`services/kit/metrics.py`).

Clients choose documents, operation names and credentials; none of these becomes a label. A code does,
if it is one of ours.
"""

import time
from collections.abc import Iterator

from graphql import GraphQLError
from prometheus_client import Counter, Gauge, Histogram
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from gateway.context import Context
from services.kit.errors import BY_CODE

OPERATIONS = Counter(
    "banyan_graphql_operations",
    "Operations that have ended, by type and outcome: OK, the code of the first error, that of what a "
    "mutation was refused for, or CANCELLED where the client went away.",
    ["type", "code"],
)
OPERATION_DURATION = Histogram(
    "banyan_graphql_operation_duration_seconds",
    "Time from a document to its result; not of subscriptions.",
    ["type"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0),
)
SUBSCRIPTIONS = Gauge("banyan_graphql_subscriptions", "Subscriptions that are open.")
_KNOWN = BY_CODE.keys() | {
    "OK",
    "CANCELLED",
    "BAD_USER_INPUT",
    "DOCUMENT_TOO_LARGE",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_RESOLUTION_FAILURE",
    "QUERY_TOO_DEEP",
    "TOO_MANY_ALIASES",
}


def known(code: str) -> str:
    """Returns a code of ours as it is, and OTHER for any other text."""
    return code if code in _KNOWN else "OTHER"


def _code(error: Exception) -> str:
    extensions = error.extensions if isinstance(error, GraphQLError) else None
    return known(str((extensions or {}).get("code", "INTERNAL")))


class Measuring(SchemaExtension):
    """Counts and times operations."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._is_open = False

    def on_operation(self) -> Iterator[None]:
        """Counts the operation once it has ended, however it did."""
        code = "CANCELLED"
        try:
            yield
            code = self._outcome()
        except InvalidOperationTypeError:
            code = ""  # it is answered as a request of HTTP, or asked again as a stream
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
        """Notes that a subscription is open, which ends with the operation."""
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
            type_ = "unknown"  # there is no such operation in the document, or no document
        OPERATIONS.labels(type_, code).inc()
        if type_ != OperationType.SUBSCRIPTION.value:
            OPERATION_DURATION.labels(type_).observe(time.perf_counter() - self._started)
