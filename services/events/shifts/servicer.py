"""ShiftService: the pieces of an event that people sign up for."""

from collections.abc import Collection, Iterator
from itertools import chain
from uuid import UUID

from banyan.events.v1 import shift_pb2 as pb
from sqlmodel import col

from services.events.events.models import Event
from services.events.organizations.queries import refuse_closed
from services.events.qualifications.queries import broken_kinds
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import SHIFTS
from services.events.shifts.reservations import broken_number, broken_reservations, reserve
from services.events.shifts.roles import broken_roles, places_of, sorts_of
from services.events.shifts.times import broken_times
from services.events.sign_ups.cancelling import cancel_batch
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import has_sign_ups, refuse_attended
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import known_moment
from services.kit.errors import Violation
from services.kit.text.folding import all_differ
from services.kit.work.batches import Batch
from services.kit.work.mapping import (
    create,
    to_proto,
    update,
)
from services.kit.work.viewer import given
from services.kit.work.work import Work

_START = (col(Shift.start_time), col(Shift.id))
BY_START = SHIFTS.listing(
    *_START,
    where=[col(Shift.event_id) == given("event_id"), col(Shift.state) != ShiftState.DELETED],
    orders={"START_TIME": _START},
)
# With these, places are reserved anew.
RESERVING = {"reservation", "start_time"}
OF_EVENTS = Batch(BY_START, "event_id")


