"""Whether all that a roster view names is there: labels, fields, and conditions that suit them."""

from dataclasses import replace
from uuid import UUID

from banyan.organizations.v1 import roster_pb2
from banyan.organizations.v1 import roster_view_pb2 as pb

from services.kit.contract.validation import refuse_violations
from services.kit.errors import InvalidArgument, Violation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work
from services.organizations.labels.queries import foreign_labels
from services.organizations.roster_views.models import RosterView
from services.organizations.roster_views.reading import asked
from services.organizations.rosters import filtering


async def refuse_unknown(view: RosterView, work: Work) -> None:
    """Refuses a view that names what the organization does not have.

    Raises:
        InvalidArgument: It names a label or a field that is not there, or a condition that its field cannot have.
    """
    refuse_violations(await unknown(to_proto(view, pb.RosterView), work))


async def unknown(view: pb.RosterView, work: Work) -> list[Violation]:
    """Returns what a view names that its organization does not have, or that does not suit a field."""
    organization_id = UUID(view.organization_id)
    labels = {
        f"roster_view.filter.label_ids[{place}]": id_
        for place, id_ in enumerate(view.filter.label_ids)
    }
    columns = {
        f"roster_view.columns[{place}].roster_field_id": column.roster_field_id
        for place, column in enumerate(view.columns)
        if column.HasField("roster_field_id")
    }
    found = await foreign_labels(labels, organization_id, work)
    found += (await filtering.fields_named(columns, organization_id, work))[1]
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
