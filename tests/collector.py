"""A collector of traces: the real protocol of OTLP over gRPC, kept in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as pb
from opentelemetry.proto.trace.v1 import trace_pb2

_SERVICE = pb.DESCRIPTOR.services_by_name["TraceService"].full_name


@dataclass(frozen=True)
class Exported:
    """A span as the collector got it."""

    process: dict[str, Any]
    proto: trace_pb2.Span

    @property
    def service(self) -> str:
        """The service that made it."""
        return str(self.process["service.name"])

    @property
    def kind(self) -> str:
        """Such as "SERVER"."""
        return trace_pb2.Span.SpanKind.Name(self.proto.kind).removeprefix("SPAN_KIND_")

    @property
    def attributes(self) -> dict[str, Any]:
        """Its attributes."""
        return _values(self.proto.attributes)


@dataclass
class Collector:
    """Keeps what it is sent.

    Attributes:
        port: Where it listens.
        spans: All spans, in the order in which they came.
        asked: How many batches were sent.
        silent: Whether it never answers.
    """

    port: int
    spans: list[Exported] = field(default_factory=list)
    asked: int = 0
    silent: bool = False

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @classmethod
    @asynccontextmanager
    async def listening(cls) -> AsyncIterator["Collector"]:
        """Listens on a free port for the time of the block."""
        server = grpc.aio.server()
        collector = cls(server.add_insecure_port("127.0.0.1:0"))
        export = grpc.unary_unary_rpc_method_handler(
            collector.export,
            request_deserializer=pb.ExportTraceServiceRequest.FromString,
            response_serializer=pb.ExportTraceServiceResponse.SerializeToString,
        )
        handlers = {"Export": export}
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_SERVICE, handlers),))
        await server.start()
        try:
            yield collector
        finally:
            await server.stop(0)

    async def export(
        self, request: pb.ExportTraceServiceRequest, context: object
    ) -> pb.ExportTraceServiceResponse:
        """Takes a batch."""
        del context
        self.asked += 1
        if self.silent:
            await asyncio.Event().wait()
        for resource in request.resource_spans:
            process = _values(resource.resource.attributes)
            for scope in resource.scope_spans:
                self.spans += [Exported(process, span) for span in scope.spans]
        return pb.ExportTraceServiceResponse()

    def of_trace(self, trace_id: str) -> list[Exported]:
        """Returns the spans of one trace."""
        return [each for each in self.spans if each.proto.trace_id.hex() == trace_id]


def _values(attributes: Any) -> dict[str, Any]:
    return {
        each.key: getattr(each.value, each.value.WhichOneof("value") or "string_value")
        for each in attributes
    }
