"""The gateway as a process: `python -m gateway`, until a signal."""

import argparse
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import uvloop
from starlette.applications import Starlette

from gateway import config, schema
from gateway.backend.backend import Backend
from gateway.backend.context import open_by_link, open_context
from gateway.backend.notices import Notices
from gateway.backend.sharing import Sharing
from gateway.binding import subscriptions
from gateway.calendars.feeds import Calendars
from gateway.exports.routes import Exports
from gateway.images.routes import Images
from gateway.personal_data.routes import PersonalData
from gateway.transport.app import create_app
from gateway.transport.server import Server
from services.kit.bus.connection import Bus
from services.kit.calls.client import Client
from services.kit.calls.uploads import UploadSigner
from services.kit.process import (
    logs,
    memory,
    metrics,
    telemetry,
)
from services.kit.process.certificates import Certificates
from services.kit.process.environment import ConfigurationError, variable
from services.kit.process.store import Store
from services.kit.process.tasks import in_background


async def _serve(configuration: config.Configuration) -> None:
    settings, transport = configuration.process, configuration.transport
    certificates = Certificates.of(settings)
    client = Client(configuration.targets, certificates)
    notices = Notices(settings.nats_url, subscriptions.WATCHED, certificates)
    allowances = configuration.allowances
    backend = Backend(
        client,
        notices,
        configuration.bounds,
        allowances=allowances,
        image_url=settings.image_url,
    )
    images = _images(settings, backend)
    bus = Bus(settings.nats_url, "banyan-gateway-budgets", certificates)
    sharing = Sharing(bus, backend.budgets, copies=settings.budget_copies)
    opened, linked = partial(open_context, backend), partial(open_by_link, backend)
    exports = Exports(linked, opened)
    tasks = [notices.run, bus.connect, sharing.run]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with in_background(tasks):
            yield
        if images is not None:
            await images.close()
        await exports.close()
        await bus.close()
        await client.close()

    app = create_app(
        schema.build(transport),
        open_context=opened,
        settings=transport,
        is_ready=backend.is_ready,
        lifespan=lifespan,
        routes=(
            *Calendars(opened).routes(),
            *PersonalData(linked).routes(),
            *exports.routes(),
            *(images.routes() if images is not None else ()),
        ),
    )
    memory.keep()
    host, port = settings.address
    async with metrics.served(settings.metrics_listen):
        await Server(app, transport, host=host, port=port).serve()


def _images(settings: config.GatewaySettings, backend: Backend) -> Images | None:
    """Returns what takes and shows images; None if this platform keeps none."""
    if settings.image_key is None:
        return None
    return Images(
        UploadSigner(settings.image_key),
        Store(settings.image_store),
        backend.budgets,
        backend.allowances,
        at_once=settings.image_processes,
        memory=settings.image_memory,
    )


def main() -> None:
    """Reads the command line and the configuration, and serves until a signal."""
    _parser().parse_args()
    configuration = config.read()
    logs.set_up("gateway", configuration.process.log_level)
    telemetry.set_up("gateway")
    # uvicorn raises the signal again after a graceful stop; by then it has no meaning.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            uvloop.run(_serve(configuration))
    except ConfigurationError as error:
        raise SystemExit(str(error)) from None
    telemetry.shut_down()


def _parser() -> argparse.ArgumentParser:
    names = [variable(name) for model in config.models() for name in model.model_fields]
    return argparse.ArgumentParser(
        prog="python -m gateway",
        description="Runs the GraphQL gateway until it receives a signal.",
        epilog=f"The configuration is read from the environment: {', '.join(names)}.",
    )


if __name__ == "__main__":
    main()
