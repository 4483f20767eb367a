"""Whether all that a roster view names is there: labels, fields, and conditions that suit them."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from banyan.organizations.v1 import roster_pb2
from banyan.organizations.v1 import roster_view_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import InvalidArgument, Violation
from services.kit.work.mapping import to_proto
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.labels.models import Label, LabelState
from services.organizations.roster_fields.models import RosterField, RosterFieldState
from services.organizations.roster_views.models import RosterView
from services.organizations.roster_views.reading import asked
from services.organizations.rosters import filtering

_LABELS = Query(
    select(col(Label.id)).where(
        col(Label.id) == any_(given("ids", IDS)),
        col(Label.organization_id) == given("organization_id"),
        col(Label.state) == LabelState.ACTIVE,
    )
)
_FIELDS = Query(
    select(col(RosterField.id)).where(
        col(RosterField.id) == any_(given("ids", IDS)),
        col(RosterField.organization_id) == given("organization_id"),
        col(RosterField.state) == RosterFieldState.ACTIVE,
    )
)


async def refuse_unknown(view: RosterView, work: Work) -> None:
    """Refuses a view that names what the organization does not have.

    Raises:
        InvalidArgument: It names a label or a field that is not there, or a condition that its field cannot have.
    """
    refuse_violations(await unknown(to_proto(view, pb.RosterView), work))


async def unknown(view: pb.RosterView, work: Work) -> list[Violation]:
    """Returns what a view names that its organization does not have, or that does not suit a field."""
    organization_id = UUID(view.organization_id)
    found = [*await _unknown_labels(view, organization_id, work)]
    found += await _unknown_columns(view, organization_id, work)
    request = asked(view, roster_pb2.ListRosterEntriesRequest())
    request.organization_id = view.organization_id
    try:
        await filtering.given_by(request, work, sees_all=True)
    except InvalidArgument as error:
        found += [replace(each, field=_path(each.field)) for each in error.violations]
    return found


def _path(field: str) -> str:
    """Returns the path in a view of what has this path in a request for a roster."""
    if field == "order_field_id":
        return "roster_view.sorting.roster_field_id"
    return f"roster_view.filter.{field}"


async def _unknown_labels(
    view: pb.RosterView, organization_id: UUID, work: Work
) -> Iterator[Violation]:
    named = {
        f"roster_view.filter.label_ids[{place}]": UUID(id_)
        for place, id_ in enumerate(view.filter.label_ids)
    }
    rows = await _found(_LABELS, named, organization_id, work)
    return (
        Violation(path, "is no label of this organization; read its labels again", "NO_SUCH_LABEL")
        for path, id_ in named.items()
        if id_ not in rows
    )


async def _unknown_columns(
    view: pb.RosterView, organization_id: UUID, work: Work
) -> Iterator[Violation]:
    named = {
        f"roster_view.columns[{place}].roster_field_id": UUID(column.roster_field_id)
        for place, column in enumerate(view.columns)
        if column.HasField("roster_field_id")
    }
    rows = await _found(_FIELDS, named, organization_id, work)
    return (
        Violation(path, "is no field of this roster; read its fields again", "NO_SUCH_ROSTER_FIELD")
        for path, id_ in named.items()
        if id_ not in rows
    )


async def _found(
    query: Query, named: dict[str, UUID], organization_id: UUID, work: Work
) -> set[UUID]:
    """Returns which of the named rows there are."""
    if not named:
        return set()
    rows = await work.fetch(query, ids=list(named.values()), organization_id=organization_id)
    return {row[0] for row in rows}
