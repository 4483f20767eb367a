"""A group that agrees on something, and people who accept it, through the service."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import agreement_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from tests.organizations.community import Community

DRAFT, ADOPTED, REPLACED, RETIRED = (
    pb.AGREEMENT_STATE_DRAFT,
    pb.AGREEMENT_STATE_ADOPTED,
    pb.AGREEMENT_STATE_REPLACED,
    pb.AGREEMENT_STATE_RETIRED,
)


@dataclass
class Table:
    """A group around a table.

    Attributes:
        community: The service.
        group: The group, which is open.
        leader: The passport of somebody who leads it.
        member_id: Who belongs to it.
    """

    community: Community
    group: organization_pb2.Organization
    leader: str
    member_id: UUID

    @classmethod
    async def build(cls, community: Community) -> "Table":
        """Returns a group with a leader and a member."""
        group, member_id = await community.found(), uuid7()
        await community.holding(member_id, group, "MEMBER")
        return cls(community, group, await community.holding(None, group, "LEADER"), member_id)

    async def do(self, request: Any, passport: str | None = None) -> pb.Agreement:
        """Changes an agreement, for the leader unless told otherwise."""
        return await self.community.call(request, pb.Agreement, passport or self.leader)

    async def draft(self, **values: Any) -> pb.Agreement:
        """Writes the draft of an agreement that people must accept."""
        defaults: dict[str, Any] = {
            "organization_id": self.group.id,
            "title": "我们的约定",
            "body": "互相尊重，准时到场。",
            "must_be_accepted": True,
        }
        agreement = pb.Agreement(**(defaults | values))
        return await self.do(pb.CreateAgreementRequest(agreement=agreement))

    async def change(self, agreement: pb.Agreement, **values: Any) -> pb.Agreement:
        """Changes a draft: its title, unless told otherwise."""
        values = values or {"title": "新约定"}
        request = pb.UpdateAgreementRequest(
            agreement_id=agreement.id,
            agreement=pb.Agreement(**values),
            update_mask=FieldMask(paths=list(values)),
        )
        return await self.do(request)

    async def adopt(self, agreement: pb.Agreement) -> pb.Agreement:
        """Adopts a draft."""
        return await self.do(pb.AdoptAgreementRequest(agreement_id=agreement.id))

    async def adopted(self, **values: Any) -> pb.Agreement:
        """Writes an agreement, and adopts it."""
        return await self.adopt(await self.draft(**values))

    async def revise(self, agreement: pb.Agreement) -> pb.Agreement:
        """Begins the next version."""
        return await self.do(pb.ReviseAgreementRequest(agreement_id=agreement.id))

    async def retire(self, agreement: pb.Agreement) -> pb.Agreement:
        """Retires a version."""
        return await self.do(pb.RetireAgreementRequest(agreement_id=agreement.id))

    async def accept(self, agreement: pb.Agreement, person_id: UUID | None = None) -> pb.Agreement:
        """Accepts a version, as the member unless told otherwise."""
        request = pb.AcceptAgreementRequest(agreement_id=agreement.id)
        return await self.do(request, self.community.passport(person_id or self.member_id))

    async def now(self, agreement: pb.Agreement) -> pb.Agreement:
        """Returns a version as it is now."""
        return await self.do(pb.GetAgreementRequest(agreement_id=agreement.id))

    async def unaccepted(self, person_id: UUID | None = None) -> list[str]:
        """Returns which versions somebody must still accept, the member unless told otherwise."""
        request = pb.ListAgreementsRequest(organization_id=self.group.id, only_unaccepted=True)
        passport = self.community.passport(person_id or self.member_id)
        answer = await self.community.call(request, pb.ListAgreementsResponse, passport)
        return [each.id for each in answer.agreements]

    async def join(self, person_id: UUID, *accepted: pb.Agreement) -> membership_pb2.Membership:
        """Joins the group, accepting some versions."""
        request = membership_pb2.ApplyForMembershipRequest(
            organization_id=self.group.id, accepted_agreement_ids=[each.id for each in accepted]
        )
        passport = self.community.passport(person_id)
        return await self.community.call(request, membership_pb2.Membership, passport)
