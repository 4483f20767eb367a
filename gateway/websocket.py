"""GraphQL over WebSocket: graphql-transport-ws, and no older protocol.

The protocol is https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. A client may give
its credential as `authorization` in the payload of `connection_init`, because a browser cannot set
headers on a WebSocket. It is checked then, and again for each operation, which has a context of its
own; so a credential that has expired ends no subscription under way, and starts no new operation.
"""

import json
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)
from strawberry.types.unset import UnsetType

from gateway.execution import Schema, as_graphql_error, present
from gateway.http import ContextFactory, encode_json
from gateway.limits import refusal
from gateway.request import InvalidCredential, RequestError, bearer, decode_json, parameters
from gateway.settings import TransportSettings


@dataclass(slots=True)
class Connection:
    """A WebSocket, with what its client said of itself."""

    websocket: WebSocket
    open_context: ContextFactory
    connection_params: Mapping[str, object] = field(default_factory=dict)

    async def context(self) -> Any:
        """Returns the context for one operation.

        Raises:
            RequestError: The credential does not hold.
        """
        params = self.connection_params
        given = {name.lower(): value for name, value in params.items()}.get("authorization")
        header = given or self.websocket.headers.get("authorization")
        if not isinstance(header, str | None):
            raise InvalidCredential("The authorization must be a string.")
        return await self.open_context(self.websocket, bearer(header), params)


class Handler(BaseGraphQLTransportWSHandler[Connection, None]):
    """Speaks the protocol on one connection."""

    async def handle_message(self, message: Message) -> None:
        """Acts on one message; closes the connection (4400) if it is none of the protocol."""
        if not _is_well_formed(message):
            await self.handle_invalid_message("Invalid message")
            return
        await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Lets the client in, or closes the connection: 4403 for who it is, 4500 for our fault."""
        try:
            await super().handle_connection_init(message)
        except WebSocketDisconnected:
            raise
        except Exception as error:
            present([as_graphql_error(error)])  # logs what nobody foresaw
            await self.websocket.close(4500, "Internal server error")

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Starts an operation, unless the connection has too many under way."""
        limit = self.max_subscriptions_per_connection
        full = limit is not None and len(self.operations) >= limit
        if self.connection_acknowledged and full and message["id"] not in self.operations:
            error = refusal("TOO_MANY_SUBSCRIPTIONS", f"A connection may have {limit} at once.")
            payload = [error.formatted]
            await self.send_message({"id": message["id"], "type": "error", "payload": payload})
            return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Connection, None]) -> None:
        """Sends the results of an operation, in a context of its own."""
        try:
            await self._run(operation)
        except WebSocketDisconnected:
            pass
        except RequestError as error:
            await operation.send_initial_errors([refusal(error.code, error.message)])
        except Exception as error:
            await operation.send_initial_errors(present([as_graphql_error(error)]))

    async def _run(self, operation: Operation[Connection, None]) -> None:
        results = await self.schema.stream(
            operation.query,
            variable_values=operation.variables,
            context_value=await self.context.context(),
            operation_name=operation.operation_name,
        )
        async with aclosing(results):
            await self._send_result_stream(operation, results)
        await operation.send_operation_message({"id": operation.id, "type": "complete"})


class GraphQLOverWebSocket(GraphQL[Connection, None]):
    """The ASGI application that serves WebSockets."""

    graphql_transport_ws_handler_class = Handler

    def __init__(
        self, schema: Schema, open_context: ContextFactory, settings: TransportSettings
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=settings.connection_init_timeout),
            max_subscriptions_per_connection=settings.max_subscriptions,
            allowed_origins=settings.allowed_origins,
        )
        self._open_context = open_context

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Connection:
        """Returns the connection; Strawberry adds the payload of `connection_init` to it."""
        assert isinstance(request, WebSocket)  # noqa: S101
        return Connection(request, self._open_context)

    async def on_ws_connect(self, context: Connection) -> UnsetType | dict[str, object] | None:
        """Refuses a connection whose credential does not hold."""
        try:
            await context.context()
        except RequestError as error:
            raise ConnectionRejectionError from error
        return await super().on_ws_connect(context)

    def decode_json(self, data: str | bytes) -> object:
        """Reads a message as strictly as the body of a request."""
        try:
            return decode_json(data)
        except RequestError as error:
            raise json.JSONDecodeError(error.message, "", 0) from error

    def encode_json(self, data: object) -> str:
        """Writes a message."""
        return encode_json(data).decode()


def _is_well_formed(message: object) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] in {"subscribe", "complete"} and not isinstance(message.get("id"), str):
        return False
    if message["type"] == "subscribe":
        try:
            parameters(message.get("payload"))
        except RequestError:
            return False
    return True
