"""What belongs to organizations: only those to which nothing does can be deleted."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select, union
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.activities.models import Event, EventState
from services.organizations.agreements.models import Agreement
from services.organizations.enrolments.models import Enrolment
from services.organizations.filings.models import Filing
from services.organizations.group_closings.models import GroupClosing
from services.organizations.hours.models import HoursBalance
from services.organizations.imports.models import ImportJob
from services.organizations.invitations.models import Invitation
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal
from services.organizations.starter_kits.models import StarterKit
from services.organizations.verifications.models import Verification

_CURRENT = (MembershipState.ACTIVE, MembershipState.SUSPENDED)


async def occupied_among(ids: Collection[UUID], work: Work) -> set[UUID]:
    """Returns those of the organizations, which are locked, to which somebody or something belongs.

    A current membership of the caller does not count: founders delete what they founded by mistake. Events
    are those that the events service has announced, without deleted ones.
    """
    members = select(col(Membership.organization_id)).where(
        col(Membership.organization_id).in_(ids)
    )
    if work.caller.person_id is not None:
        members = members.where(
            (col(Membership.person_id) != work.caller.person_id)
            | col(Membership.state).not_in(_CURRENT)
        )
    below = select(col(Organization.parent_id)).where(
        col(Organization.parent_id).in_(ids), col(Organization.state) != OrganizationState.DELETED
    )
    planned = select(col(Event.organization_id)).where(
        col(Event.organization_id).in_(ids), col(Event.state) != EventState.DELETED
    )
    mentored = select(col(Enrolment.mentor_organization_id)).where(
        col(Enrolment.mentor_organization_id).in_(ids)
    )
    holders: tuple[Any, ...] = (
        Invitation,
        ImportJob,
        HoursBalance,
        Programme,
        Agreement,
        StarterKit,
        Enrolment,
        FoundingProposal,
        Verification,
        Filing,
        GroupClosing,
    )
    held = (
        select(holder.organization_id).where(holder.organization_id.in_(ids)) for holder in holders
    )
    return set(await work.session.scalars(union(members, below, planned, mentored, *held)))


async def own_memberships(organization_id: UUID, work: Work) -> list[Membership]:
    """Returns the current membership of the caller, locked, if there is one."""
    found = await work.session.scalars(
        select(col(Membership.id)).where(
            col(Membership.organization_id) == organization_id,
            col(Membership.person_id) == work.caller.person_id,
            col(Membership.state).in_(_CURRENT),
        )
    )
    return await work.lock_all(Membership, found.all())
