"""The gateway as a process: `python -m gateway`, until a signal."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvloop
from starlette.applications import Starlette

from gateway import config, schema, subscriptions
from gateway.app import create_app
from gateway.context import Backend
from gateway.notices import Notices
from gateway.server import Server
from services.kit import logs, memory, metrics, telemetry
from services.kit.client import Client
from services.kit.config import from_environment
from services.kit.tasks import doing


async def _serve(settings: config.GatewaySettings) -> None:
    transport = config.transport_settings()
    client = Client(settings.targets)
    notices = Notices(settings.nats_url, subscriptions.WATCHED)
    backend = Backend(client, notices, config.bounds())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with metrics.served(settings.metrics_listen), doing([notices.run]):
            yield
        await client.close()

    app = create_app(
        schema.build(transport),
        open_context=backend.open_context,
        settings=transport,
        is_ready=backend.is_ready,
        lifespan=lifespan,
    )
    memory.keep()
    host, port = settings.address
    await Server(app, transport, host=host, port=port).serve()


if __name__ == "__main__":
    settings = from_environment(config.GatewaySettings)
    logs.set_up("gateway", settings.log_level)
    telemetry.set_up("gateway")
    # uvicorn raises a signal again once it has stopped in good order; then it means nothing more.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvloop.run(_serve(settings))
    telemetry.shut_down()
