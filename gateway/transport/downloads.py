"""Files that are sent while they are read, however large, by a link that works for a minute.

The token in a link is a passport that opens nothing else (`services/kit/calls/links.py`), so each service decides by itself.
What is refused, or away, is noticed before the first byte. If a service fails in the middle, the connection breaks, and
nobody takes what has arrived for the whole.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import NamedTuple, TypeVar

from google.protobuf.message import Message
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from gateway.backend.budgets import CALL, OPERATION
from gateway.backend.context import Context
from gateway.request_errors import RequestError
from services.kit.calls.links import Link
from services.kit.errors import (
    DomainError,
    Exhausted,
    NotFound,
    PermissionDenied,
    Unauthenticated,
)
from services.kit.language import speaking, spoken, worded

T = TypeVar("T", bound=Message)
# What a page can cost: for each the file waits its turn, as a subscription does for a message.
PAGE = OPERATION + CALL + 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
# Returns the context of a request that a link came with, and what the link says; None if it does not work.
Open = Callable[[Request, str], tuple[Context, Link] | None]


class File(NamedTuple):
    """A file that is sent.

    Attributes:
        name: Its name.
        media_type: Its media type.
        pieces: What is in it, read while it is sent.
    """

    name: str
    media_type: str
    pieces: AsyncIterator[bytes]


class _Sent(StreamingResponse):
    """A file on its way, in the language in which it began."""

    def __init__(self, file: File, pieces: AsyncIterator[bytes]) -> None:
        headers = _HEADERS | {"Content-Disposition": f'attachment; filename="{file.name}"'}
        super().__init__(pieces, headers=headers, media_type=file.media_type)
        self._language = spoken()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(self._language):
            await super().__call__(scope, receive, send)


async def sent(file: File, context: Context, link: Link | None = None) -> StreamingResponse:
    """Sends a file whose first piece comes after the first page of everything that it is read from.

    Args:
        file: The file.
        context: The context of the request.
        link: The link by which it is read; None if it is for everyone.

    Raises:
        RequestError: It cannot be read (404), it takes too much (429), or a service does not answer (503).
    """
    try:
        context.bill.subscribe(PAGE)
        first = await anext(file.pieces)
    except (Unauthenticated, PermissionDenied, NotFound) as error:
        raise missing() from error
    except Exhausted as error:
        raise RequestError(
            429, error.code, error.message, _again(error), reason=error.reason
        ) from error
    except DomainError as error:
        raise RequestError(503, error.code, error.message, _again(error)) from error
    finally:
        context.bill.close()
    if link is not None:
        context.pay_by(link)
    return _Sent(file, _with(first, file.pieces))


def missing() -> RequestError:
    """Returns the error for a link that does not work."""
    return RequestError(
        404,
        "NOT_FOUND",
        worded(
            "This link does not work, or not any more: it is good for a minute. Ask for a new one."
        ),
    )


async def page(
    request: Message, answer_type: type[T], context: Context, service: str | None = None
) -> T:
    """Calls a service for the next page of a file, when it is its turn."""
    await context.begin_message()
    try:
        return await context.call(request, answer_type, service)
    finally:
        context.bill.end_message()


def _again(error: DomainError) -> Mapping[str, str]:
    return {"Retry-After": str(error.retry_seconds or 1)}


async def _with(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece
