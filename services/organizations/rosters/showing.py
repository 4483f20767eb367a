"""The labels and values of an entry, as far as a viewer sees them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Uuid, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import col

from services.kit.work.access import SELF
from services.kit.work.viewer import Viewer
from services.organizations.labels.models import MembershipLabel
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.roster_fields.access import where_value_seen
from services.organizations.roster_fields.models import RosterField, RosterValueRow

Decides = Callable[[Viewer], ColumnElement[bool]]
_ID = col(Membership.id)
# Looked up for each value: with a join, the planner would read all fields of all organizations.
_AUDIENCE = (
    select(col(RosterField.audience))
    .where(col(RosterField.id) == col(RosterValueRow.roster_field_id))
    .correlate(RosterValueRow)
    .scalar_subquery()
)


def labels(decides: Decides) -> Callable[[Viewer], Any]:
    """Returns what shows the labels of an entry.

    Args:
        decides: Returns the condition that a viewer oversees the organization.
    """

    def value(viewer: Viewer) -> Any:
        found = (
            select(col(MembershipLabel.label_id))
            .where(col(MembershipLabel.membership_id) == _ID, decides(viewer))
            .order_by(col(MembershipLabel.label_id))
            .correlate(Membership)
        )
        return func.array(found.scalar_subquery(), type_=ARRAY(Uuid))

    return value


def values(decides: Decides) -> Callable[[Viewer], Any]:
    """Returns what shows the values of an entry.

    Args:
        decides: Returns the condition that a viewer oversees the organization.
    """

    def value(viewer: Viewer) -> Any:
        is_own = SELF.where(col(Membership.person_id), viewer)
        one = func.jsonb_build_object(
            "roster_field_id",
            col(RosterValueRow.roster_field_id),
            "value",
            col(RosterValueRow.value),
        )
        ordered = aggregate_order_by(one, col(RosterValueRow.roster_field_id))
        found = (
            select(func.jsonb_agg(ordered, type_=JSONB))
            .where(
                col(RosterValueRow.membership_id) == _ID,
                where_value_seen(
                    decides(viewer),
                    is_own,
                    _AUDIENCE,
                    col(Membership.state) == MembershipState.APPLIED,
                ),
            )
            .correlate(Membership)
        )
        return found.scalar_subquery()

    return value
