"""A station that supports a group, through the service."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2, programme_pb2, support_kind_pb2
from banyan.organizations.v1 import group_support_pb2 as pb

from tests.notices import publish
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import criterion, stage
from tests.waiting import eventually

SPACE, MONEY, TRAINING, EQUIPMENT, ADVICE = (
    support_kind_pb2.GROUP_SUPPORT_KIND_SPACE,
    support_kind_pb2.GROUP_SUPPORT_KIND_MONEY,
    support_kind_pb2.GROUP_SUPPORT_KIND_TRAINING,
    support_kind_pb2.GROUP_SUPPORT_KIND_EQUIPMENT,
    support_kind_pb2.GROUP_SUPPORT_KIND_ADVICE,
)
REQUESTED, PROMISED, DELIVERED, SETTLED, WITHDRAWN = (
    pb.GROUP_SUPPORT_STATE_REQUESTED,
    pb.GROUP_SUPPORT_STATE_PROMISED,
    pb.GROUP_SUPPORT_STATE_DELIVERED,
    pb.GROUP_SUPPORT_STATE_SETTLED,
    pb.GROUP_SUPPORT_STATE_WITHDRAWN,
)
OFFERS = [
    programme_pb2.ProgrammeOffer(kind=SPACE, description="每周一次活动室"),
    programme_pb2.ProgrammeOffer(kind=MONEY, description="启动经费", amount=50_000, currency="CNY"),
]


class Fund:
    """A station with a programme whose first stage offers support, and a group that is enrolled in it.

    Attributes:
        garden: The station and the group.
        enrolment: The enrolment of the group.
    """

    def __init__(self, garden: Garden, enrolment: enrolment_pb2.Enrolment) -> None:
        self.garden = garden
        self.enrolment = enrolment

    @classmethod
    async def open(cls, community: Community, *criteria: Any, offers: Any = OFFERS) -> "Fund":
        """Opens a fund; a group leaves the first stage by some criteria."""
        criteria = criteria or (criterion("ACTIVE_MEMBERS", 1),)
        seed = stage("seed", *criteria, minimum_days=0)
        seed.offers.extend(offers)
        garden = await Garden.plant(community, stages=[seed, stage("sprout", *criteria)])
        return cls(garden, await garden.enrolled())

    async def do(self, request: Any, passport: str | None = None) -> pb.GroupSupport:
        """Changes support, for the station unless told otherwise."""
        passport = passport or self.garden.owner
        return await self.garden.community.call(request, pb.GroupSupport, passport)

    async def ask(self, passport: str | None = None) -> enrolment_pb2.Enrolment:
        """Asks for what the stage offers."""
        request = pb.RequestStageSupportRequest(enrolment_id=self.enrolment.id)
        return await self.garden.do(request, passport or self.garden.leader)

    async def promise(
        self, kind: int = ADVICE, due_days: int = 0, **values: Any
    ) -> pb.GroupSupport:
        """Promises support, to be delivered within so many days if there are any."""
        given: dict[str, Any] = {"kind": kind, "description": "请教老团队"} | values
        support = pb.GroupSupport(**given)
        if due_days:
            support.due_time.GetCurrentTime()
            support.due_time.FromDatetime(support.due_time.ToDatetime() + timedelta(days=due_days))
        return await self.do(
            pb.PromiseSupportRequest(enrolment_id=self.enrolment.id, group_support=support)
        )

    async def pay(self, amount: int, currency: str = "CNY", **values: Any) -> pb.GroupSupport:
        """Promises money."""
        return await self.promise(MONEY, amount=amount, currency=currency, **values)

    async def grant(self, support: pb.GroupSupport, **values: Any) -> pb.GroupSupport:
        """Grants what the group has asked for."""
        return await self.do(pb.GrantSupportRequest(group_support_id=support.id, **values))

    async def deliver(self, support: pb.GroupSupport, **values: Any) -> pb.GroupSupport:
        """Delivers support."""
        return await self.do(pb.DeliverSupportRequest(group_support_id=support.id, **values))

    async def correct(self, support: pb.GroupSupport) -> pb.GroupSupport:
        """Takes back what was said last of support."""
        return await self.do(
            pb.CorrectSupportRequest(group_support_id=support.id, reason="记错了团队")
        )

    async def hear(self, resource: str, told: Any, version: int = 1) -> str:
        """Lets events tell of a booking or an event, waits until that has come, and returns its ID."""
        site = self.garden.community.platform.site
        await publish(site, "events", resource, told, version)
        state = told.DESCRIPTOR.fields_by_name["state"].enum_type.values_by_number[told.state].name
        known = f"SELECT FROM {resource} WHERE id = $1 AND $2 LIKE '%' || state"

        async def has_come() -> bool:
            return bool(await site.sql("organizations", known, UUID(told.id), state))

        await eventually(has_come)
        return str(told.id)

    async def settle(self, support: pb.GroupSupport) -> pb.GroupSupport:
        """Notes that money was accounted for, or equipment returned."""
        return await self.do(pb.SettleSupportRequest(group_support_id=support.id))

    async def withdraw(self, support: pb.GroupSupport) -> pb.GroupSupport:
        """Withdraws support."""
        return await self.do(
            pb.WithdrawSupportRequest(group_support_id=support.id, reason="经费用完")
        )

    async def listed(self, passport: str | None = None, **values: Any) -> list[pb.GroupSupport]:
        """Returns the support of the group that somebody sees, latest first."""
        answer = await self.garden.community.call(
            pb.ListGroupSupportsRequest(enrolment_id=self.enrolment.id, **values),
            pb.ListGroupSupportsResponse,
            passport or self.garden.owner,
        )
        return list(answer.group_supports)

    async def given(self, passport: str | None = None, **values: Any) -> list[pb.GroupSupport]:
        """Returns the support that the station gives to all of its groups, as far as somebody sees it."""
        answer = await self.garden.community.call(
            pb.ListGivenGroupSupportsRequest(cultivator_id=self.garden.station.id, **values),
            pb.ListGivenGroupSupportsResponse,
            passport or self.garden.owner,
        )
        return list(answer.group_supports)

    async def costs(self) -> list[pb.SupportCost]:
        """Returns what support cost the station."""
        answer = await self.garden.community.call(
            pb.SummarizeSupportRequest(organization_id=self.garden.station.id),
            pb.SupportSummary,
            self.garden.owner,
        )
        return list(answer.costs)
