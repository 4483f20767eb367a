"""GraphQL over WebSocket: graphql-transport-ws, and no older protocol.

The protocol is https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. A client may give
its credential as `authorization` in the payload of `connection_init`, because a browser cannot set
headers on a WebSocket, and likewise its language as `accept-language`. The credential is checked then, and again for each operation, which has a context of its
own; so an expired credential starts no new operation. A subscription asks the services at every message, and
ends with UNAUTHENTICATED at the first one after its credential has expired.
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

from gateway.backend.allowances import Policy
from gateway.backend.budgets import Account, Budgets
from gateway.request_errors import InvalidCredential, RequestError
from gateway.transport.execution import Schema, as_graphql_error, present
from gateway.transport.http import ContextFactory, encode_json
from gateway.transport.limits import refusal
from gateway.transport.origins import Origins
from gateway.transport.request import bearer, decode_json, parameters
from gateway.transport.settings import TransportSettings
from services.kit.language import HEADER, negotiated, speak


@dataclass(slots=True)
class Connection:
    """A WebSocket, with the payload of its client.

    Attributes:
        websocket: The WebSocket.
        open_context: Creates the context of an operation.
        messages: The messages that the client may send.
        connection_params: The payload of `connection_init`.
        extensions: What the operations that run have in the `extensions` of their `subscribe` message.
    """

    websocket: WebSocket
    open_context: ContextFactory
    messages: Account
    connection_params: Mapping[str, object] = field(default_factory=dict)
    extensions: dict[Operation[Any, Any], dict[str, Any]] = field(default_factory=dict)

    async def context(self) -> Any:
        """Returns the context for one operation.

        Raises:
            RequestError: The credential is invalid.
        """
        params = self.connection_params
        given = {name.lower(): value for name, value in params.items()}
        language = given.get(HEADER) or self.websocket.headers.get(HEADER, "")
        speak(negotiated(language if isinstance(language, str) else ""))
        header = given.get("authorization") or self.websocket.headers.get("authorization")
        if not isinstance(header, str | None):
            raise InvalidCredential("The `authorization` value must be a string.")
        return await self.open_context(self.websocket, bearer(header), params)


class Handler(BaseGraphQLTransportWSHandler[Connection, None]):
    """Speaks the protocol on one connection."""

    async def handle_message(self, message: Message) -> None:
        """Handles one message. Closes the connection (4400) if it violates the protocol.

        A client that sends too many waits: the next one is not read before this one is handled.
        """
        await self.context.messages.wait(1)
        if not _is_well_formed(message):
            await self.handle_invalid_message("Invalid message")
            return
        await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Admits the client, or closes the connection: 4403 if refused, 4500 for an internal error."""
        try:
            await super().handle_connection_init(message)
        except WebSocketDisconnected:
            raise
        except Exception as error:
            present([as_graphql_error(error)])  # logs unexpected errors
            await self.websocket.close(4500, "Internal server error")

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Starts an operation, unless the connection has too many already."""
        limit = self.max_subscriptions_per_connection
        full = limit is not None and len(self.operations) >= limit
        if self.connection_acknowledged and full and message["id"] not in self.operations:
            error = refusal("TOO_MANY_SUBSCRIPTIONS", f"A connection may have {limit} at once.")
            payload = [error.formatted]
            await self.send_message({"id": message["id"], "type": "error", "payload": payload})
            return
        asked = parameters(message["payload"])
        message["payload"]["query"] = asked.query or ""  # its hash may be in the extensions
        await super().handle_subscribe(message)
        operation, known = self.operations.get(message["id"]), self.context.extensions
        if operation and operation.task and operation not in known:
            # Strawberry does not read them. The task has not begun yet.
            known[operation] = asked.extensions
            operation.task.add_done_callback(lambda _: known.pop(operation, None))

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
            operation_name=operation.operation_name or None,  # as over HTTP
            operation_extensions=self.context.extensions[operation],
        )
        async with aclosing(results):
            try:
                await self._send_result_stream(operation, results)
            except WebSocketDisconnected:
                # The end of the connection cancels the operations that it has: not the cleanup of this one.
                self.operations.pop(operation.id, None)
                raise
        await operation.send_operation_message({"id": operation.id, "type": "complete"})


class GraphQLOverWebSocket(GraphQL[Connection, None]):
    """The ASGI application that serves WebSockets."""

    graphql_transport_ws_handler_class = Handler

    def __init__(
        self,
        schema: Schema,
        open_context: ContextFactory,
        settings: TransportSettings,
        origins: Origins,
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=settings.connection_init_timeout),
            max_subscriptions_per_connection=settings.max_subscriptions,
        )
        self._open_context = open_context
        self._origins = origins
        self._policy = Policy("socket", settings.socket_messages, settings.socket_refill)
        self._budgets = Budgets()

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Connection:
        """Returns the connection. Strawberry adds the payload of `connection_init` to it."""
        assert isinstance(request, WebSocket)  # noqa: S101
        address = request.client.host if request.client else ""
        messages = self._budgets.account(self._policy, address)
        return Connection(request, self._open_context, messages)

    def is_websocket_origin_allowed(self, request: object, origin: str) -> bool:
        """Returns whether pages of another site may connect."""
        return origin in self._origins

    async def on_ws_connect(self, context: Connection) -> UnsetType | dict[str, object] | None:
        """Refuses a connection with an invalid credential."""
        try:
            await context.context()
        except RequestError as error:
            raise ConnectionRejectionError from error
        return await super().on_ws_connect(context)

    def decode_json(self, data: str | bytes) -> object:
        """Decodes a message as strictly as the body of a request."""
        try:
            return decode_json(data)
        except RequestError as error:
            raise json.JSONDecodeError(error.message, "", 0) from error

    def encode_json(self, data: object) -> str:
        """Encodes a message."""
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