class ShiftServicer:
    """Manages the shifts of events."""

    service = pb.DESCRIPTOR.services_by_name["ShiftService"]

    async def CreateShift(self, request: pb.CreateShiftRequest, work: Work) -> pb.Shift:
        """Creates a shift within an event."""
        event = await _lock_event(request.shift.event_id, work)
        kinds = await _broken_kinds(request.shift, (), work)
        kinds += await broken_reservations(_reserved(request.shift), work)
        refuse_violations([*_broken(request.shift, event), *kinds])
        shift = create(Shift, request.shift, "shift", organization_id=event.organization_id)
        shift.settle_roles()
        shift.settle_reservation()
        await work.add(shift)
        await work.announce(shift, "created")
        return to_proto(shift, pb.Shift)

    async def rules_CreateShift(
        self, request: pb.CreateShiftRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the shift within its event."""
        event = await work.get(Event, request.shift.event_id)
        await _refuse_unless_open(event, work)
        kinds = await _broken_kinds(request.shift, (), work)
        kinds += await broken_reservations(_reserved(request.shift), work)
        return chain(_broken(request.shift, event), kinds)

    async def GetShift(self, request: pb.GetShiftRequest, work: Work) -> pb.Shift:
        """Gets a shift."""
        return await SHIFTS.get(request.shift_id, work)

    async def BatchGetShifts(
        self, request: pb.BatchGetShiftsRequest, work: Work
    ) -> pb.BatchGetShiftsResponse:
        """Gets several shifts."""
        return pb.BatchGetShiftsResponse(shifts=await SHIFTS.get_all(request.ids, work))

    async def ListShifts(self, request: pb.ListShiftsRequest, work: Work) -> pb.ListShiftsResponse:
        """Lists the shifts of an event by their start."""
        return (await BY_START.page(request, work)).answer(pb.ListShiftsResponse)

    async def BatchListShifts(
        self, request: pb.BatchListShiftsRequest, work: Work
    ) -> pb.BatchListShiftsResponse:
        """Lists the shifts of several events."""
        pages = await OF_EVENTS.pages(request.requests, work)
        return pb.BatchListShiftsResponse(
            responses=[page.answer(pb.ListShiftsResponse) for page in pages]
        )

    async def UpdateShift(self, request: pb.UpdateShiftRequest, work: Work) -> pb.Shift:
        """Updates the masked fields of a shift."""
        # The event is locked before its shifts, here as everywhere.
        event = await _lock_event((await work.get(Shift, request.shift_id)).event_id, work)
        shift = await work.lock(Shift, request.shift_id)
        shift.check_planned()
        times, had = (shift.start_time, shift.end_time), shift.reservation
        roles = {id_: places_of(shift, id_) for id_ in sorts_of(shift) if id_ is not None}
        kinds: list[Violation] = []
        if {"required_qualification_kind_ids", "roles"} & set(request.update_mask.paths):
            before = [*shift.required_qualification_kind_ids, *shift.role_qualification_kind_ids]
            kinds = await _broken_kinds(request.shift, before, work)
        if "reservation" in request.update_mask.paths:
            kinds += await broken_reservations(_reserved(request.shift), work)
        update(
            shift,
            request.shift,
            request.update_mask,
            "shift",
            rules=lambda merged: chain(
                _broken(merged, event, request.update_mask.paths, roles), kinds
            ),
        )
        shift.settle_roles()
        shift.check_promises(*times, roles)
        if RESERVING & set(request.update_mask.paths) and (had or shift.reservation):
            await reserve(shift, work)
        await work.announce(shift, "updated")
        work.trigger(OFFER_PLACES)  # more places, or fewer demands
        return to_proto(shift, pb.Shift)

    async def CancelShift(self, request: pb.CancelShiftRequest, work: Work) -> pb.Shift:
        """Cancels a shift, and the sign-ups for it."""
        event, shift = await _lock_with_event(request.shift_id, work)
        if shift.state != ShiftState.CANCELLED:
            event.check_open()
            shift.cancel(request.reason, at=work.now)
            await cancel_batch(shift, "cancelled", work)
            # Now that their sign-ups are locked, nobody is being checked in.
            await refuse_attended(shift, work)
        return to_proto(shift, pb.Shift)

    async def DeleteShift(self, request: pb.DeleteShiftRequest, work: Work) -> pb.Shift:
        """Deletes a shift for which nobody ever signed up."""
        _, shift = await _lock_with_event(request.shift_id, work)
        if shift.state != ShiftState.DELETED:
            shift.delete(has_sign_ups=await has_sign_ups(work, col(SignUp.shift_id) == shift.id))
            await work.announce(shift, "deleted")
        return to_proto(shift, pb.Shift)


async def _broken_kinds(shift: pb.Shift, before: Collection[UUID], work: Work) -> list[Violation]:
    """Returns what is wrong with the kinds of qualifications that a shift is to require."""
    name = "required_qualification_kind_ids"
    required = [(f"shift.{name}", shift.required_qualification_kind_ids)]
    required += [
        (f"shift.roles[{index}].{name}", role.required_qualification_kind_ids)
        for index, role in enumerate(shift.roles)
    ]
    return await broken_kinds(required, before, work)


async def _lock_with_event(shift_id: str, work: Work) -> tuple[Event, Shift]:
    """Returns a shift of an event that the caller manages, and the event, both locked.

    Sign-ups that have begun are done by then, and later ones see the shift as it is afterwards.
    """
    event = await work.lock(Event, (await work.get(Shift, shift_id)).event_id)
    await work.require("manage_events", event.organization_id)
    await work.lock_name(queue_lock(UUID(shift_id)))
    return event, await work.lock(Shift, shift_id)


async def _lock_event(event_id: str | UUID, work: Work) -> Event:
    """Returns an event that the caller manages and that can still change, locked."""
    event = await work.lock(Event, event_id)
    await _refuse_unless_open(event, work)
    return event


async def _refuse_unless_open(event: Event, work: Work) -> None:
    await work.require("manage_events", event.organization_id)
    event.check_open()
    await refuse_closed(event.organization_id, work)


def _reserved(shift: pb.Shift) -> dict[str, str]:
    """Returns for which organization a shift is to reserve places, by the path of that."""
    return {"shift.reservation": shift.reservation.organization_id}


def _broken(
    shift: pb.Shift,
    event: Event,
    masked: Collection[str] = ("required_skills",),
    roles: Collection[UUID] = (),
) -> Iterator[Violation]:
    """Yields what the contract's rules cannot say: the times, and the skills if the caller has set them."""
    yield from broken_times(
        known_moment(shift, "start_time"), known_moment(shift, "end_time"), event
    )
    if "required_skills" in masked and not all_differ(shift.required_skills):
        yield Violation("shift.required_skills", "must list each skill only once", "DUPLICATE")
    yield from broken_roles(shift, "shift", roles)
    yield from broken_number(shift, "shift")
