"""Queries for shifts that several subjects ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from banyan.events.v1 import shift_pb2 as pb
from sqlalchemy import ColumnElement, Select, any_, func, select
from sqlmodel import col

from services.events.events.models import Event
from services.events.shifts.models import Shift
from services.events.shifts.roles import Sort, demands_of
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work


class AskedShift(NamedTuple):
    """What decides about a shift that somebody wants, as it was when they asked.

    The time zone is that of its event.
    """

    id: UUID
    event_id: UUID
    organization_id: UUID
    state: str
    start_time: datetime
    end_time: datetime
    minimum_age: int
    required_skills: Sequence[str]
    required_qualification_kind_ids: Sequence[UUID]
    capacity: int
    places_taken: int
    places_reserved: int
    reserved_organization_id: UUID | None
    waitlist_length: int
    roles: Sequence[Mapping[str, Any]]
    role_places: Sequence[Mapping[str, Any]]
    time_zone: str


def _with_event(statement: Select[Any]) -> Select[Any]:
    return statement.join(Event, col(Event.id) == col(Shift.event_id))


LEFT_FOR_ALL: ColumnElement[int] = func.greatest(
    col(Shift.capacity) - col(Shift.places_taken) - col(Shift.places_reserved), 0
)
SHOWN = Shown(pb.Shift, Shift, places_free=LEFT_FOR_ALL)
# The shifts that the caller may see are those of events that they may see.
SHIFTS = Resources[pb.Shift](
    Shift,
    "view_event",
    shape=_with_event,
    shown=SHOWN,
)
# The columns of an AskedShift, of shifts joined with their events.
ASKED: Sequence[Any] = (
    *(getattr(Shift, name) for name in AskedShift._fields[:-1]),
    col(Event.time_zone),
)
_ASKED = Query(
    _with_event(select(*ASKED).where(col(Shift.id) == any_(given("ids", IDS)))),
    relation="view_event",
)


def as_sort(shift: "Shift | AskedShift", sort: Sort) -> AskedShift:
    """Returns a shift as somebody sees it who wants a place of a sort: with what such a place asks for.

    Args:
        shift: The shift.
        sort: The role; none for an open place.
    """
    asked = shift if isinstance(shift, AskedShift) else _asked(shift)
    skills, kinds = demands_of(shift, sort)
    return asked._replace(required_skills=skills, required_qualification_kind_ids=kinds)


def _asked(shift: Shift) -> AskedShift:
    values: dict[str, Any] = {name: getattr(shift, name) for name in AskedShift._fields[:-1]}
    return AskedShift(**values, time_zone="")


async def find_shifts(ids: Iterable[str], work: Work) -> list[AskedShift]:
    """Returns the shifts with these IDs that the caller may see, in the order of the IDs."""
    wanted = dict.fromkeys(UUID(id_) for id_ in ids)
    found = {row[0]: AskedShift(*row) for row in await work.fetch(_ASKED, ids=list(wanted))}
    return [found[id_] for id_ in wanted if id_ in found]
