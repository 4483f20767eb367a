"""ShiftService: the pieces of an event that people sign up for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from banyan.events.v1 import shift_pb2 as pb
from sqlalchemy import Select, select
from sqlmodel import col

from services.events.models import Event, Shift
from services.events.waitlist import OFFER_PLACES
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.mapping import create, in_order, to_proto, update
from services.kit.paging import paginate, paginate_each
from services.kit.work import Work

KEYS = (col(Shift.start_time), col(Shift.id))


class ShiftServicer:
    """Keeps the shifts of events."""

    service = pb.DESCRIPTOR.services_by_name["ShiftService"]

    async def CreateShift(self, request: pb.CreateShiftRequest, work: Work) -> pb.Shift:
        """Creates a shift within an event."""
        event = await _lock_event(request.shift.event_id, work)
        shift = create(Shift, request.shift, "shift", organization_id=event.organization_id)
        check(shift, event)
        await work.add(shift)
        await work.announce(shift, "created")
        return to_proto(shift, pb.Shift)

    async def GetShift(self, request: pb.GetShiftRequest, work: Work) -> pb.Shift:
        """Gets a shift."""
        return to_proto(await find_shift(request.shift_id, work), pb.Shift)

    async def BatchGetShifts(
        self, request: pb.BatchGetShiftsRequest, work: Work
    ) -> pb.BatchGetShiftsResponse:
        """Gets several shifts."""
        shifts = await find_shifts(request.ids, work)
        return pb.BatchGetShiftsResponse(shifts=[to_proto(shift, pb.Shift) for shift in shifts])

    async def ListShifts(self, request: pb.ListShiftsRequest, work: Work) -> pb.ListShiftsResponse:
        """Lists the shifts of an event by their start."""
        statement = visible_shifts(work).where(col(Shift.event_id) == UUID(request.event_id))
        page = await paginate(work.session, statement, KEYS, request)
        return page.answer(pb.ListShiftsResponse)

    async def BatchListShifts(
        self, request: pb.BatchListShiftsRequest, work: Work
    ) -> pb.BatchListShiftsResponse:
        """Lists the shifts of several events."""
        asked = {UUID(each.event_id): each for each in request.requests if not each.page_token}
        if len(asked) < len(request.requests):  # an event twice, or a page that is not the first
            answers = [await self.ListShifts(each, work) for each in request.requests]
            return pb.BatchListShiftsResponse(responses=answers)
        statement, event_id = visible_shifts(work), col(Shift.event_id)
        pages = await paginate_each(work.session, statement, KEYS, event_id, asked)
        return pb.BatchListShiftsResponse(
            responses=[page.answer(pb.ListShiftsResponse) for page in pages]
        )

    async def UpdateShift(self, request: pb.UpdateShiftRequest, work: Work) -> pb.Shift:
        """Updates the masked fields of a shift."""
        # The event is locked before its shifts, here as everywhere.
        event = await _lock_event((await work.get(Shift, request.shift_id)).event_id, work)
        shift = await work.lock(Shift, request.shift_id)
        times = shift.start_time, shift.end_time
        update(shift, request.shift, request.update_mask, "shift")
        check(shift, event)
        shift.check_promises(*times)
        await work.announce(shift, "updated")
        work.hasten(OFFER_PLACES)  # more places, or fewer demands
        return to_proto(shift, pb.Shift)


async def _lock_event(event_id: str | UUID, work: Work) -> Event:
    """Returns an event that the caller manages and that can still change, locked."""
    event = await work.lock(Event, event_id)
    await work.require("manage_events", event.organization_id)
    event.check_open()
    return event


def visible_shifts(work: Work) -> Select[Any]:
    """Returns the query for the shifts that the caller may see: those of events that they may see."""
    return (
        select(Shift)
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(work.visible("view_event"))
    )


async def find_shifts(ids: Iterable[str], work: Work) -> list[Shift]:
    """Returns the shifts with these ids that the caller may see, in the order of the ids."""
    wanted = [UUID(id_) for id_ in ids]
    rows = await work.session.scalars(visible_shifts(work).where(col(Shift.id).in_(wanted)))
    return in_order(rows, wanted)


async def find_shift(id_: str, work: Work) -> Shift:
    """Returns a shift that the caller may see.

    Raises:
        PermissionDenied: They may not see its event, or it does not exist.
    """
    found = await find_shifts([id_], work)
    if not found:
        raise PermissionDenied
    return found[0]


def check(shift: Shift, event: Event) -> None:
    """Checks what the contract's rules cannot say.

    Raises:
        InvalidArgument: The shift does not end after it begins, or lies outside its event.
    """
    if shift.end_time <= shift.start_time:
        raise InvalidArgument.of("shift.end_time", "must be after the start")
    if shift.start_time < event.start_time:
        raise InvalidArgument.of(
            "shift.start_time", "must not be before the event", "OUTSIDE_EVENT"
        )
    if shift.end_time > event.end_time:
        raise InvalidArgument.of("shift.end_time", "must not be after the event", "OUTSIDE_EVENT")
