"""RosterService: memberships with the names of the people behind them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.kit.access import where_a_role_counts
from services.kit.errors import PermissionDenied
from services.kit.mapping import to_proto
from services.kit.names import is_found
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.organizations.access import OVERSEERS, oversees
from services.organizations.models import (
    HoursBalance,
    Membership,
    MembershipRole,
    Organization,
    Person,
)

# What each order compares. A membership that never began stands where it was applied for.
ORDERS: dict[int, Any] = {
    pb.ROSTER_ORDER_UNSPECIFIED: col(Membership.sort_name),
    pb.ROSTER_ORDER_NAME: col(Membership.sort_name),
    pb.ROSTER_ORDER_START_TIME: func.coalesce(
        col(Membership.start_time), col(Membership.create_time)
    ),
    pb.ROSTER_ORDER_RECORDED_MINUTES: col(Membership.recorded_minutes),
    pb.ROSTER_ORDER_ATTESTED_MINUTES: col(Membership.attested_minutes),
}
_BY_HOURS = (pb.ROSTER_ORDER_RECORDED_MINUTES, pb.ROSTER_ORDER_ATTESTED_MINUTES)


class RosterServicer:
    """Answers who is in an organization, by name."""

    service = pb.DESCRIPTOR.services_by_name["RosterService"]

    async def ListRosterEntries(
        self, request: pb.ListRosterEntriesRequest, work: Work
    ) -> pb.ListRosterEntriesResponse:
        """Lists the roster of an organization."""
        await work.require("view_roster", request.organization_id)
        statement = (
            select(Membership, Person)
            .outerjoin(Person, col(Person.id) == col(Membership.person_id))
            .where(
                col(Membership.organization_id) == UUID(request.organization_id),
                *_asked(request),
            )
        )
        # What `sees_membership` says, told for one organization: the planner misjudges the other.
        sees_all = await oversees.holds(work, request.organization_id)
        if not sees_all:
            statement = statement.where(col(Membership.state) == "ACTIVE")
            if request.order_by in _BY_HOURS:
                raise PermissionDenied(
                    "Only those who manage or supervise the organization see hours; choose another "
                    "order."
                )
        keys = [ORDERS[request.order_by], col(Membership.id)]
        page = await paginate(work.session, statement, keys, request, descending=request.descending)
        shown = await show([membership for membership, _ in page.rows], work)
        entries = [
            _entry(message, membership, person)
            for message, (membership, person) in zip(shown, page.rows, strict=True)
        ]
        for entry, (membership, _) in zip(entries, page.rows, strict=True):
            if sees_all or membership.person_id == work.caller.person_id:
                entry.recorded_minutes = membership.recorded_minutes
                entry.attested_minutes = membership.attested_minutes
        return page.answer(pb.ListRosterEntriesResponse, entries)


def _asked(request: pb.ListRosterEntriesRequest) -> Iterator[ColumnElement[bool]]:
    """Yields the conditions that a request sets."""
    if request.states:
        yield col(Membership.state).in_(_names(membership_pb2.MembershipState, request.states))
    if request.roles:
        held = select(col(MembershipRole.membership_id)).where(
            col(MembershipRole.role).in_(_names(membership_pb2.Role, request.roles)),
            col(MembershipRole.end_time).is_(None),
        )
        yield col(Membership.id).in_(held)
    if request.standings:
        yield col(Person.standing).in_(_names(person_pb2.VolunteerStanding, request.standings))
    if request.query:
        yield is_found(col(Membership.search_name), request.query)


def _names(enum: Any, numbers: Iterable[int]) -> list[str]:
    return [enum_name(enum.DESCRIPTOR, number) for number in numbers]


def _entry(
    message: membership_pb2.Membership, membership: Membership, person: Person | None
) -> pb.RosterEntry:
    roles = [f"ROLE_{role}" for role in membership.roles_held]
    if person is None:
        return pb.RosterEntry(membership=message, roles=roles, pending=True)
    return pb.RosterEntry(
        membership=message,
        roles=roles,
        display_name=person.display_name,
        standing=f"VOLUNTEER_STANDING_{person.standing}",
    )


async def show(memberships: Sequence[Membership], work: Work) -> list[membership_pb2.Membership]:
    """Returns memberships as the caller may see them.

    What applicants say, and by which invitation somebody came, is for those who decide: other members,
    who see the membership, do not see it.
    """
    answers = [to_proto(membership, membership_pb2.Membership) for membership in memberships]
    telling = [
        membership.id
        for membership in memberships
        if (membership.application_message or membership.invitation_id)
        and membership.person_id != work.caller.person_id
    ]
    if not telling or work.caller.is_admin:
        return answers
    overseen = await work.session.scalars(
        select(col(Membership.id)).where(
            col(Membership.id).in_(telling),
            where_a_role_counts(
                col(Membership.organization_id), work.caller, OVERSEERS, Organization
            ),
        )
    )
    hidden = {str(id_) for id_ in set(telling).difference(overseen)}
    for answer in answers:
        if answer.id in hidden:
            answer.ClearField("application_message")
            answer.ClearField("invitation_id")
    return answers


async def hold_person(person_id: UUID, organization_id: UUID, work: Work) -> dict[str, Any]:
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
