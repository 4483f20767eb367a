"""Who may see the fields of rosters, and the values in them."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.roster_fields.models import RosterField, RosterFieldAudience


def sees_roster_field(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition for the fields that the caller may see.

    They are those of organizations that the caller oversees; those in which members see values, for members; and
    those that applicants fill in, for everyone who is signed in.
    """
    if viewer.is_admin:
        return true()
    seen = or_(
        where_role_held(col(RosterField.organization_id), viewer, OVERSEERS, ROLE_TABLES),
        and_(
            where_role_held(
                col(RosterField.organization_id), viewer, EVERY_ROLE, ROLE_TABLES, inherited=False
            ),
            col(RosterField.audience) != RosterFieldAudience.OVERSEERS,
        ),
    )
    if viewer.is_signed_in:
        return or_(seen, RosterField.is_asked())
    return seen


def where_value_seen(
    sees_all: Any, is_own: Any, audience: Any, is_answer: Any
) -> ColumnElement[bool]:
    """Returns the condition that somebody who sees the membership sees the value that it has in a field.

    Args:
        sees_all: The condition that they oversee the organization.
        is_own: The condition that the membership is theirs.
        audience: The audience of the field.
        is_answer: The condition that it is in an application that waits for a decision.
    """
    return or_(
        sees_all,
        audience == RosterFieldAudience.MEMBERS,
        and_(is_own, or_(audience == RosterFieldAudience.MEMBER, is_answer)),
    )


RELATIONS: Relations = {"view_roster_field": Visibility(sees_roster_field)}
