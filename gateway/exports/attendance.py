"""The attendance sheet of an event: who is expected at which shift, read for printing."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.backend.context import Context
from gateway.exports.sheets import Line, Section, Sheet, drawn
from gateway.transport.downloads import missing, page
from services.kit.contract.values import to_datetime
from services.kit.language import phrase, worded
from services.kit.process.workers import Workers

_PAGE = 100
_COLUMNS = (
    phrase("No."),
    phrase("Name"),
    phrase("Arrived"),
    phrase("Left"),
    phrase("Signature"),
)
_EXPECTED = (
    sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
    sign_up_pb2.SIGN_UP_STATE_CHECKED_IN,
    sign_up_pb2.SIGN_UP_STATE_COMPLETED,
    sign_up_pb2.SIGN_UP_STATE_NO_SHOW,
)


async def attendance_sheet(
    opens: Mapping[str, str], context: Context, workers: Workers
) -> AsyncIterator[bytes]:
    """Yields the attendance sheet of an event.

    Args:
        opens: What the link opens.
        context: The context of the request.
        workers: Draws it.

    Raises:
        RequestError: The event is none of the organization that the link is for.
    """
    asked = event_pb2.GetEventRequest(event_id=opens.get("id", ""))
    event = await page(asked, event_pb2.Event, context)
    if event.organization_id != opens.get("organization"):
        raise missing()
    organization = await page(
        organization_pb2.GetOrganizationRequest(organization_id=event.organization_id),
        organization_pb2.Organization,
        context,
    )
    zone = ZoneInfo(event.time_zone)
    place = [event.place.name, event.place.address]
    details = [_span(event.start_time, event.end_time, zone), ", ".join(filter(None, place))]
    sheet = Sheet(
        organization.name,
        event.title,
        [each for each in details if each],
        list(map(worded, _COLUMNS)),
        await _sections(event.id, zone, context),
    )
    yield await workers.run(drawn, sheet)


async def _sections(event_id: str, zone: ZoneInfo, context: Context) -> list[Section]:
    lines: dict[str, list[Line]] = {}
    request = sign_up_pb2.ListSignUpsRequest(event_id=event_id, states=_EXPECTED, page_size=_PAGE)
    while True:
        found = await page(request, sign_up_pb2.ListSignUpsResponse, context)
        names = await _names([each.person_id for each in found.sign_ups], context)
        for each in found.sign_ups:
            times = [
                _time(getattr(each, name), zone) if each.HasField(name) else ""
                for name in ("check_in_time", "check_out_time")
            ]
            line = Line(names.get(each.person_id, ""), times[0], times[1])
            lines.setdefault(each.shift_id, []).append(line)
        if not found.next_page_token:
            break
        request.page_token = found.next_page_token
    return [
        Section(
            f"{each.title} · {_span(each.start_time, each.end_time, zone)}",
            sorted(lines.get(each.id, []), key=lambda line: line.name.casefold()),
        )
        for each in await _shifts(event_id, context)
    ]


async def _shifts(event_id: str, context: Context) -> list[shift_pb2.Shift]:
    request = shift_pb2.ListShiftsRequest(event_id=event_id, page_size=_PAGE)
    shifts: list[shift_pb2.Shift] = []
    while True:
        found = await page(request, shift_pb2.ListShiftsResponse, context)
        shifts += found.shifts
        if not found.next_page_token:
            return shifts
        request.page_token = found.next_page_token


async def _names(ids: list[str], context: Context) -> Mapping[str, str]:
    if not ids:
        return {}
    request = person_pb2.BatchGetPeopleRequest(ids=list(dict.fromkeys(ids)))
    answer = await page(request, person_pb2.BatchGetPeopleResponse, context)
    return {each.id: each.display_name for each in answer.people}


def _span(start: Timestamp, end: Timestamp, zone: ZoneInfo) -> str:
    first, last = (to_datetime(each).astimezone(zone) for each in (start, end))
    until = f"{last:%H:%M}" if first.date() == last.date() else _written(last)
    return f"{_written(first)} – {until}"


def _time(moment: Timestamp, zone: ZoneInfo) -> str:
    return f"{to_datetime(moment).astimezone(zone):%H:%M}"


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
