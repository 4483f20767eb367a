"""Traces: W3C trace context (https://www.w3.org/TR/trace-context/) through gRPC, NATS and logs.

Every process makes spans, because logs and the audit trail name the trace. They leave it, by OTLP over
gRPC, where OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) names a collector; the
other variables of OpenTelemetry count then too, such as OTEL_TRACES_SAMPLER and OTEL_RESOURCE_ATTRIBUTES
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).

Names and attributes follow the semantic conventions (https://opentelemetry.io/docs/specs/semconv/).
Errors are recorded by their code: no span repeats a value, nor the text of an error.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from uuid import uuid4

import grpc
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue

from services.kit.errors import DomainError

log = logging.getLogger(__name__)
FLUSH_SECONDS = 1.0
_COLLECTOR = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
# What a server answers by these is its own failure; the other codes are an answer like any.
_FAULTS = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("banyan")
_provider: TracerProvider | None = None  # that of a process which exports


def set_up(service: str) -> None:
    """Makes spans of this process real, under the name of the service, and exports them if told."""
    global _provider  # as OpenTelemetry has it
    resource = Resource.create(
        {
            "service.namespace": "banyan",
            "service.name": service,
            "service.version": version("banyan"),
            "service.instance.id": str(uuid4()),
        }
    )
    # Left to itself, it would hold up the end of the process for as long as the collector is away.
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    if any(os.environ.get(name) for name in _COLLECTOR):
        # Imported here: it costs as much as all the rest, and without a collector it is not needed.
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(Exporter(OTLPSpanExporter())))
        # The libraries tell every attempt and every span that was dropped; we tell it once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        _provider = provider
    trace.set_tracer_provider(provider)


def shut_down() -> None:
    """Exports what is left, for a second at most; the process is about to end."""
    if _provider is not None:
        # On a thread that nobody waits for longer: the library takes no time limit.
        flushing = threading.Thread(target=_provider.shutdown, daemon=True)
        flushing.start()
        flushing.join(FLUSH_SECONDS)


class Exporter(SpanExporter):
    """An exporter that tells once when the collector goes away, and once when it is back.

    Args:
        exporter: Exports.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Exports spans; called on a thread of its own."""
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
        """Ends the connection."""
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
        name: The name, of which there are few.
        kind: Which side of a conversation it is.
        carrier: Metadata or headers whose trace the span continues; None continues that of the work
            at hand.
        attributes: What else is known at the beginning.
    """
    is_inner = kind is SpanKind.PRODUCER or (kind is SpanKind.CLIENT and carrier is None)
    if is_inner and _provider is None:
        # Only a collector would see it; the trace is passed on as it is.
        yield
        return
    context = None if carrier is None else _propagator.extract(carrier)
    with _tracer.start_as_current_span(
        name,
        context=context,
        kind=kind,
        attributes=attributes if _provider is not None else None,
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


def fail(code: str) -> None:
    """Marks the span of the work at hand as failed, by a code."""
    current = trace.get_current_span()
    current.set_attribute("error.type", code)
    current.set_status(StatusCode.ERROR)


@contextmanager
def rpc(path: str, kind: SpanKind, carrier: Mapping[str, str] | None = None) -> Iterator[None]:
    """Runs the block in the span of a call (CLIENT) or of its handling (SERVER)."""
    name, attributes = _rpc(path)
    with span(name, kind, carrier, attributes):
        yield


def finish_rpc(kind: SpanKind, code: str) -> None:
    """Records, in the span of a call or of its handling, how it ended."""
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
        consumer: Who handles it.
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
    """Returns the trace context of the work at hand, as metadata for a call or a notice."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return list(carrier.items())


def trace_id() -> str:
    """Returns the id of the current trace as 32 hexadecimal digits; empty outside of any."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else ""


@cache
def _rpc(path: str) -> tuple[str, Mapping[str, str]]:
    name = path.removeprefix("/")
    service, _, method = name.partition("/")
    return name, {"rpc.system": "grpc", "rpc.service": service, "rpc.method": method}
