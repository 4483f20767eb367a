"""Importing areas from tables: row by row, again and again."""

import pytest

from services.kit.errors import InvalidArgument
from tests.organizations.areas.planting import (
    COMMUNITY,
    DISTRICT,
    SUBDISTRICT,
    change,
    import_table,
    listed,
    outcomes,
    plant,
)
from tests.organizations.community import Community

TABLE = (
    "代码,名称,类型,上级代码,name (en)",
    "310101-3,3号楼,楼栋,310101,",  # above its parent
    "31,浦东新区,区,,Pudong",
    "3101,榆树街道,街道,31,Elm",
    "310101,梧桐社区,社区,3101,",
    "310102,椴树社区,COMMUNITY,3101,Lime",
)


async def test_does_what_the_plan_says_and_nothing_the_second_time(community: Community) -> None:
    planned = await import_table(community, *TABLE, only_plan=True)
    assert outcomes(planned) == ["CREATED"] * 5
    assert (planned.created_count, planned.only_plan) == (5, True)
    assert not any(row.HasField("area_id") for row in planned.rows)
    assert await listed(community) == []
    done = await import_table(community, *TABLE)
    assert outcomes(done) == outcomes(planned)
    assert await listed(community, query="pudong") == ["31"]
    (tower,) = [row.area_id for row in done.rows if row.code == "310101-3"]
    assert await listed(community, ancestor_id=done.rows[2].area_id) == [
        "310101",
        "310101-3",
        "310102",
    ]
    again = await import_table(community, *TABLE)
    assert (outcomes(again), again.rows[0].area_id) == (["UNCHANGED"] * 5, tower)
    # A new name, a move, and what the table does not say stays.
    moved = (TABLE[0], "310101-3,三号楼,,310102,", "31,浦东新区,,,East", "310102,,,,")
    assert outcomes(await import_table(community, *moved)) == [
        "UPDATED name parent_id",
        "UPDATED translations",
        "UNCHANGED",
    ]
    assert await listed(community, query="三号楼") == ["310101-3"]


async def test_refuses_a_row_by_itself_and_what_needs_it(community: Community) -> None:
    elm = await plant(community, "3101", SUBDISTRICT)
    await plant(community, "9999", COMMUNITY)
    await change(community, await plant(community, "8888", DISTRICT), retired=True)
    found = await import_table(
        community,
        "code;name;kind;parent",
        "310101;梧桐社区;社区;3101",
        "310101;桐梧社区;社区;3101",  # twice
        "310102;;社区;3101",  # no name
        "310103;A;社区;310102",  # its parent was refused
        "310104;A;星球;3101",
        "310105;A;;3101",
        "31 01;A;社区;",
        ";A;社区;",
        "3101;A;区;",  # another kind
        "9999;A;;310101",  # not larger
        "310106;A;社区;8888",  # retired
        "310107;A;社区;nowhere",
        "310108;三;社区;31",
    )
    assert outcomes(found) == [
        "CREATED",
        "REFUSED AREA_CODE_REPEATED",
        "REFUSED STRING_MIN_LEN",
        "REFUSED AREA_PARENT_UNKNOWN",
        "REFUSED AREA_KIND_UNKNOWN",
        "REFUSED AREA_KIND_MISSING",
        "REFUSED AREA_CODE",
        "REFUSED AREA_CODE_MISSING",
        "REFUSED AREA_KIND_FIXED",
        "REFUSED AREA_NOT_LARGER",
        "REFUSED AREA_RETIRED",
        "REFUSED AREA_PARENT_UNKNOWN",
        "REFUSED AREA_PARENT_UNKNOWN",
    ]
    assert found.refused_count == 12
    assert all(reason.message for row in found.rows for reason in row.reasons)
    assert await listed(community, parent_id=elm.id) == ["310101"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("name,kind\nA,区", "CODE_COLUMN_MISSING"),
        ("code,name", "NO_ROWS"),
        ("code\n" + "\n".join(map(str, range(1, 502))), "TOO_MANY_ROWS"),
    ],
)
async def test_refuses_what_is_no_table_of_areas(
    community: Community, content: str, reason: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await import_table(community, content)
    assert [each.reason for each in refused.value.violations] == [reason]


async def test_takes_as_many_rows_as_there_may_be(community: Community) -> None:
    rows = [f"31-{number},{number}号楼,楼栋,31" for number in range(499)]
    table = ("code,name,kind,parent", "31,区,区,", *rows)
    assert (await import_table(community, *table, only_plan=True)).created_count == 500
    assert (await import_table(community, *table)).created_count == 500
