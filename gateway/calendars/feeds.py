"""Where calendars are: addresses that a calendar application asks again and again.

What they show is what everyone may see: the caller is anonymous. The calendar of a person is at an address with a secret token, which
only the service that made it can read; it is in no log, trace, or error. A feed costs points like a query. A client that has it
already sends its ETag, and gets 304 if nothing has changed (RFC 9110, 13.1.2).
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial

from banyan.events.v1 import (
    calendar_feed_pb2,
    event_pb2,
    event_series_pb2,
    venue_pb2,
    venue_time_pb2,
)
from banyan.organizations.v1 import organization_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.backend.budgets import CALL, OPERATION
from gateway.backend.context import Context
from gateway.binding.texts import in_language
from gateway.calendars.icalendars import calendar_of, calendar_of_venue
from gateway.calendars.personal import calendar_of_person
from gateway.request_errors import RequestError
from gateway.transport.http import ContextFactory
from gateway.transport.routes import answering
from services.kit.contract.global_ids import GlobalId
from services.kit.contract.values import timestamp
from services.kit.errors import (
    DomainError,
    Exhausted,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from services.kit.language import worded

MOST = 1000  # events
BEFORE, AHEAD = timedelta(days=92), timedelta(days=366)
SECONDS = 300  # that caches may keep a feed
_PAGE = 100
_STATES = (
    event_pb2.EVENT_STATE_PUBLISHED,
    event_pb2.EVENT_STATE_COMPLETED,
    event_pb2.EVENT_STATE_CANCELLED,
)
# Makes a calendar of what has an ID, in a language.
Feed = Callable[[str, str, Context], Awaitable[bytes]]
Made = Callable[[Context], Awaitable[bytes]]
# A revoked address shows nothing from the next request on, and what is behind it is in no cache of others and in no index.
_SECRET = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class Calendars:
    """Shows calendars.

    Args:
        open_context: Creates the context in which one is made.
    """

    def __init__(self, open_context: ContextFactory) -> None:
        self._open_context = open_context

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        return [
            Route("/calendars/{id}.ics", answering("calendar", self.show), methods=["GET"]),
            Route(
                "/calendars/mine/{token}.ics",
                answering("personal calendar", self.show_mine),
                methods=["GET"],
            ),
        ]

    async def show(self, request: Request) -> Response:
        """Shows a calendar, or says that it is what the caller has already.

        Raises:
            RequestError: There is none for everyone (404), the caller has too few points (429), or a service does
                not answer (503).
        """
        id_ = GlobalId.parse(request.path_params["id"])
        if id_ is None or id_.type_name not in _FEEDS:
            raise _missing()
        pages = 1 if id_.type_name == "Event" else MOST // _PAGE
        most = CALL + pages * (CALL + _PAGE) * (2 if id_.type_name == "Venue" else 1)
        made = partial(_FEEDS[id_.type_name], id_.id, _language(request))
        headers = {"Cache-Control": f"public, max-age={SECONDS}"}
        return await self._answer(request, made, most, headers)

    async def show_mine(self, request: Request) -> Response:
        """Shows the calendar of the person whose token the address has, or says that it is what the caller has already.

        Raises:
            RequestError: The token opens none (404), the caller has too few points (429), or a service does not answer
                (503).
        """
        made = partial(_of_person, request.path_params["token"], _language(request))
        return await self._answer(request, made, MOST // _PAGE * (CALL + _PAGE), _SECRET)

    async def _answer(
        self, request: Request, made: Made, most: int, headers: Mapping[str, str]
    ) -> Response:
        """Answers with a calendar.

        Args:
            request: The request.
            made: Makes the calendar.
            most: What it can cost at most, besides reading the request.
            headers: What else the answer says.
        """
        context: Context = await self._open_context(request, None, {})
        try:
            feed = await _charged(made, most, context)
        except (NotFound, PermissionDenied, InvalidArgument) as error:
            raise _missing() from error
        except Exhausted as error:
            again = {"Retry-After": str(error.retry_seconds or 1)}
            raise RequestError(
                429, error.code, error.message, again, reason=error.reason
            ) from error
        except DomainError as error:
            again = {"Retry-After": str(error.retry_seconds or 1)}
            raise RequestError(503, error.code, error.message, again) from error
        tag = f'"{hashlib.sha256(feed).hexdigest()[:32]}"'
        headers = {"ETag": tag, **headers}
        if tag in _tags(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        return Response(feed, headers=headers, media_type="text/calendar; charset=utf-8")


def _missing() -> RequestError:
    return RequestError(
        404,
        "NOT_FOUND",
        worded(
            "There is no such calendar. Check the address: a new address of your own calendar ends the one before."
        ),
    )


async def _charged(made: Made, most: int, context: Context) -> bytes:
    """Makes a calendar, and charges what it costs."""
    context.bill.charge(OPERATION + most)
    try:
        return await made(context)
    finally:
        context.bill.settle()


def _language(request: Request) -> str:
    """Returns the language that the address asks for, such as `?language=en`; empty for the originals."""
    language = request.query_params.get("language", "")
    return language if len(language) <= 35 else ""


def _tags(header: str) -> set[str]:
    """Returns the tags of If-None-Match, which are compared weakly: a proxy may have compressed the answer."""
    return {each.strip().removeprefix("W/") for each in header.split(",")}


async def _of_organization(id_: str, language: str, context: Context) -> bytes:
    asked = organization_pb2.GetOrganizationRequest(organization_id=id_)
    found = await context.call(asked, organization_pb2.Organization)
    events = await _listed(event_pb2.ListEventsRequest(organization_id=id_), context)
    return calendar_of(in_language(found, "name", language), events, language)


async def _of_series(id_: str, language: str, context: Context) -> bytes:
    asked = event_series_pb2.GetEventSeriesRequest(event_series_id=id_)
    found = await context.call(asked, event_series_pb2.EventSeries)
    events = await _listed(event_pb2.ListEventsRequest(series_id=id_), context)
    return calendar_of(in_language(found, "title", language), events, language)


async def _of_event(id_: str, language: str, context: Context) -> bytes:
    event = await context.call(event_pb2.GetEventRequest(event_id=id_), event_pb2.Event)
    if event.state not in _STATES:
        raise _missing()
    return calendar_of(in_language(event, "title", language), [event], language)


async def _of_venue(id_: str, language: str, context: Context) -> bytes:
    venue = await context.call(venue_pb2.GetVenueRequest(venue_id=id_), venue_pb2.Venue)
    start, end = _window()
    request = venue_time_pb2.ListBusyTimesRequest(
        venue_id=id_, start_time=start, end_time=end, page_size=_PAGE
    )
    times: list[venue_time_pb2.BusyTime] = []
    events: dict[str, event_pb2.Event] = {}
    for _ in range(MOST // _PAGE):
        page = await context.call(request, venue_time_pb2.ListBusyTimesResponse)
        times.extend(page.busy_times)
        if ids := [each.event_id for each in page.busy_times if each.event_id]:
            named = event_pb2.BatchGetEventsRequest(ids=ids)
            found = await context.call(named, event_pb2.BatchGetEventsResponse)
            events |= {each.id: each for each in found.events}
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    return calendar_of_venue(venue, times, events, language)


async def _of_person(token: str, language: str, context: Context) -> bytes:
    start, end = _window()
    request = calendar_feed_pb2.ListCalendarEntriesRequest(
        token=token, end_time_after=start, start_time_before=end, page_size=_PAGE
    )
    entries: list[calendar_feed_pb2.CalendarEntry] = []
    for _ in range(MOST // _PAGE):
        page = await context.call(request, calendar_feed_pb2.ListCalendarEntriesResponse)
        entries.extend(page.entries)
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    return calendar_of_person(entries, language)


def _window() -> tuple[Timestamp, Timestamp]:
    """Returns the last three months and the next year."""
    today = datetime.combine(datetime.now(UTC).date(), time(), UTC)  # the same the whole day
    return timestamp(today - BEFORE), timestamp(today + AHEAD)


async def _listed(request: event_pb2.ListEventsRequest, context: Context) -> list[event_pb2.Event]:
    """Returns the events of the last three months and the next year, and the first of these if there are too many."""
    start, end = _window()
    request.end_time_after.CopyFrom(start)
    request.start_time_before.CopyFrom(end)
    request.states.extend(_STATES)
    request.page_size = _PAGE
    found: list[event_pb2.Event] = []
    for _ in range(MOST // _PAGE):
        page = await context.call(request, event_pb2.ListEventsResponse)
        found.extend(page.events)
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    return found


_FEEDS: Mapping[str, Feed] = {
    "Organization": _of_organization,
    "EventSeries": _of_series,
    "Event": _of_event,
    "Venue": _of_venue,
}
