"""GraphQL over HTTP, as https://graphql.github.io/graphql-over-http/draft/ has it.

No page of another site can act in a visitor's name: a credential is only ever taken from the
`Authorization` header, which browsers never add by themselves; a mutation needs POST with a content
type that browsers send to other sites only after asking; and a query by GET is refused when the
browser says that a page of another site started it, unless that site is allowed.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from typing import Any, Protocol

from graphql import GraphQLError
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.http.websocket_origin import normalize_origin
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from gateway import graphiql
from gateway.execution import Schema, as_graphql_error, present
from gateway.request import GraphQLParameters, RequestError, bearer, read_parameters
from gateway.settings import TransportSettings
from gateway.sse import EventStream

_log = logging.getLogger("banyan.gateway")

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
EVENTS = "text/event-stream"
HTML = "text/html"

_MEANINGS = {
    **{media_type: media_type for media_type in (JSON, RESPONSE_JSON, EVENTS, HTML)},
    # Clients that name nothing are older than the media type of GraphQL.
    "application/*": JSON,
    "*/*": JSON,
    "": JSON,
}
_STATUSES = {"UNAUTHENTICATED": 401, "INTERNAL": 500, "UNAVAILABLE": 503, "DEADLINE_EXCEEDED": 504}
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class ContextFactory(Protocol):
    """Makes the context of one operation, which its resolvers find in `info.context`."""

    def __call__(
        self,
        connection: HTTPConnection,
        credential: str | None,
        connection_params: Mapping[str, object],
    ) -> Awaitable[Any]:
        """Verifies the credential, and returns a new context.

        Args:
            connection: The HTTP request, or the WebSocket.
            credential: The bearer token or API key; None stands for nobody in particular.
            connection_params: What the client of a WebSocket sent with `connection_init`.

        Raises:
            InvalidCredential: It does not hold.
            GraphQLError: It could not be verified, for the reason in `extensions.code`.
        """


class GraphQLOverHTTP:
    """The ASGI application that answers HTTP requests for operations."""

    def __init__(
        self,
        schema: Schema,
        open_context: ContextFactory,
        settings: TransportSettings,
        closing: asyncio.Event,
    ) -> None:
        self._schema = schema
        self._open_context = open_context
        self._settings = settings
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; an unexpected error is logged and masked."""
        request = Request(scope, receive)
        offers = negotiate(request.headers.get("accept", ""))
        try:
            response = await self._respond(request, offers)
        except ClientDisconnect:
            return
        except RequestError as error:
            response = refused(error, _document_type(offers) or JSON)
        except Exception as error:
            result = ExecutionResult(None, present([as_graphql_error(error)]))
            response = _answer(result, _document_type(offers) or RESPONSE_JSON)
        await response(scope, receive, send)

    async def _respond(self, request: Request, offers: Sequence[str]) -> Response:
        if request.method == "GET" and self._settings.graphiql and offers[:1] == [HTML]:
            return graphiql.page(self._settings)
        self._require_allowed(request)
        if not set(offers) - {HTML}:
            message = f"The answer can be {JSON}, {RESPONSE_JSON} or {EVENTS}."
            raise RequestError(406, "NOT_ACCEPTABLE", message)
        context = await self._open_context(
            request, bearer(request.headers.get("authorization")), {}
        )
        parameters = await read_parameters(
            request,
            max_bytes=self._settings.max_body_bytes,
            seconds=self._settings.operation_timeout,
        )
        media_type = _document_type(offers)
        if media_type is None or offers[0] == EVENTS:
            return await self._stream(request, parameters, context)
        try:
            return _answer(await self._execute(request, parameters, context), media_type)
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION and EVENTS in offers:
                return await self._stream(request, parameters, context)
            raise _misplaced(error) from error

    def _require_allowed(self, request: Request) -> None:
        methods = ["GET", "POST"] if self._settings.queries_by_get else ["POST"]
        if request.method not in methods:
            headers = {"Allow": ", ".join(methods)}
            raise RequestError(405, "METHOD_NOT_ALLOWED", "GraphQL is asked by POST.", headers)
        if request.method == "GET" and not self._is_welcome(request):
            message = "Pages of this site may not send queries."
            raise RequestError(403, "ORIGIN_NOT_ALLOWED", message)

    def _is_welcome(self, request: Request) -> bool:
        # Fetch metadata (https://www.w3.org/TR/fetch-metadata/); only browsers send it.
        if request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
            return True
        allowed = self._settings.allowed_origins
        return "*" in allowed or normalize_origin(request.headers.get("origin", "")) in allowed

    async def _execute(
        self, request: Request, parameters: GraphQLParameters, context: object
    ) -> ExecutionResult:
        by_get, by_post = {OperationType.QUERY}, {OperationType.QUERY, OperationType.MUTATION}
        try:
            return await self._schema.execute(
                parameters.query,
                variable_values=parameters.variables,
                context_value=context,
                operation_name=parameters.operation_name,
                allowed_operation_types=by_get if request.method == "GET" else by_post,
                operation_extensions=parameters.extensions,
            )
        except CannotGetOperationTypeError as error:
            reason = GraphQLError(error.as_http_error_reason(), original_error=error)
            return ExecutionResult(None, present([reason]))

    async def _stream(
        self, request: Request, parameters: GraphQLParameters, context: object
    ) -> EventStream:
        allowed = OperationType.from_http("GET" if request.method == "GET" else "POST")
        results: AsyncGenerator[Any, None] = await self._schema.stream(
            parameters.query,
            variable_values=parameters.variables,
            context_value=context,
            operation_name=parameters.operation_name,
            allowed_operation_types=allowed,
            operation_extensions=parameters.extensions,
        )
        return EventStream(
            results,
            lambda result: encode_json(_body(result)),
            keepalive=self._settings.keepalive,
            closing=self._closing,
        )


