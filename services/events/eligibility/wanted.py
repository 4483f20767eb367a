"""A shift that somebody wants, and what is known of them, in one query: who finds it full is refused by that."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.events.eligibility.known import KnownEvent
from services.events.eligibility.queries import NOBODY, known_of
from services.events.events.models import Event
from services.events.shifts.models import Shift
from services.events.shifts.queries import ASKED, AskedShift
from services.kit.errors import PermissionDenied
from services.kit.work.query import Query
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work


def _wanted(viewer: Viewer, *, for_another: bool) -> Select[Any]:
    start_time, end_time = col(Shift.start_time), col(Shift.end_time)
    return (
        known_of(
            viewer,
            start_time,
            end_time,
            func.array_cat(
                col(Shift.required_qualification_kind_ids),
                col(Shift.role_qualification_kind_ids),
                type_=ARRAY(Uuid),
            ),
            for_another=for_another,
        )
        .join(Shift, col(Shift.event_id) == col(Event.id))
        .where(col(Shift.id) == given("shift_id"))
        .add_columns(*ASKED)
    )


_WANTED = {
    for_another: Query(partial(_wanted, for_another=for_another), relation="view_event")
    for for_another in (False, True)
}


async def find_wanted(
    shift_id: UUID, person_id: UUID, work: Work, *, for_another: bool
) -> tuple[AskedShift, KnownEvent]:
    """Returns a shift that the caller may see, and what the tables say of who wants it.

    Args:
        shift_id: The shift.
        person_id: Who wants it.
        work: The work.
        for_another: Whether the caller signs that person up, who is somebody else.

    Raises:
        PermissionDenied: The caller may not see its event, or it does not exist.
    """
    rows = await work.fetch(
        _WANTED[for_another],
        shift_id=shift_id,
        person_id=person_id,
        own=NOBODY,
        since=work.now - timedelta(days=1),
    )
    if not rows:
        raise PermissionDenied
    known = len(KnownEvent._fields)
    return AskedShift(*rows[0][known:]), KnownEvent(*rows[0][:known])
