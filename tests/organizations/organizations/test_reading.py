"""Who may read which organizations: one, several, or a list."""

import pytest
from banyan.organizations.v1 import organization_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import (
    InvalidArgument,
    NotFound,
)
from services.kit.process.ids import uuid7
from tests.organizations.community import GROUP, Community
from tests.organizations.organizations.changing import get, tower

COMMITTEE = pb.ORGANIZATION_KIND_RESIDENTS_COMMITTEE


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
