"""Queries for support, and what is asked before it is given."""

from uuid import UUID

from banyan.organizations.v1 import group_support_pb2 as pb
from sqlalchemy import any_, func, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.group_supports.models import (
    DUE_TIME,
    GroupSupport,
    GroupSupportKind,
    GroupSupportState,
)
from services.organizations.memberships.rights import lock_to_change

MOST_SUPPORTS = 500  # of an enrolment
MOST_COSTS = 1000
_PAID = (GroupSupportState.DELIVERED, GroupSupportState.SETTLED)
_GIVEN = (GroupSupportState.PROMISED, *_PAID)

SUPPORTS = Resources[pb.GroupSupport](GroupSupport, "view_group_support")
_CREATION = (col(GroupSupport.id),)  # IDs increase with time
_DUE = (DUE_TIME, col(GroupSupport.id))
_ORDERS = {"CREATE_TIME": _CREATION, "DUE_TIME": _DUE}
_FILTERS = {
    "states": col(GroupSupport.state) == any_(given("states", TEXTS)),
    "kinds": col(GroupSupport.kind) == any_(given("kinds", TEXTS)),
    "is_overdue": col(GroupSupport.is_overdue) == given("is_overdue"),
}
LATEST_FIRST = SUPPORTS.listing(
    *_CREATION,
    where=[col(GroupSupport.enrolment_id) == given("enrolment_id")],
    filters=_FILTERS,
    descending=True,
    orders=_ORDERS,
)
GIVEN = SUPPORTS.listing(
    *_DUE,
    where=[col(GroupSupport.cultivator_id) == given("cultivator_id")],
    filters={**_FILTERS, "due_before": given("due_before") > DUE_TIME},
    orders=_ORDERS,
)
_PROMISED = func.coalesce(func.sum(col(GroupSupport.amount)), 0)
_DELIVERED = col(GroupSupport.state).in_(_PAID)
COSTS = Query(
    select(
        col(GroupSupport.organization_id),
        col(GroupSupport.stage_key),
        col(GroupSupport.currency),
        func.count(),
        func.count().filter(_DELIVERED),
        _PROMISED,
        func.coalesce(func.sum(col(GroupSupport.amount)).filter(_DELIVERED), 0),
        func.coalesce(
            func.sum(col(GroupSupport.amount)).filter(
                col(GroupSupport.state) == GroupSupportState.SETTLED
            ),
            0,
        ),
        func.coalesce(
            func.sum(col(GroupSupport.amount)).filter(
                _DELIVERED, col(GroupSupport.is_from_outside)
            ),
            0,
        ),
    )
    .where(
        col(GroupSupport.cultivator_id) == given("organization_id"),
        col(GroupSupport.state).in_(_GIVEN),
    )
    .group_by(
        col(GroupSupport.organization_id), col(GroupSupport.stage_key), col(GroupSupport.currency)
    )
    .order_by(_PROMISED.desc(), col(GroupSupport.organization_id), col(GroupSupport.stage_key))
    .limit(MOST_COSTS)
)


async def lock_given(group_support_id: str, work: Work) -> GroupSupport:
    """Returns support, locked, about which the caller may decide."""
    known = await work.get(GroupSupport, group_support_id)
    await lock_to_change("give_support", known.cultivator_id, work, subject=known)
    return await work.lock(GroupSupport, known.id)


async def refuse_too_many(enrolment_id: UUID, more: int, work: Work) -> None:
    """Keeps the list of what a group got within bounds; its enrolment is locked.

    Raises:
        Refused: It would become too long.
    """
    if await work.count(col(GroupSupport.enrolment_id) == enrolment_id) + more > MOST_SUPPORTS:
        raise Refused(
            "This group has {max} entries of support, which is the most. End this enrolment and enrol the group "
            "again.",
            reason="TOO_MUCH_SUPPORT",
            params={"max": MOST_SUPPORTS},
        )


async def asked_at_stage(
    enrolment_id: UUID, stage_key: str, work: Work
) -> set[tuple[GroupSupportKind, str]]:
    """Returns what a group has asked for or got at a stage, by kind and description; what was declined does not count."""
    rows = await work.session.execute(
        select(col(GroupSupport.kind), col(GroupSupport.description)).where(
            col(GroupSupport.enrolment_id) == enrolment_id,
            col(GroupSupport.stage_key) == stage_key,
            col(GroupSupport.state) != GroupSupportState.WITHDRAWN,
        )
    )
    return {(row.kind, row.description) for row in rows}
