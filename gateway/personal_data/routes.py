"""Where people get the file with all that is held about them: a link that works for a minute.

    GET /personal-data/{token}.json      one JSON object, by service and table

`createPersonalDataLink` gives the token.
"""

import json
from collections.abc import AsyncIterator, Sequence

from banyan.personal.v1 import personal_data_pb2 as pb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.backend.context import Context
from gateway.transport.downloads import File, Open, missing, page, sent
from gateway.transport.routes import answering
from services.catalogue import NAMES


class PersonalData:
    """Sends people the file with all that is held about them.

    Args:
        open_context: Creates the context of a request by the link in its address.
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
            raise missing()
        context, link = opened
        pieces = _file(link.person_id, context)
        return await sent(File("personal-data.json", "application/json", pieces), context, link)


async def _page(
    service: str, person_id: str, token: str, context: Context
) -> pb.ReadPersonalDataResponse:
    request = pb.ReadPersonalDataRequest(person_id=person_id, page_token=token)
    return await page(request, pb.ReadPersonalDataResponse, context, service)


async def _records(
    service: str, first: pb.ReadPersonalDataResponse, person_id: str, context: Context
) -> AsyncIterator[pb.PersonalRecord]:
    """Yields what a service holds, of which the first page was read already."""
    current = first
    while True:
        for record in current.personal_records:
            yield record
        if not current.next_page_token:
            return
        current = await _page(service, person_id, current.next_page_token, context)


async def _file(person_id: str, context: Context) -> AsyncIterator[bytes]:
    """Yields the file in pieces: an object of services, of tables, of rows."""
    first = {name: await _page(name, person_id, "", context) for name in NAMES}
    yield ('{"person_id":' + json.dumps(person_id)).encode()
    for service in NAMES:
        yield (f',\n"{service}":' + "{").encode()
        table, between = "", ""
        async for record in _records(service, first[service], person_id, context):
            name = _name(record)
            if name != table:
                yield (("]," if table else "") + f'\n"{name}":[').encode()
                table, between = name, ""
            yield f"{between}\n{record.fields}".encode()
            between = ","
        yield (("]" if table else "") + "}").encode()
    yield b"}\n"


def _name(record: pb.PersonalRecord) -> str:
    """Returns under which name a row stands: that of its table, or by what it names the person."""
    return f"{record.table}.{record.named_as}" if record.named_as else record.table
