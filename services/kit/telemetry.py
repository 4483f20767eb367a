"""Traces: W3C trace context (https://www.w3.org/TR/trace-context/) through gRPC, NATS and logs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("banyan")


def set_up(service: str) -> None:
    """Makes spans of this process real, under the name of the service."""
    trace.set_tracer_provider(TracerProvider(resource=Resource({"service.name": service})))


@contextmanager
def span(name: str, kind: SpanKind, carrier: Mapping[str, str]) -> Iterator[None]:
    """Runs the block in a span that continues the trace of a carrier (metadata or headers)."""
    context = _propagator.extract(carrier)
    with _tracer.start_as_current_span(
        name, context=context, kind=kind, record_exception=False, set_status_on_exception=False
    ):
        yield


def inject() -> list[tuple[str, str]]:
    """Returns the trace context of the work at hand, as metadata for a call or a notice."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return list(carrier.items())


def trace_id() -> str:
    """Returns the id of the current trace as 32 hexadecimal digits; empty outside of any."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else ""
