"""A service as a whole: its parts, and how it starts, runs and stops.

Services, database and bus may start in any order. The service waits for whatever is missing, at the start
and later, and its health shows it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from services.kit.bus.connection import Bus
from services.kit.bus.consumers import Consumer
from services.kit.bus.erasing import Erasing
from services.kit.bus.relay import Relay
from services.kit.bus.revocations import RevocationHearer
from services.kit.bus.subscription import Subscription
from services.kit.bus.trimming import Trimming
from services.kit.calls.client import Client
from services.kit.calls.passport import PassportVerifier
from services.kit.calls.revocations import KINDS, Revocations
from services.kit.calls.security import server_credentials
from services.kit.errors import DomainError
from services.kit.process import metrics
from services.kit.process.certificates import Certificates
from services.kit.process.clock import Clock, SystemClock
from services.kit.process.config import DatabaseSettings, ServiceSettings
from services.kit.process.environment import ConfigurationError, cannot_listen
from services.kit.process.store import Store
from services.kit.process.tasks import BackgroundTask, in_background
from services.kit.service.gauges import Gauges
from services.kit.service.health import BUS, LIVE, watch_bus, watch_database
from services.kit.service.images import Receipts, signer_of
from services.kit.service.refusals import refuse_misfits
from services.kit.service.server import Pipeline
from services.kit.service.steps import Servicer
from services.kit.work.access import Relations
from services.kit.work.backlogs import Backlog
from services.kit.work.budget import Budget
from services.kit.work.database import (
    create_engine,
    dispose,
    most_writers,
)
from services.kit.work.erasing import Leave
from services.kit.work.holdings import NOTHING, Holdings
from services.kit.work.invariants import Invariant
from services.kit.work.jobs import Job, keep_running, runners
from services.kit.work.pruning import kit_pruning
from services.kit.work.sealing import sealing
from services.kit.work.unit import Units
from services.kit.work.unused_images import image_jobs
from services.kit.work.works import Wakeable

log = logging.getLogger(__name__)
S = TypeVar("S", bound=ServiceSettings)
START_SECONDS = 1.0  # over which the first runs of jobs are spread


@dataclass(frozen=True, slots=True)
class ServiceCommand:
    """A command that only one service has, such as a worker that runs beside it.

    Attributes:
        name: What it is called on the command line.
        act: Runs it with `services.kit.service.commands.Command`, and returns the exit status.
        summary: What it does, in a few words.
        more: What operators should know besides.
        arguments: What it takes, and the help for each.
    """

    name: str
    act: Callable[[Any], Awaitable[int]]
    summary: str
    more: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Service(Generic[S]):
    """The parts of a service.

    Attributes:
        name: The name of its package, its stream and its subjects.
        settings: The class of its configuration.
        tables: The base of its tables.
        servicers: Creates the servicers from the configuration.
        relations: The relations that its methods declare.
        conflicts: The errors for violated constraints, by the name of the constraint.
        consumers: Its consumers of notices.
        jobs: Creates its jobs from the configuration.
        targets: The gRPC targets of the services that it calls, by name.
        commands: The commands that only this service has.
        invariants: What must hold between its rows.
        backlogs: The work that waits in its tables.
        personal: What its tables say about people.
        leave: Ends what a person who is erased takes part in.
    """

    name: str
    settings: type[S]
    tables: type[SQLModel]
    servicers: Callable[[S], Sequence[Servicer]]
    relations: Relations = field(default_factory=dict)
    conflicts: Mapping[str, DomainError] = field(default_factory=dict)
    consumers: Sequence[Consumer] = ()
    jobs: Callable[[S], Sequence[Job]] = lambda _: ()
    targets: Callable[[S], Mapping[str, str]] = lambda _: {}
    commands: Sequence[ServiceCommand] = ()
    invariants: Sequence[Invariant] = ()
    backlogs: Sequence[Backlog] = ()
    personal: Holdings = NOTHING
    leave: Leave | None = None


@dataclass(frozen=True)
class Running:
    """A running service.

    Attributes:
        port: The port of its gRPC server.
        units: Its units of work.
        relay: Its relay.
        metrics_port: The port of its metrics; None if disabled.
    """

    port: int
    units: Units
    relay: Relay
    metrics_port: int | None


def units_of(
    service: Service[Any],
    settings: DatabaseSettings,
    engine: AsyncEngine,
    clock: Clock,
    relay: Wakeable,
) -> Units:
    """Returns the units of work of a service."""
    return Units(
        engine,
        service=service.name,
        clock=clock,
        relations=service.relations,
        conflicts=dict(service.conflicts),
        relay=relay,
        budget=Budget.of(settings),
        writers=most_writers(settings),
    )


@asynccontextmanager
async def running(
    service: Service[S], settings: S, clock: Clock | None = None
) -> AsyncIterator[Running]:
    """Runs a service while the block runs.

    Raises:
        RuntimeError: A part of the service does not fit the contract.
        ConfigurationError: An address cannot be listened on.
    """
    servicers = service.servicers(settings)
    refuse_misfits(servicers, service.relations, service.consumers)
    clock = clock or SystemClock()
    revocations = Revocations(clock, settings.passport_unheard)
    for kind in KINDS:
        metrics.REVOCATIONS.labels(kind).set_function(partial(revocations.count, kind))
    verifier = PassportVerifier(settings.passport_jwks, clock, service.name, revocations)
    async with AsyncExitStack() as stack:
        engine = create_engine(settings, f"banyan-{service.name}")
        stack.push_async_callback(dispose, engine)
        # Requests that wait for one locked row can hold all connections of the pool. Background work has
        # its own, or a busy service would report itself as down.
        beside = create_engine(settings, f"banyan-{service.name}-beside")
        stack.push_async_callback(dispose, beside)
        for servicer in servicers:
            if close := getattr(servicer, "close", None):
                stack.push_async_callback(close)
        certificates = Certificates.of(settings)
        client = Client(service.targets(settings), certificates)
        stack.push_async_callback(client.close)
        bus = Bus(settings.nats_url, f"banyan-{service.name}", certificates)
        bus.add(RevocationHearer(revocations))
        stack.push_async_callback(bus.close)
        relay = Relay(beside, bus, service.name, settings)
        units = units_of(service, settings, engine, clock, relay)
        checker = health.aio.HealthServicer()  # SERVING by default
        for part in ("", BUS):
            await checker.set(part, health_pb2.HealthCheckResponse.NOT_SERVING)
        await checker.set(LIVE, health_pb2.HealthCheckResponse.SERVING)
        background: list[BackgroundTask] = [
            bus.connect,
            relay.run,
            Trimming(bus, service.name, settings).run,
            Erasing(bus, units, service.name, service.personal, service.leave).run,
            *(Subscription(each, bus, units, settings).run for each in service.consumers),
            *_jobs(service, settings, units),
            partial(watch_database, checker, beside, service.name),
            partial(watch_bus, checker, relay),
        ]
        metrics_port = await stack.enter_async_context(metrics.served(settings.metrics_listen))
        if metrics_port is not None:
            background.append(
                Gauges(beside, engine, clock, service.consumers, service.backlogs).run
            )
        await stack.enter_async_context(in_background(background))
        await stack.enter_async_context(_probed(settings.probe_listen, checker))
        take = Receipts(signer_of(settings), clock).take
        callers = settings.tls_callers if certificates else ()
        pipeline = Pipeline(units, verifier, client, take, callers)
        server, port = await _listen(settings, pipeline, servicers, checker, certificates)
        stack.push_async_callback(_stop, server, checker, settings)
        log.info("listening", extra={"port": port})
        yield Running(port, units, relay, metrics_port)


async def _listen(
    settings: ServiceSettings,
    pipeline: Pipeline,
    servicers: Sequence[Servicer],
    checker: health.aio.HealthServicer,
    certificates: Certificates | None,
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
    if settings.reflection:
        names = [servicer.service.full_name for servicer in servicers]
        reflection.enable_server_reflection(
            (*names, health.SERVICE_NAME, reflection.SERVICE_NAME), server
        )
    try:
        if certificates is None:
            port = server.add_insecure_port(settings.listen)
        else:
            port = server.add_secure_port(settings.listen, server_credentials(certificates))
    except RuntimeError as error:
        raise ConfigurationError("listen", cannot_listen()) from error
    await server.start()
    return server, port


@asynccontextmanager
async def _probed(listen: str, checker: health.aio.HealthServicer) -> AsyncIterator[None]:
    """Answers health, and nothing else, to probes that speak no TLS while the block runs."""
    if not listen:
        yield
        return
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)], maximum_concurrent_rpcs=20)
    health_pb2_grpc.add_HealthServicer_to_server(checker, server)
    try:
        port = server.add_insecure_port(listen)
    except RuntimeError as error:
        raise ConfigurationError("probe_listen", cannot_listen()) from error
    await server.start()
    log.info("probes", extra={"port": port})
    try:
        yield
    finally:
        await server.stop(None)


async def _stop(
    server: grpc.aio.Server, checker: health.aio.HealthServicer, settings: ServiceSettings
) -> None:
    """Turns health to NOT_SERVING first, then finishes running requests."""
    await checker.enter_graceful_shutdown()
    await asyncio.sleep(settings.drain)
    await server.stop(settings.grace)


def _jobs(service: Service[S], settings: S, units: Units) -> Iterator[BackgroundTask]:
    """Returns what runs the jobs. They begin one after another, so that a start leaves requests their turn."""
    there_are = (
        *service.jobs(settings),
        sealing(settings),
        *kit_pruning(settings),
        *(image_jobs(Store(settings.image_store)) if settings.image_store else ()),
    )
    for number, job in enumerate(there_are, 1):
        after = START_SECONDS * number / len(there_are)
        for _ in range(runners(job)):
            yield partial(keep_running, job, units, after=after)
