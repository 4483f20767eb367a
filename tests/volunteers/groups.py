"""An organization whose people attest each other's hours, in tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import sign_up_pb2
from banyan.volunteers.v1 import hours_attestation_pb2 as pb

from services.kit.contract.values import timestamp
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.people.test_people import lin, register
from tests.volunteers.told import membership, sign_up, tell

REQUESTS: dict[str, Any] = {
    "approve": pb.ApproveHoursAttestationRequest,
    "decline": pb.DeclineHoursAttestationRequest,
    "reverse": pb.ReverseHoursAttestationRequest,
}

# The day that is attested unless another is named.
DAY = datetime.now(UTC).date() - timedelta(days=40)


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
            "date": DAY.isoformat(),
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

    async def record(self, minutes: int = 60) -> None:
        """Records hours on the day, from midnight on in Shanghai."""
        midnight = datetime.combine(DAY, time(), ZoneInfo("Asia/Shanghai")).astimezone(UTC)
        start, end = timestamp(midnight), timestamp(midnight + timedelta(minutes=minutes))
        done = sign_up(self.worker, self.id, start_time=start, end_time=end)
        done.state = sign_up_pb2.SIGN_UP_STATE_COMPLETED
        done.check_in_time.CopyFrom(start)
        done.check_out_time.CopyFrom(end)
        await tell(self.platform, done)

    async def lines(self) -> list[tuple[Any, ...]]:
        """Returns the lines that the ledger has of the person, oldest first."""
        query = (
            "SELECT hours_class, person_id = $1, organization_id = $2, date::text,"
            " CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END * transferred_minutes"
            " FROM hours_entry WHERE person_id = $1 ORDER BY id"
        )
        rows = await self.platform.site.sql("volunteers", query, self.worker, self.id)
        return [tuple(row) for row in rows]
