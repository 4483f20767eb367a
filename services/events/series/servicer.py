"""EventSeriesService: what an organization holds again and again."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from banyan.events.v1 import event_series_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.events.events.checking import broken_contact
from services.events.organizations.queries import check_organization, refuse_closed
from services.events.qualifications.queries import broken_kinds
from services.events.series.checking import broken_series, required_kinds, reserved_places
from services.events.series.editing import as_it_is, carry_change
from services.events.series.ending import cancel_next_occurrences
from services.events.series.making import make_batch
from services.events.series.models import EventSeries, EventSeriesState
from services.events.series.splitting import split
from services.events.shifts.reservations import broken_reservations
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import Refused, Violation
from services.kit.work.batches import Batch
from services.kit.work.bounds import refuse_beyond
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

SERIES = Resources[pb.EventSeries](EventSeries, "view_event_series")
OLDEST_FIRST = SERIES.listing(
    col(EventSeries.id),
    where=[col(EventSeries.organization_id) == given("organization_id")],
    filters={"states": col(EventSeries.state) == any_(given("states", TEXTS))},
    orders={"CREATE_TIME": [col(EventSeries.id)]},  # IDs increase with time
)
OF_ORGANIZATIONS = Batch(OLDEST_FIRST, "organization_id")
MOST_ACTIVE = 200  # of an organization
TOO_MANY = Refused(
    "This organization has {max} active series, which is the most. End one that is no longer needed.",
    reason="TOO_MANY_SERIES",
    params={"max": MOST_ACTIVE},
)


class EventSeriesServicer:
    """Manages the series of events of organizations."""

    service = pb.DESCRIPTOR.services_by_name["EventSeriesService"]

    async def CreateEventSeries(
        self, request: pb.CreateEventSeriesRequest, work: Work
    ) -> pb.EventSeries:
        """Creates a series, and its first occurrences."""
        refuse_violations(list(await self.rules_CreateEventSeries(request, work)))
        return to_proto(await begin_series(request.event_series, work), pb.EventSeries)

    async def rules_CreateEventSeries(
        self, request: pb.CreateEventSeriesRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the times, the shifts and the contact."""
        organization_id = UUID(request.event_series.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        contact = await broken_contact(
            request.event_series.contact, organization_id, work, "event_series"
        )
        kinds = await broken_kinds(required_kinds(request.event_series), (), work)
        kinds += await broken_reservations(reserved_places(request.event_series), work)
        return chain(broken_series(request.event_series, work.now), contact, kinds)

    async def GetEventSeries(self, request: pb.GetEventSeriesRequest, work: Work) -> pb.EventSeries:
        """Gets a series."""
        return await SERIES.get(request.event_series_id, work)

    async def BatchGetEventSeries(
        self, request: pb.BatchGetEventSeriesRequest, work: Work
    ) -> pb.BatchGetEventSeriesResponse:
        """Gets several series."""
        found = await SERIES.get_all(request.ids, work)
        return pb.BatchGetEventSeriesResponse(event_series=found)

    async def ListEventSeries(
        self, request: pb.ListEventSeriesRequest, work: Work
    ) -> pb.ListEventSeriesResponse:
        """Lists the series of an organization, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListEventSeriesResponse)

    async def BatchListEventSeries(
        self, request: pb.BatchListEventSeriesRequest, work: Work
    ) -> pb.BatchListEventSeriesResponse:
        """Lists the series of several organizations."""
        pages = await OF_ORGANIZATIONS.pages(request.requests, work)
        return pb.BatchListEventSeriesResponse(
            responses=[page.answer(pb.ListEventSeriesResponse) for page in pages]
        )

    async def UpdateEventSeries(
        self, request: pb.UpdateEventSeriesRequest, work: Work
    ) -> pb.EventSeries:
        """Updates the masked fields of a series, and carries the change into its occurrences."""
        series = await _lock_active(request.event_series_id, work)
        await update_series(series, request, work)
        await work.announce(series, "updated")
        return to_proto(series, pb.EventSeries)

    async def SplitEventSeries(
        self, request: pb.SplitEventSeriesRequest, work: Work
    ) -> pb.EventSeries:
        """Makes a series of an occurrence and those that follow, and updates it."""
        series = await _lock_active(request.event_series_id, work)
        await refuse_too_many(series.organization_id, work)
        new = await split(series, request.recurrence_id, work)
        if request.update_mask.paths:
            await update_series(new, request, work)
        await work.announce(new, "created")
        return to_proto(new, pb.EventSeries)

    async def EndEventSeries(self, request: pb.EndEventSeriesRequest, work: Work) -> pb.EventSeries:
        """Ends a series, and cancels what is still to come."""
        series = await work.lock(EventSeries, request.event_series_id)
        await work.require("manage_events", series.organization_id)
        series.end(request.reason, cancel_from=moment_of(request, "from_time") or work.now)
        await cancel_next_occurrences(series, "ended", work)
        return to_proto(series, pb.EventSeries)


async def begin_series(message: pb.EventSeries, work: Work) -> EventSeries:
    """Creates a series, and its first occurrences.

    Args:
        message: What it is to be, already validated.
        work: The work.

    Raises:
        Refused: Its organization has too many already.
    """
    await refuse_too_many(UUID(message.organization_id), work)
    series: EventSeries = create(EventSeries, message, "event_series", made_until=work.now)
    series.name_templates()
    await work.add(series)
    await make_batch(series, work)
    await work.announce(series, "created")
    return series


async def _lock_active(event_series_id: str, work: Work) -> EventSeries:
    """Returns a series that the caller manages and that can still change, locked."""
    series = await work.lock(EventSeries, event_series_id)
    await work.require("manage_events", series.organization_id)
    series.check_active()
    await refuse_closed(series.organization_id, work)
    return series


async def update_series(
    series: EventSeries,
    request: pb.UpdateEventSeriesRequest | pb.SplitEventSeriesRequest,
    work: Work,
) -> None:
    """Writes the masked fields of a request into a series, and carries the change into its occurrences."""
    before = as_it_is(series)
    contact = await _broken_new_contact(request, series, work)
    kinds: list[Violation] = []
    if "shift_templates" in request.update_mask.paths:
        kinds = await broken_kinds(
            required_kinds(request.event_series), set(series.required_kinds), work
        )
        kinds += await broken_reservations(reserved_places(request.event_series), work)
    update(
        series,
        request.event_series,
        request.update_mask,
        "event_series",
        rules=lambda merged: chain(
            broken_series(merged, work.now, is_new=merged.start != before.start), contact, kinds
        ),
    )
    series.name_templates()
    await carry_change(series, before, work)


async def _broken_new_contact(
    request: pb.UpdateEventSeriesRequest | pb.SplitEventSeriesRequest,
    series: EventSeries,
    work: Work,
) -> list[Violation]:
    """Returns what is wrong with the contact, if the request names another one."""
    contact, named = request.event_series.contact, (series.contact or {}).get("person_id")
    if "contact" not in request.update_mask.paths or contact.person_id == named:
        return []
    return await broken_contact(contact, series.organization_id, work, "event_series")


async def refuse_too_many(organization_id: UUID, work: Work) -> None:
    """Refuses to create one more series than an organization may have."""
    await refuse_beyond(
        MOST_ACTIVE,
        TOO_MANY,
        work,
        col(EventSeries.organization_id) == organization_id,
        col(EventSeries.state) == EventSeriesState.ACTIVE,
        name=f"event_series:{organization_id}",
    )
