"""Calls to other services: one channel each, deadlines and traces passed on, errors as raised there."""

import json
from collections.abc import Mapping
from typing import TypeVar
from uuid import uuid4

import grpc
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from services.kit import deadline, telemetry
from services.kit.rpc import Method, method_for
from services.kit.status import from_rpc_error

Answer = TypeVar("Answer", bound=Message)

# Every read is safe to repeat, and so is every mutation, because none goes out without a request id.
_SERVICE_CONFIG = json.dumps(
    {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.1s",
                    "maxBackoff": "1s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ],
        "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
    }
)
_OPTIONS = [
    ("grpc.service_config", _SERVICE_CONFIG),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_receive_message_length", 4 * 1024 * 1024),
    ("grpc.min_reconnect_backoff_ms", 200),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2_000),
]


class Client:
    """Calls the services of the platform; the request's type says which method of which service.

    Args:
        targets: For each service ("volunteers", ...) where it listens, as gRPC writes targets.
    """

    def __init__(self, targets: Mapping[str, str]) -> None:
        self._channels = {
            name: grpc.aio.insecure_channel(target, options=_OPTIONS)
            for name, target in targets.items()
        }
        self._calls: dict[tuple[str, str], grpc.aio.UnaryUnaryMultiCallable[Message, Message]] = {}

    async def call(
        self,
        request: Message,
        answer_type: type[Answer],
        *,
        passport: str | None,
        service: str | None = None,
    ) -> Answer:
        """Sends a request and returns the answer.

        A mutation without a request_id gets one, so that gRPC's own retries have one effect.

        Args:
            request: The request.
            answer_type: What is answered.
            passport: The passport of whoever asks; None where the method needs none.
            service: The service to ask, for a method that every service has. By default the one in
                whose package the method is.

        Raises:
            DomainError: What the other side raised; Unavailable or DeadlineExceeded where it could
                not be asked.
        """
        method = method_for(request.DESCRIPTOR)
        if method.mutates and not request.HasField("request_id"):
            request.request_id = str(uuid4())  # type: ignore[attr-defined] # checked by mutates
        with telemetry.rpc(method.path, SpanKind.CLIENT):
            metadata = telemetry.inject()
            if passport is not None:
                metadata.append(("authorization", f"Bearer {passport}"))
            try:
                answer = await self._callable(method, service or method.domain)(
                    request, timeout=deadline.for_next_hop(), metadata=tuple(metadata)
                )
            except grpc.aio.AioRpcError as error:
                telemetry.finish_rpc(SpanKind.CLIENT, error.code().name)
                raise from_rpc_error(error) from error
            telemetry.finish_rpc(SpanKind.CLIENT, "OK")
        if not isinstance(answer, answer_type):
            raise TypeError(f"{method.path} answers {type(answer)}, not {answer_type}")
        return answer

    def _callable(
        self, method: Method, service: str
    ) -> grpc.aio.UnaryUnaryMultiCallable[Message, Message]:
        known = self._calls.get((service, method.path))
        if known is None:
            known = self._channels[service].unary_unary(
                method.path,
                request_serializer=method.request_type.SerializeToString,
                response_deserializer=method.response_type.FromString,
            )
            self._calls[service, method.path] = known
        return known

    async def close(self) -> None:
        """Ends all channels."""
        for channel in self._channels.values():
            await channel.close()
