"""Query conditions about memberships in organizations."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, exists, or_

from services.events.memberships.models import Membership
from services.events.organizations.models import Organization
from services.kit.work.holding import another
from services.kit.work.memberships import MembershipState

ACTIVE = (MembershipState.ACTIVE,)


def where_member(
    organization_id: Any, person_id: UUID | Any, states: Collection[MembershipState] = ACTIVE
) -> ColumnElement[bool]:
    """Returns the condition that a person is a member of an organization.

    Memberships above count where the organization inherits roles.

    Args:
        organization_id: The column that names the organization, or its ID.
        person_id: The column that names the person, or their ID.
        states: The states of memberships that count.
    """
    # Under other names, so that only the two columns refer to the query around the condition.
    membership, organization = another(Membership), another(Organization)
    counts = (membership.person_id == person_id, membership.state.in_(states))
    return or_(
        exists().where(*counts, membership.organization_id == organization_id),
        exists().where(
            *counts,
            organization.id == organization_id,
            organization.inherit_roles,
            membership.organization_id == any_(organization.ancestor_ids),
        ),
    )
