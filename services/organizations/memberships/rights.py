"""The right to change an organization, decided under the locks that a removal takes too.

A removal locks the organization and the membership. Who changes something there locks the same, and is
asked for their right after that: of a removal and a change by the removed, one comes first, and a change
that comes second is refused. Roles held above count where an organization inherits roles; there a removal
locks another organization, so the memberships that a right may rest on are locked as well.
"""

from collections.abc import Collection
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Uuid, any_, exists, select
from sqlmodel import col

from services.kit.errors import PermissionDenied, Refused
from services.kit.work.models import Resource
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS, MANAGERS, Role
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.apps.models import App, AppState
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization

Owned = TypeVar("Owned", bound=Resource)


class Place(NamedTuple):
    """Where an organization is in the hierarchy, and whether roles held above count there."""

    id: UUID
    ancestor_ids: list[UUID]
    inherit_roles: bool


def _holding(roles: Collection[Role]) -> Query:
    held = Membership.held_by(given("person_id", Uuid()), roles)
    (organization_id,) = held.selected_columns
    return Query(held.where(organization_id == any_(given("places", IDS))).limit(1))


_MANAGES, _LEADS = _holding(MANAGERS), _holding(LEADERS)


async def lock_to_change(
    relation: str, organization_id: str | UUID, work: Work, *, subject: Any = None
) -> Organization:
    """Returns an organization, locked, that the caller may change now.

    It asks twice: first so that strangers hold no lock, then because the right may have ended while this
    waited for one.

    Args:
        relation: The relation that gives the right.
        organization_id: The organization.
        work: The unit of work.
        subject: What the relation is asked of; by default the organization.

    Raises:
        PermissionDenied: The caller may not.
    """
    asked_of = organization_id if subject is None else subject
    await work.require(relation, asked_of)
    organization = await work.lock(Organization, organization_id)
    await hold_own_rights(organization, work)
    await work.require(relation, asked_of)
    return organization


async def lock_owned(row_type: type[Owned], id_: str | UUID, relation: str, work: Work) -> Owned:
    """Returns a row of an organization, locked after it, that the caller may change now.

    Args:
        row_type: The class of the row, which has an `organization_id`.
        id_: The ID of the row.
        relation: The relation to the organization that gives the right.
        work: The unit of work.

    Raises:
        NotFound: There is no such row.
        PermissionDenied: The caller may not.
    """
    known: Any = await work.get(row_type, id_)
    await lock_to_change(relation, known.organization_id, work)
    return await work.lock(row_type, known.id)


async def lock_both(
    relation: str,
    organization_id: str | UUID,
    other_id: str | UUID,
    work: Work,
    *,
    subject: Any = None,
) -> Organization:
    """Returns the other of two organizations, locked after `lock_to_change` of the first.

    Both are locked in the order of their IDs, so two that concern each other do not wait for each other.

    Args:
        relation: The relation that gives the right to change the first.
        organization_id: The first.
        other_id: The other.
        work: The unit of work.
        subject: What the relation is asked of; by default the first organization.

    Raises:
        NotFound: The other does not exist.
        PermissionDenied: The caller may not change the first.
    """
    await work.require(relation, organization_id if subject is None else subject)
    await work.lock_all(Organization, {UUID(str(organization_id)), UUID(str(other_id))})
    await lock_to_change(relation, organization_id, work, subject=subject)
    return await work.lock(Organization, other_id)


async def hold_own_rights(organization: Organization, work: Work) -> None:
    """Keeps the roles of the caller that may count in an organization from ending until the commit.

    Raises:
        PermissionDenied: An app calls, and no longer has the role that its passport says.
    """
    if work.caller.is_app:
        await hold_app(work)
    else:
        await hold_rights(work.person_id, organization, work)


async def hold_app(work: Work) -> None:
    """Keeps the calling app from losing its role until the commit.

    Raises:
        PermissionDenied: It has lost it.
    """
    found = await work.session.execute(
        select(col(App.organization_id), col(App.role))
        .where(col(App.id) == work.caller.app_id, col(App.state) == AppState.ACTIVE)
        .with_for_update(read=True)
    )
    held = {row[0]: frozenset({str(row[1])}) for row in found}
    if held != dict(work.caller.roles):
        raise PermissionDenied


async def hold_rights(person_id: UUID, organization: Organization, work: Work) -> None:
    """Keeps the roles of a person that may count in an organization from ending until the commit."""
    if work.caller.is_admin and work.caller.person_id == person_id:
        return  # the right rests on no role
    await work.session.execute(
        select(col(Membership.id))
        .where(
            col(Membership.person_id) == person_id,
            col(Membership.organization_id).in_(where_roles_count(organization)),
            col(Membership.state) == MembershipState.ACTIVE,
        )
        .order_by(col(Membership.id))
        .with_for_update(read=True)
    )


async def may_invite(person_id: UUID, organization: Organization | Place, work: Work) -> bool:
    """Returns whether a person, who need not be the caller, manages the roster by their roles now."""
    places = where_roles_count(organization)
    return bool(await work.fetch(_MANAGES, person_id=person_id, places=places))


async def may_lead(person_id: UUID, organization: Organization | Place, work: Work) -> bool:
    """Returns whether a person, who need not be the caller, leads an organization by their roles now."""
    places = where_roles_count(organization)
    return bool(await work.fetch(_LEADS, person_id=person_id, places=places))


async def refuse_without_owner(organization: Organization, work: Work) -> None:
    """Refuses a change of the place of an organization, or of whose roles count, that takes its last owner.

    Args:
        organization: The organization after the change, locked.
        work: The unit of work.

    Raises:
        Refused: Nobody owns it, neither directly nor by a role above that counts.
    """
    owner = exists().where(
        col(Membership.organization_id).in_(where_roles_count(organization)),
        col(Membership.state) == MembershipState.ACTIVE,
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.role) == Role.OWNER,
        col(MembershipRole.end_time).is_(None),
    )
    if not await work.session.scalar(select(owner)):
        raise Refused(
            "Nobody would own this organization any more. Make one of its members an owner first.",
            reason="NO_OWNER_LEFT",
        )


def where_roles_count(organization: Organization | Place) -> list[UUID]:
    """Returns the organizations whose roles count in one: itself, and those above if it inherits roles."""
    above = organization.ancestor_ids if organization.inherit_roles else []
    return [organization.id, *above]
