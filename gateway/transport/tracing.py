"""Traces: a query or mutation is a span that continues the client's trace, if there is one.

Over HTTP the span begins with the request, so that a refused request has a trace ID too; it gets its
name here. An operation on a WebSocket or a stream begins its own.
"""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from opentelemetry.trace import SpanKind
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from gateway.backend.context import Context
from services.kit.process import telemetry

LONGEST_NAME = 64  # characters of an operation name, which clients choose


class Tracing(SchemaExtension):
    """Executes a query or mutation in a span. Each read of a subscription has its own span."""

    def on_execute(self) -> Iterator[None]:
        """Wraps the execution in a span."""
        context = self.execution_context.context
        operation_type = self.execution_context.operation_type
        if operation_type is OperationType.SUBSCRIPTION or not isinstance(context, Context):
            yield
            return
        attributes = {"graphql.operation.type": operation_type.value}
        if name := self.execution_context.operation_name:
            attributes["graphql.operation.name"] = name[:LONGEST_NAME]
        if telemetry.trace_id():
            telemetry.rename(operation_type.value, attributes)
            yield
            self._record_failure()
            return
        with telemetry.span(operation_type.value, SpanKind.SERVER, context.carrier, attributes):
            yield
            self._record_failure()

    def _record_failure(self) -> None:
        if code := outcome(self.execution_context.result):
            telemetry.fail(code)


def outcome(result: Any) -> str:
    """Returns the code of the first error of a result; empty if there is none."""
    errors: list[GraphQLError] = getattr(result, "errors", None) or []
    return str((errors[0].extensions or {}).get("code", "UNKNOWN")) if errors else ""
