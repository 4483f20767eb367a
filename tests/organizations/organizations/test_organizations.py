"""OrganizationService."""

import asyncio
import json
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from banyan.places.v1.place_pb2 import Contact, Place
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import (
    Conflict,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, GROUP, Community, choir
from tests.texts import COMMON_BLANKS

COMMITTEE = pb.ORGANIZATION_KIND_RESIDENTS_COMMITTEE
MANAGERS = ("OWNER", "LEADER", "COORDINATOR")


async def create(
    community: Community, passport: str, organization: pb.Organization | None = None
) -> pb.Organization:
    return await community.call(
        pb.CreateOrganizationRequest(organization=organization or choir()),
        pb.Organization,
        passport,
    )


async def get(community: Community, organization_id: str) -> pb.Organization:
    return await community.call(
        pb.GetOrganizationRequest(organization_id=organization_id),
        pb.Organization,
        community.platform.office.anonymous(),
    )


async def move(
    community: Community,
    organization: pb.Organization,
    parent: pb.Organization | str | None,
    passport: str | None = None,
) -> pb.Organization:
    request = pb.MoveOrganizationRequest(organization_id=organization.id, to_top=parent is None)
    if parent is not None:
        request.parent_id = parent if isinstance(parent, str) else parent.id
    return await community.call(request, pb.Organization, passport or community.admin)


async def close(
    community: Community, organization: pb.Organization, passport: str | None = None
) -> pb.Organization:
    return await community.call(
        pb.CloseOrganizationRequest(organization_id=organization.id),
        pb.Organization,
        passport or community.admin,
    )


async def tower(community: Community, levels: int) -> list[pb.Organization]:
    """Returns organizations of which each lies below the one before."""
    floors = [await community.found(name="1")]
    for level in range(2, levels + 1):
        floors.append(await community.found(name=str(level), parent_id=floors[-1].id))
    return floors


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


class TestGetOrganization:
    async def test_shows_it_to_everyone(self, community: Community) -> None:
        organization = await community.found()
        assert await get(community, organization.id) == organization

    async def test_says_that_it_does_not_exist(self, community: Community) -> None:
        with pytest.raises(NotFound):
            await get(community, str(uuid7()))


class TestBatchGetOrganizations:
    async def test_keeps_the_order_and_leaves_out_what_does_not_exist(
        self, community: Community
    ) -> None:
        first, second = await community.found(), await community.found()
        answer = await community.call(
            pb.BatchGetOrganizationsRequest(ids=[second.id, str(uuid7()), first.id, second.id]),
            pb.BatchGetOrganizationsResponse,
            community.platform.office.anonymous(),
        )
        assert [each.id for each in answer.organizations] == [second.id, first.id]


class TestListOrganizations:
    async def names(self, community: Community, **question: object) -> list[str]:
        """Returns the names that pages of two show, one after the other."""
        names: list[str] = []
        token = ""
        while True:
            answer = await community.call(
                pb.ListOrganizationsRequest(page_size=2, page_token=token, **question),  # type: ignore[arg-type] # by name
                pb.ListOrganizationsResponse,
                community.platform.office.anonymous(),
            )
            assert len(answer.cursors) == len(answer.organizations) <= 2
            names += [organization.name for organization in answer.organizations]
            token = answer.next_page_token
            if not token:
                return names

    async def test_sorts_by_name_with_chinese_by_pinyin(self, community: Community) -> None:
        for name in ("Zebra", "梧桐合唱团", "Élan", "安居队", "elan 2", "王家大院"):
            await community.found(name=name)
        expected = ["安居队", "Élan", "elan 2", "王家大院", "梧桐合唱团", "Zebra"]
        assert await self.names(community) == expected

    async def test_neither_skips_nor_repeats_equal_names(self, community: Community) -> None:
        made = [await community.found(name="同名", description=str(n)) for n in range(5)]
        assert await self.names(community) == ["同名"] * len(made)

    @pytest.mark.parametrize("letter", ["装", "\U0001f333", "\ufdfa", "\u0416"])
    async def test_goes_on_after_the_longest_name(self, community: Community, letter: str) -> None:
        names = [letter * 199 + str(number) for number in range(3)]
        for name in names:
            await community.found(name=name)
        assert sorted(await self.names(community)) == names

    async def test_lists_those_directly_below_one(self, community: Community) -> None:
        top, _, _ = await tower(community, 3)
        await community.found(name="b", parent_id=top.id)
        await community.found(name="elsewhere")
        assert await self.names(community, parent_id=top.id) == ["2", "b"]

    async def test_lists_those_of_a_kind(self, community: Community) -> None:
        top = await community.found(name="a", kind=COMMITTEE)
        await community.found(name="b", kind=GROUP)
        await community.found(name="c", kind=GROUP, parent_id=top.id)
        assert await self.names(community, kinds=[GROUP]) == ["b", "c"]
        assert await self.names(community, kinds=[GROUP], parent_id=top.id) == ["c"]

    async def test_finds_names_in_chinese_pinyin_and_latin(self, community: Community) -> None:
        top = await community.found(name="槐柏树街社区服务站 Huaibaishu Street Station")
        await community.found(name="槐柏树合唱团", parent_id=top.id)
        await community.found(name="Élan Club")
        for query, found in {
            "合唱": ["槐柏树合唱团"],
            "hechang": ["槐柏树合唱团"],
            "elan": ["Élan Club"],
            "club ELAN": ["Élan Club"],
            "槐 station": [top.name],
            "lan": [],
            "%": [],
        }.items():
            assert await self.names(community, query=query) == found, query
        assert len(await self.names(community, query="槐")) == 2
        assert await self.names(community, query="槐", parent_id=top.id) == ["槐柏树合唱团"]

    async def test_finds_names_as_their_script_and_place_have_them(
        self, community: Community
    ) -> None:
        for name in ("單县志愿者协会", "曾氏宗亲会", "मीना मंच", "मानव मंच", "มูลนิธิกระจกเงา"):
            await community.found(name=name)
        for query, found in {
            "shanxian": ["單县志愿者协会"],
            "单县": ["單县志愿者协会"],
            "單縣 志願者": ["單县志愿者协会"],
            "zengshi": ["曾氏宗亲会"],
            "मीना": ["मीना मंच"],
            "मंच": ["मानव मंच", "मीना मंच"],
            "กระจกเงา": ["มูลนิธิกระจกเงา"],
            "'": [],
            ":*": [],
            "a' | 'b": [],
        }.items():
            assert await self.names(community, query=query) == found, query

    async def test_finds_by_the_present_name(self, community: Community) -> None:
        organization = await community.found(name="before")
        await community.call(
            pb.UpdateOrganizationRequest(
                organization_id=organization.id,
                organization=pb.Organization(name="after"),
                update_mask=FieldMask(paths=["name"]),
            ),
            pb.Organization,
            community.admin,
        )
        assert await self.names(community, query="before") == []
        assert await self.names(community, query="after") == ["after"]

    async def test_begins_after_any_cursor(self, community: Community) -> None:
        for name in "abc":
            await community.found(name=name)
        question = pb.ListOrganizationsRequest()
        everyone = community.platform.office.anonymous()
        answer = await community.call(question, pb.ListOrganizationsResponse, everyone)
        question.page_token = answer.cursors[0]
        answer = await community.call(question, pb.ListOrganizationsResponse, everyone)
        assert [organization.name for organization in answer.organizations] == ["b", "c"]

    async def test_refuses_a_token_of_another_question(self, community: Community) -> None:
        for name in "ab":
            await community.found(name=name)
        everyone = community.platform.office.anonymous()
        answer = await community.call(
            pb.ListOrganizationsRequest(page_size=1), pb.ListOrganizationsResponse, everyone
        )
        with pytest.raises(InvalidArgument) as refused:
            await community.call(
                pb.ListOrganizationsRequest(page_token=answer.next_page_token, kinds=[GROUP]),
                pb.ListOrganizationsResponse,
                everyone,
            )
        assert refused.value.violations[0].field == "page_token"


class TestUpdateOrganization:
    async def update(
        self,
        community: Community,
        organization: pb.Organization,
        passport: str,
        *paths: str,
        **values: object,
    ) -> pb.Organization:
        return await community.call(
            pb.UpdateOrganizationRequest(
                organization_id=organization.id,
                organization=pb.Organization(**values),  # type: ignore[arg-type] # by name
                update_mask=FieldMask(paths=paths or list(values)),
            ),
            pb.Organization,
            passport,
        )

    async def test_changes_the_masked_fields_alone(self, community: Community) -> None:
        before = await community.found(website="https://a.example", external_id="1")
        owner = await community.holding(None, before, "OWNER")
        after = await self.update(
            community, before, owner, "website", website="https://b.example", external_id="2"
        )
        assert (after.website, after.external_id) == ("https://b.example", "1")
        assert after.name == before.name
        assert after.etag != before.etag

    async def test_sorts_by_the_new_name(self, community: Community) -> None:
        first, second = await community.found(name="a"), await community.found(name="b")
        await self.update(community, first, community.admin, name="c")
        answer = await community.call(
            pb.ListOrganizationsRequest(),
            pb.ListOrganizationsResponse,
            community.platform.office.anonymous(),
        )
        assert [each.id for each in answer.organizations] == [second.id, first.id]

    async def test_announces_the_organization_as_it_is_now(self, community: Community) -> None:
        organization = await community.found()
        after = await self.update(community, organization, community.admin, name="新")
        notices = await published(community.platform.site, "organizations", 3)
        assert spoken(notices)[2:] == ["organization.updated"]
        assert pb.Organization.FromString(notices[2].payload) == after
        assert notices[2].version == 2

    @pytest.mark.parametrize("role", ["OWNER", "LEADER"])
    async def test_lets_owners_and_leaders(self, community: Community, role: str) -> None:
        organization = await community.found()
        mine = await community.holding(None, organization, role)
        assert (await self.update(community, organization, mine, name="新")).name == "新"

    @pytest.mark.parametrize("role", ["COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_refuses_others(self, community: Community, role: str) -> None:
        organization = await community.found()
        with pytest.raises(PermissionDenied):
            await self.update(
                community,
                organization,
                await community.holding(None, organization, role),
                name="新",
            )

    async def test_counts_roles_held_above_only_where_it_lets_them(
        self, community: Community
    ) -> None:
        top = await community.found()
        mine = await community.holding(None, top, "LEADER")
        below = await community.found(parent_id=top.id)
        with pytest.raises(PermissionDenied):
            await self.update(community, below, mine, name="新")
        await self.update(community, below, community.admin, inherit_roles=True)
        assert (await self.update(community, below, mine, name="新")).name == "新"

    async def test_says_nothing_of_what_does_not_exist(self, community: Community) -> None:
        nothing = pb.Organization(id=str(uuid7()))
        with pytest.raises(PermissionDenied):
            await self.update(community, nothing, community.passport(), name="新")
        with pytest.raises(NotFound):
            await self.update(community, nothing, community.admin, name="新")

    async def test_refuses_a_stale_etag(self, community: Community) -> None:
        organization = await community.found()
        with pytest.raises(Conflict):
            await self.update(
                community, organization, community.admin, "name", name="新", etag="stale"
            )

    @pytest.mark.parametrize("path", ["parent_id", "ancestor_ids", "state", "id", "nonsense"])
    async def test_refuses_a_mask_of_what_is_not_the_callers(
        self, community: Community, path: str
    ) -> None:
        organization = await community.found()
        with pytest.raises(InvalidArgument) as refused:
            await self.update(community, organization, community.admin, path)
        assert refused.value.violations[0].field == "update_mask"


class TestMoveOrganization:
    async def test_takes_all_below_along(self, community: Community) -> None:
        top, middle, bottom = await tower(community, 3)
        other = await community.found(name="other")
        moved = await move(community, middle, other)
        assert moved.parent_id == other.id
        assert list(moved.ancestor_ids) == [other.id]
        assert list((await get(community, bottom.id)).ancestor_ids) == [other.id, middle.id]
        assert list((await get(community, top.id)).ancestor_ids) == []

    async def test_moves_to_the_top(self, community: Community) -> None:
        _, middle, bottom = await tower(community, 3)
        moved = await move(community, middle, None)
        assert not moved.HasField("parent_id")
        assert list((await get(community, bottom.id)).ancestor_ids) == [middle.id]

    async def test_needs_one_destination(self, community: Community) -> None:
        organization, parent = await community.found(), await community.found()
        nowhere = pb.MoveOrganizationRequest(organization_id=organization.id)
        both = pb.MoveOrganizationRequest(
            organization_id=organization.id, parent_id=parent.id, to_top=True
        )
        for request in (nowhere, both):
            with pytest.raises(InvalidArgument):
                await community.call(request, pb.Organization, community.admin)

    async def test_announces_each_that_changed_from_the_top_down(
        self, community: Community
    ) -> None:
        _, second, third, fourth = await tower(community, 4)
        await move(community, second, None)
        notices = (await published(community.platform.site, "organizations", 11))[8:]
        assert spoken(notices) == ["organization.moved"] * 3
        told = [pb.Organization.FromString(notice.payload) for notice in notices]
        assert [(each.id, list(each.ancestor_ids)) for each in told] == [
            (second.id, []),
            (third.id, [second.id]),
            (fourth.id, [second.id, third.id]),
        ]
        assert {notice.version for notice in notices} == {2}

    async def test_refuses_to_place_it_below_itself(self, community: Community) -> None:
        top, middle, bottom = await tower(community, 3)
        for parent in (top, middle, bottom):
            with pytest.raises(Refused) as refused:
                await move(community, top, parent)
            assert refused.value.reason == "HIERARCHY_CYCLE"
        assert list((await get(community, bottom.id)).ancestor_ids) == [top.id, middle.id]

    async def test_counts_the_levels_of_all_that_moves(self, community: Community) -> None:
        five, four = await tower(community, 5), await tower(community, 4)
        with pytest.raises(Refused) as refused:
            await move(community, four[0], five[-1])
        assert refused.value.reason == "HIERARCHY_TOO_DEEP"
        await move(community, four[0], five[-2])
        assert len((await get(community, four[-1].id)).ancestor_ids) == 7

    async def test_refuses_a_parent_that_is_closed(self, community: Community) -> None:
        organization, parent = await community.found(), await community.found()
        await close(community, parent)
        with pytest.raises(Refused) as refused:
            await move(community, organization, parent)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_needs_both_ends(self, community: Community) -> None:
        organization, parent = await community.found(), await community.found()
        me = uuid7()
        one_end = (
            await community.holding(me, organization, "LEADER"),
            await community.holding(None, parent, "COORDINATOR"),
        )
        for passport in one_end:
            with pytest.raises(PermissionDenied):
                await move(community, organization, parent, passport)
        both_ends = await community.holding(me, parent, "COORDINATOR")
        moved = await move(community, organization, parent, both_ends)
        assert moved.parent_id == parent.id

    async def test_says_nothing_of_a_parent_that_does_not_exist(self, community: Community) -> None:
        organization = await community.found()
        mine = await community.holding(None, organization, "OWNER")
        with pytest.raises(PermissionDenied):
            await move(community, organization, str(uuid7()), mine)
        with pytest.raises(NotFound):
            await move(community, organization, str(uuid7()))


class TestCloseOrganization:
    async def test_closes_for_good(self, community: Community) -> None:
        organization = await community.found()
        closed = await close(
            community, organization, await community.holding(None, organization, "OWNER")
        )
        assert closed.state == pb.ORGANIZATION_STATE_CLOSED
        with pytest.raises(Refused):
            await close(community, organization)
        assert (
            spoken(await published(community.platform.site, "organizations", 3))[2]
            == "organization.closed"
        )

    @pytest.mark.parametrize("role", ["LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_is_for_owners(self, community: Community, role: str) -> None:
        organization = await community.found()
        with pytest.raises(PermissionDenied):
            await close(community, organization, await community.holding(None, organization, role))

    async def test_refuses_while_something_below_is_active(self, community: Community) -> None:
        top, below = await tower(community, 2)
        with pytest.raises(Refused) as refused:
            await close(community, top)
        assert refused.value.reason == "ACTIVE_BELOW"
        await close(community, below)
        assert (await close(community, top)).state == pb.ORGANIZATION_STATE_CLOSED
