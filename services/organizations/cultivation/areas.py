"""How groups are doing by area: the areas directly below that of the organization, those without a group too."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import cultivation_pb2 as pb
from sqlalchemy import Date, any_, func, select, true
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.areas.models import Area
from services.organizations.cultivation.models import EnrolmentDay, OrganizationHome
from services.organizations.cultivation.states import Basis
from services.organizations.cultivation.summing import Group, Programmes, counts
from services.organizations.enrolments.models import Enrolment
from services.organizations.organizations.models import Organization, OrganizationState

MOST_AREAS = 200
MOST_THERE = 20_000  # as many areas as there can be
_HOME = (
    select(col(Organization.area_id))
    .where(col(Organization.id) == given("organization_id"))
    .scalar_subquery()
)
_PARTS = (
    select(col(Area.id), col(Area.id).label("part_id"), col(Area.code))
    .where(col(Area.parent_id) == _HOME, ~col(Area.retired))
    .order_by(col(Area.code), col(Area.id))
    .limit(MOST_AREAS)
    .subquery()
)


def _below(parts: Any) -> Any:
    """Returns parts and all that lies below them, each with its part."""
    tree = select(parts.c.id, parts.c.part_id, parts.c.code).cte("parts", recursive=True)
    # Level by level, by the index: the planner would rather read all areas that there are.
    there = select(col(Area.id)).where(col(Area.above_id) == tree.c.id).limit(MOST_THERE).lateral()
    below = select(there.c.id, tree.c.part_id, tree.c.code).select_from(tree)
    return tree.union_all(below.join(there, true()))


_TREE = _below(_PARTS)
_ACTIVE_THERE = (
    select(func.count())
    .select_from(Organization)
    .where(
        col(Organization.area_id) == _TREE.c.id,
        col(Organization.state) == OrganizationState.ACTIVE,
    )
    .correlate(_TREE)
    .scalar_subquery()
)
_ACTIVE_THEN = (
    select(func.count())
    .select_from(OrganizationHome)
    .where(
        col(OrganizationHome.area_id) == _TREE.c.id,
        col(OrganizationHome.day) <= given("day", Date()),
        col(OrganizationHome.until_day) > given("day", Date()),
    )
    .correlate(_TREE)
    .scalar_subquery()
)


def _places(count: Any) -> Query:
    return Query(select(_TREE.c.part_id, _TREE.c.id, count).order_by(_TREE.c.code, _TREE.c.part_id))


PLACES, PLACES_THEN = _places(_ACTIVE_THERE), _places(_ACTIVE_THEN)
HOMES = Query(
    select(col(Enrolment.id), col(Organization.area_id))
    .join(Organization, col(Organization.id) == col(Enrolment.organization_id))
    .where(col(Enrolment.id) == any_(given("ids", IDS)))
)
DAY_HOMES = Query(
    select(col(EnrolmentDay.enrolment_id), col(EnrolmentDay.area_id)).where(
        col(EnrolmentDay.cultivator_id) == given("organization_id"),
        col(EnrolmentDay.basis) == Basis.SEEN,
        col(EnrolmentDay.day) <= given("day", Date()),
        col(EnrolmentDay.until_day) > given("day", Date()),
        col(EnrolmentDay.area_id).is_not(None),
    )
)


class Place(NamedTuple):
    """An area below that of the organization.

    Attributes:
        part_id: The area directly below that of the organization in which it lies.
        area_id: The area.
        organizations: How many active organizations are right there.
    """

    part_id: UUID
    area_id: UUID
    organizations: int


async def sum_up_areas(
    request: pb.SummarizeCultivationRequest,
    groups: Sequence[Group],
    programmes: Programmes,
    work: Work,
    *,
    day: date | None = None,
) -> list[pb.AreaSummary]:
    """Returns how the groups of an organization are doing, or were at the end of a day, by area.

    Which areas lie where is as it is now. Where each group was at home is as it was seen on the day, and how many
    organizations there were is as it was at its end.

    Args:
        request: The request, which names the organization.
        groups: The groups.
        programmes: Their programmes.
        work: The work.
        day: The day, if it is past.
    """
    if day is None:
        found = await work.fetch(PLACES, request)
    else:
        found = await work.fetch(PLACES_THEN, request, day=day)
    places = [Place(*row) for row in found]
    if not places:
        return []
    if day is None:
        homes, at = await work.fetch(HOMES, ids=[each.enrolment_id for each in groups]), work.now
    else:
        homes = await work.fetch(DAY_HOMES, request, day=day)
        at = datetime.combine(day, time(), UTC)
    return list(by_area(groups, dict(map(tuple, homes)), places, programmes, at))


def by_area(
    groups: Iterable[Group],
    homes: dict[UUID, UUID | None],
    places: Sequence[Place],
    programmes: Programmes,
    now: datetime,
) -> Iterable[pb.AreaSummary]:
    """Yields how groups are doing in each part.

    Args:
        groups: The groups.
        homes: The area of each, by enrolment.
        places: The areas of the parts, in the order of the parts.
        programmes: Their programmes.
        now: The time.
    """
    part_of = {place.area_id: place.part_id for place in places}
    parts: dict[UUID, list[Group]] = {place.part_id: [] for place in places}
    organizations = dict.fromkeys(parts, 0)
    for place in places:
        organizations[place.part_id] += place.organizations
    for each in groups:
        home = homes.get(each.enrolment_id)
        if home in part_of:
            parts[part_of[home]].append(each)
    for part_id, part in parts.items():
        stuck = {each.enrolment_id for each in part if programmes.is_stuck(each, now)}
        yield pb.AreaSummary(
            area_id=str(part_id), **counts(part, stuck), organizations=organizations[part_id]
        )
