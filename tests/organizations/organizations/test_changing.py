"""Changes of organizations: updates, moves, and the end."""

import pytest
from banyan.organizations.v1 import organization_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import (
    Conflict,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import Community
from tests.organizations.organizations.changing import close, get, tower


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
