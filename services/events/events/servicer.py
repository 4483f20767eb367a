"""EventService: what brings people together."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_pb2 as pb
from sqlalchemy import ColumnElement, Text, Uuid, and_, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.events.areas.queries import areas_within, broken_area
from services.events.bookings.following import follow_event
from services.events.categories.queries import broken_category
from services.events.events.checking import (
    LONGEST,
    Times,
    broken_contact,
    broken_order,
    far_away,
)
from services.events.events.duplicating import duplicate, planned_shifts
from services.events.events.models import WINDOW, Event, EventState
from services.events.events.moving import begin_move, finish_move, later, lock_people
from services.events.events.queries import SHOWN
from services.events.organizations.models import Organization
from services.events.organizations.queries import check_organization, refuse_closed
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.cancelling import cancel_batch, lock_shifts
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import has_sign_ups
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import Refused, Violation
from services.kit.text.names import is_found, search_query
from services.kit.text.tags import has_tags, tag_keys
from services.kit.work.batches import Batch
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.models import TIME
from services.kit.work.nearness import DISTANCE, distance, is_near, nearness
from services.kit.work.paging import Page
from services.kit.work.reading import Resources
from services.kit.work.viewer import IDS, TEXTS, given
from services.kit.work.work import Work

EVENTS = Resources[pb.Event](Event, "view_event", shown=SHOWN)
_START = (col(Event.start_time), col(Event.id))


def _is_in(areas: Any) -> ColumnElement[bool]:
    """Returns the condition that an event, or its organization if the event has no area of its own, is in areas."""
    there = select(col(Organization.id)).where(col(Organization.area_id) == any_(areas))
    organizations = func.array(there.scalar_subquery(), type_=ARRAY(Uuid))
    return or_(
        col(Event.area_id) == any_(areas),
        and_(col(Event.area_id).is_(None), col(Event.organization_id) == any_(organizations)),
    )


def _within(trees: Any) -> ColumnElement[Any]:
    """Returns organizations and all below them, as an array, which an index can look up."""
    below = select(col(Organization.id)).where(col(Organization.ancestor_ids).bool_op("&&")(trees))
    return func.array(
        select(func.unnest(trees)).union_all(below).scalar_subquery(), type_=ARRAY(Uuid)
    )


BY_START = EVENTS.listing(
    *_START,
    where=[col(Event.state) != EventState.DELETED],
    filters={
        "organization_id": col(Event.organization_id) == given("organization_id"),
        "organization_ids": col(Event.organization_id) == any_(given("organization_ids", IDS)),
        "trees": col(Event.organization_id) == any_(_within(given("trees", IDS))),
        "end_time_after": and_(
            col(Event.end_time) > given("end_time_after"),
            # No event is longer, so the index on the start bounds the search from below as well.
            col(Event.start_time) > given("end_time_after", TIME) - literal(LONGEST),
        ),
        "start_time_before": col(Event.start_time) < given("start_time_before"),
        "states": col(Event.state) == any_(given("states", TEXTS)),
        "category_ids": col(Event.category_id) == any_(given("category_ids", IDS)),
        "area_ids": _is_in(areas_within(given("area_ids", IDS))),
        "tags": has_tags(col(Event.tag_keys), given("tags", TEXTS)),
        "query": is_found(col(Event.search_name), given("query", Text())),
        "near": is_near(Event.place),
        "series_id": col(Event.series_id) == given("series_id"),
    },
    orders={"START_TIME": _START, DISTANCE: (distance(Event.place), col(Event.id))},
)
OF_ORGANIZATIONS = Batch(
    BY_START,
    "organization_id",
    "series_id",
    alone=("query", "include_descendants", "near", "tags", "area_ids"),
)


class EventServicer:
    """Manages the events of organizations."""

    service = pb.DESCRIPTOR.services_by_name["EventService"]

    async def CreateEvent(self, request: pb.CreateEventRequest, work: Work) -> pb.Event:
        """Creates an event as a draft."""
        refuse_violations(list(await self.rules_CreateEvent(request, work)))
        event = create(Event, request.event, "event")
        event.name_questions()
        await work.add(event)
        await work.announce(event, "created")
        return to_proto(event, pb.Event)

    async def rules_CreateEvent(
        self, request: pb.CreateEventRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the times, the contact, the category, and the area."""
        organization_id = UUID(request.event.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        contact = await broken_contact(request.event.contact, organization_id, work)
        category = await broken_category(request.event.category_id, None, work)
        times = Times.of(request.event)
        area = await broken_area(request.event.area_id, None, work)
        return chain(broken_order(times), far_away(times, work.now), contact, category, area)

    async def GetEvent(self, request: pb.GetEventRequest, work: Work) -> pb.Event:
        """Gets an event."""
        return await EVENTS.get(request.event_id, work)

    async def BatchGetEvents(
        self, request: pb.BatchGetEventsRequest, work: Work
    ) -> pb.BatchGetEventsResponse:
        """Gets several events."""
        return pb.BatchGetEventsResponse(events=await EVENTS.get_all(request.ids, work))

    async def ListEvents(self, request: pb.ListEventsRequest, work: Work) -> pb.ListEventsResponse:
        """Lists events by their start."""
        return (await _page(request, work)).answer(pb.ListEventsResponse)

    async def BatchListEvents(
        self, request: pb.BatchListEventsRequest, work: Work
    ) -> pb.BatchListEventsResponse:
        """Lists the events of several organizations."""
        pages = await OF_ORGANIZATIONS.pages(request.requests, work, _page)
        return pb.BatchListEventsResponse(
            responses=[page.answer(pb.ListEventsResponse) for page in pages]
        )

    async def UpdateEvent(self, request: pb.UpdateEventRequest, work: Work) -> pb.Event:
        """Updates the masked fields of an event."""
        event = await _lock(request.event_id, work)
        event.check_open()
        await refuse_closed(event.organization_id, work)
        start_time = event.start_time
        before = Times.now_of(event)
        moving = [
            name for name in WINDOW if request.move_shifts and name not in request.update_mask.paths
        ]
        contact = await _broken_new_contact(request, event, work)
        category: list[Violation] = []
        if "category_id" in request.update_mask.paths:
            category = await broken_category(request.event.category_id, event.category_id, work)
        area: list[Violation] = []
        if "area_id" in request.update_mask.paths:
            area = await broken_area(request.event.area_id, event.area_id, work)
        update(
            event,
            request.event,
            request.update_mask,
            "event",
            rules=lambda merged: chain(
                _broken(Times.of(merged), before, work.now, moving), contact, category, area
            ),
        )
        event.name_questions()
        event.move_window(event.start_time - start_time, moving)
        if request.move_shifts:
            await _move_shifts(event, event.start_time - start_time, work)
        if (event.start_time, event.end_time) != before[:2]:
            await _check_shifts(event, work)
            await follow_event(event, work)
        await work.announce(event, "updated")
        return to_proto(event, pb.Event)

    async def MoveEvent(self, request: pb.MoveEventRequest, work: Work) -> pb.Event:
        """Moves an event with its shifts and sign-ups."""
        found = await work.get(Event, request.event_id)
        # Before any lock, so that strangers hold none.
        await work.require("manage_events", found.organization_id)
        await lock_people(found.id, work)
        event = await work.lock(Event, request.event_id)
        event.check_open()
        await refuse_closed(event.organization_id, work)
        start_time = moment_of(request, "start_time") or later(
            event.start_time, request.by_minutes, event.time_zone
        )
        moving = await begin_move(event, start_time, work)
        name = "start_time" if request.HasField("start_time") else "by_minutes"
        times = Times.now_of(event)
        far = far_away(times, work.now, (name, name))
        refuse_violations([*far, *broken_order(times)])
        await finish_move(moving, work)
        await follow_event(event, work)
        return to_proto(event, pb.Event)

    async def PublishEvent(self, request: pb.PublishEventRequest, work: Work) -> pb.Event:
        """Publishes a draft."""
        event = await _lock(request.event_id, work)
        event.publish(at=work.now)
        await check_organization(event.organization_id, work)
        await work.announce(event, "published")
        return to_proto(event, pb.Event)

    async def CancelEvent(self, request: pb.CancelEventRequest, work: Work) -> pb.Event:
        """Cancels an event, and the sign-ups of people who have not arrived yet."""
        event = await _lock(request.event_id, work)
        event.cancel(request.reason, at=work.now)
        # Sign-ups that have begun are done once this holds, and later ones see the event as it is afterwards.
        await lock_shifts(event, work)
        await cancel_batch(event, "cancelled", work)
        await follow_event(event, work)
        return to_proto(event, pb.Event)

    async def CompleteEvent(self, request: pb.CompleteEventRequest, work: Work) -> pb.Event:
        """Completes an event that has ended."""
        event = await _lock(request.event_id, work)
        event.complete(at=work.now)
        await work.announce(event, "completed")
        return to_proto(event, pb.Event)

    async def DuplicateEvent(self, request: pb.DuplicateEventRequest, work: Work) -> pb.Event:
        """Creates a draft like another event, with its shifts, at another time."""
        original = await _lock(request.event_id, work)
        original.refuse_deleted()
        await check_organization(original.organization_id, work)
        planned = await planned_shifts(original, work)
        event, shifts = duplicate(original, planned, moment_of(request, "start_time") or work.now)
        times = Times.now_of(event)
        refuse_violations(list(far_away(times, work.now, ("start_time", "start_time"))))
        await work.add(event)
        await work.add_many(shifts)
        await work.announce_all([event, *shifts], "created")
        return to_proto(event, pb.Event)

    async def DeleteEvent(self, request: pb.DeleteEventRequest, work: Work) -> pb.Event:
        """Deletes an event for which nobody ever signed up, with its shifts."""
        event = await _lock(request.event_id, work)
        if event.state == EventState.DELETED:
            return to_proto(event, pb.Event)
        # Sign-ups that have begun are done once these are locked.
        shifts = await _lock_shifts(event, work)
        event.delete(has_sign_ups=await has_sign_ups(work, col(SignUp.event_id) == event.id))
        for shift in shifts:
            shift.delete(has_sign_ups=False)
        await work.announce(event, "deleted")
        await work.announce_all(shifts, "deleted")
        await follow_event(event, work)
        return to_proto(event, pb.Event)


async def _page(request: pb.ListEventsRequest, work: Work) -> Page[pb.Event]:
    """Returns the page that a request asks for."""
    values: dict[str, Any] = {
        "query": search_query(request.query),
        "tags": tag_keys(request.tags) or None,
        **nearness(request),
    }
    if request.include_descendants:
        roots = [*request.organization_ids, request.organization_id]
        trees = [UUID(id_) for id_ in roots if id_] or None
        values |= {"trees": trees, "organization_id": None, "organization_ids": None}
    return await BY_START.page(request, work, **values)


async def _lock(event_id: str, work: Work) -> Event:
    """Returns an event that the caller manages, locked."""
    event = await work.lock(Event, event_id)
    await work.require("manage_events", event.organization_id)
    return event


async def _broken_new_contact(
    request: pb.UpdateEventRequest, event: Event, work: Work
) -> list[Violation]:
    """Returns what is wrong with the contact, if the request names another one."""
    named = (event.contact or {}).get("person_id")
    if "contact" not in request.update_mask.paths or request.event.contact.person_id == named:
        return []
    return await broken_contact(request.event.contact, event.organization_id, work)


def _broken(
    times: Times, before: Times, now: datetime, moving: Collection[str]
) -> Iterator[Violation]:
    """Yields what is wrong with the times of an event.

    Args:
        times: The times.
        before: Those that it has now.
        now: The time.
        moving: Which times of the window for signing up move along with the start.
    """
    start, end, deadline, opens = times
    if start is not None and before.start is not None:
        distance = start - before.start
        if "sign_up_deadline" in moving and deadline is not None:
            deadline += distance
        if "sign_up_open_time" in moving and opens is not None:
            opens += distance
    yield from broken_order(Times(start, end, deadline, opens))
    if (start, end) != (before.start, before.end):
        yield from far_away(times, now)


async def _move_shifts(event: Event, distance: timedelta, work: Work) -> None:
    """Moves the shifts of an event along with its start.

    Raises:
        Refused: Somebody is signed up for one of them, or waits.
    """
    if not distance:
        return
    shifts = await _lock_shifts(event, work, col(Shift.state) == ShiftState.PLANNED)
    if any(shift.has_promised for shift in shifts):
        raise Refused(
            "People have signed up for a shift of this event, so its times cannot change like this. Move the "
            "event with everything that belongs to it (MoveEvent): people stay signed up and are told.",
            reason="SIGN_UPS_STAND",
        )
    for shift in shifts:
        shift.start_time += distance
        shift.end_time += distance
    await work.announce_all(shifts, "updated")


async def _lock_shifts(event: Event, work: Work, *conditions: ColumnElement[bool]) -> list[Shift]:
    """Returns the shifts of an event that meet conditions, locked."""
    found = select(col(Shift.id)).where(col(Shift.event_id) == event.id, *conditions)
    return await work.lock_all(Shift, (await work.session.scalars(found)).all())


async def _check_shifts(event: Event, work: Work) -> None:
    outside = select(col(Shift.id)).where(
        col(Shift.event_id) == event.id,
        col(Shift.state) == ShiftState.PLANNED,
        or_(col(Shift.start_time) < event.start_time, col(Shift.end_time) > event.end_time),
    )
    if (await work.session.scalars(outside.limit(1))).first() is not None:
        raise Refused(
            "A shift would fall outside the event. Move the event with everything that belongs to it "
            "(MoveEvent), or change the shift first.",
            reason="SHIFT_OUTSIDE",
        )
