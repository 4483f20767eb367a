"""How the database answers for a large roster: a page in order is read from an index and no further."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from services.kit.process.ids import uuid7
from services.kit.text.names import search_name
from tests.databases import Databases
from tests.organizations.community import Community
from tests.organizations.crowd import crowd, names
from tests.organizations.rosters.orders import sorted_by
from tests.passports import PassportOffice
from tests.plans import plans
from tests.services import Platform, Site

SIZE = 20_000
ORDERS = {
    pb.ROSTER_ORDER_FIELD_NAME: "membership_roster",
    pb.ROSTER_ORDER_FIELD_START_TIME: "membership_start",
    pb.ROSTER_ORDER_FIELD_RECORDED_MINUTES: "membership_recorded_minutes",
    pb.ROSTER_ORDER_FIELD_ATTESTED_MINUTES: "membership_attested_minutes",
}


@pytest_asyncio.fixture(scope="module")
async def explained(
    databases: Databases,
    nats_server: Nats,
    office: PassportOffice,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator["Explained"]:
    """A roster of 20,000 members, for tests that only read it."""
    directory = tmp_path_factory.mktemp("plans")
    site = Site(databases, nats_server.url, office, directory, Issuer(directory / "issuer"))
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("organizations",))
        yield await Explained.of(Community(platform))
    await site.clear()


class Explained:
    """A large roster, and the plans by which it is read."""

    def __init__(self, community: Community, organization_id: str, leader: str) -> None:
        self._community = community
        self.organization_id = organization_id
        self._leader = leader

    @classmethod
    async def of(cls, community: Community) -> "Explained":
        """Fills the roster of a new organization."""
        organization = await crowd(community, SIZE)
        leader = await community.holding(None, organization, "LEADER")
        return cls(community, organization.id, leader)

    async def plan(self, request: pb.ListRosterEntriesRequest) -> str:
        """Returns the plan of the page that a request asks for."""
        request.organization_id = self.organization_id
        call = self._community.call(request, pb.ListRosterEntriesResponse, self._leader)
        [plan] = await plans(
            self._community.platform, "organizations", ("membership LEFT", "membership JOIN"), call
        )
        return plan

    async def plans(self, request: Message, answer_type: Any) -> list[str]:
        """Returns the plans of the queries that ask what the leader may do."""
        call = self._community.call(request, answer_type, self._leader)
        return await plans(
            self._community.platform, "organizations", ("membership AS membership_1",), call
        )

    async def drop(self, index: str) -> None:
        """Drops an index."""
        await self._community.platform.site.sql("organizations", f"DROP INDEX {index}")

    async def second_page(self, request: pb.ListRosterEntriesRequest) -> str:
        """Returns the plan of the page after the one that a request asks for."""
        request.organization_id = self.organization_id
        page = await self._community.call(request, pb.ListRosterEntriesResponse, self._leader)
        request.page_token = page.next_page_token
        return await self.plan(request)


async def test_whose_roles_count_is_found_by_indexes(community: Community) -> None:
    """The caller is one of 40,000 members, and each of 20,000 leads an organization."""
    explained = await Explained.of(community)
    for request, answer_type in (
        (
            membership_pb2.ListMembershipsRequest(person_id=str(uuid7())),
            membership_pb2.ListMembershipsResponse,
        ),
        (
            organization_pb2.UpdateOrganizationRequest(
                organization_id=explained.organization_id,
                organization=organization_pb2.Organization(description="合唱"),
                update_mask=FieldMask(paths=["description"]),
            ),
            organization_pb2.Organization,
        ),
    ):
        for plan in await explained.plans(request, answer_type):
            assert "membership_active" in plan, plan
            assert "Seq Scan on membership" not in plan, plan
    await explained.drop("membership_active")
    for plan in await explained.plans(request, answer_type):
        assert "membership_active" not in plan  # the control


async def test_every_order_has_its_index(explained: Explained) -> None:
    for order, index in ORDERS.items():
        for descending in (False, True):
            order_by = sorted_by(order, descending=descending)
            request = pb.ListRosterEntriesRequest(order_by=order_by)
            plan = await explained.second_page(request)
            assert index in plan, plan
            assert "Sort" not in plan, plan
            assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("query", ["罗霞涛", "luoxiatao", "罗", "garcia"])
async def test_a_search_in_a_large_roster_has_its_index(explained: Explained, query: str) -> None:
    plan = await explained.plan(pb.ListRosterEntriesRequest(query=query))
    assert "membership_search" in plan, plan
    assert "Seq Scan on membership" not in plan, plan


async def test_a_search_among_many_organizations_has_its_index(community: Community) -> None:
    await community.platform.site.sql(
        "organizations",
        "INSERT INTO organization (id, version, create_time, update_time, name, sort_name,"
        " match_name, search_name, external_id, description, kind, ancestor_ids, inherit_roles,"
        " membership_policy, website, state)"
        " SELECT gen_random_uuid(), 1, now(), now(), 'x', name, 'x', name, '',"
        " '', 'VOLUNTEER_GROUP', '{}', false, 'OPEN', '', 'ACTIVE'"
        " FROM unnest($1::text[]) AS name, generate_series(1, 3)",
        [search_name(f"{name}志愿服务队") for name in names()],
    )
    await community.found(name="曾氏志愿队")
    await community.platform.site.sql("organizations", "ANALYZE organization")
    for query in ("曾氏", "zengshi"):
        call = community.call(
            organization_pb2.ListOrganizationsRequest(query=query),
            organization_pb2.ListOrganizationsResponse,
            community.admin,
        )
        [plan] = await plans(community.platform, "organizations", ("organization",), call)
        assert "organization_search" in plan, plan
