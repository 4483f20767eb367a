"""Every refusal of programmes says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from banyan.organizations.v1 import category_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.organizations.programmes.queries import MOST_NOT_RETIRED
from tests.organizations.categories.test_categories import create as add_category
from tests.organizations.community import Community
from tests.organizations.programmes.making import (
    create,
    criterion,
    publish,
    retire,
    revise,
    stage,
    update,
)
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "programmes")
remedy = REMEDIES.of


@remedy("PROGRAMME_NOT_DRAFT: changed", "PROGRAMME_NOT_DRAFT: published")
async def not_draft(community: Community) -> None:
    published = await publish(community, await create(community, await community.found()))
    said = await refused(update(community, published, name="新的"), "PROGRAMME_NOT_DRAFT")
    assert "Create the next version" in said
    said = await refused(publish(community, published), "PROGRAMME_NOT_DRAFT")
    assert "Create the next version" in said
    draft = await update(community, await revise(community, published), name="新的")
    await publish(community, draft)


@remedy("PROGRAMME_STILL_DRAFT")
async def still_draft(community: Community) -> None:
    draft = await create(community, await community.found())
    said = await refused(revise(community, draft), "PROGRAMME_STILL_DRAFT")
    assert "Change this one" in said
    await update(community, draft, name="新的")


@pytest.mark.parametrize("helps", ["changing", "retiring"])
async def test_of_a_programme_with_a_draft_the_draft_helps(
    community: Community, helps: str
) -> None:
    published = await publish(community, await create(community, await community.found()))
    draft = await revise(community, published)
    said = await refused(revise(community, published), "PROGRAMME_HAS_DRAFT")
    assert "Change that one, or retire it" in said
    if helps == "changing":
        await update(community, draft, name="新的")
    else:
        await retire(community, draft)
        await revise(community, published)


@remedy("PROGRAMME_RETIRED")
async def retired(community: Community) -> None:
    draft = await retire(community, await create(community, await community.found()))
    said = await refused(retire(community, draft), "PROGRAMME_RETIRED")
    assert "nothing left to do" in said


@remedy("TOO_MANY_PROGRAMMES")
async def too_many(community: Community) -> None:
    station = await community.found()
    made = [await create(community, station) for _ in range(MOST_NOT_RETIRED)]
    said = await refused(create(community, station), "TOO_MANY_PROGRAMMES")
    assert "Retire one" in said
    await retire(community, made[0])
    await create(community, station)


@remedy("DUPLICATE", "EXPECTED_BELOW_MINIMUM", "MORE_NEEDED_THAN_LISTED", "WINDOW_DOES_NOT_FIT")
async def broken(community: Community) -> None:
    station = await community.found()
    wrong: dict[str, Any] = {
        "DUPLICATE": [stage("seed"), stage("seed")],
        "EXPECTED_BELOW_MINIMUM": [stage("seed", minimum_days=3, expected_days=2)],
        "WINDOW_DOES_NOT_FIT": [stage("seed", criterion("NEW_MEMBERS", 1))],
    }
    needs_two = stage("seed", criterion("OFFICERS", 1))
    needs_two.requirements[0].needed_count = 2
    wrong["MORE_NEEDED_THAN_LISTED"] = [needs_two]
    for reason, stages in wrong.items():
        await refused(create(community, station, stages=stages), reason)
    needs_two.requirements[0].needed_count = 1
    right = [
        needs_two,
        stage(
            "sprout", criterion("NEW_MEMBERS", 1, window_days=9), minimum_days=2, expected_days=2
        ),
    ]
    await create(community, station, stages=right)


@remedy("CATEGORY_NOT_OPEN")
async def category_not_open(community: Community) -> None:
    station = await community.found()
    music, sports = await add_category(community, "music"), await add_category(community, "sports")
    kept = await create(community, station, category_ids=[music.id])
    retiring = category_pb2.UpdateCategoryRequest(
        category_id=music.id,
        category=category_pb2.Category(retired=True),
        update_mask=FieldMask(paths=["retired"]),
    )
    await community.call(retiring, category_pb2.Category, community.admin)
    said = await refused(create(community, station, category_ids=[music.id]), "CATEGORY_NOT_OPEN")
    assert "Choose others" in said
    await create(community, station, category_ids=[sports.id])
    # What it is for already stays.
    await update(community, kept, category_ids=[music.id, sports.id])


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
