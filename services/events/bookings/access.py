"""Who may see bookings, decide about them, and give them back."""

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import col

from services.events.bookings.models import Booking
from services.events.memberships.models import ROLE_TABLES
from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import holds_role, where_role_held
from services.kit.work.roles import EVERY_ROLE, MANAGERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work

_manages = holds_role(MANAGERS, ROLE_TABLES)


def sees_booking(viewer: Viewer) -> ColumnElement[bool]:
    """The bookings that the caller may see: those by and at their organizations."""
    if viewer.is_admin:
        return true()
    return or_(
        where_role_held(col(Booking.organization_id), viewer, EVERY_ROLE, ROLE_TABLES),
        where_role_held(col(Booking.lender_id), viewer, EVERY_ROLE, ROLE_TABLES),
    )


async def _decides(work: Work, booking: Booking) -> bool:
    """Returns whether the caller manages the organization of the venue."""
    return await _manages.holds(work, booking.lender_id)


def _where_decides(row: type[Booking], viewer: Viewer) -> ColumnElement[bool]:
    return _manages.where(col(row.lender_id), viewer)


async def _cancels(work: Work, booking: Booking) -> bool:
    """Returns whether the caller manages one of the two organizations."""
    return await _manages.holds(work, booking.organization_id) or await _decides(work, booking)


def _where_cancels(row: type[Booking], viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        _manages.where(col(row.organization_id), viewer), _manages.where(col(row.lender_id), viewer)
    )


RELATIONS: Relations = {
    "view_booking": Visibility(sees_booking),
    "manage_bookings": _manages,
    "decide_booking": Check(_decides, Subject.ROW, _where_decides),
    "cancel_booking": Check(_cancels, Subject.ROW, _where_cancels),
}
