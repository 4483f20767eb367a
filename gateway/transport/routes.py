"""Routes beside `/graphql`: requests that are answered with something else than GraphQL."""

import logging
from collections.abc import Awaitable, Callable

from opentelemetry.trace import SpanKind
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from gateway.request_errors import RequestError
from gateway.transport.http import refused
from services.kit.errors import Unavailable
from services.kit.language import HEADER, negotiated, speaking, spoken, worded
from services.kit.process import telemetry

_log = logging.getLogger("banyan.gateway")
Answer = Callable[[Request], Awaitable[Response]]


def answering(what: str, answer: Answer) -> Answer:
    """Answers errors as everywhere, in the language of the request and within a trace.

    Args:
        what: What is asked for, such as "image".
        answer: Answers, or raises a `RequestError`, or `Unavailable`.
    """

    async def answered(request: Request) -> Response:
        with (
            speaking(negotiated(request.headers.get(HEADER, ""))),
            telemetry.span(what, SpanKind.SERVER, request.headers),
        ):
            try:
                return await answer(request)
            except ClientDisconnect:
                return Response(status_code=499)
            except RequestError as error:
                _log.info("request refused", extra={"code": error.code, "status": error.status})
                response = refused(error)
            except Unavailable as error:
                headers = {"Retry-After": "5"}
                response = refused(RequestError(503, error.code, error.message, headers))
            except Exception:
                _log.exception("a request failed", extra={"what": what})
                message = worded("Something went wrong on our side.")
                response = refused(RequestError(500, "INTERNAL", message))
            response.headers["Content-Language"] = spoken()
            return response

    return answered
