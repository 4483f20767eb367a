"""Queries for labels that several handlers ask."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.errors import Violation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.labels.models import Label, LabelState

_LABELS = Query(
    select(col(Label.id)).where(
        col(Label.id) == any_(given("ids", IDS)),
        col(Label.organization_id) == given("organization_id"),
        col(Label.state) == LabelState.ACTIVE,
    )
)


async def foreign_labels(
    named: Mapping[str, str], organization_id: UUID, work: Work
) -> list[Violation]:
    """Returns what is wrong with labels that an organization does not have, or has deleted.

    Args:
        named: The IDs of the labels, by their paths in the request.
        organization_id: The organization.
        work: The work.
    """
    if not named:
        return []
    rows = await work.fetch(
        _LABELS, ids=list(map(UUID, named.values())), organization_id=organization_id
    )
    known = {str(id_) for (id_,) in rows}
    return [
        Violation(path, "is no label of this organization; read its labels again", "NO_SUCH_LABEL")
        for path, id_ in named.items()
        if id_ not in known
    ]
