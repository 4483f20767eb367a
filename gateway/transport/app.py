"""The gateway as one ASGI application."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from gateway.request_errors import RequestError
from gateway.transport import graphiql
from gateway.transport.addresses import Proxies
from gateway.transport.compression import compression
from gateway.transport.cross_origin import CrossOrigin
from gateway.transport.edge import Edge
from gateway.transport.execution import Schema
from gateway.transport.http import ContextFactory, GraphQLOverHTTP, refused
from gateway.transport.origins import Origins
from gateway.transport.settings import TransportSettings
from gateway.transport.websocket import GraphQLOverWebSocket


def create_app(
    schema: Schema,
    *,
    open_context: ContextFactory,
    settings: TransportSettings,
    is_ready: Callable[[], Awaitable[bool]],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """Returns the application.

    Args:
        schema: The schema that `/graphql` serves by POST, GET, server-sent events and WebSocket.
        open_context: Creates the context of each operation.
        settings: How GraphQL is carried.
        is_ready: Answers `/readyz`. `/livez` always answers ok.
        lifespan: Opens the resources of the application, and closes them at the end.
        routes: Further routes, such as calendar feeds.
    """
    draining, closing = asyncio.Event(), asyncio.Event()
    proxies = Proxies(settings.trusted_proxies, settings.proxy_header)
    origins = Origins(settings.allowed_origins, loopback=settings.loopback_origins)
    over_http = GraphQLOverHTTP(schema, open_context, settings, origins, closing)
    over_websocket = GraphQLOverWebSocket(schema, open_context, settings, origins)

    async def livez(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        if draining.is_set():
            return PlainTextResponse("stopping", 503)
        if await is_ready():
            return PlainTextResponse("ok")
        return PlainTextResponse("not ready", 503)

    app = Starlette(
        routes=[
            Route("/graphql", over_http),
            WebSocketRoute("/graphql", over_websocket),
            Route("/livez", livez),
            Route("/readyz", readyz),
            *(graphiql.routes() if settings.graphiql else ()),
            *routes,
        ],
        middleware=[
            Middleware(Edge, draining, proxies),
            compression(),
            Middleware(CrossOrigin, settings, origins),
        ],
        exception_handlers={HTTPException: _not_served},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.draining, app.state.closing = draining, closing
    return app


async def _not_served(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    code = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(error.status_code, "BAD_REQUEST")
    return refused(RequestError(error.status_code, code, error.detail, error.headers))
