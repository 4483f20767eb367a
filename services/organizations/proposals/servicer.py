"""FoundingProposalService: residents propose groups, neighbours support them, and organizations answer."""

from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import timestamp
from services.kit.errors import PermissionDenied, Violation
from services.kit.process.ids import uuid7
from services.kit.work.mapping import create, to_proto
from services.kit.work.work import Work
from services.organizations.areas.queries import broken_area
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.hierarchy import lock_trees
from services.organizations.organizations.models import Organization
from services.organizations.proposals.founding import (
    chosen_kit,
    chosen_programme,
    enrol,
    let_join,
    lock_founders,
    new_group,
)
from services.organizations.proposals.models import FoundingProposal, FoundingSupport
from services.organizations.proposals.queries import (
    FIRST_COME_FIRST,
    LATEST_FIRST,
    OF_PERSON,
    OWN_SUPPORTS,
    PROPOSALS,
    SUPPORTED,
    founding_rules,
    lock_own,
    lock_to_decide,
    refuse_supporter,
    refuse_too_many,
)
from services.organizations.proposals.similar import find_similar, terms_of
from services.organizations.starter_kits.copying import copy_for


class FoundingProposalServicer:
    """Manages founding proposals.

    Locks come in this order: people, tree, organization, proposal. Who supports a proposal locks it alone, so of a
    support and a decision at once one comes first, and the other finds what it left.
    """

    service = pb.DESCRIPTOR.services_by_name["FoundingProposalService"]

    async def CreateFoundingProposal(
        self, request: pb.CreateFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Proposes a group for the calling person."""
        given = request.founding_proposal
        refuse_violations(await self.rules_CreateFoundingProposal(request, work))
        await work.lock_name(f"person:{work.person_id}")
        organization = await work.lock(Organization, given.organization_id)
        needed, days = founding_rules(organization)
        await refuse_too_many(work.person_id, work)
        proposal: FoundingProposal = create(
            FoundingProposal,
            given,
            "founding_proposal",
            person_id=work.person_id,
            terms=terms_of(given.name, given.purpose),
            supporters_needed=needed,
            days_to_answer=days,
        )
        proposal.begin(at=work.now)
        await work.add(proposal)
        await work.announce(proposal, "created")
        return to_proto(proposal, pb.FoundingProposal)

    async def rules_CreateFoundingProposal(
        self, request: pb.CreateFoundingProposalRequest, work: Work
    ) -> list[Violation]:
        """Finds what is wrong with the area."""
        chosen = request.founding_proposal.area_id
        return await broken_area(chosen, None, work, field="founding_proposal.area_id")

    async def GetFoundingProposal(
        self, request: pb.GetFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Gets a proposal."""
        return await PROPOSALS.get(request.founding_proposal_id, work)

    async def BatchGetFoundingProposals(
        self, request: pb.BatchGetFoundingProposalsRequest, work: Work
    ) -> pb.BatchGetFoundingProposalsResponse:
        """Gets several proposals."""
        found = await PROPOSALS.get_all(request.ids, work)
        return pb.BatchGetFoundingProposalsResponse(founding_proposals=found)

    async def ListFoundingProposals(
        self, request: pb.ListFoundingProposalsRequest, work: Work
    ) -> pb.ListFoundingProposalsResponse:
        """Lists the proposals to an organization, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListFoundingProposalsResponse)

    async def ListPersonFoundingProposals(
        self, request: pb.ListPersonFoundingProposalsRequest, work: Work
    ) -> pb.ListPersonFoundingProposalsResponse:
        """Lists the proposals that a person has made or supports, latest first."""
        page = await OF_PERSON.page(request, work)
        return page.answer(pb.ListPersonFoundingProposalsResponse)

    async def FindSimilarGroups(
        self, request: pb.FindSimilarGroupsRequest, work: Work
    ) -> pb.SimilarGroups:
        """Finds what there is already."""
        groups, proposals = await find_similar(
            request.organization_id, request.name, request.purpose, request.area_id, work
        )
        return pb.SimilarGroups(
            organization_ids=map(str, groups), founding_proposal_ids=map(str, proposals)
        )

    async def SupportFoundingProposal(
        self, request: pb.SupportFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Supports a proposal, once."""
        proposal_id = request.founding_proposal_id
        try:
            proposal = await lock_own("support_founding_proposal", proposal_id, work)
        except PermissionDenied:
            await refuse_supporter(await work.get(FoundingProposal, proposal_id), work)
            raise
        await refuse_supporter(proposal, work)  # of two at once, the second finds the first
        proposal.support(at=work.now)
        work.session.add(
            FoundingSupport(
                founding_proposal_id=proposal.id,
                supporter_id=work.person_id,
                create_time=work.now,
            )
        )
        await work.announce(proposal, "supported")
        return to_proto(proposal, pb.FoundingProposal)

    async def StopSupportingFoundingProposal(
        self, request: pb.StopSupportingFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Supports a proposal no more."""
        relation = "stop_supporting_founding_proposal"
        proposal = await lock_own(relation, request.founding_proposal_id, work)
        await work.require(relation, proposal)  # of two at once, the second finds nothing
        proposal.support_no_more(at=work.now)
        await work.session.delete(await _support_of(proposal, work))
        await work.announce(proposal, "supported_no_more")
        return to_proto(proposal, pb.FoundingProposal)

    async def BatchGetFoundingSupports(
        self, request: pb.BatchGetFoundingSupportsRequest, work: Work
    ) -> pb.BatchGetFoundingSupportsResponse:
        """Gets the support that the caller gives to several proposals."""
        answer = pb.BatchGetFoundingSupportsResponse()
        if work.caller.person_id is None:
            return answer
        ids = list(dict.fromkeys(map(UUID, request.ids)))
        since = {row[0]: row[1] for row in await work.fetch(OWN_SUPPORTS, ids=ids)}
        for id_ in filter(since.__contains__, ids):
            answer.founding_supports.add(
                founding_proposal_id=str(id_),
                supporter_id=str(work.person_id),
                create_time=timestamp(since[id_]),
            )
        return answer

    async def ListFoundingSupports(
        self, request: pb.ListFoundingSupportsRequest, work: Work
    ) -> pb.ListFoundingSupportsResponse:
        """Lists who supports a proposal, first come first."""
        await SUPPORTED.get(request.founding_proposal_id, work)
        return (await FIRST_COME_FIRST.page(request, work)).answer(pb.ListFoundingSupportsResponse)

    async def QuestionFoundingProposal(
        self, request: pb.QuestionFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Asks the proposer something."""
        proposal = await lock_to_decide(request.founding_proposal_id, work)
        proposal.ask(request.question, at=work.now)
        await work.announce(proposal, "questioned")
        return to_proto(proposal, pb.FoundingProposal)

    async def AnswerFoundingProposal(
        self, request: pb.AnswerFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Answers the question."""
        proposal = await lock_own("change_founding_proposal", request.founding_proposal_id, work)
        proposal.reply(request.answer, at=work.now)
        await work.announce(proposal, "answered")
        return to_proto(proposal, pb.FoundingProposal)

    async def DeclineFoundingProposal(
        self, request: pb.DeclineFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Declines a proposal."""
        proposal = await lock_to_decide(request.founding_proposal_id, work)
        proposal.decline(request.reason, by=work.person_id, at=work.now)
        await work.announce(proposal, "declined")
        return to_proto(proposal, pb.FoundingProposal)

    async def AcceptFoundingProposal(
        self, request: pb.AcceptFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Accepts a proposal, and founds the group."""
        known = await work.get(FoundingProposal, request.founding_proposal_id)
        await work.require("decide_founding_proposal", known)  # so that strangers hold no lock
        group_id = uuid7()
        people = await lock_founders(known, group_id, work)
        await lock_trees([known.organization_id], work)
        station = await lock_to_change(
            "decide_founding_proposal", known.organization_id, work, subject=known
        )
        proposal = await work.lock(FoundingProposal, known.id)
        proposal.refuse_unacceptable()
        programme = await chosen_programme(request, station, work)
        kit = await chosen_kit(request, proposal, station, work)
        group = await new_group(proposal, request, group_id, station, work)
        co_founders = await let_join(proposal, group, people, kit, work)
        if kit is not None:
            await copy_for(group, kit, co_founders, work)
        enrolled = None if programme is None else await enrol(group, programme, work)
        enrolment_id = None if enrolled is None else enrolled.id
        proposal.accept(group.id, enrolment_id, by=work.person_id, at=work.now)
        await work.announce(proposal, "accepted")
        return to_proto(proposal, pb.FoundingProposal)

    async def WithdrawFoundingProposal(
        self, request: pb.WithdrawFoundingProposalRequest, work: Work
    ) -> pb.FoundingProposal:
        """Withdraws a proposal."""
        proposal = await lock_own("change_founding_proposal", request.founding_proposal_id, work)
        proposal.withdraw(at=work.now)
        await work.announce(proposal, "withdrawn")
        return to_proto(proposal, pb.FoundingProposal)


async def _support_of(proposal: FoundingProposal, work: Work) -> FoundingSupport | None:
    """Returns the support that the caller gives to a proposal, which is locked."""
    support: FoundingSupport | None = await work.session.scalar(
        select(FoundingSupport).where(
            col(FoundingSupport.founding_proposal_id) == proposal.id,
            col(FoundingSupport.supporter_id) == work.person_id,
        )
    )
    return support
