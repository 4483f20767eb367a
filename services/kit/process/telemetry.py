"""Traces: W3C trace context (https://www.w3.org/TR/trace-context/) through gRPC, NATS and logs.

Every process makes spans, because logs and the audit trail name the trace. It exports them by OTLP over
gRPC if OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) names a collector. The other
OpenTelemetry variables apply too, such as OTEL_TRACES_SAMPLER and OTEL_RESOURCE_ATTRIBUTES
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).

Names and attributes follow the semantic conventions (https://opentelemetry.io/docs/specs/semconv/).
Errors are recorded by code: no span contains a value or the text of an error.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib.metadata import version
from uuid import uuid4

import grpc
from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.propagators.textmap import DefaultGetter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanContext, SpanKind, StatusCode, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue

from services.kit.errors import DomainError

log = logging.getLogger(__name__)
FLUSH_SECONDS = 1.0
COLLECTOR = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
# These codes are failures of the server; all other codes are regular answers.
_FAULTS = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
# The state of a trace is whatever a client sends, and goes on with every call and notice. gRPC refuses some
# calls with more than 8 kB of metadata, and the passport has most of that. This is as much as
# https://www.w3.org/TR/trace-context/#tracestate-limits wants passed on; what is cut are whole members, those
# over 128 characters first.
MOST_STATE = 512
_LARGE_MEMBER = 128
_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("banyan")
_provider: TracerProvider | None = None  # the tracer of a process that exports
_is_set_up = False
_ids = RandomIdGenerator()
_SAMPLED = TraceFlags(TraceFlags.SAMPLED)


def set_up(service: str) -> None:
    """Sets up tracing under the name of the service, with an exporter if a collector is configured."""
    global _provider, _is_set_up  # the default of OpenTelemetry
    _is_set_up = True
    resource = Resource.create(
        {
            "service.namespace": "banyan",
            "service.name": service,
            "service.version": version("banyan"),
            "service.instance.id": str(uuid4()),
        }
    )
    # By default it would delay the end of the process while the collector is unreachable.
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    if any(os.environ.get(name) for name in COLLECTOR):
        # Imported here: it is expensive, and not needed without a collector.
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(Exporter(OTLPSpanExporter())))
        # The libraries log every attempt and every dropped span; we log the outage once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        _provider = provider
    trace.set_tracer_provider(provider)


def shut_down() -> None:
    """Exports the remaining spans, within one second, before the process ends."""
    if _provider is not None:
        # On a thread of its own, because the library accepts no time limit.
        flushing = threading.Thread(target=_provider.shutdown, daemon=True)
        flushing.start()
        flushing.join(FLUSH_SECONDS)


class Exporter(SpanExporter):
    """An exporter that logs once when the collector becomes unreachable, and once when it returns.

    Args:
        exporter: The exporter that sends the spans.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Exports spans. The SDK calls it on a thread of its own."""
        result = self._exporter.export(spans)
        away = result is not SpanExportResult.SUCCESS
        if away != self._away:
            self._away = away
            if away:
                log.warning("traces cannot be exported")
            else:
                log.info("traces are exported again")
        return result

    def shutdown(self) -> None:
        """Closes the connection."""
        self._exporter.shutdown()


@contextmanager
def span(
    name: str,
    kind: SpanKind,
    carrier: Mapping[str, str] | None = None,
    attributes: Mapping[str, AttributeValue] | None = None,
) -> Iterator[None]:
    """Runs the block in a span.

    Args:
        name: The name, one of few.
        kind: The side of the conversation.
        carrier: The metadata or headers whose trace the span continues; None continues the current
            trace.
        attributes: Attributes known at the start.
    """
    is_inner = kind is SpanKind.PRODUCER or (kind is SpanKind.CLIENT and carrier is None)
    if is_inner and _provider is None:
        # Only a collector would see it. The trace context is passed on unchanged.
        yield
        return
    context = None if carrier is None else _propagator.extract(carrier, getter=_CARRIER)
    if _provider is None:
        token = attach(trace.set_span_in_context(_unseen(context), context))
        try:
            yield
        finally:
            detach(token)
        return
    with _tracer.start_as_current_span(
        name,
        context=context,
        kind=kind,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ):
        try:
            yield
        except DomainError as error:
            fail(error.code)
            raise
        except BaseException as error:
            fail(type(error).__qualname__)
            raise


def _unseen(context: Context | None) -> Span:
    """Returns a span that no collector will see. It has the trace for logs, notices and further calls."""
    parent = trace.get_current_span(context).get_span_context()
    if not parent.is_valid:
        if not _is_set_up:
            return trace.INVALID_SPAN
        flags, state, trace_id = _SAMPLED, None, _ids.generate_trace_id()
    else:
        flags, state, trace_id = parent.trace_flags, parent.trace_state, parent.trace_id
    own = SpanContext(
        trace_id, _ids.generate_span_id(), is_remote=False, trace_flags=flags, trace_state=state
    )
    return trace.NonRecordingSpan(own)


class _Carrier(DefaultGetter):
    """Reads headers, of the state of a trace as much as is passed on."""

    def get(self, carrier: Mapping[str, str | list[str]], key: str) -> list[str] | None:
        """Returns the values of a header."""
        values = super().get(carrier, key)
        return [_bounded(",".join(values))] if values and key == "tracestate" else values


_CARRIER = _Carrier()


def _bounded(state: str) -> str:
    """Returns the members of a tracestate that are passed on, in their order."""
    if len(state) <= MOST_STATE:
        return state
    kept, length = [], 0
    for member in state.split(","):
        text = member.strip()
        if len(text) > _LARGE_MEMBER:
            continue
        length += len(text) + 1
        if length > MOST_STATE:
            break
        kept.append(text)
    return ",".join(kept)


def rename(name: str, attributes: Mapping[str, AttributeValue]) -> None:
    """Gives the current span its name and attributes, once they are known."""
    current = trace.get_current_span()
    current.update_name(name)
    if _provider is not None:
        current.set_attributes(attributes)


def fail(code: str) -> None:
    """Marks the current span as failed, with a code."""
    current = trace.get_current_span()
    current.set_attribute("error.type", code)
    current.set_status(StatusCode.ERROR)


def rpc(
    path: str, kind: SpanKind, carrier: Mapping[str, str] | None = None
) -> AbstractContextManager[None]:
    """Runs the block in the span of a call (CLIENT) or of its handling (SERVER)."""
    name, attributes = _rpc(path)
    return span(name, kind, carrier, attributes)


def finish_rpc(kind: SpanKind, code: str) -> None:
    """Records how a call ended, in the span of the call or of its handling."""
    if _provider is None:
        return
    number: int = grpc.StatusCode[code].value[0]
    trace.get_current_span().set_attribute("rpc.grpc.status_code", number)
    if code in _FAULTS or (kind is SpanKind.CLIENT and code != "OK"):
        fail(code)


@contextmanager
def message(
    kind: SpanKind, subject: str, headers: Mapping[str, str], consumer: str = ""
) -> Iterator[None]:
    """Runs the block in the span of a notice: its publishing (PRODUCER) or handling (CONSUMER).

    Args:
        kind: PRODUCER or CONSUMER.
        subject: Its subject, "banyan.<service>.<resource>.<id>.<verb>".
        headers: Its headers, with the trace in which it was announced.
        consumer: The name of the consumer that handles it.
    """
    operation = "publish" if kind is SpanKind.PRODUCER else "process"
    parts = subject.split(".")
    template = ".".join((*parts[:3], "{id}", *parts[4:]))
    attributes = {
        "messaging.system": "nats",
        "messaging.operation.name": operation,
        "messaging.operation.type": "send" if kind is SpanKind.PRODUCER else "process",
        "messaging.destination.name": subject,
        "messaging.destination.template": template,
        "messaging.message.id": headers.get("ce-id", ""),
    }
    if consumer:
        attributes["messaging.consumer.group.name"] = consumer
    with span(f"{operation} {template}", kind, headers, attributes):
        yield


def inject() -> list[tuple[str, str]]:
    """Returns the current trace context as metadata for a call or a notice."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return list(carrier.items())


def trace_id() -> str:
    """Returns the ID of the current trace as 32 hexadecimal digits; empty outside a trace."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else ""


def exemplar(carrier: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """Returns the label of an exemplar, which leads from a metric to a trace; None if the trace is not kept.

    Args:
        carrier: The headers that name the trace; None for the current one.
    """
    within = None if carrier is None else _propagator.extract(carrier, Context(), _CARRIER)
    context = trace.get_current_span(within).get_span_context()
    if not context.is_valid or not context.trace_flags.sampled:
        return None
    return {"trace_id": trace.format_trace_id(context.trace_id)}


@cache
def _rpc(path: str) -> tuple[str, Mapping[str, str]]:
    name = path.removeprefix("/")
    service, _, method = name.partition("/")
    return name, {"rpc.system": "grpc", "rpc.service": service, "rpc.method": method}
