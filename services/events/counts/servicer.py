"""CountService: how many places there are, and how many people have come; one statement for a page."""

from typing import Any

from banyan.events.v1 import count_pb2 as pb
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.events.events.models import Event
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import LEFT_FOR_ALL
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ATTENDED
from services.kit.work.reading import Resources, Shown
from services.kit.work.work import Work

_MOST = 2**31 - 1  # that an int32 holds


def _sum(of: Any) -> ColumnElement[Any]:
    """Returns a sum over the shifts of an event that take place if it does."""
    planned = col(Shift.event_id) == col(Event.id), col(Shift.state) == ShiftState.PLANNED
    total = select(func.least(func.coalesce(func.sum(of), 0), _MOST)).where(*planned)
    return total.correlate(Event).scalar_subquery()


def _attended(of: Any, owner: Any) -> ColumnElement[Any]:
    """Returns the number of sign-ups of a row whose people have come."""
    found = select(func.count()).where(of == owner.id, col(SignUp.state).in_(ATTENDED))
    return found.correlate(owner).scalar_subquery()


EVENT_PLACES = Resources(
    Event,
    "view_event",
    shown=Shown(
        pb.EventPlacesCount,
        event_id=col(Event.id),
        capacity=_sum(col(Shift.capacity)),
        places_free=_sum(LEFT_FOR_ALL),
    ),
)
EVENT_ATTENDANCE = Resources(
    Event,
    "count_attendance_of_event",
    shown=Shown(
        pb.EventAttendanceCount,
        event_id=col(Event.id),
        checked_in=_attended(col(SignUp.event_id), Event),
    ),
)
SHIFT_ATTENDANCE = Resources(
    Shift,
    "count_attendance_of_shift",
    shown=Shown(
        pb.ShiftAttendanceCount,
        shift_id=col(Shift.id),
        checked_in=_attended(col(SignUp.shift_id), Shift),
    ),
)


class CountServicer:
    """Counts places and people."""

    service = pb.DESCRIPTOR.services_by_name["CountService"]

    async def BatchGetEventPlacesCounts(
        self, request: pb.BatchGetEventPlacesCountsRequest, work: Work
    ) -> pb.BatchGetEventPlacesCountsResponse:
        """Counts the places of several events."""
        found = await EVENT_PLACES.get_all(request.ids, work)
        return pb.BatchGetEventPlacesCountsResponse(event_places_counts=found)

    async def BatchGetEventAttendanceCounts(
        self, request: pb.BatchGetEventAttendanceCountsRequest, work: Work
    ) -> pb.BatchGetEventAttendanceCountsResponse:
        """Counts the people who have come to several events."""
        found = await EVENT_ATTENDANCE.get_all(request.ids, work)
        return pb.BatchGetEventAttendanceCountsResponse(event_attendance_counts=found)

    async def BatchGetShiftAttendanceCounts(
        self, request: pb.BatchGetShiftAttendanceCountsRequest, work: Work
    ) -> pb.BatchGetShiftAttendanceCountsResponse:
        """Counts the people who have come to several shifts."""
        found = await SHIFT_ATTENDANCE.get_all(request.ids, work)
        return pb.BatchGetShiftAttendanceCountsResponse(shift_attendance_counts=found)
