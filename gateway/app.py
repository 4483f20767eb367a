"""The gateway as one ASGI application."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from gateway import graphiql
from gateway.execution import Schema
from gateway.http import ContextFactory, GraphQLOverHTTP, refused
from gateway.request import RequestError
from gateway.settings import TransportSettings
from gateway.websocket import GraphQLOverWebSocket

_PREFLIGHT_SECONDS = 86400


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
        schema: What `/graphql` answers from, by POST, GET, server-sent events and WebSocket.
        open_context: Makes the context of each operation.
        settings: How GraphQL is carried.
        is_ready: Answers `/readyz`: may requests come in? `/livez` always says yes.
        lifespan: Opens what the application needs, and closes it in the end.
        routes: What else is served, such as calendar feeds.
    """
    closing = asyncio.Event()
    over_http = GraphQLOverHTTP(schema, open_context, settings, closing)
    over_websocket = GraphQLOverWebSocket(schema, open_context, settings)

    async def livez(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
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
        middleware=_cross_origin(settings.allowed_origins),
        exception_handlers={HTTPException: _not_served},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.closing = closing
    return app


def _cross_origin(allowed_origins: Sequence[str]) -> list[Middleware]:
    """Lets pages of the allowed origins read the answers; by default browsers forbid it."""
    if not allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type", "traceparent"],
            max_age=_PREFLIGHT_SECONDS,
        )
    ]


async def _not_served(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    code = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(error.status_code, "BAD_REQUEST")
    return refused(RequestError(error.status_code, code, error.detail, error.headers))
