"""EventService: what brings people together."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import available_timezones

from banyan.events.v1 import event_pb2 as pb
from sqlalchemy import literal, or_, select
from sqlmodel import col

from services.events.models import Event, Organization, Shift
from services.events.sign_ups import cancel_sign_ups
from services.kit.errors import InvalidArgument, NotFound, Refused
from services.kit.mapping import create, to_proto, update
from services.kit.models import TIME
from services.kit.paging import paginate
from services.kit.values import enum_name, moment_of
from services.kit.work import Work

LONGEST = timedelta(days=31)
# Any day of these years has a date in every time zone.
YEARS = range(1970, 2200)
TIME_ZONES = frozenset(available_timezones())


class EventServicer:
    """Keeps the events of organizations."""

    service = pb.DESCRIPTOR.services_by_name["EventService"]

    async def CreateEvent(self, request: pb.CreateEventRequest, work: Work) -> pb.Event:
        """Creates an event as a draft."""
        organization_id = UUID(request.event.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        event = create(Event, request.event, "event")
        check(event)
        await work.add(event)
        await work.announce(event, "created")
        return to_proto(event, pb.Event)

    async def GetEvent(self, request: pb.GetEventRequest, work: Work) -> pb.Event:
        """Gets an event."""
        return to_proto(await work.find(Event, request.event_id, "view_event"), pb.Event)

    async def BatchGetEvents(
        self, request: pb.BatchGetEventsRequest, work: Work
    ) -> pb.BatchGetEventsResponse:
        """Gets several events."""
        events = await work.find_all(Event, request.ids, "view_event")
        return pb.BatchGetEventsResponse(events=[to_proto(event, pb.Event) for event in events])

    async def ListEvents(self, request: pb.ListEventsRequest, work: Work) -> pb.ListEventsResponse:
        """Lists events by their start."""
        statement = select(Event).where(work.visible("view_event"))
        if request.HasField("organization_id"):
            statement = statement.where(col(Event.organization_id) == UUID(request.organization_id))
        if (moment := moment_of(request, "end_time_after")) is not None:
            # No event is longer, so the index on the start bounds the search from below as well.
            earliest = literal(moment, TIME) - literal(LONGEST)
            statement = statement.where(
                col(Event.end_time) > moment, col(Event.start_time) > earliest
            )
        if (moment := moment_of(request, "start_time_before")) is not None:
            statement = statement.where(col(Event.start_time) < moment)
        if request.state:
            state = enum_name(pb.EventState.DESCRIPTOR, request.state)
            statement = statement.where(col(Event.state) == state)
        keys = (col(Event.start_time), col(Event.id))
        page = await paginate(work.session, statement, keys, request)
        return page.answer(pb.ListEventsResponse)

    async def UpdateEvent(self, request: pb.UpdateEventRequest, work: Work) -> pb.Event:
        """Updates the masked fields of an event."""
        event = await _lock(request.event_id, work)
        event.check_open()
        update(event, request.event, request.update_mask, "event")
        check(event)
        await _check_shifts(event, work)
        await work.announce(event, "updated")
        return to_proto(event, pb.Event)

    async def PublishEvent(self, request: pb.PublishEventRequest, work: Work) -> pb.Event:
        """Publishes a draft."""
        event = await _lock(request.event_id, work)
        event.publish(at=work.now)
        await check_organization(event.organization_id, work)
        await work.announce(event, "published")
        return to_proto(event, pb.Event)

    async def CancelEvent(self, request: pb.CancelEventRequest, work: Work) -> pb.Event:
        """Cancels an event and the sign-ups of those who have not come yet."""
        event = await _lock(request.event_id, work)
        event.cancel(request.reason, at=work.now)
        await work.announce(event, "cancelled")
        await cancel_sign_ups(event, work)
        return to_proto(event, pb.Event)

    async def CompleteEvent(self, request: pb.CompleteEventRequest, work: Work) -> pb.Event:
        """Completes an event that has ended."""
        event = await _lock(request.event_id, work)
        event.complete(at=work.now)
        await work.announce(event, "completed")
        return to_proto(event, pb.Event)


async def _lock(event_id: str, work: Work) -> Event:
    """Returns an event that the caller manages, locked."""
    event = await work.lock(Event, event_id)
    await work.require("manage_events", event.organization_id)
    return event


def check(event: Event) -> None:
    """Checks what the contract's rules cannot say.

    Raises:
        InvalidArgument: The time zone is unknown, the event does not end after it begins, is too
            long, or lies in a year that cannot be meant.
    """
    if event.time_zone not in TIME_ZONES:
        raise InvalidArgument.of(
            "event.time_zone",
            "is not an IANA time zone, such as Asia/Shanghai",
            "NO_SUCH_TIME_ZONE",
        )
    for name in ("start_time", "end_time"):
        if getattr(event, name).year not in YEARS:
            raise InvalidArgument.of(
                f"event.{name}", f"must lie in the years {YEARS.start} to {YEARS.stop - 1}"
            )
    if not timedelta() < event.end_time - event.start_time <= LONGEST:
        raise InvalidArgument.of(
            "event.end_time", f"must be after the start, by {LONGEST.days} days at most"
        )


async def check_organization(organization_id: UUID, work: Work) -> None:
    """Checks that an organization can plan events.

    Who holds a role there by passport need not wait for the notice that it was founded.

    Raises:
        Refused: It is closed.
        NotFound: Nothing is known of it.
    """
    organization = await work.session.get(Organization, organization_id)
    if organization is None and organization_id not in work.caller.roles:
        raise NotFound("There is no such organization. If it is new, try again in a moment.")
    if organization is not None and organization.state == "CLOSED":
        raise Refused(
            "The organization is closed and can plan no event. Choose one that is active.",
            reason="ORGANIZATION_CLOSED",
        )


async def _check_shifts(event: Event, work: Work) -> None:
    outside = select(col(Shift.id)).where(
        col(Shift.event_id) == event.id,
        or_(col(Shift.start_time) < event.start_time, col(Shift.end_time) > event.end_time),
    )
    if (await work.session.scalars(outside.limit(1))).first() is not None:
        raise Refused(
            "A shift would lie outside the event. Move the shift first.", reason="SHIFT_OUTSIDE"
        )
