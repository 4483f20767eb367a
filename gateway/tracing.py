"""Traces: a query or mutation is a span, which goes on from the client's where there is one."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from opentelemetry.trace import SpanKind
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from gateway.context import Context
from services.kit import telemetry

LONGEST_NAME = 64  # of an operation, which clients choose


class Tracing(SchemaExtension):
    """Executes a query or mutation in a span. Of a subscription, each reading has its own."""

    def on_execute(self) -> Iterator[None]:
        """Opens the span, and closes it afterwards."""
        context = self.execution_context.context
        operation_type = self.execution_context.operation_type
        if operation_type is OperationType.SUBSCRIPTION or not isinstance(context, Context):
            yield
            return
        attributes = {"graphql.operation.type": operation_type.value}
        if name := self.execution_context.operation_name:
            attributes["graphql.operation.name"] = name[:LONGEST_NAME]
        with telemetry.span(operation_type.value, SpanKind.SERVER, context.carrier, attributes):
            yield
            if code := outcome(self.execution_context.result):
                telemetry.fail(code)


def outcome(result: Any) -> str:
    """Returns the code of the first error of a result; empty where there is none."""
    errors: list[GraphQLError] = getattr(result, "errors", None) or []
    return str((errors[0].extensions or {}).get("code", "UNKNOWN")) if errors else ""
