"""A service as a whole: what it consists of, how it starts, runs and stops.

Nothing here depends on an order between services, database and bus: what is missing at the start is
waited for, what goes away later is waited for again, and health tells the difference.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from services.kit import metrics
from services.kit.access import Relations, refuse_undeclared
from services.kit.bus import Bus
from services.kit.client import Client
from services.kit.clock import Clock, SystemClock
from services.kit.config import ServiceSettings
from services.kit.consumers import Consumer, Subscription
from services.kit.database import ERRORS, create_engine
from services.kit.due import Due, forget_answers, keep_running
from services.kit.errors import DomainError
from services.kit.gauges import Gauges
from services.kit.migrate import present_heads, schema_of
from services.kit.passport import PassportVerifier
from services.kit.relay import Relay
from services.kit.server import Pipeline, Servicer, all_methods
from services.kit.tasks import Endless, doing
from services.kit.unit import Units, Wakeable

log = logging.getLogger(__name__)
S = TypeVar("S", bound=ServiceSettings)
HEALTH_SECONDS = 1.0
HEALTH_TIMEOUT_SECONDS = 2.0
DISPOSE_SECONDS = 2.0


@dataclass(frozen=True)
class Service(Generic[S]):
    """What a service consists of.

    Attributes:
        name: Its name: of its package, its stream and its subjects.
        settings: The class of its configuration.
        tables: The base of its tables.
        servicers: Makes the servicers from the configuration.
        relations: The relations that its methods declare.
        conflicts: For constraints, by name, the error that a caller gets when one is violated.
        consumers: What it does about the notices of others.
        due: Makes what it does by the clock from the configuration.
        targets: The services that it calls, and where they listen.
    """

    name: str
    settings: type[S]
    tables: type[SQLModel]
    servicers: Callable[[S], Sequence[Servicer]]
    relations: Relations = field(default_factory=dict)
    conflicts: Mapping[str, DomainError] = field(default_factory=dict)
    consumers: Sequence[Consumer] = ()
    due: Callable[[S], Sequence[Due]] = lambda _: ()
    targets: Callable[[S], Mapping[str, str]] = lambda _: {}


@dataclass(frozen=True)
class Running:
    """A service that runs.

    Attributes:
        port: The port of its gRPC server.
        units: Its units of work.
        relay: Its relay.
        metrics_port: The port of its metrics; None where nobody asks for them.
    """

    port: int
    units: Units
    relay: Relay
    metrics_port: int | None


def units_of(service: Service[Any], engine: AsyncEngine, clock: Clock, relay: Wakeable) -> Units:
    """Returns the units of work of a service."""
    return Units(
        engine,
        service=service.name,
        clock=clock,
        relations=service.relations,
        conflicts=dict(service.conflicts),
        relay=relay,
    )


@asynccontextmanager
async def running(
    service: Service[S], settings: S, clock: Clock | None = None
) -> AsyncIterator[Running]:
    """Runs a service for the time of the block.

    Raises:
        RuntimeError: A method does not declare who may call it, or the port is taken.
    """
    servicers = service.servicers(settings)
    refuse_undeclared(all_methods(servicers), service.relations)
    clock = clock or SystemClock()
    verifier = PassportVerifier(settings.passport_jwks, clock)
    async with AsyncExitStack() as stack:
        engine = create_engine(settings, f"banyan-{service.name}")
        stack.push_async_callback(dispose, engine)
        # Requests that all want one locked row hold every connection that they may; what goes on
        # beside them must not wait for those, or a busy service would call itself away.
        beside = create_engine(settings, f"banyan-{service.name}-beside")
        stack.push_async_callback(dispose, beside)
        for servicer in servicers:
            if close := getattr(servicer, "close", None):
                stack.push_async_callback(close)
        client = Client(service.targets(settings))
        stack.push_async_callback(client.close)
        bus = Bus(settings.nats_url, f"banyan-{service.name}")
        stack.push_async_callback(bus.close)
        relay = Relay(beside, bus, service.name, settings)
        units = units_of(service, engine, clock, relay)
        checker = health.aio.HealthServicer()  # which says SERVING until it is told otherwise
        await checker.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
        background: list[Endless] = [
            bus.connect,
            relay.run,
            *(Subscription(each, bus, units, settings).run for each in service.consumers),
            *(
                partial(keep_running, each, units)
                for each in (forget_answers(settings), *service.due(settings))
            ),
            partial(_watch_health, checker, beside, service.name),
        ]
        metrics_port = await stack.enter_async_context(metrics.served(settings.metrics_listen))
        if metrics_port is not None:
            background.append(Gauges(engine, clock, service.consumers).run)
        await stack.enter_async_context(doing(background))
        pipeline = Pipeline(units, verifier, client)
        server, port = await _listen(settings, pipeline, servicers, checker)
        stack.push_async_callback(_stop, server, checker, settings)
        log.info("listening", extra={"port": port})
        yield Running(port, units, relay, metrics_port)


async def _listen(
    settings: ServiceSettings,
    pipeline: Pipeline,
    servicers: Sequence[Servicer],
    checker: health.aio.HealthServicer,
) -> tuple[grpc.aio.Server, int]:
    server = grpc.aio.server(
        options=[
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", 4 * 1024 * 1024),
            ("grpc.max_connection_age_ms", 300_000),
            ("grpc.max_connection_age_grace_ms", 30_000),
        ],
        maximum_concurrent_rpcs=settings.maximum_concurrent_rpcs,
    )
    for servicer in servicers:
        server.add_generic_rpc_handlers((pipeline.handlers(servicer),))
    health_pb2_grpc.add_HealthServicer_to_server(checker, server)
    names = [servicer.service.full_name for servicer in servicers]
    reflection.enable_server_reflection(
        (*names, health.SERVICE_NAME, reflection.SERVICE_NAME), server
    )
    port = server.add_insecure_port(settings.listen)
    await server.start()
    return server, port


async def _stop(
    server: grpc.aio.Server, checker: health.aio.HealthServicer, settings: ServiceSettings
) -> None:
    """Tells those who route to us first, then finishes what has begun."""
    await checker.enter_graceful_shutdown()
    await asyncio.sleep(settings.drain)
    await server.stop(settings.grace)


async def dispose(engine: AsyncEngine) -> None:
    """Closes the connections, politely to a database that still listens."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DISPOSE_SECONDS):
            await engine.dispose()


async def _watch_health(
    checker: health.aio.HealthServicer, engine: AsyncEngine, service: str
) -> None:
    """Keeps health true: serving while the database answers and is migrated.

    The bus is not needed to serve: notices wait in the outbox.
    """
    schema = schema_of(service)
    known: bool | None = None
    while True:
        try:
            async with asyncio.timeout(HEALTH_TIMEOUT_SECONDS), engine.connect() as connection:
                ready = schema.suits(await present_heads(connection))
        except (*ERRORS, TimeoutError):
            ready = False
        if ready != known:
            log.info("ready" if ready else "not ready: no database, or it is not migrated")
            state = health_pb2.HealthCheckResponse.ServingStatus
            await checker.set("", state.SERVING if ready else state.NOT_SERVING)
            known = ready
        await asyncio.sleep(HEALTH_SECONDS if ready else HEALTH_SECONDS / 10)
