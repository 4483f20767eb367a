"""What is unfinished in a group that is to end: what must be settled before, and what ends with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import group_closing_pb2 as pb
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.kit.errors import InvalidArgument, Refused
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.activities.models import Event, EventState
from services.organizations.enrolments.models import CURRENT, Enrolment
from services.organizations.group_supports.models import (
    TO_SETTLE,
    GroupSupport,
    GroupSupportState,
)
from services.organizations.organizations.closing import WAITING, is_active_below

MOST_LISTED = 50
_ID = given("organization_id")
_OWN_SUPPORT = col(GroupSupport.organization_id) == _ID


def _number(*conditions: ColumnElement[bool]) -> Any:
    """Returns how many rows meet conditions, of the table that they name."""
    return select(func.count()).where(*conditions).scalar_subquery()


# What must be settled first, and what ends with the group, by kind.
_BLOCKING = {
    # As far as they are known here.
    "EVENTS": _number(
        col(Event.organization_id) == _ID,
        col(Event.state) == EventState.PUBLISHED,
        col(Event.start_time) > given("now", TIME),
    ),
    "ORGANIZATIONS_BELOW": _number(*is_active_below(_ID)),
}
_ENDING = {
    "SUPPORT_TO_COME": _number(
        _OWN_SUPPORT,
        col(GroupSupport.state).in_((GroupSupportState.REQUESTED, GroupSupportState.PROMISED)),
    ),
    "ENROLMENTS": _number(col(Enrolment.organization_id) == _ID, col(Enrolment.state).in_(CURRENT)),
    **{each.kind: _number(*each.at(_ID)) for each in WAITING},
}
NUMBERS = Query(select(*_BLOCKING.values(), *_ENDING.values()))
# One more than are listed.
UNSETTLED = Query(
    select(col(GroupSupport.id))
    .where(
        _OWN_SUPPORT,
        col(GroupSupport.state) == GroupSupportState.DELIVERED,
        col(GroupSupport.kind).in_(TO_SETTLE),
    )
    .order_by(col(GroupSupport.id))
    .limit(MOST_LISTED + 1)
)


async def unfinished(organization_id: UUID, work: Work) -> pb.UnfinishedBusiness:
    """Returns what is unfinished in an organization."""
    (row,) = await work.fetch(NUMBERS, organization_id=organization_id)
    numbers = dict(zip((*_BLOCKING, *_ENDING), row, strict=True))
    supports = await unsettled(organization_id, work)
    numbers["SUPPORT_TO_SETTLE"] = len(supports)
    items = [
        pb.UnfinishedItem(
            kind=f"UNFINISHED_KIND_{kind}",
            count=numbers[kind],
            must_be_settled=kind not in _ENDING,
        )
        for kind in (*_BLOCKING, "SUPPORT_TO_SETTLE", *_ENDING)
        if numbers[kind]
    ]
    return pb.UnfinishedBusiness(
        can_end=not any(numbers[kind] for kind in _BLOCKING),
        items=items,
        group_support_ids=[str(each) for each in supports[:MOST_LISTED]],
    )


async def refuse_unfinished(
    organization_id: UUID, handovers: Sequence[pb.ClosingHandover], work: Work
) -> None:
    """Lets no group end that has events to come, or support to settle that it hands over to nobody.

    Raises:
        Refused: It has.
    """
    (row,) = await work.fetch(NUMBERS, organization_id=organization_id)
    if row[0]:
        raise Refused(
            "Events of this group are still to come. Hold them first, or cancel them so that those who have "
            "signed up hear of it.",
            reason="EVENTS_TO_COME",
        )
    left = {str(each) for each in await unsettled(organization_id, work)}
    named = {each.group_support_id for each in handovers if each.HasField("group_support_id")}
    if named - left:
        raise Refused(
            "A handover names support that the group has not got, or that is settled. Name what "
            "`unfinishedBusiness` lists.",
            reason="NOTHING_TO_HAND_OVER",
        )
    if left - named:
        raise Refused(
            "The group still has equipment to return, or money to account for. Have it settled first, or say in a "
            "handover who has it from now on.",
            reason="SUPPORT_UNSETTLED",
        )


def refuse_unreceived(handovers: Sequence[pb.ClosingHandover]) -> None:
    """Refuses handovers to nobody.

    Raises:
        InvalidArgument: One names neither a receiver nor an organization.
    """
    for place, each in enumerate(handovers):
        if not each.receiver and not each.HasField("organization_id"):
            raise InvalidArgument.of(
                f"handovers[{place}].receiver",
                "is missing. Say who has it from now on, or name an organization",
                "RECEIVER_NEEDED",
            )


async def unsettled(organization_id: UUID, work: Work) -> list[UUID]:
    """Returns the equipment that a group is to return, and the money that it is to account for: one more than are listed."""
    return [row[0] for row in await work.fetch(UNSETTLED, organization_id=organization_id)]
