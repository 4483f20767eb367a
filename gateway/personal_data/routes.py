"""Where people get the file with all that is held about them: a link that works for a minute.

    GET /personal-data/{token}.json      one JSON object, by service and table

The token is a passport that opens nothing else (`createPersonalDataLink`), so each service decides by itself. The file is
sent while it is read, however large. If a service fails in the middle, the connection breaks: what arrived is no JSON, and
nobody takes it for the whole. Services that do not answer at all are noticed before the first byte.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence

from banyan.personal.v1 import personal_data_pb2 as pb
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from gateway.backend.budgets import CALL, OPERATION
from gateway.backend.context import Context
from gateway.request_errors import RequestError
from gateway.transport.routes import answering
from services.catalogue import NAMES
from services.kit.errors import DomainError, Exhausted, PermissionDenied, Unauthenticated
from services.kit.language import worded

# What a page can cost: for each the file waits its turn, as a subscription does for a message.
PAGE = OPERATION + CALL + 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="personal-data.json"',
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
# Returns the context of a request that a passport came with, and whose it is; None if it is none.
Open = Callable[[Request, str], tuple[Context, str] | None]


class PersonalData:
    """Sends people the file with all that is held about them.

    Args:
        open_context: Creates the context of a request by the passport in its address.
    """

    def __init__(self, open_context: Open) -> None:
        self._open_context = open_context

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        show = answering("personal data", self.show)
        return [Route("/personal-data/{token}.json", show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Sends the file.

        Raises:
            RequestError: The link does not work (404), the address asks for too much (429), or a service does not
                answer (503).
        """
        opened = self._open_context(request, request.path_params["token"])
        if opened is None:
            raise _missing()
        context, person_id = opened
        try:
            context.bill.subscribe(PAGE)
            first = {name: await _page(name, person_id, "", context) for name in NAMES}
        except (Unauthenticated, PermissionDenied) as error:
            raise _missing() from error
        except Exhausted as error:
            again = {"Retry-After": str(error.retry_seconds or 1)}
            raise RequestError(
                429, error.code, error.message, again, reason=error.reason
            ) from error
        except DomainError as error:
            again = {"Retry-After": str(error.retry_seconds or 1)}
            raise RequestError(503, error.code, error.message, again) from error
        finally:
            context.bill.close()
        file = _file(person_id, first, context)
        return StreamingResponse(file, headers=_HEADERS, media_type="application/json")


def _missing() -> RequestError:
    return RequestError(
        404,
        "NOT_FOUND",
        worded(
            "This link does not work, or not any more: it is good for a minute. Ask for a new one."
        ),
    )


async def _page(
    service: str, person_id: str, token: str, context: Context
) -> pb.ReadPersonalDataResponse:
    request = pb.ReadPersonalDataRequest(person_id=person_id, page_token=token)
    await context.begin_message()
    try:
        return await context.call(request, pb.ReadPersonalDataResponse, service)
    finally:
        context.bill.end_message()


async def _records(
    service: str, first: pb.ReadPersonalDataResponse, person_id: str, context: Context
) -> AsyncIterator[pb.PersonalRecord]:
    """Yields what a service holds, of which the first page was read already."""
    page = first
    while True:
        for record in page.personal_records:
            yield record
        if not page.next_page_token:
            return
        page = await _page(service, person_id, page.next_page_token, context)


async def _file(
    person_id: str, first: dict[str, pb.ReadPersonalDataResponse], context: Context
) -> AsyncIterator[str]:
    """Yields the file in pieces: an object of services, of tables, of rows."""
    yield '{"person_id":' + json.dumps(person_id)
    for service in NAMES:
        yield f',\n"{service}":' + "{"
        table, between = "", ""
        async for record in _records(service, first[service], person_id, context):
            name = _name(record)
            if name != table:
                yield ("]," if table else "") + f'\n"{name}":['
                table, between = name, ""
            yield f"{between}\n{record.fields}"
            between = ","
        yield ("]" if table else "") + "}"
    yield "}\n"


def _name(record: pb.PersonalRecord) -> str:
    """Returns under which name a row stands: that of its table, or by what it names the person."""
    return f"{record.table}.{record.named_as}" if record.named_as else record.table
