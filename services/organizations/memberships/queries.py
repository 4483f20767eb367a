"""Queries for memberships that several subjects ask."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from sqlalchemy import ColumnElement, case, delete, exists, false, or_, select, update
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.access import SELF
from services.kit.work.holding import where_role_held
from services.kit.work.reading import Resources, Shown
from services.kit.work.roles import OVERSEERS, Role
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.hours.models import HoursBalance
from services.organizations.memberships.models import ROLE_TABLES, Membership, MembershipRole
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.people.models import Person

MOST_GRANTS_A_DAY = 20
MOST_MEMBERSHIPS_A_DAY = 10
# What was before stays in the audit trail.
MOST_ROLES_KEPT = 500


async def removed_at(organization: Organization, person_id: UUID, work: Work) -> datetime | None:
    """Returns when a person was removed; None if they have been a member since, left, or never came.

    Args:
        organization: The organization, locked.
        person_id: The person.
        work: The unit of work.
    """
    last = (
        select(Membership)
        .where(
            col(Membership.organization_id) == organization.id,
            col(Membership.person_id) == person_id,
            col(Membership.state) == MembershipState.ENDED,
        )
        .order_by(col(Membership.create_time).desc(), col(Membership.id).desc())
        .limit(1)
    )
    membership = await work.session.scalar(last)
    return membership.end_time if membership is not None and membership.is_removed else None


async def refuse_too_often(organization: Organization, person_id: UUID, work: Work) -> None:
    """Keeps a person from joining and leaving, or applying and withdrawing, in a loop: each is a new row.

    Args:
        organization: The organization, locked.
        person_id: The person, who is about to get another membership.
        work: The unit of work.

    Raises:
        Refused: They got as many memberships there within a day as they may.
    """
    lately = await work.count(
        col(Membership.organization_id) == organization.id,
        col(Membership.person_id) == person_id,
        col(Membership.create_time) > work.now - timedelta(days=1),
    )
    if lately >= MOST_MEMBERSHIPS_A_DAY:
        raise Refused(
            "You applied to or joined this organization {max} times within 24 hours, "
            "which is the most. Try again tomorrow.",
            reason="TOO_MANY_APPLICATIONS",
            params={"max": MOST_MEMBERSHIPS_A_DAY},
        )


async def find_application(
    organization: Organization, person_id: UUID, work: Work
) -> Membership | None:
    """Returns the application of a person that waits for a decision, locked; None if there is none.

    Args:
        organization: The organization, locked.
        person_id: The person.
        work: The unit of work.
    """
    application_id = await work.session.scalar(
        select(col(Membership.id)).where(
            col(Membership.organization_id) == organization.id,
            col(Membership.person_id) == person_id,
            col(Membership.state) == MembershipState.APPLIED,
        )
    )
    return None if application_id is None else await work.lock(Membership, application_id)


async def has_other_owners(membership: Membership, work: Work) -> bool:
    """Returns whether someone else is an owner of the organization.

    If the member is not an owner, someone else must be, so a large roster is not searched.
    """
    if not membership.is_owner:
        return True
    other = exists().where(
        col(Membership.organization_id) == membership.organization_id,
        col(Membership.id) != membership.id,
        col(Membership.state) == MembershipState.ACTIVE,
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.role) == Role.OWNER,
        col(MembershipRole.end_time).is_(None),
    )
    return bool(await work.session.scalar(select(other)))


async def bound_history(membership: Membership, work: Work) -> None:
    """Keeps a member from being granted roles in a loop, and the history of their roles from growing.

    Args:
        membership: The membership, locked, with a role that was just granted.
        work: The unit of work.

    Raises:
        Refused: The member was granted as many roles within a day as they may be.
    """
    await work.session.flush()
    of_member = col(MembershipRole.membership_id) == membership.id
    lately = await work.count(
        of_member, col(MembershipRole.start_time) > work.now - timedelta(days=1)
    )
    if lately > MOST_GRANTS_A_DAY:
        raise Refused(
            "This member was granted {max} roles within 24 hours, which is the most. Try "
            "again tomorrow.",
            reason="TOO_MANY_ROLE_CHANGES",
            params={"max": MOST_GRANTS_A_DAY},
        )
    kept = (
        select(col(MembershipRole.id))
        .where(of_member)
        .order_by(col(MembershipRole.start_time).desc(), col(MembershipRole.id).desc())
        .limit(MOST_ROLES_KEPT)
    )
    await work.session.execute(
        delete(MembershipRole)
        .where(
            of_member,
            col(MembershipRole.end_time).is_not(None),
            col(MembershipRole.id).not_in(kept),
        )
        .execution_options(synchronize_session=False)
    )


def shown(decides: Callable[[Viewer], ColumnElement[bool]]) -> Shown[membership_pb2.Membership]:
    """Returns what is shown of a membership.

    The member and those who decide see the application message, the invitation, and when it ends by itself. Other
    members see the membership without them.

    Args:
        decides: Returns the condition that a viewer decides about a membership.
    """

    def for_few(column: Any, otherwise: Any) -> Callable[[Viewer], ColumnElement[Any]]:
        def value(viewer: Viewer) -> ColumnElement[Any]:
            if viewer.is_admin or not viewer.is_known:
                return cast("ColumnElement[Any]", column)
            is_own = SELF.where(col(Membership.person_id), viewer)
            return case((or_(is_own, decides(viewer)), column), else_=otherwise)

        return value

    return Shown(
        membership_pb2.Membership,
        Membership,
        application_message=for_few(col(Membership.application_message), ""),
        invitation_id=for_few(col(Membership.invitation_id), None),
        expire_time=for_few(col(Membership.expire_time), None),
        is_expiring=for_few(col(Membership.is_expiring), false()),
        roles=col(Membership.role_rows),
    )


def _oversees(viewer: Viewer) -> ColumnElement[bool]:
    return where_role_held(col(Membership.organization_id), viewer, OVERSEERS, ROLE_TABLES)


MEMBERSHIPS = Resources(Membership, "view_membership", shown=shown(_oversees))


async def lock_person(person_id: UUID, organization_id: UUID, work: Work) -> dict[str, Any]:
    """Returns what a membership repeats of its person, and keeps it from changing until the commit.

    Without the lock, a name or an hour that arrives while a membership is being made would miss it. It
    comes before every other lock.
    """
    await work.lock_name(f"person:{person_id}")
    names = select(col(Person.sort_name), col(Person.search_name)).where(
        col(Person.id) == person_id
    )
    minutes = select(col(HoursBalance.recorded_minutes), col(HoursBalance.attested_minutes)).where(
        col(HoursBalance.organization_id) == organization_id,
        col(HoursBalance.person_id) == person_id,
    )
    known: dict[str, Any] = {}
    for question in (names, minutes):
        for row in (await work.session.execute(question)).mappings():
            known |= row
    return known


async def repeat(work: Work, values: dict[str, Any], *memberships: ColumnElement[bool]) -> None:
    """Copies values of a person to their memberships.

    It is no part of a membership as others see it: its version stays, nothing is announced.
    """
    changed = or_(*(getattr(Membership, name) != value for name, value in values.items()))
    await work.session.execute(
        update(Membership)
        .where(*memberships, changed)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
