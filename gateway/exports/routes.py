"""Where people and apps get files: links that work for a minute.

    GET /exports/{token}/members.csv           a roster; also members.xlsx, members.json, members.vcf
    GET /exports/{token}/refused-rows.csv      the rows of an import that were refused

`createRosterExportLink` and `createRefusedRowsLink` give the addresses.
"""

from collections.abc import AsyncIterator, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.backend.context import Context
from gateway.exports.formats import FORMATS, Format
from gateway.exports.members import read_roster
from gateway.exports.refused import refused_rows
from gateway.transport.downloads import File, Open, missing, sent
from gateway.transport.routes import answering
from services.kit.calls.links import Link


class Exports:
    """Sends files.

    Args:
        open_context: Creates the context of a request by the link in its address.
    """

    def __init__(self, open_context: Open) -> None:
        self._open_context = open_context

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        show = answering("export", self.show)
        return [Route("/exports/{token}/{name}", show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Sends a file.

        Raises:
            RequestError: The link does not work (404), its holder has too few points (429), or a service does not
                answer (503).
        """
        opened = self._open_context(request, request.path_params["token"])
        if opened is None:
            raise missing()
        context, link = opened
        file = _file(link, context)
        if file is None or file.name != request.path_params["name"]:
            raise missing()
        return await sent(file, context, link)


def _file(link: Link, context: Context) -> File | None:
    """Returns the file that a link opens; None if it opens none of these."""
    if link.opens.get("kind") == "members":
        extension = link.opens.get("format", "")
        if found := FORMATS.get(extension):
            return File(f"members.{extension}", found.media_type, _members(found, link, context))
    if link.opens.get("kind") == "refused":
        pieces = refused_rows(link.opens.get("id", ""), context)
        return File("refused-rows.csv", FORMATS["csv"].media_type, pieces)
    return None


async def _members(found: Format, link: Link, context: Context) -> AsyncIterator[bytes]:
    roster = await read_roster(link.opens, context)
    async for piece in found.written(roster):
        yield piece
