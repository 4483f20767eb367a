"""Accepting a proposal: the group, its people and its enrolment come to be in one transaction."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from sqlalchemy import select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name
from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.categories.queries import broken_category
from services.organizations.enrolments.models import Enrolment
from services.organizations.enrolments.queries import new_enrolment, open_programme, refuse_unfit
from services.organizations.memberships import joining
from services.organizations.memberships.models import Membership
from services.organizations.memberships.queries import lock_person
from services.organizations.organizations.models import MembershipPolicy, Organization
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal, FoundingSupport
from services.organizations.starter_kits.copying import role_of
from services.organizations.starter_kits.models import StarterKit

_BECAUSE = "who accepts a proposal founds the group for those who proposed it"


async def lock_founders(
    proposal: FoundingProposal, group_id: UUID, work: Work
) -> dict[UUID, dict[str, Any]]:
    """Returns what memberships repeat of each person who may found a group. It comes before every other lock."""
    people = sorted({proposal.person_id, *proposal.co_founder_ids})
    return {each: await lock_person(each, group_id, work) for each in people}


async def chosen_programme(
    request: pb.AcceptFoundingProposalRequest, station: Organization, work: Work
) -> Programme | None:
    """Returns the programme in which the group is to be enrolled, if one is chosen.

    Raises:
        Refused: It is not published, or belongs to another organization.
    """
    if not request.HasField("programme_id"):
        return None
    programme = await open_programme(request.programme_id, work)
    if programme.organization_id != station.id:
        raise Refused(
            "This programme belongs to another organization. Choose one of your own, or none.",
            reason="PROGRAMME_OF_ANOTHER",
        )
    return programme


async def chosen_kit(
    request: pb.AcceptFoundingProposalRequest,
    proposal: FoundingProposal,
    station: Organization,
    work: Work,
) -> StarterKit | None:
    """Returns the starter kit that the group is to get, locked, if one is chosen.

    Raises:
        Refused: It is not for such a group.
    """
    if not request.HasField("starter_kit_id"):
        return None
    kit = await work.lock(StarterKit, request.starter_kit_id)
    kit.refuse_unfit(station, proposal.kind)
    return kit


async def new_group(
    proposal: FoundingProposal,
    request: pb.AcceptFoundingProposalRequest,
    group_id: UUID,
    station: Organization,
    work: Work,
) -> Organization:
    """Returns the group of a proposal, under the organization that accepts it, and adds it.

    Raises:
        InvalidArgument: The category is not open.
        Refused: There are too many levels above.
    """
    refuse_violations(await broken_category(request.category_id, None, work))
    policy = MembershipPolicy.APPLICATION
    if request.membership_policy:
        number = request.membership_policy
        policy = MembershipPolicy(enum_name(organization_pb2.MembershipPolicy.DESCRIPTOR, number))
    group = Organization(
        id=group_id,
        name=proposal.name,
        description=proposal.purpose,
        kind=proposal.kind,
        membership_policy=policy,
        category_id=UUID(request.category_id) if request.HasField("category_id") else None,
        area_id=proposal.area_id,
    )
    group.place_under(station)
    work.follows(group, because=_BECAUSE)
    await work.add(group)
    await work.announce(group, "created")
    return group


async def let_join(
    proposal: FoundingProposal,
    group: Organization,
    known: dict[UUID, dict[str, Any]],
    kit: StarterKit | None,
    work: Work,
) -> list[Membership]:
    """Makes the proposer the owner of the group, and the co-founders who agreed what the starter kit says, or leaders.

    Returns the memberships of the co-founders, in the order in which the proposal names them.
    """
    agreed = select(col(FoundingSupport.supporter_id)).where(
        col(FoundingSupport.founding_proposal_id) == proposal.id,
        col(FoundingSupport.supporter_id).in_(proposal.co_founder_ids),
    )
    willing = set(await work.session.scalars(agreed)) - {proposal.person_id}
    founders = [each for each in proposal.co_founder_ids if each in willing]
    owner = joining.found(group, proposal.person_id, at=work.now, **known[proposal.person_id])
    others = [
        joining.entered(group, each, [role_of(kit, place)], at=work.now, **known[each])
        for place, each in enumerate(founders)
    ]
    for membership in (owner, *others):
        await _add(membership, work)
    return others


async def _add(membership: Membership, work: Work) -> None:
    work.follows(membership, because=_BECAUSE)
    await work.add(membership)
    await work.announce(membership, "joined")


async def enrol(group: Organization, programme: Programme, work: Work) -> Enrolment:
    """Enrols the group at the first stage of a programme.

    Raises:
        Refused: The programme is for groups of other categories.
    """
    refuse_unfit(group, programme)
    enrolment = new_enrolment(group, programme)
    enrolment.accept(programme, at=work.now)
    work.follows(enrolment, because=_BECAUSE)
    await work.add(enrolment)
    await work.announce(enrolment, "enrolled")
    return enrolment
