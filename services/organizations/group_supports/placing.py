"""Whether support can name a booking or an event, of which the events service tells."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import support_kind_pb2

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_numbers
from services.kit.errors import Violation
from services.kit.work.work import Work
from services.organizations.activities.models import Event, EventState, EventVisibility
from services.organizations.bookings.models import Booking, BookingState
from services.organizations.enrolments.models import Enrolment
from services.organizations.group_supports.fitting import misplaced
from services.organizations.group_supports.models import GroupSupport

_TAKES_PLACE = (EventState.PUBLISHED, EventState.COMPLETED)


async def broken_places(
    named: Any, of: Enrolment | GroupSupport, work: Work, *, path: str = ""
) -> list[Violation]:
    """Returns what is wrong with the booking and the event that support is to name.

    Args:
        named: A message with `booking_id` and `event_id`.
        of: The support or the enrolment: which group it is, and who cultivates it.
        work: The work.
        path: The path of the message, with a dot at its end; empty for the request.
    """
    sides = {of.organization_id, of.cultivator_id}
    found = []
    if named.HasField("booking_id"):
        booking = await work.session.get(Booking, UUID(named.booking_id))
        if (
            booking is None
            or booking.state not in set(BookingState)
            or booking.organization_id not in sides
        ):
            found.append(
                Violation(
                    f"{path}booking_id",
                    "is no booking of yours or of the group that holds. Book the venue first, or wait a moment if the "
                    "booking is new",
                    "BOOKING_NOT_OPEN",
                )
            )
    if named.HasField("event_id"):
        event = await work.session.get(Event, UUID(named.event_id))
        if (
            event is None
            or event.state not in _TAKES_PLACE
            or not (event.organization_id in sides or event.visibility == EventVisibility.PUBLIC)
        ):
            found.append(
                Violation(
                    f"{path}event_id",
                    "is no event of yours, of the group, or for everyone that takes place. Publish it first, or wait a "
                    "moment if it is new",
                    "EVENT_NOT_OPEN",
                )
            )
    return found


async def complete(support: GroupSupport, request: Any, work: Work) -> None:
    """Lets support take what a request names: a booking, an event, or a time until when it is settled.

    Args:
        support: The support, locked.
        request: The request to grant or to deliver it. What it leaves out stays.
        work: The work.

    Raises:
        InvalidArgument: That does not belong to support of this kind, or does not take place.
    """
    kind = enum_numbers(support_kind_pb2.GroupSupportKind.DESCRIPTOR)[support.kind]
    refuse_violations([*misplaced(kind, request), *await broken_places(request, support, work)])
    for name in ("booking_id", "event_id"):
        if request.HasField(name):
            setattr(support, name, UUID(getattr(request, name)))
