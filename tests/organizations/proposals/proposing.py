"""A station that takes proposals, and people who propose and support them, through the service."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from tests.organizations.community import Community

GATHERING, WAITING, QUESTIONED, ACCEPTED, DECLINED, WITHDRAWN, LAPSED = (
    pb.FOUNDING_PROPOSAL_STATE_GATHERING,
    pb.FOUNDING_PROPOSAL_STATE_WAITING,
    pb.FOUNDING_PROPOSAL_STATE_QUESTIONED,
    pb.FOUNDING_PROPOSAL_STATE_ACCEPTED,
    pb.FOUNDING_PROPOSAL_STATE_DECLINED,
    pb.FOUNDING_PROPOSAL_STATE_WITHDRAWN,
    pb.FOUNDING_PROPOSAL_STATE_LAPSED,
)


async def set_rules(
    community: Community, station: organization_pb2.Organization, needed: int = 2, days: int = 7
) -> None:
    """Lets a station take proposals."""
    rules = organization_pb2.FoundingRules(supporters_needed=needed, days_to_answer=days)
    request = organization_pb2.UpdateOrganizationRequest(
        organization_id=station.id,
        organization=organization_pb2.Organization(founding_rules=rules),
        update_mask=FieldMask(paths=["founding_rules"]),
    )
    await community.call(request, organization_pb2.Organization, community.admin)


@dataclass
class Street:
    """A station, and somebody who proposes.

    Attributes:
        community: The service.
        station: The station.
        worker: The passport of a coordinator of the station.
        proposer_id: Who proposes.
    """

    community: Community
    station: organization_pb2.Organization
    worker: str
    proposer_id: UUID

    @classmethod
    async def build(cls, community: Community, needed: int = 2) -> "Street":
        """Returns a street whose station takes proposals that so many support."""
        station = await community.found()
        await set_rules(community, station, needed)
        worker = await community.holding(None, station, "COORDINATOR")
        return cls(community, station, worker, uuid7())

    @property
    def proposer(self) -> str:
        """The passport of who proposes."""
        return self.community.passport(self.proposer_id)

    async def do(self, request: Any, passport: str | None = None) -> pb.FoundingProposal:
        """Changes a proposal, for the station unless told otherwise."""
        return await self.community.call(request, pb.FoundingProposal, passport or self.worker)

    async def propose(self, passport: str | None = None, **values: Any) -> pb.FoundingProposal:
        """Proposes a group."""
        defaults: dict[str, Any] = {
            "organization_id": self.station.id,
            "name": "夕阳红合唱团",
            "purpose": "每周一起唱歌",
            "kind": organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
        }
        request = pb.CreateFoundingProposalRequest(
            founding_proposal=pb.FoundingProposal(**(defaults | values))
        )
        return await self.do(request, passport or self.proposer)

    async def support(
        self, proposal: pb.FoundingProposal, person_id: UUID | None = None
    ) -> pb.FoundingProposal:
        """Supports a proposal, as somebody new unless told otherwise."""
        request = pb.SupportFoundingProposalRequest(founding_proposal_id=proposal.id)
        return await self.do(request, self.community.passport(person_id))

    async def stop(self, proposal: pb.FoundingProposal, person_id: UUID) -> pb.FoundingProposal:
        """Supports a proposal no more."""
        request = pb.StopSupportingFoundingProposalRequest(founding_proposal_id=proposal.id)
        return await self.do(request, self.community.passport(person_id))

    async def ask(self, proposal: pb.FoundingProposal) -> pb.FoundingProposal:
        """Asks about a proposal."""
        return await self.do(
            pb.QuestionFoundingProposalRequest(
                founding_proposal_id=proposal.id, question="在哪里唱?"
            )
        )

    async def answer(self, proposal: pb.FoundingProposal) -> pb.FoundingProposal:
        """Answers the question about a proposal."""
        request = pb.AnswerFoundingProposalRequest(
            founding_proposal_id=proposal.id, answer="在活动室"
        )
        return await self.do(request, self.proposer)

    async def decline(self, proposal: pb.FoundingProposal) -> pb.FoundingProposal:
        """Declines a proposal."""
        return await self.do(
            pb.DeclineFoundingProposalRequest(founding_proposal_id=proposal.id, reason="已有一个")
        )

    async def accept(self, proposal: pb.FoundingProposal, **values: Any) -> pb.FoundingProposal:
        """Accepts a proposal."""
        return await self.do(
            pb.AcceptFoundingProposalRequest(founding_proposal_id=proposal.id, **values)
        )

    async def withdraw(self, proposal: pb.FoundingProposal) -> pb.FoundingProposal:
        """Withdraws a proposal."""
        request = pb.WithdrawFoundingProposalRequest(founding_proposal_id=proposal.id)
        return await self.do(request, self.proposer)

    async def now(self, proposal: pb.FoundingProposal) -> pb.FoundingProposal:
        """Returns a proposal as it is now."""
        return await self.do(pb.GetFoundingProposalRequest(founding_proposal_id=proposal.id))
