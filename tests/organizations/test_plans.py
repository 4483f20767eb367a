"""How the database answers for a large roster: a page in order is read from an index and no further."""

import pytest
from banyan.organizations.v1 import roster_pb2 as pb

from tests.organizations.community import Community
from tests.organizations.crowd import crowd
from tests.plans import plans

SIZE = 20_000
ORDERS = {
    pb.ROSTER_ORDER_NAME: "membership_roster",
    pb.ROSTER_ORDER_START_TIME: "membership_start",
    pb.ROSTER_ORDER_RECORDED_MINUTES: "membership_recorded_minutes",
    pb.ROSTER_ORDER_ATTESTED_MINUTES: "membership_attested_minutes",
}


@pytest.fixture
async def explained(community: Community) -> "Explained":
    """A roster of 20,000 members."""
    organization = await crowd(community, SIZE)
    return Explained(community, organization.id)


class Explained:
    """A large roster, and the plans by which it is read."""

    def __init__(self, community: Community, organization_id: str) -> None:
        self._community = community
        self._organization_id = organization_id
        self._leader = community.passport(None, organization_id, "LEADER")

    async def plan(self, request: pb.ListRosterEntriesRequest) -> str:
        """Returns the plan of the page that a request asks for."""
        request.organization_id = self._organization_id
        call = self._community.call(request, pb.ListRosterEntriesResponse, self._leader)
        [plan] = await plans(
            self._community.platform, "organizations", ("membership LEFT", "membership JOIN"), call
        )
        return plan

    async def second_page(self, request: pb.ListRosterEntriesRequest) -> str:
        """Returns the plan of the page after the one that a request asks for."""
        request.organization_id = self._organization_id
        page = await self._community.call(request, pb.ListRosterEntriesResponse, self._leader)
        request.page_token = page.next_page_token
        return await self.plan(request)


async def test_every_order_has_its_index(explained: Explained) -> None:
    for order, index in ORDERS.items():
        for descending in (False, True):
            request = pb.ListRosterEntriesRequest(order_by=order, descending=descending)
            plan = await explained.second_page(request)
            assert index in plan, plan
            assert "Sort" not in plan, plan
            assert "Seq Scan" not in plan, plan
