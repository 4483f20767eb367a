"""An organization whose people attest each other's hours, in tests."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import hours_attestation_pb2 as pb

from services.kit.ids import uuid7
from tests.services import Platform
from tests.volunteers.test_people import lin, register
from tests.volunteers.told import membership, tell

REQUESTS: dict[str, Any] = {
    "approve": pb.ApproveHoursAttestationRequest,
    "decline": pb.DeclineHoursAttestationRequest,
    "reverse": pb.ReverseHoursAttestationRequest,
}


@dataclass
class Group:
    """An organization with a person who works for it, and those who run it."""

    platform: Platform
    id: UUID
    worker: UUID
    coordinator: str
    leader: str

    @classmethod
    async def of(cls, platform: Platform, time_zone: str = "Asia/Shanghai") -> "Group":
        """Registers a person who is nothing to the organization yet."""
        id_, worker, office = uuid7(), uuid7(), platform.office
        await register(platform, worker, lin(time_zone=time_zone))
        coordinator = office.person(roles={id_: ["COORDINATOR"]})
        return cls(platform, id_, worker, coordinator, office.person(roles={id_: ["LEADER"]}))

    @classmethod
    async def with_member(cls, platform: Platform) -> "Group":
        """Registers a person who is a member."""
        group = await cls.of(platform)
        await tell(platform, membership(group.worker, group.id))
        return group

    async def submit(
        self, passport: str | None = None, request_id: str | None = None, **values: Any
    ) -> pb.HoursAttestation:
        """Submits an attestation as the coordinator, unless another is named."""
        defaults: dict[str, Any] = {
            "organization_id": str(self.id),
            "person_id": str(self.worker),
            "date": "2026-10-01",
            "minutes": 90,
            "description": "抄乐谱",
        }
        request = pb.SubmitHoursAttestationRequest(
            hours_attestation=pb.HoursAttestation(**(defaults | values)), request_id=request_id
        )
        return await self.platform.call(request, pb.HoursAttestation, passport or self.coordinator)

    async def do(
        self, action: str, attestation: pb.HoursAttestation, passport: str | None = None
    ) -> pb.HoursAttestation:
        """Approves, declines or reverses, as the leader unless another is named."""
        request = REQUESTS[action](hours_attestation_id=attestation.id)
        return await self.platform.call(request, pb.HoursAttestation, passport or self.leader)

    async def lines(self) -> list[tuple[Any, ...]]:
        """Returns the lines that the ledger has of the person, oldest first."""
        query = (
            "SELECT hours_class, person_id = $1, organization_id = $2, date::text,"
            " CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END * transferred_minutes"
            " FROM hours_entry WHERE person_id = $1 ORDER BY id"
        )
        rows = await self.platform.site.sql("volunteers", query, self.worker, self.id)
        return [tuple(row) for row in rows]
