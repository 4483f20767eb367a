"""A group with a worker who claims qualifications, in tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.volunteers.v1 import qualification_kind_pb2
from banyan.volunteers.v1 import qualification_pb2 as pb

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.kit.clocks import ManualClock
from tests.notices import published_about, spoken
from tests.services import Platform
from tests.volunteers.groups import Group

ACTIONS: dict[str, Any] = {
    "verify": pb.VerifyQualificationRequest,
    "reject": pb.RejectQualificationRequest,
    "withdraw": pb.WithdrawQualificationRequest,
}


class Stage:
    """A group with a worker who claims qualifications."""

    def __init__(self, group: Group, kind_id: str, clock: ManualClock | None = None) -> None:
        self.group = group
        self.platform = group.platform
        self.kind_id = kind_id
        self.own = group.platform.office.person(group.worker)
        self.clock = clock

    @classmethod
    async def of(cls, platform: Platform, clock: ManualClock | None = None) -> "Stage":
        """Returns a group with a member, and a kind that is valid for two years."""
        return cls(await Group.with_member(platform), await add_kind(platform), clock)

    @property
    def today(self) -> date:
        """The day in UTC."""
        return (self.clock.now() if self.clock else datetime.now(UTC)).date()

    async def claim(self, **values: Any) -> pb.Qualification:
        """Claims a qualification as the worker, issued yesterday by default."""
        defaults: dict[str, Any] = {
            "person_id": str(self.group.worker),
            "qualification_kind_id": self.kind_id,
            "issued_date": (self.today - timedelta(days=1)).isoformat(),
        }
        request = pb.ClaimQualificationRequest(qualification=pb.Qualification(**defaults | values))
        return await self.platform.call(request, pb.Qualification, self.own)

    async def do(self, action: str, id_: str, passport: str | None = None) -> pb.Qualification:
        """Verifies, rejects or withdraws, as who may."""
        request = ACTIONS[action](qualification_id=id_)
        if action == "reject":
            request.reason = "证书不清楚"
        passport = passport or (self.own if action == "withdraw" else self.group.leader)
        return await self.platform.call(request, pb.Qualification, passport)

    async def in_state(self, state: str) -> str:
        """Returns the ID of a qualification in a state."""
        id_ = (await self.claim(qualification_kind_id=await add_kind(self.platform))).id
        if state == "EXPIRED":
            await self.platform.site.sql(
                "volunteers", "UPDATE qualification SET state = 'EXPIRED' WHERE id = $1", UUID(id_)
            )
        way = {"VERIFIED": "verify", "REJECTED": "reject", "WITHDRAWN": "withdraw"}.get(state)
        if way:
            await self.do(way, id_)
        return id_

    async def listed(self, passport: str, **values: Any) -> list[str]:
        """Returns the IDs that the list, the batch of lists, BatchGet and Get show, which must agree."""
        values = values or {"person_id": str(self.group.worker)}
        request = pb.ListQualificationsRequest(**values)
        page = await self.platform.call(request, pb.ListQualificationsResponse, passport)
        batch = await self.platform.call(
            pb.BatchListQualificationsRequest(requests=[request]),
            pb.BatchListQualificationsResponse,
            passport,
        )
        assert list(batch.responses[0].qualifications) == list(page.qualifications)
        return [each.id for each in page.qualifications]

    async def sees(self, id_: str, passport: str) -> bool:
        """Returns whether Get, BatchGet and List show a qualification, which must agree."""
        batch = await self.platform.call(
            pb.BatchGetQualificationsRequest(ids=[id_]), pb.BatchGetQualificationsResponse, passport
        )
        seen = bool(batch.qualifications)
        assert (id_ in await self.listed(passport)) == seen
        get = self.platform.call(
            pb.GetQualificationRequest(qualification_id=id_), pb.Qualification, passport
        )
        if seen:
            assert await get == batch.qualifications[0]
        else:
            with pytest.raises(PermissionDenied):
                await get
        return seen

    async def told(self, id_: str) -> list[str]:
        """Returns the verbs of the notices about a qualification, of which there is one for each version."""
        ((version,),) = await self.platform.site.sql(
            "volunteers", "SELECT version FROM qualification WHERE id = $1", UUID(id_)
        )
        ((count,),) = await self.platform.site.sql(
            "volunteers", "SELECT sum(version)::integer FROM qualification"
        )
        found = await published_about(self.platform.site, "volunteers", "qualification", count)
        about = [each for each in found if each.resource_id == UUID(id_)]
        assert len(about) == version
        return [each.removeprefix("qualification.") for each in spoken(about)]


async def add_kind(platform: Platform, **values: Any) -> str:
    """Adds a kind to the catalogue, and returns its ID."""
    defaults = {"key": f"kind-{uuid7()}", "name": "急救 First aid", "validity_months": 24}
    kind = qualification_kind_pb2.QualificationKind(**(defaults | values))  # type: ignore[arg-type] # by name
    return (
        await platform.call(
            qualification_kind_pb2.CreateQualificationKindRequest(qualification_kind=kind),
            qualification_kind_pb2.QualificationKind,
            platform.office.person(admin=True),
        )
    ).id
