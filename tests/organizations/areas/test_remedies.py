"""Every refusal of areas, and of the rows of their tables, says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.kit.process.ids import uuid7
from tests.organizations.areas.planting import (
    COMMUNITY,
    DISTRICT,
    SUBDISTRICT,
    change,
    import_table,
    merge,
    move,
    outcomes,
    plant,
)
from tests.organizations.community import Community
from tests.remedies import Remedies, met, refused

REMEDIES = Remedies("organizations", "areas")
remedy = REMEDIES.of
HEADER = "code,name,kind,parent"
CREATED = "CREATED"


async def said(community: Community, row: str, reason: str) -> str:
    """Returns what is said of a row, which must be refused with a reason."""
    (found,) = (await import_table(community, HEADER, row)).rows
    assert [each.code for each in found.reasons] == [reason]
    return met(reason, found.reasons[0].message)


async def carried_out(community: Community, *rows: str) -> list[str]:
    return outcomes(await import_table(community, HEADER, *rows))


@remedy("AREA_NOT_OPEN", "AREA_MERGED")
async def choose_another_area(community: Community) -> None:
    old, new = [await plant(community, code, DISTRICT) for code in ("31", "32")]
    await merge(community, old, new)
    assert "Choose another" in await refused(
        community.found(uuid7(), area_id=old.id), "AREA_NOT_OPEN"
    )
    assert "Use that one" in await refused(change(community, old, retired=False), "AREA_MERGED")
    assert (await community.found(uuid7(), area_id=new.id)).area_id == new.id


@remedy("AREA_NOT_LARGER", "AREA_RETIRED", "AREAS_BELOW", "AREA_PARENT_RETIRED")
async def choose_a_larger_area_that_is_open(community: Community) -> None:
    east, elm = (
        await plant(community, "31", DISTRICT),
        await plant(community, "3101", SUBDISTRICT),
    )
    assert "larger one" in await refused(move(community, east, elm), "AREA_NOT_LARGER")
    await move(community, elm, east)
    said_below = await refused(change(community, east, retired=True), "AREAS_BELOW")
    assert "Retire" in said_below
    await change(community, elm, retired=True)
    await change(community, east, retired=True)
    assert "Offer that one" in await refused(
        change(community, elm, retired=False), "AREA_PARENT_RETIRED"
    )
    planting = plant(community, "310101", COMMUNITY, elm)
    assert "offer it again" in await refused(planting, "AREA_RETIRED")
    await change(community, east, retired=False)
    await change(community, elm, retired=False)
    assert (await plant(community, "310101", COMMUNITY, elm)).parent_id == elm.id


@remedy("AREA_KINDS_DIFFER")
async def merge_into_one_of_its_kind(community: Community) -> None:
    east, elm, lime = (
        await plant(community, "31", DISTRICT),
        await plant(community, "3101", SUBDISTRICT),
        await plant(community, "3102", SUBDISTRICT),
    )
    for other in (east, elm):
        assert "of its kind" in await refused(merge(community, elm, other), "AREA_KINDS_DIFFER")
    assert (await merge(community, elm, lime)).merged_into_id == lime.id


@remedy("TOO_MANY_BELOW")
async def move_some_of_them_first(community: Community) -> None:
    old, new = [await plant(community, code, SUBDISTRICT) for code in ("3101", "3102")]
    below = [await plant(community, f"31010{n}", COMMUNITY, old) for n in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.organizations.areas.servicer.MOST_BELOW", 1)
        assert "Move some" in await refused(merge(community, old, new), "TOO_MANY_BELOW")
        await move(community, below[0], new)
        assert (await merge(community, old, new)).retired


@remedy("TOO_MANY_AREAS")
async def leave_out_the_smallest(community: Community) -> None:
    await plant(community, "31", DISTRICT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.organizations.areas.tree.MOST_AREAS", 2)
        table = (HEADER, "3101,A,街道,31", "3101-1,B,楼栋,3101")
        assert "Leave out" in await refused(import_table(community, *table), "TOO_MANY_AREAS")
        assert outcomes(await import_table(community, *table[:2])) == [CREATED]
        await refused(plant(community, "32", DISTRICT), "TOO_MANY_AREAS")


@remedy("AREA_PARENT_UNKNOWN", "AREA_KIND_UNKNOWN", "AREA_KIND_MISSING", "AREA_CODE_MISSING")
async def complete_the_row(community: Community) -> None:
    for row, reason, told in (
        ("3101,A,街道,31", "AREA_PARENT_UNKNOWN", "Add it to the table"),
        ("31,A,planet,", "AREA_KIND_UNKNOWN", "Write DISTRICT"),
        ("31,A,,", "AREA_KIND_MISSING", "needs a kind"),
        (",A,区,", "AREA_CODE_MISSING", "Give it one"),
    ):
        assert told in await said(community, row, reason)
    assert await carried_out(community, "3101,A,街道,31", "31,A,DISTRICT,") == [CREATED] * 2


@remedy("AREA_KIND_FIXED", "AREA_CODE_REPEATED", "CODE_COLUMN_MISSING")
async def correct_the_table(community: Community) -> None:
    await plant(community, "31", DISTRICT)
    assert "Correct the kind" in await said(community, "31,A,街道,", "AREA_KIND_FIXED")
    found = await import_table(community, HEADER, "31,A,区,", "31,B,区,")
    assert "Keep one" in met("AREA_CODE_REPEATED", found.rows[1].reasons[0].message)
    message = await refused(import_table(community, "name", "A"), "CODE_COLUMN_MISSING")
    assert "Name one of its columns" in message
    assert await carried_out(community, "31,C,区,") == ["UPDATED name"]


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