def negotiate(accept: str) -> list[str]:
    """Returns those media types of ours that an `Accept` header names, the preferred one first."""
    qualities: dict[str, float] = {}
    for part in accept.split(","):
        media_range, *options = (piece.strip().lower() for piece in part.split(";"))
        media_type = _MEANINGS.get(media_range)
        if media_type:
            qualities.setdefault(media_type, _quality(options))
    accepted = [media_type for media_type, quality in qualities.items() if quality > 0]
    return sorted(accepted, key=lambda media_type: -qualities[media_type])


def refused(error: RequestError, media_type: str = JSON) -> Response:
    """Returns the answer to a request that is refused, in the shape of a GraphQL response."""
    body = {"errors": [{"message": error.message, "extensions": {"code": error.code}}]}
    headers = {**_HEADERS, **error.headers}
    return Response(encode_json(body), error.status, headers, media_type)


def encode_json(value: object) -> bytes:
    """Returns a value as one line of JSON, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _quality(options: Sequence[str]) -> float:
    given = next((option[2:] for option in options if option.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0


def _document_type(offers: Sequence[str]) -> str | None:
    return next((offer for offer in offers if offer in {JSON, RESPONSE_JSON}), None)


def _misplaced(error: InvalidOperationTypeError) -> RequestError:
    if error.operation_type is OperationType.SUBSCRIPTION:
        message = f"A subscription needs a WebSocket, or an answer in {EVENTS}."
        return RequestError(406, "NOT_ACCEPTABLE", message)
    message = "A mutation needs POST."
    return RequestError(405, "METHOD_NOT_ALLOWED", message, {"Allow": "POST"})


def _body(result: ExecutionResult) -> dict[str, object]:
    body: dict[str, object] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if not _failed(result):
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def _failed(result: ExecutionResult) -> bool:
    """Tells whether the operation did not run at all, rather than end with null."""
    errors = result.errors or []
    return result.data is None and bool(errors) and all(error.path is None for error in errors)


def _answer(result: ExecutionResult, media_type: str) -> Response:
    status = 200
    if media_type == RESPONSE_JSON and _failed(result):
        code = ((result.errors or [])[0].extensions or {}).get("code")
        status = _STATUSES.get(str(code), 400)
    return Response(encode_json(_body(result)), status, _HEADERS, media_type)
