"""The catalogue of categories, and the organizations that have them."""

from typing import Any

import pytest
from banyan.organizations.v1 import category_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from banyan.places.v1.place_pb2 import Contact
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import (
    AlreadyExists,
    Conflict,
    InvalidArgument,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.notices import published_about, spoken
from tests.organizations.community import Community


async def create(community: Community, key: str, **values: Any) -> pb.Category:
    """Creates a category, as an administrator."""
    category = pb.Category(**({"key": key, "name": key.title()} | values))
    request = pb.CreateCategoryRequest(category=category)
    return await community.call(request, pb.Category, community.admin)


async def change(community: Community, category: pb.Category, **values: Any) -> pb.Category:
    """Changes a category, as an administrator."""
    request = pb.UpdateCategoryRequest(
        category_id=category.id,
        category=pb.Category(**values),
        update_mask=FieldMask(paths=[name for name in values if name != "etag"]),
    )
    return await community.call(request, pb.Category, community.admin)


async def listed(community: Community, **values: Any) -> list[str]:
    request = pb.ListCategoriesRequest(**values)
    answer = await community.call(request, pb.ListCategoriesResponse, community.admin)
    return [each.key for each in answer.categories]


async def found_by(community: Community, **filters: Any) -> list[str]:
    """Returns the names of the organizations that a list with filters has."""
    request = organization_pb2.ListOrganizationsRequest(**filters)
    answer = await community.call(
        request, organization_pb2.ListOrganizationsResponse, community.admin
    )
    return [each.name for each in answer.organizations]


async def test_are_listed_by_position_and_retired_ones_only_if_wanted(
    community: Community,
) -> None:
    music = await create(community, "music", position=2)
    await create(community, "sports", position=1)
    await create(community, "arts", position=2)
    assert await listed(community) == ["sports", "arts", "music"]
    retired = await change(community, music, retired=True, etag=music.etag)
    assert (retired.key, retired.retired) == ("music", True)
    assert await listed(community) == ["sports", "arts"]
    assert await listed(community, include_retired=True) == ["sports", "arts", "music"]
    notices = await published_about(community.platform.site, "organizations", "category", 4)
    assert spoken(notices)[-1] == "category.updated"
    with pytest.raises(Conflict):
        await change(community, music, position=9, etag=music.etag)


@pytest.mark.parametrize("key", ["", "Music", "a b", "-a", "a--b", "音乐", "x" * 51])
async def test_have_keys_for_programs(community: Community, key: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await create(community, key, name="Music")
    assert {each.field for each in refused.value.violations} == {"category.key"}


async def test_have_one_key_each_for_good(community: Community) -> None:
    music = await create(community, "music")
    with pytest.raises(AlreadyExists) as refused:
        await create(community, "music")
    assert refused.value.reason == "CATEGORY_KEY_TAKEN"
    with pytest.raises(InvalidArgument):
        await change(community, music, key="sounds")


async def test_are_for_administrators_to_change(community: Community) -> None:
    owner = community.platform.office.person(roles={uuid7(): ["OWNER"]})
    request = pb.CreateCategoryRequest(category=pb.Category(key="music", name="Music"))
    with pytest.raises(PermissionDenied):
        await community.call(request, pb.Category, owner)


async def test_find_organizations(community: Community) -> None:
    music, sports = await create(community, "music"), await create(community, "sports")
    await community.found(uuid7(), name="Choir", category_id=music.id, tags=["#Outdoors", "合唱"])
    await community.found(
        uuid7(), name="Football", category_id=sports.id, tags=["ＯＵＴＤＯＯＲＳ"]
    )
    await community.found(uuid7(), name="Knitting")
    assert await found_by(community, category_ids=[music.id]) == ["Choir"]
    assert await found_by(community, category_ids=[music.id, sports.id]) == ["Choir", "Football"]
    assert await found_by(community, tags=["outdoors"]) == ["Choir", "Football"]
    assert await found_by(community, tags=["outdoors", "合唱"]) == ["Choir"]
    assert await found_by(community, tags=["door"]) == []


async def test_that_are_retired_stay_and_are_not_chosen(community: Community) -> None:
    founder, music = uuid7(), await create(community, "music")
    choir = await community.found(founder, category_id=music.id)
    await change(community, music, retired=True)
    for unknown in (music.id, str(uuid7())):
        with pytest.raises(InvalidArgument) as refused:
            await community.found(uuid7(), category_id=unknown)
        assert [each.reason for each in refused.value.violations] == ["CATEGORY_NOT_OPEN"]
    request = organization_pb2.UpdateOrganizationRequest(
        organization_id=choir.id,
        organization=organization_pb2.Organization(category_id=music.id, tags=["a"]),
        update_mask=FieldMask(paths=["category_id", "tags"]),
    )
    updated = await community.call(request, organization_pb2.Organization, community.admin)
    assert (updated.category_id, list(updated.tags)) == (music.id, ["a"])


@pytest.mark.parametrize("tags", [["a", "a"], [""], ["x" * 41], [str(n) for n in range(11)]])
async def test_tags_are_few_and_short(community: Community, tags: list[str]) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await community.found(uuid7(), tags=tags)
    assert {each.field.partition("[")[0] for each in refused.value.violations} == {
        "organization.tags"
    }


async def test_a_form_hears_of_all_its_mistakes(community: Community) -> None:
    founder = uuid7()
    stranger = Contact(person_id=str(uuid7()))
    wrong: dict[str, Any] = {"name": "", "contact": stranger, "category_id": str(uuid7())}
    everything = {f"organization.{field}" for field in ("name", "contact.person_id", "category_id")}
    with pytest.raises(InvalidArgument) as refused:
        await community.found(founder, **wrong)
    assert {each.field for each in refused.value.violations} == everything
    choir = await community.found(founder)
    request = organization_pb2.UpdateOrganizationRequest(
        organization_id=choir.id,
        organization=organization_pb2.Organization(**wrong),
        update_mask=FieldMask(paths=list(wrong)),
    )
    with pytest.raises(InvalidArgument) as refused:
        await community.call(request, organization_pb2.Organization, community.admin)
    assert {each.field for each in refused.value.violations} == everything
    # Without the first mistake the others are told, too.
    with pytest.raises(InvalidArgument) as refused:
        await community.found(founder, **wrong | {"name": "Choir"})
    assert len(refused.value.violations) == 2


async def test_a_closed_parent_is_told_before_the_mistakes_of_a_form(community: Community) -> None:
    parent = await community.found(uuid7())
    request = organization_pb2.CloseOrganizationRequest(organization_id=parent.id)
    await community.call(request, organization_pb2.Organization, community.admin)
    with pytest.raises(Refused) as refused:
        await community.call(
            organization_pb2.CreateOrganizationRequest(
                organization=organization_pb2.Organization(parent_id=parent.id)
            ),
            organization_pb2.Organization,
            community.admin,
        )
    assert refused.value.reason == "ORGANIZATION_CLOSED"
