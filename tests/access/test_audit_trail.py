"""What members and those who oversee an organization read of it in the audit trails."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.audit.v1 import audit_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.catalogue import NAMES
from services.kit.contract.notices import snake_case
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.service.audit_trail import AuditServicer
from services.kit.work.work import Work
from tests.access.community import Community
from tests.access.requests import methods
from tests.gateway.conftest import Gateway, Json, global_id, local_id, serving
from tests.kit.messages import contract_messages
from tests.world import CANARIES, KINDS, World

OVERSEERS = ("coordinator", "leader", "owner", "supervisor", "administrator")
TRAIL = """
    query($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $actions: [AuditAction!],
        $person: ID, $from: DateTime, $until: DateTime) {
      organization(id: $id) { name auditTrail(first: $first, after: $after, last: $last, before: $before,
          actions: $actions, personId: $person, createTimeAfter: $from, createTimeBefore: $until) {
        nodes { id action createTime resources { id } person { id displayName }
          changes { typeName node { id } fields { name before after } } }
        edges { cursor }
        pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
      } }
    }
"""
REASON = "吵架了 quarrelled"


@pytest_asyncio.fixture
async def overseen(community: Community) -> World:
    """The community after the owner suspended a member and changed the website of the group."""
    world = community.world
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
            organization=organization_pb2.Organization(website="https://example.org"),
            update_mask=FieldMask(paths=["website"]),
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
    found: list[pb.AuditEntry] = []
    while True:
        answer = await world.platform.call(
            request, pb.ListAuditEntriesResponse, world.passports[kind], service
        )
        found += answer.audit_entries
        if not answer.next_page_token:
            return found
        request.page_token = answer.next_page_token


def names(found: list[pb.AuditEntry]) -> list[str]:
    return [entry.action.rpartition("/")[2] for entry in found]


async def test_members_read_what_concerns_the_organization_and_nothing_of_single_people(
    overseen: World,
) -> None:
    found = {name: await entries(overseen, "subject", name) for name in NAMES}
    # That of `overseen`; whether the organization is verified and on file; two images, category and tags, and area.
    verified = ["RequestVerification", "ApproveVerification", "RequestVerification", "CreateFiling"]
    updates = ["UpdateOrganization"] * 4
    assert names(found["organizations"]) == [
        "UpdateOrganization",
        *verified,
        *updates,
        "CreateOrganization",
    ]
    assert names(found["events"]) == ["PublishEvent"] * 4
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


async def test_a_suspended_member_reads_nothing_from_that_moment_on(overseen: World) -> None:
    with pytest.raises(PermissionDenied):
        await entries(overseen, "member", "organizations")


async def test_control_without_the_second_relation_members_read_of_each_other(
    overseen: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody(self: AuditServicer, work: Work, organization_id: UUID) -> bool:
        del self, work, organization_id
        return True

    monkeypatch.setattr(AuditServicer, "_sees_all", everybody)
    assert REASON in str(await entries(overseen, "subject", "organizations"))


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


async def test_those_who_oversee_read_everything(overseen: World) -> None:
    for kind in OVERSEERS:
        found = await entries(overseen, kind, "organizations")
        suspended = found[1]
        assert names(found)[1] == "SuspendMembership"
        assert suspended.person_id == overseen.people["owner"]
        fields = {field.name: field for change in suspended.changes for field in change.fields}
        assert (fields["state"].before, fields["state"].after) == ("ACTIVE", "SUSPENDED")
        assert fields["reason"].after == REASON
        assert "CreateSignUp" in names(await entries(overseen, kind, "events"))
        assert "SharePersonContact" in names(await entries(overseen, kind, "volunteers"))


@pytest.mark.parametrize("service", NAMES)
async def test_nobody_else_reads_it_and_no_member_reads_another(
    overseen: World, service: str
) -> None:
    with pytest.raises(PermissionDenied):
        await entries(overseen, "stranger", service)
    for kind in set(KINDS) - {"anonymous", "administrator"}:
        with pytest.raises(PermissionDenied):
            await entries(overseen, kind, service, str(uuid7()))
    assert await entries(overseen, "administrator", service, str(uuid7())) == []


async def test_no_canary_is_in_any_trail(overseen: World) -> None:
    for service in NAMES:
        found = str(await entries(overseen, "administrator", service))
        rows = await overseen.platform.site.sql(service, "SELECT changes::text FROM audit")
        for canary in CANARIES:
            assert canary not in found
            assert all(canary not in row["changes"] for row in rows)


async def test_what_concerns_no_organization_is_in_no_trail_and_everything_else_in_one(
    overseen: World,
) -> None:
    without: set[str] = set()
    for service in NAMES:
        rows = await overseen.platform.site.sql(
            service, "SELECT method FROM audit WHERE organization_id IS NULL"
        )
        without |= {row["method"].rpartition("/")[2].rpartition(".")[2] for row in rows}
    # A person who was entered by hand is made by a notice; who entered them is in the trail of organizations. A swap is
    # proposed between two people, perhaps of two organizations; what comes of it is in the trails of their sign-ups.
    assert without == {
        "ClaimQualification",
        "CreateArea",
        "CreateCalendarFeed",
        "CreateCategory",
        "CreateQualificationKind",
        "ProposeSwap",
        "RegisterPerson",
        "UpdateAvailability",
        "UpdatePerson",
        "UpdatePersonContact",
        "VerifyQualification",
        "entered",
    }


async def test_a_page_is_read_from_the_index(overseen: World) -> None:
    site = overseen.platform.site
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
        UUID(overseen.ids["group"]),
        uuid7(),
    )
    assert "audit_organization" in str(plan)
    assert "Sort" not in str(plan)


class TestThroughTheGateway:
    @pytest.fixture
    def gateway(self, community: Community) -> Gateway:
        return community.gateway

    async def test_the_trails_are_one_newest_first_and_pages_neither_skip_nor_repeat(
        self, overseen: World, gateway: Gateway
    ) -> None:
        listed = [entry.id for name in NAMES for entry in await entries(overseen, "owner", name)]
        expected = [global_id("AuditEntry", id_) for id_ in sorted(listed, reverse=True)]
        found: list[str] = []
        after = None
        while True:
            page = await self.page(gateway, overseen, "owner", first=2, after=after)
            found += [node["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == expected
        found, before = [], None
        while True:
            page = await self.page(gateway, overseen, "owner", last=2, before=before)
            found = [*(node["id"] for node in page["nodes"]), *found]
            before = page["pageInfo"]["startCursor"]
            if not page["pageInfo"]["hasPreviousPage"]:
                break
        assert found == expected

    async def test_an_entry_speaks_the_language_of_the_schema(
        self, overseen: World, gateway: Gateway
    ) -> None:
        page = await self.page(gateway, overseen, "owner", actions=["CREATE_SIGN_UP"], first=1)
        [entry] = page["nodes"]
        [sign_up, shift] = sorted(entry["changes"], key=lambda row: row["typeName"], reverse=True)
        assert (sign_up["typeName"], shift["typeName"]) == ("SignUp", "Shift")
        assert sign_up["node"]["id"] == global_id("SignUp", local_id(sign_up["node"]["id"]))
        assert sign_up["node"] in entry["resources"]
        values = {field["name"]: field["after"] for field in sign_up["fields"]}
        assert values["shift"] == shift["node"]["id"]
        assert values["person"] == entry["person"]["id"]
        changed = {field["name"] for field in shift["fields"]}
        assert changed & {"placesTaken", "waitlistLength"}

    async def test_who_looked_at_whose_details(self, overseen: World, gateway: Gateway) -> None:
        reader, subject = (
            {"id": global_id("Person", overseen.people[kind])} for kind in ("leader", "subject")
        )
        await gateway.ask(
            "query($id: ID!) { node(id: $id) { ... on Person { contact { phone } } } }",
            overseen.tokens["leader"],
            **subject,
        )
        actions = ["GET_PERSON_CONTACT", "BATCH_GET_PERSON_CONTACTS"]
        before = await self.page(gateway, overseen, "owner", actions=actions)
        page = await self.page(gateway, overseen, "owner", actions=actions)
        assert page == before  # looking at the trail leaves no trace in it
        entry = page["nodes"][0]
        assert (entry["person"]["id"], entry["resources"]) == (reader["id"], [subject])

    async def test_filters(self, overseen: World, gateway: Gateway) -> None:
        whole = await self.whole(gateway, overseen)
        owner = global_id("Person", overseen.people["owner"])
        middle = whole[len(whole) // 2]["createTime"]
        questions: list[tuple[Json, Callable[[Json], bool]]] = [
            ({"actions": ["CREATE_SIGN_UP"]}, lambda each: each["action"] == "CREATE_SIGN_UP"),
            ({"actions": ["SERVICE"]}, lambda each: each["action"] == "SERVICE"),
            ({"person": owner}, lambda each: (each["person"] or {}).get("id") == owner),
            ({"from": middle}, lambda each: each["createTime"] >= middle),
            ({"until": middle}, lambda each: each["createTime"] < middle),
        ]
        for given, holds in questions:
            found = await self.whole(gateway, overseen, **given)
            assert found == [each for each in whole if holds(each)]
            assert len(found) < len(whole)

    async def test_a_service_that_is_away_makes_the_trail_null_with_an_error(
        self, overseen: World
    ) -> None:
        site = overseen.platform.site
        away = replace(site, targets=site.targets | {"volunteers": "127.0.0.1:1"})
        async with serving(away) as gateway:
            answer = await gateway.result(
                TRAIL,
                overseen.tokens["owner"],
                id=global_id("Organization", overseen.ids["group"]),
                first=2,
            )
        assert answer["data"]["organization"]["name"]
        assert answer["data"]["organization"]["auditTrail"] is None
        (error,) = answer["errors"]
        assert error["path"] == ["organization", "auditTrail"]
        assert error["extensions"]["code"] == "UNAVAILABLE"

    async def whole(self, gateway: Gateway, world: World, **given: Any) -> list[Json]:
        """Returns all that the owner sees, in pages of a hundred."""
        found: list[Json] = []
        after = None
        while True:
            page = await self.page(gateway, world, "owner", first=100, after=after, **given)
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    async def page(self, gateway: Gateway, world: World, kind: str, **given: Any) -> Any:
        group = global_id("Organization", world.ids["group"])
        answer = await gateway.ask(TRAIL, world.tokens[kind], id=group, **given)
        return answer["organization"]["auditTrail"]
