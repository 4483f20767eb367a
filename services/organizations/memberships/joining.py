"""How a membership begins: by an application, as a founder, by an invitation, or by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.errors import Refused
from services.kit.work.roles import Role
from services.organizations.memberships.models import Membership
from services.organizations.organizations.models import MembershipPolicy, Organization


def apply(
    organization: Organization,
    person_id: UUID,
    *,
    at: datetime,
    was_removed: bool,
    is_welcome: bool = False,
    **values: Any,
) -> Membership:
    """Returns the application of a person, accepted at once where the organization is open to them.

    Args:
        organization: Where they apply.
        person_id: The person.
        at: When.
        was_removed: Whether they were removed from it; then it is not open to them.
        is_welcome: Whether they come from a group that goes on in it.
        values: What else is known.

    Raises:
        Refused: The organization is closed, or does not take applications.
    """
    organization.refuse_if_closed()
    if organization.membership_policy == MembershipPolicy.INVITATION and not is_welcome:
        raise Refused(
            "This organization accepts members by invitation only. Ask one of its leaders for"
            " an invitation.",
            reason="INVITATION_ONLY",
        )
    membership = _of(organization, person_id, **values)
    if organization.admits(was_removed=was_removed, is_welcome=is_welcome):
        membership.accept(organization, at=at)
    return membership


def found(
    organization: Organization, person_id: UUID, *, at: datetime, **values: Any
) -> Membership:
    """Returns the membership of the founder, who is the first owner."""
    membership = _of(organization, person_id, **values)
    membership.accept(organization, at=at)
    membership.grant(Role.OWNER, at=at)
    return membership


def invited(
    organization: Organization,
    person_id: UUID,
    invitation_id: UUID,
    *,
    at: datetime,
    **values: Any,
) -> Membership:
    """Returns the membership of a person who accepted an invitation."""
    membership = _of(organization, person_id, **values)
    membership.join(organization, invitation_id, at=at)
    return membership


def entered(
    organization: Organization,
    person_id: UUID,
    roles: Iterable[Role],
    *,
    at: datetime,
    **values: Any,
) -> Membership:
    """Returns the membership of a person whom a leader entered, with roles.

    Raises:
        Refused: The organization is closed, or the roles exclude each other.
    """
    membership = _of(organization, person_id, **values)
    membership.accept(organization, at=at)
    for role in roles:
        membership.grant(role, at=at)
    return membership


def _of(organization: Organization, person_id: UUID, **values: Any) -> Membership:
    # Roles are named: of a new row whose roles nobody has looked at, they would be loaded later.
    return Membership(organization_id=organization.id, person_id=person_id, role_rows=[], **values)
