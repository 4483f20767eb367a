"""Every refusal of organizations and their hierarchy says what to do next, and that works."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from banyan.organizations.v1 import category_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from banyan.places.v1.place_pb2 import Contact
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "organizations",
    "categories",
    elsewhere={
        "TOO_MANY_AT_ONCE": "the remedy is to wait",
        "TOO_MANY_BELOW": "tests/organizations/organizations/test_moving.py",
    },
)
remedy = REMEDIES.of
ACTIVE, CLOSED = pb.ORGANIZATION_STATE_ACTIVE, pb.ORGANIZATION_STATE_CLOSED
DELETED = pb.ORGANIZATION_STATE_DELETED


async def act(
    community: Community,
    request_type: Any,
    organization: pb.Organization,
    passport: str | None = None,
    **values: Any,
) -> pb.Organization:
    """Calls an RPC about an organization, as an administrator unless told otherwise."""
    request = request_type(organization_id=organization.id, **values)
    return await community.call(request, pb.Organization, passport or community.admin)


async def close(
    community: Community, organization: pb.Organization, passport: str | None = None
) -> pb.Organization:
    return await act(community, pb.CloseOrganizationRequest, organization, passport)


async def reopen(community: Community, organization: pb.Organization) -> pb.Organization:
    return await act(community, pb.ReopenOrganizationRequest, organization)


async def delete(
    community: Community, organization: pb.Organization, passport: str | None = None
) -> pb.Organization:
    return await act(community, pb.DeleteOrganizationRequest, organization, passport)


async def move(
    community: Community, organization: pb.Organization, parent: pb.Organization
) -> pb.Organization:
    return await act(community, pb.MoveOrganizationRequest, organization, parent_id=parent.id)


@remedy("CATEGORY_NOT_OPEN")
async def choose_another_category(community: Community) -> None:
    await refused(community.found(uuid7(), category_id=str(uuid7())), "CATEGORY_NOT_OPEN")
    request = category_pb2.CreateCategoryRequest(
        category=category_pb2.Category(key="music", name="音乐")
    )
    music = await community.call(request, category_pb2.Category, community.admin)
    assert (await community.found(uuid7(), category_id=music.id)).category_id == music.id


@remedy("TOO_MANY_CATEGORIES")
async def offer_a_retired_category_again(community: Community) -> None:
    def create(key: str) -> Awaitable[category_pb2.Category]:
        category = category_pb2.Category(key=key, name="音乐")
        request = category_pb2.CreateCategoryRequest(category=category)
        return community.call(request, category_pb2.Category, community.admin)

    async def change(category: category_pb2.Category, **values: Any) -> category_pb2.Category:
        request = category_pb2.UpdateCategoryRequest(
            category_id=category.id,
            category=category_pb2.Category(**values),
            update_mask=FieldMask(paths=list(values)),
        )
        return await community.call(request, category_pb2.Category, community.admin)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.organizations.categories.servicer.MOST_CATEGORIES", 2)
        created = await asyncio.gather(
            *(create(f"kind-{number}") for number in range(4)), return_exceptions=True
        )
        refusals = [each for each in created if isinstance(each, BaseException)]
        (old, _) = [each for each in created if isinstance(each, category_pb2.Category)]
        assert {getattr(each, "reason", each) for each in refusals} == {"TOO_MANY_CATEGORIES"}
        await change(old, retired=True)
        await refused(create("another"), "TOO_MANY_CATEGORIES")
        assert (await change(old, name="运动", retired=False)).name == "运动"


@remedy("CONTACT_NOT_MEMBER")
async def name_a_member(community: Community) -> None:
    founder, stranger = uuid7(), Contact(person_id=str(uuid7()))
    said = await refused(community.found(founder, contact=stranger), "CONTACT_NOT_MEMBER")
    assert "Name a member" in said
    mine = Contact(person_id=str(founder))
    organization = await community.found(founder, contact=mine)
    assert organization.contact == mine
    request = pb.UpdateOrganizationRequest(
        organization_id=organization.id,
        organization=pb.Organization(contact=stranger),
        update_mask=FieldMask(paths=["contact"]),
    )
    changing = community.call(request, pb.Organization, community.admin)
    await refused(changing, "CONTACT_NOT_MEMBER")
    request.organization.contact.CopyFrom(Contact(phones=["010"]))
    changed = await community.call(request, pb.Organization, community.admin)
    assert changed.contact.phones == ["010"]


@remedy("ACTIVE_BELOW")
async def close_or_move_what_is_below(community: Community) -> None:
    parent, other = await community.found(), await community.found()
    closed = await community.found(parent_id=parent.id)
    moved = await community.found(parent_id=parent.id)
    said = await refused(close(community, parent), "ACTIVE_BELOW")
    assert "Close or move them" in said
    await close(community, closed)
    await refused(close(community, parent), "ACTIVE_BELOW")
    await move(community, moved, other)
    assert (await close(community, parent)).state == CLOSED


@remedy("HIERARCHY_CYCLE", "HIERARCHY_TOO_DEEP")
async def choose_another_parent(community: Community) -> None:
    levels = [await community.found()]
    for _ in range(7):
        levels.append(await community.found(parent_id=levels[-1].id))
    said = await refused(move(community, levels[1], levels[5]), "HIERARCHY_CYCLE")
    assert "Choose a different parent" in said
    said = await refused(community.found(parent_id=levels[-1].id), "HIERARCHY_TOO_DEEP")
    assert "further up" in said
    assert (await community.found(parent_id=levels[-2].id)).parent_id == levels[-2].id
    other = await community.found()
    assert (await move(community, levels[1], other)).parent_id == other.id


@remedy("ORGANIZATION_CLOSED: Choose an active one", "ORGANIZATION_CLOSED: nothing left to do")
async def choose_an_active_one(community: Community) -> None:
    parent, other = await community.found(), await community.found()
    await close(community, parent)
    said = await refused(close(community, parent), "ORGANIZATION_CLOSED")
    assert "nothing left to do" in said
    found = await act(community, pb.GetOrganizationRequest, parent)
    assert found.state == CLOSED
    child = await community.found()
    for begun in (
        community.found(parent_id=parent.id),
        community.apply(parent),
        move(community, child, parent),
    ):
        assert "active one" in await refused(begun, "ORGANIZATION_CLOSED")
    assert (await community.found(parent_id=other.id)).id
    assert (await community.apply(other)).id
    assert (await move(community, child, other)).parent_id == other.id


@remedy("ORGANIZATION_NOT_CLOSED")
async def look_at_the_state(community: Community) -> None:
    organization = await community.found()
    assert "state" in await refused(reopen(community, organization), "ORGANIZATION_NOT_CLOSED")
    assert (await act(community, pb.GetOrganizationRequest, organization)).state == ACTIVE
    await close(community, organization)
    assert (await reopen(community, organization)).state == ACTIVE


@remedy("PARENT_NOT_ACTIVE")
async def reopen_or_leave_what_is_above(community: Community) -> None:
    parent, other = await community.found(), await community.found()
    first, second = [await community.found(parent_id=parent.id) for _ in range(2)]
    for each in (first, second, parent):
        await close(community, each)
    said = await refused(reopen(community, first), "PARENT_NOT_ACTIVE")
    assert "Reopen it first, or move this one" in said
    await move(community, first, other)
    assert (await reopen(community, first)).state == ACTIVE
    await reopen(community, parent)
    assert (await reopen(community, second)).state == ACTIVE


@remedy("ORGANIZATION_NOT_EMPTY", "ORGANIZATION_DELETED")
async def close_it_or_ask_an_owner_to(community: Community) -> None:
    organization = await community.found()
    leader = await community.holding(None, organization, "LEADER")
    owner = await community.holding(None, organization, "OWNER")
    for passport in (leader, owner):
        said = await refused(delete(community, organization, passport), "ORGANIZATION_NOT_EMPTY")
        assert "Close it instead, or ask an owner to" in said
    assert (await close(community, organization, owner)).state == CLOSED
    founder = uuid7()
    empty = await community.found(founder)
    assert (await delete(community, empty, community.passport(founder))).state == DELETED
    for again in (delete(community, empty), move(community, empty, await community.found())):
        assert "Create another one" in await refused(again, "ORGANIZATION_DELETED")
    assert (await community.found(founder)).state == ACTIVE


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
