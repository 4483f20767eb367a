"""Every refusal of agreements says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.organizations.agreements.queries import MOST_CURRENT
from tests.organizations.agreements.agreeing import Table
from tests.organizations.community import Community
from tests.remedies import Remedies, met, refused

REMEDIES = Remedies("organizations", "agreements")
remedy = REMEDIES.of


@remedy("TOO_MANY_AGREEMENTS")
async def too_many(community: Community) -> None:
    table = await Table.build(community)
    made = [await table.draft() for _ in range(MOST_CURRENT)]
    assert "Retire one first" in await refused(table.draft(), "TOO_MANY_AGREEMENTS")
    await table.retire(made[0])
    await table.draft()


@remedy(
    "AGREEMENT_NOT_DRAFT: be changed", "AGREEMENT_NOT_DRAFT: be adopted", "AGREEMENT_STILL_DRAFT"
)
async def no_draft(community: Community) -> None:
    table = await Table.build(community)
    draft = await table.draft()
    said = await refused(table.revise(draft), "AGREEMENT_STILL_DRAFT")
    assert "Change this one" in said
    assert (await table.change(draft)).title == "新约定"
    adopted = await table.adopt(draft)
    for call in (table.change(adopted), table.adopt(adopted)):
        assert "Create the next version" in await refused(call, "AGREEMENT_NOT_DRAFT")
    following = await table.change(await table.revise(adopted))
    await table.adopt(following)


async def test_a_second_draft_is_refused(community: Community) -> None:
    table = await Table.build(community)
    adopted = await table.adopted()
    draft = await table.revise(adopted)
    said = await refused(table.revise(adopted), "AGREEMENT_HAS_DRAFT")
    assert "Change that one, or retire it" in said
    await table.change(draft)
    await table.retire(draft)
    await table.revise(adopted)


@remedy("AGREEMENT_RETIRED", "AGREEMENT_NOT_ADOPTED", "ALREADY_ACCEPTED")
async def holds_no_more(community: Community) -> None:
    table = await Table.build(community)
    first = await table.adopted()
    second = await table.adopt(await table.revise(first))
    assert "nothing left" in await refused(table.retire(first), "AGREEMENT_RETIRED")
    assert "the one that is" in await refused(table.accept(first), "AGREEMENT_NOT_ADOPTED")
    await table.accept(second)
    assert "nothing left" in await refused(table.accept(second), "ALREADY_ACCEPTED")


@remedy("AGREEMENTS_NOT_ACCEPTED: People who join", "AGREEMENTS_NOT_ACCEPTED: must name")
async def joins_without(community: Community) -> None:
    table, person = await Table.build(community), uuid7()
    agreement = await table.adopted()
    said = await refused(table.join(person), "AGREEMENTS_NOT_ACCEPTED")
    assert "1 are missing" in said
    with pytest.raises(Refused, match="Read and accept them") as error:
        await table.join(person)
    met(error.value.reason, error.value.message)
    await table.join(person, agreement)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
