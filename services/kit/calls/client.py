"""Calls to other services: one channel each, with deadlines and traces, and domain errors back."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import TypeVar
from uuid import uuid4

import grpc
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from services.kit.calls import deadline
from services.kit.calls.security import channel_credentials
from services.kit.calls.status import from_rpc_error
from services.kit.contract import partial
from services.kit.contract.rpc import Method, method_for
from services.kit.language import DEFAULT, HEADER, spoken
from services.kit.process import telemetry
from services.kit.process.certificates import Certificates, Pems

Answer = TypeVar("Answer", bound=Message)
log = logging.getLogger("banyan.calls")

# Reads are safe to retry, and so are mutations, because each carries a request ID. A process that stops cancels what
# it has received and not begun; who is told so by another has not cancelled anything.
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
                    "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"],
                },
            }
        ],
        "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
    }
)
# Codes that a caller has not caused.
_FAULTS = frozenset(
    {
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.DATA_LOSS,
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
# How long calls on a channel may take that newer certificates have replaced.
_REPLACED_SECONDS = 60.0


class Client:
    """Calls the services of the platform. The type of a request identifies its method and service.

    Args:
        targets: The gRPC target of each service, by name.
        certificates: The certificates with which the processes know each other; None to call unencrypted.
    """

    def __init__(
        self, targets: Mapping[str, str], certificates: Certificates | None = None
    ) -> None:
        self._targets = targets
        self._certificates = certificates
        self._pems = certificates.current() if certificates else None
        self._channels = self._open(self._pems)
        self._closing: set[asyncio.Task[None]] = set()
        self._unreachable: set[str] = set()
        self._calls: dict[tuple[str, str], grpc.aio.UnaryUnaryMultiCallable[Message, Message]] = {}

    async def call(
        self,
        request: Message,
        answer_type: type[Answer],
        *,
        passport: str | None,
        service: str | None = None,
        wanted: str = "",
    ) -> Answer:
        """Sends a request and returns the answer.

        A mutation without a request_id gets one, so that retries by gRPC have one effect.

        Args:
            request: The request.
            answer_type: The class of the answer.
            passport: The caller's passport; None if the method needs none.
            service: The service to call, for a method that every service has. The default is the
                service whose package defines the method.
            wanted: The fields of the answer that are read (`services.kit.contract.partial`); empty for all.

        Raises:
            DomainError: The error that the other side raised; Unavailable or DeadlineExceeded if it
                could not be reached.
        """
        if self._certificates is not None:
            self._follow(self._certificates)
        method = method_for(request.DESCRIPTOR)
        service = service or method.domain
        if method.mutates and not request.HasField("request_id"):
            request.request_id = str(uuid4())  # type: ignore[attr-defined] # checked by mutates
        with telemetry.rpc(method.path, SpanKind.CLIENT):
            metadata = telemetry.inject()
            if (language := spoken()) != DEFAULT:
                metadata.append((HEADER, language))
            if wanted:
                metadata.append((partial.HEADER, wanted))
            if passport is not None:
                metadata.append(("authorization", f"Bearer {passport}"))
            try:
                answer = await self._callable(method, service)(
                    request,
                    timeout=deadline.for_next_hop(method.longest_seconds),
                    metadata=tuple(metadata),
                )
            except grpc.aio.AioRpcError as error:
                telemetry.finish_rpc(SpanKind.CLIENT, error.code().name)
                self._log_failure(method, service, error.code())
                raise from_rpc_error(error) from error
            telemetry.finish_rpc(SpanKind.CLIENT, "OK")
            self._log_success(service)
        if not isinstance(answer, answer_type):
            raise TypeError(f"{method.path} answers {type(answer)}, not {answer_type}")
        return answer

    def _open(self, pems: Pems | None) -> dict[str, grpc.aio.Channel]:
        if pems is None:
            return {
                name: grpc.aio.insecure_channel(target, options=_OPTIONS)
                for name, target in self._targets.items()
            }
        credentials = channel_credentials(pems)
        return {
            name: grpc.aio.secure_channel(target, credentials, options=_OPTIONS)
            for name, target in self._targets.items()
        }

    def _follow(self, certificates: Certificates) -> None:
        """Opens new channels if the certificates have changed; what runs on the old ones may finish."""
        pems = certificates.current()
        if pems is self._pems:
            return
        replaced, self._pems = self._channels.values(), pems
        self._channels, self._calls = self._open(pems), {}
        for channel in replaced:
            closing = asyncio.create_task(channel.close(_REPLACED_SECONDS))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def _log_failure(self, method: Method, service: str, code: grpc.StatusCode) -> None:
        """Logs a call that failed by a fault, and an outage once."""
        if code is grpc.StatusCode.UNAVAILABLE:
            if service not in self._unreachable:
                self._unreachable.add(service)
                log.warning("service unreachable", extra={"target": service})
        elif code in _FAULTS:
            log.warning("call failed", extra={"method": method.path, "code": code.name})

    def _log_success(self, service: str) -> None:
        if service in self._unreachable:
            self._unreachable.discard(service)
            log.info("service reachable again", extra={"target": service})

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
        """Closes all channels."""
        for closing in list(self._closing):
            closing.cancel()
        for channel in self._channels.values():
            await channel.close()
