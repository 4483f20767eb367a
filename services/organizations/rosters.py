"""RosterService: memberships with the names of the people behind them."""

from collections.abc import Sequence
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.access import where_a_role_counts
from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.organizations.access import OVERSEERS, oversees
from services.organizations.models import Membership, Organization, Person


class RosterServicer:
    """Answers who is in an organization, by name."""

    service = pb.DESCRIPTOR.services_by_name["RosterService"]

    async def ListRosterEntries(
        self, request: pb.ListRosterEntriesRequest, work: Work
    ) -> pb.ListRosterEntriesResponse:
        """Lists the roster of an organization by name."""
        await work.require("view_roster", request.organization_id)
        statement = (
            select(Membership, Person)
            .outerjoin(Person, col(Person.id) == col(Membership.person_id))
            .where(col(Membership.organization_id) == UUID(request.organization_id))
        )
        # What `sees_membership` says, told for one organization: the planner misjudges the other.
        if not await oversees.holds(work, request.organization_id):
            statement = statement.where(col(Membership.state) == "ACTIVE")
        if request.states:
            names = membership_pb2.MembershipState.DESCRIPTOR
            wanted = [enum_name(names, state) for state in request.states]
            statement = statement.where(col(Membership.state).in_(wanted))
        keys = [col(Membership.sort_name), col(Membership.id)]
        page = await paginate(work.session, statement, keys, request)
        memberships = await show([membership for membership, _ in page.rows], work)
        return pb.ListRosterEntriesResponse(
            roster_entries=[
                _entry(membership, person)
                for membership, (_, person) in zip(memberships, page.rows, strict=True)
            ],
            next_page_token=page.next_page_token,
            cursors=page.cursors,
        )


def _entry(membership: membership_pb2.Membership, person: Person | None) -> pb.RosterEntry:
    if person is None:
        return pb.RosterEntry(membership=membership, pending=True)
    return pb.RosterEntry(
        membership=membership,
        display_name=person.display_name,
        standing=f"VOLUNTEER_STANDING_{person.standing}",
    )


async def show(memberships: Sequence[Membership], work: Work) -> list[membership_pb2.Membership]:
    """Returns memberships as the caller may see them.

    What applicants say is for those who decide: other members, who see the membership, do not see it.
    """
    answers = [to_proto(membership, membership_pb2.Membership) for membership in memberships]
    telling = [
        membership.id
        for membership in memberships
        if membership.application_message and membership.person_id != work.caller.person_id
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
            answer.application_message = ""
    return answers


async def hold_sort_name(person_id: UUID, work: Work) -> str:
    """Returns the name by which a person sorts, and keeps it from changing until the commit.

    Without the lock, a name that arrives while a membership is being made would miss it. It comes
    before every other lock.
    """
    await work.lock_name(f"person:{person_id}")
    sort_name = select(col(Person.sort_name)).where(col(Person.id) == person_id)
    return await work.session.scalar(sort_name) or ""
