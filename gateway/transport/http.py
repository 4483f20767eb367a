"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/).

A page of another site cannot act as its visitor. Credentials are only read from the `Authorization`
header, which browsers never add by themselves. A mutation needs POST with a content type that requires a
CORS preflight. A query by GET is refused if the browser reports that another site started it, unless that
site is allowed.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from graphql import GraphQLError
from opentelemetry.trace import SpanKind
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from gateway.request_errors import RequestError
from gateway.transport import charging, graphiql
from gateway.transport.execution import Schema, as_graphql_error, present
from gateway.transport.origins import Origins
from gateway.transport.request import GraphQLParameters, bearer, read_parameters
from gateway.transport.settings import TransportSettings
from gateway.transport.sse import EventStream
from services.kit.language import HEADER, negotiated, speaking, spoken
from services.kit.process import telemetry

_log = logging.getLogger("banyan.gateway")

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
EVENTS = "text/event-stream"
HTML = "text/html"

_MEANINGS = {
    **{media_type: media_type for media_type in (JSON, RESPONSE_JSON, EVENTS, HTML)},
    # Clients without an Accept header are older than the media type of GraphQL.
    "application/*": JSON,
    "*/*": JSON,
    "": JSON,
}
_STATUSES = {
    # Clients read these from an answer like any other, and send the document itself then.
    "PERSISTED_QUERY_NOT_FOUND": 200,
    "PERSISTED_QUERY_NOT_SUPPORTED": 200,
    "UNAUTHENTICATED": 401,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
# Names the trace of an answer, for support and for operators.
TRACE_HEADER = "X-Trace-Id"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class ContextFactory(Protocol):
    """Creates the context of an operation, which resolvers find in `info.context`."""

    def __call__(
        self,
        connection: HTTPConnection,
        credential: str | None,
        connection_params: Mapping[str, object],
    ) -> Awaitable[Any]:
        """Verifies the credential, and returns a new context.

        Args:
            connection: The HTTP request, or the WebSocket.
            credential: The bearer token or API key; None if anonymous.
            connection_params: The payload of `connection_init` on a WebSocket.

        Raises:
            InvalidCredential: The credential is invalid.
            GraphQLError: It could not be verified; `extensions.code` says why.
        """


class GraphQLOverHTTP:
    """The ASGI application that answers HTTP requests for operations."""

    def __init__(
        self,
        schema: Schema,
        open_context: ContextFactory,
        settings: TransportSettings,
        origins: Origins,
        closing: asyncio.Event,
    ) -> None:
        self._schema = schema
        self._open_context = open_context
        self._settings = settings
        self._origins = origins
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. An unexpected error is logged and masked."""
        request = Request(scope, receive)
        with speaking(negotiated(request.headers.get(HEADER, ""))):
            with telemetry.span("GraphQL", SpanKind.SERVER, request.headers):
                response = await self._answered(request)
            if response is not None:
                await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response | None:
        """Returns the answer to a request, or None if its client has gone."""
        offers = negotiate(request.headers.get("accept", ""))
        try:
            response = await self._respond(request, offers)
        except ClientDisconnect:
            return None
        except RequestError as error:
            _log.info("request refused", extra={"code": error.code, "status": error.status})
            response = refused(error, _document_type(offers) or JSON)
        except Exception as error:
            result = ExecutionResult(None, present([as_graphql_error(error)]))
            response = _answer(result, _document_type(offers) or RESPONSE_JSON)
        if trace_id := telemetry.trace_id():
            response.headers[TRACE_HEADER] = trace_id
        if response.media_type != HTML:
            response.headers["Content-Language"] = spoken()  # of messages
        return response

    async def _respond(self, request: Request, offers: Sequence[str]) -> Response:
        if request.method == "GET" and self._settings.graphiql and offers[:1] == [HTML]:
            return graphiql.page(self._settings, request.headers.get("host", ""))
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
            charge=lambda size: charging.read(context, size * charging.POINTS_FOR_BODY),
        )
        media_type = _document_type(offers)
        if media_type is None or offers[0] == EVENTS:
            return await self._stream(request, parameters, context)
        try:
            result = await self._execute(request, parameters, context)
            return _answer(result, media_type, charging.headers(context))
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION and EVENTS in offers:
                return await self._stream(request, parameters, context)
            raise _misplaced(error) from error

    def _require_allowed(self, request: Request) -> None:
        methods = ["GET", "POST"] if self._settings.queries_by_get else ["POST"]
        if request.method not in methods:
            headers = {"Allow": ", ".join(methods)}
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Send GraphQL requests by POST.", headers)
        if request.method == "GET" and not self._is_welcome(request):
            message = "Pages of this site may not send queries."
            raise RequestError(403, "ORIGIN_NOT_ALLOWED", message)

    def _is_welcome(self, request: Request) -> bool:
        # Fetch metadata (https://www.w3.org/TR/fetch-metadata/); only browsers send it.
        if request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
            return True
        return request.headers.get("origin", "") in self._origins

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
            lambda result: encode_json(response_body(result)),
            keepalive=self._settings.keepalive,
            closing=self._closing,
        )


def negotiate(accept: str) -> list[str]:
    """Returns the supported media types that an `Accept` header names, in order of preference."""
    qualities: dict[str, float] = {}
    for part in accept.split(","):
        media_range, *options = (piece.strip().lower() for piece in part.split(";"))
        media_type = _MEANINGS.get(media_range)
        if media_type:
            qualities.setdefault(media_type, _quality(options))
    accepted = [media_type for media_type, quality in qualities.items() if quality > 0]
    return sorted(accepted, key=lambda media_type: -qualities[media_type])


def refused(error: RequestError, media_type: str = JSON) -> Response:
    """Returns the answer to a refused request, in the shape of a GraphQL response."""
    extensions = {"code": error.code}
    if error.reason:
        extensions["reason"] = error.reason
    if trace_id := telemetry.trace_id():
        extensions["traceId"] = trace_id
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
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


def response_body(result: ExecutionResult) -> dict[str, object]:
    """Returns a result as GraphQL over HTTP has it."""
    body: dict[str, object] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if not _failed(result):
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def _failed(result: ExecutionResult) -> bool:
    """Returns whether the operation did not run at all, as opposed to resolving to null."""
    errors = result.errors or []
    return result.data is None and bool(errors) and all(error.path is None for error in errors)


def _answer(
    result: ExecutionResult, media_type: str, headers: Mapping[str, str] = MappingProxyType({})
) -> Response:
    status, headers = 200, {**_HEADERS, **headers}
    if _failed(result):
        extensions = (result.errors or [])[0].extensions or {}
        is_early = "retryAfter" in extensions
        if is_early:
            headers["Retry-After"] = str(extensions["retryAfter"])
        if media_type == RESPONSE_JSON:  # the older media type has no other status for an answer
            status = 429 if is_early else _STATUSES.get(str(extensions.get("code")), 400)
    return Response(encode_json(response_body(result)), status, headers, media_type)
