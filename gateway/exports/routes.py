"""Where people and apps get files: links that work for a minute.

    GET /exports/{token}/members.csv           a roster; also members.xlsx, members.json, members.vcf
    GET /exports/{token}/refused-rows.csv      the rows of an import that were refused
    GET /exports/{token}/attendance.pdf        the attendance sheet of an event

`createRosterExportLink`, `createRefusedRowsLink` and `createAttendanceSheetLink` give the addresses. One file is for everyone, and has an address of its own:

    GET /exports/organizations.json            organizations as Open Referral data, also `?parent=ID` or `?area=ID`
"""

from collections.abc import AsyncIterator, Sequence

from banyan.organizations.v1 import organization_pb2
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.backend.context import Context
from gateway.exports import sheets
from gateway.exports.attendance import attendance_sheet
from gateway.exports.directory import directory
from gateway.exports.formats import FORMATS, Format
from gateway.exports.members import read_roster
from gateway.exports.refused import refused_rows
from gateway.request_errors import RequestError
from gateway.transport.downloads import File, Open, missing, sent
from gateway.transport.http import ContextFactory
from gateway.transport.routes import answering
from services.kit.calls.links import Link
from services.kit.contract.global_ids import GlobalId
from services.kit.language import worded
from services.kit.process.workers import Workers


class Exports:
    """Sends files.

    Args:
        open_context: Creates the context of a request by the link in its address.
        open_public: Creates the context of a request for what everyone may see.
    """

    def __init__(self, open_context: Open, open_public: ContextFactory) -> None:
        self._open_context = open_context
        self._open_public = open_public
        self._workers = Workers("sheet", at_once=1, memory=sheets.MEMORY, modules=[sheets.__name__])

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        show = answering("export", self.show)
        show_all = answering("export", self.show_organizations)
        return [
            Route("/exports/organizations.json", show_all, methods=["GET"]),
            Route("/exports/{token}/{name}", show, methods=["GET"]),
        ]

    async def close(self) -> None:
        """Ends the processes that draw sheets."""
        await self._workers.close()

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
        file = self._file(link, context)
        if file is None or file.name != request.path_params["name"]:
            raise missing()
        return await sent(file, context, link)

    async def show_organizations(self, request: Request) -> Response:
        """Sends the organizations that everyone may see.

        Raises:
            RequestError: The address names what is none (404), has too few points (429), or a service does not
                answer (503).
        """
        asked = organization_pb2.ListOrganizationsRequest()
        if parent := request.query_params.get("parent"):
            asked.parent_id = _id_of(parent, "Organization")
        if area := request.query_params.get("area"):
            asked.area_ids.append(_id_of(area, "Area"))
        context: Context = await self._open_public(request, None, {})
        file = File("organizations.json", "application/json", directory(asked, context))
        return await sent(file, context)

    def _file(self, link: Link, context: Context) -> File | None:
        """Returns the file that a link opens; None if it opens none of these."""
        opens = link.opens
        match opens.get("kind"):
            case "members" if found := FORMATS.get(opens.get("format", "")):
                pieces = _members(found, link, context)
                return File(f"members.{opens['format']}", found.media_type, pieces)
            case "refused":
                pieces = refused_rows(opens.get("id", ""), context)
                return File("refused-rows.csv", FORMATS["csv"].media_type, pieces)
            case "attendance":
                pieces = attendance_sheet(opens, context, self._workers)
                return File("attendance.pdf", "application/pdf", pieces)
        return None


def _id_of(text: str, type_name: str) -> str:
    found = GlobalId.parse(text)
    if found is None or found.type_name != type_name:
        message = worded("There is no such organization or area. Check the ID in the address.")
        raise RequestError(404, "NOT_FOUND", message)
    return found.id


async def _members(found: Format, link: Link, context: Context) -> AsyncIterator[bytes]:
    roster = await read_roster(link.opens, context)
    async for piece in found.written(roster):
        yield piece
