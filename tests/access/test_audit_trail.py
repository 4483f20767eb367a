"""What members and those who oversee an organization read of it in the audit trails."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.audit.v1 import audit_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from gateway.contract import snake_case
from services.kit.audit_trail import AuditServicer
from services.kit.errors import PermissionDenied
from services.kit.ids import uuid7
from services.kit.work import Work
from tests.access.test_rpcs import methods
from tests.gateway.conftest import Gateway, global_id, serving
from tests.kit.messages import contract_messages
from tests.services import NAMES, Platform, Site
from tests.world import CANARIES, KINDS, World

MEMBERS = ("subject", "member")
OVERSEERS = ("coordinator", "leader", "owner", "supervisor", "administrator")
TRAIL = """
    query($id: ID!, $first: Int!, $after: String) {
      organization(id: $id) { name auditTrail(first: $first, after: $after) {
        nodes { id method person { displayName } changes { resource fields { name before after } } }
        edges { cursor }
        pageInfo { hasNextPage endCursor }
      } }
    }
"""
REASON = "吵架了 quarrelled"


@pytest_asyncio.fixture
async def community(platform: Platform) -> World:
    world = await World.make(platform)
    await world.call(
        "owner",
        membership_pb2.SuspendMembershipRequest(
            membership_id=world.memberships["member"], reason=REASON
        ),
        membership_pb2.Membership,
    )
    await world.call(
        "owner",
        organization_pb2.UpdateOrganizationRequest(
            organization_id=world.ids["group"],
            organization=organization_pb2.Organization(address="槐柏树街 9 号"),
            update_mask=FieldMask(paths=["address"]),
        ),
        organization_pb2.Organization,
    )
    return world


async def entries(
    world: World, kind: str, service: str, organization_id: str = ""
) -> list[pb.AuditEntry]:
    request = pb.ListAuditEntriesRequest(
        organization_id=organization_id or world.ids["group"], page_size=100
    )
    answer = await world.platform.call(
        request, pb.ListAuditEntriesResponse, world.passports[kind], service
    )
    return list(answer.audit_entries)


def names(found: list[pb.AuditEntry]) -> list[str]:
    return [entry.method.rpartition("/")[2] for entry in found]


async def test_members_read_what_concerns_the_organization_and_nothing_of_single_people(
    community: World,
) -> None:
    for kind in MEMBERS:
        found = {name: await entries(community, kind, name) for name in NAMES}
        assert names(found["organizations"]) == ["UpdateOrganization", "CreateOrganization"]
        assert names(found["events"]) == ["PublishEvent", "PublishEvent"]
        assert found["volunteers"] == []
        everything = [entry for each in found.values() for entry in each]
        assert {change.resource for entry in everything for change in entry.changes} == {
            "organization",
            "event",
        }
        assert all(
            list(entry.resource_ids) == [change.resource_id for change in entry.changes]
            for entry in everything
        )
        assert REASON not in str(everything)


async def test_control_without_the_second_relation_members_read_of_each_other(
    community: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody(self: AuditServicer, work: Work, organization_id: UUID) -> bool:
        del self, work, organization_id
        return True

    monkeypatch.setattr(AuditServicer, "_sees_all", everybody)
    assert REASON in str(await entries(community, "subject", "organizations"))


def test_the_contract_opens_no_row_about_a_single_person() -> None:
    """Sign-ups and memberships name a person, and so would whatever else has a person_id."""
    opened = {name for method in methods().values() for name in method.access.trail}
    about_people = {
        snake_case(message.name)
        for message in contract_messages()
        if {"person_id", "display_name"} & set(message.fields_by_name)
    }
    assert opened == {"organization", "event"}
    assert not opened & about_people


async def test_those_who_oversee_read_everything(community: World) -> None:
    for kind in OVERSEERS:
        found = await entries(community, kind, "organizations")
        suspended = found[1]
        assert names(found)[1] == "SuspendMembership"
        assert suspended.person_id == community.people["owner"]
        fields = {field.name: field for change in suspended.changes for field in change.fields}
        assert (fields["state"].before, fields["state"].after) == ("ACTIVE", "SUSPENDED")
        assert fields["reason"].after == REASON
        assert "CreateSignUp" in names(await entries(community, kind, "events"))
        assert "SharePersonContact" in names(await entries(community, kind, "volunteers"))


@pytest.mark.parametrize("service", NAMES)
async def test_nobody_else_reads_it_and_no_member_reads_another(
    community: World, service: str
) -> None:
    with pytest.raises(PermissionDenied):
        await entries(community, "stranger", service)
    for kind in set(KINDS) - {"anonymous", "administrator"}:
        with pytest.raises(PermissionDenied):
            await entries(community, kind, service, str(uuid7()))
    assert await entries(community, "administrator", service, str(uuid7())) == []


async def test_no_canary_is_in_any_trail(community: World) -> None:
    for service in NAMES:
        found = str(await entries(community, "administrator", service))
        rows = await community.platform.site.sql(service, "SELECT changes::text FROM audit")
        for canary in CANARIES:
            assert canary not in found
            assert all(canary not in row["changes"] for row in rows)


async def test_what_concerns_no_organization_is_in_no_trail_and_everything_else_in_one(
    community: World,
) -> None:
    without: set[str] = set()
    for service in NAMES:
        rows = await community.platform.site.sql(
            service, "SELECT method FROM audit WHERE organization_id IS NULL"
        )
        without |= {row["method"].rpartition("/")[2] for row in rows}
    assert without == {"RegisterPerson", "UpdatePersonContact"}


async def test_a_page_is_read_from_the_index(community: World) -> None:
    site = community.platform.site
    await site.sql(
        "events",
        """
        INSERT INTO audit
        SELECT gen_random_uuid(), now(), 'p', NULL, '', 'm', NULL, '', gen_random_uuid(), '[]', '[]'
        FROM generate_series(1, 5000)
        """,
    )
    await site.sql("events", "ANALYZE audit")
    plan = await site.sql(
        "events",
        "EXPLAIN SELECT * FROM audit WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT 21",
        UUID(community.ids["group"]),
        uuid7(),
    )
    assert "audit_organization" in str(plan)
    assert "Sort" not in str(plan)


class TestThroughTheGateway:
    @pytest_asyncio.fixture
    async def gateway(self, community: World) -> AsyncIterator[Gateway]:
        async with serving(community.platform.site) as gateway:
            yield gateway

    async def test_the_trails_are_one_newest_first_and_pages_neither_skip_nor_repeat(
        self, community: World, gateway: Gateway
    ) -> None:
        whole = await self.page(gateway, community, "owner", 100)
        listed = [entry.id for name in NAMES for entry in await entries(community, "owner", name)]
        expected = [global_id("AuditEntry", id_) for id_ in sorted(listed, reverse=True)]
        ids = [node["id"] for node in whole["nodes"]]
        assert ids == expected
        assert not whole["pageInfo"]["hasNextPage"]
        found: list[str] = []
        after = None
        while True:
            page = await self.page(gateway, community, "owner", 2, after)
            found += [node["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == ids

    async def test_a_service_that_is_away_makes_the_trail_null_with_an_error(
        self, site: Site, community: World
    ) -> None:
        site.targets["volunteers"] = "127.0.0.1:1"
        async with serving(site) as gateway:
            answer = await gateway.result(
                TRAIL,
                community.tokens["owner"],
                id=global_id("Organization", community.ids["group"]),
                first=2,
            )
        assert answer["data"]["organization"]["name"]
        assert answer["data"]["organization"]["auditTrail"] is None
        (error,) = answer["errors"]
        assert error["path"] == ["organization", "auditTrail"]
        assert error["extensions"]["code"] == "UNAVAILABLE"

    async def page(
        self, gateway: Gateway, world: World, kind: str, first: int, after: str | None = None
    ) -> Any:
        answer = await gateway.ask(
            TRAIL,
            world.tokens[kind],
            id=global_id("Organization", world.ids["group"]),
            first=first,
            after=after,
        )
        return answer["organization"]["auditTrail"]
