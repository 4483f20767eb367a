"""Traces: a query or mutation is a span, which goes on from the client's where there is one."""

from collections.abc import Iterator

from opentelemetry.trace import SpanKind
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from gateway.context import Context
from services.kit import telemetry


class Tracing(SchemaExtension):
    """Executes a query or mutation in a span. Of a subscription, each reading has its own."""

    def on_execute(self) -> Iterator[None]:
        """Opens the span, and closes it afterwards."""
        context = self.execution_context.context
        operation_type = self.execution_context.operation_type
        if operation_type is OperationType.SUBSCRIPTION or not isinstance(context, Context):
            yield
            return
        with telemetry.span(operation_type.value, SpanKind.SERVER, context.carrier):
            yield
