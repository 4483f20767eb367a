"""Creating organizations."""

import asyncio
import json
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from banyan.places.v1.place_pb2 import Contact, Place

from services.kit.errors import (
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, Community, choir
from tests.organizations.organizations.changing import close, tower
from tests.texts import COMMON_BLANKS

MANAGERS = ("OWNER", "LEADER", "COORDINATOR")


async def create(
    community: Community, passport: str, organization: pb.Organization | None = None
) -> pb.Organization:
    return await community.call(
        pb.CreateOrganizationRequest(organization=organization or choir()),
        pb.Organization,
        passport,
    )


class TestCreateOrganization:
    async def test_gives_back_what_was_sent_and_what_the_service_sets(
        self, community: Community
    ) -> None:
        sent = choir(
            description="每周三排练\n新人欢迎",
            inherit_roles=True,
            membership_policy=APPLICATION,
            place=Place(name="文化宫", address="朝阳区 1 号", latitude=39.9, longitude=116.4),
            contact=Contact(phones=["010-1234", "010-5678"], email="choir@example.org"),
            website="https://example.org",
        )
        organization = await create(community, community.passport(), sent)
        for field, value in sent.ListFields():
            assert getattr(organization, field.name) == value
        assert organization.state == pb.ORGANIZATION_STATE_ACTIVE
        assert organization.etag
        assert organization.create_time.seconds > 0
        assert not organization.HasField("parent_id")
        assert list(organization.ancestor_ids) == []

    async def test_makes_the_caller_the_first_owner(self, community: Community) -> None:
        me = uuid7()
        organization = await create(community, community.passport(me))
        membership = await community.membership(organization, me)
        assert membership.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE
        assert [role.role for role in membership.roles] == [membership_pb2.ROLE_OWNER]
        assert membership.roles[0].start_time == membership.start_time
        assert not membership.HasField("end_time")

    async def test_announces_organization_and_owner(self, community: Community) -> None:
        me = uuid7()
        organization = await create(community, community.passport(me))
        notices = await published(community.platform.site, "organizations", 2)
        assert spoken(notices) == ["organization.created", "membership.joined"]
        assert pb.Organization.FromString(notices[0].payload) == organization
        membership = membership_pb2.Membership.FromString(notices[1].payload)
        assert membership.person_id == str(me)
        assert membership.roles[0].role == membership_pb2.ROLE_OWNER

    async def test_leaves_an_audit_row_of_the_organization(self, community: Community) -> None:
        organization = await create(community, community.passport())
        (row,) = await community.platform.site.sql("organizations", "SELECT * FROM audit")
        assert row["organization_id"] == UUID(organization.id)
        assert row["method"].endswith("CreateOrganization")

    async def test_tells_the_trail_nothing_by_which_rows_are_only_found(
        self, community: Community
    ) -> None:
        await create(community, community.passport())
        (row,) = await community.platform.site.sql("organizations", "SELECT changes FROM audit")
        told = {change["table"]: set(change["after"]) for change in json.loads(row["changes"])}
        assert "name" in told["organization"]
        assert "state" in told["membership"]
        derived = {"sort_name", "match_name", "search_name", "recorded_minutes"}
        assert not derived & (told["organization"] | told["membership"])

    async def test_has_one_effect_for_one_request_id(self, community: Community) -> None:
        me = community.passport()
        request = pb.CreateOrganizationRequest(organization=choir(), request_id=str(uuid7()))
        answers = await asyncio.gather(
            *(community.call(request, pb.Organization, me) for _ in range(10))
        )
        assert all(answer == answers[0] for answer in answers)
        rows = await community.platform.site.sql("organizations", "SELECT 1 FROM organization")
        assert len(rows) == 1

    async def test_places_it_under_its_parent(self, community: Community) -> None:
        top, middle, bottom = await tower(community, 3)
        assert list(bottom.ancestor_ids) == [top.id, middle.id]
        assert bottom.parent_id == middle.id

    @pytest.mark.parametrize("role", MANAGERS)
    async def test_lets_those_found_below_who_manage_the_parent(
        self, community: Community, role: str
    ) -> None:
        parent = await community.found()
        mine = await community.holding(None, parent, role)
        organization = await create(community, mine, choir(parent_id=parent.id))
        assert organization.parent_id == parent.id

    @pytest.mark.parametrize("roles", [(), ("MEMBER",), ("SUPERVISOR",)])
    async def test_refuses_others_below_a_parent(
        self, community: Community, roles: tuple[str, ...]
    ) -> None:
        parent = await community.found()
        with pytest.raises(PermissionDenied):
            await create(
                community, await community.holding(None, parent, *roles), choir(parent_id=parent.id)
            )

    async def test_counts_roles_held_above_only_where_the_parent_lets_them(
        self, community: Community
    ) -> None:
        top = await community.found()
        open_, closed = [
            await community.found(parent_id=top.id, inherit_roles=inherit)
            for inherit in (True, False)
        ]
        mine = await community.holding(None, top, "LEADER")
        assert await create(community, mine, choir(parent_id=open_.id))
        with pytest.raises(PermissionDenied):
            await create(community, mine, choir(parent_id=closed.id))

    async def test_says_nothing_of_a_parent_that_does_not_exist(self, community: Community) -> None:
        with pytest.raises(PermissionDenied):
            await create(community, community.passport(), choir(parent_id=str(uuid7())))
        with pytest.raises(NotFound):
            await create(community, community.admin, choir(parent_id=str(uuid7())))

    async def test_refuses_a_parent_that_is_closed(self, community: Community) -> None:
        parent = await community.found()
        await close(community, parent)
        with pytest.raises(Refused) as refused:
            await community.found(parent_id=parent.id)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_refuses_a_ninth_level(self, community: Community) -> None:
        floors = await tower(community, 8)
        with pytest.raises(Refused) as refused:
            await community.found(parent_id=floors[-1].id)
        assert refused.value.reason == "HIERARCHY_TOO_DEEP"

    async def test_refuses_anonymous_callers(self, community: Community) -> None:
        with pytest.raises(Unauthenticated):
            await create(community, community.platform.office.anonymous())

    @pytest.mark.parametrize(
        ("organization", "field"),
        [
            (choir(name=""), "organization.name"),
            *[(choir(name=blank), "organization.name") for blank in COMMON_BLANKS],
            (choir(name="a\u202eb"), "organization.name"),
            (choir(name="x" * 201), "organization.name"),
            (choir(kind=0), "organization.kind"),
            (choir(kind=99), "organization.kind"),
            (choir(membership_policy=0), "organization.membership_policy"),
            (choir(parent_id="up"), "organization.parent_id"),
            (choir(contact=Contact(email="nobody")), "organization.contact.email"),
            (choir(website="javascript:alert(1)"), "organization.website"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, community: Community, organization: pb.Organization, field: str
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await create(community, community.passport(), organization)
        assert field in [violation.field for violation in refused.value.violations]

    async def test_ignores_what_only_the_service_sets(self, community: Community) -> None:
        organization = await create(
            community,
            community.passport(),
            choir(
                id=str(uuid7()),
                ancestor_ids=[str(uuid7())],
                state=pb.ORGANIZATION_STATE_CLOSED,
                etag="mine",
            ),
        )
        assert organization.state == pb.ORGANIZATION_STATE_ACTIVE
        assert list(organization.ancestor_ids) == []
        assert organization.etag != "mine"
