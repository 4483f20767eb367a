"""The tree of areas, and the organizations that are found in it."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from banyan.organizations.v1 import area_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.errors import AlreadyExists, DomainError, InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import published_about, spoken
from tests.organizations.areas.planting import (
    BUILDING,
    COMMUNITY,
    DISTRICT,
    QUARTER,
    SUBDISTRICT,
    change,
    listed,
    merge,
    move,
    plant,
)
from tests.organizations.community import Community
from tests.organizations.racing import without_named_locks

KINDS = (DISTRICT, SUBDISTRICT, COMMUNITY, QUARTER, BUILDING)


async def found_in(community: Community, *areas: pb.Area) -> list[str]:
    """Returns the names of the organizations that are found in areas."""
    request = organization_pb2.ListOrganizationsRequest(area_ids=[each.id for each in areas])
    answer = await community.call(
        request, organization_pb2.ListOrganizationsResponse, community.admin
    )
    return [each.name for each in answer.organizations]


async def test_form_a_tree_that_is_listed_and_searched(community: Community) -> None:
    east = await plant(community, "31", DISTRICT, name="浦东新区")
    elm = await plant(community, "3101", SUBDISTRICT, east, name="榆树街道")
    names = [pb.AreaTranslation(language="en", name="Plane Tree Community")]
    plane = await plant(community, "310101", COMMUNITY, elm, name="梧桐社区", translations=names)
    tower = await plant(community, "310101-B7", BUILDING, plane)
    assert await listed(community) == ["31", "3101", "310101", "310101-B7"]
    assert await listed(community, only_top=True) == ["31"]
    assert await listed(community, parent_id=east.id) == ["3101"]
    assert await listed(community, ancestor_id=elm.id) == ["310101", "310101-B7"]
    assert await listed(community, ancestor_id=elm.id, kinds=[BUILDING]) == ["310101-B7"]
    for query in ("梧桐", "wutong", "plane", "community"):
        assert await listed(community, query=query) == ["310101"]
    assert await listed(community, codes=["31", "3101", "99"]) == ["31", "3101"]
    by_name = pb.AreaOrder(field=pb.AREA_ORDER_FIELD_NAME, direction="SORT_DIRECTION_ASCENDING")
    assert (await listed(community, order_by=by_name))[1:] == ["31", "310101", "3101"]
    await change(community, tower, retired=True)
    assert await listed(community, ancestor_id=elm.id) == ["310101"]
    assert "310101-B7" in await listed(community, ancestor_id=elm.id, include_retired=True)
    notices = await published_about(community.platform.site, "organizations", "area", 5)
    assert spoken(notices)[-1] == "area.updated"


async def test_are_for_administrators_to_change(community: Community) -> None:
    owner = community.platform.office.person(roles={uuid7(): ["OWNER"]})
    area = await plant(community, "31", DISTRICT)
    for request in (
        pb.CreateAreaRequest(area=pb.Area(code="32", name="B", kind=DISTRICT)),
        pb.UpdateAreaRequest(area_id=area.id),
        pb.MoveAreaRequest(area_id=area.id, to_top=True),
        pb.MergeAreaRequest(area_id=area.id, into_id=area.id),
        pb.ImportAreasRequest(content="code\n31"),
    ):
        with pytest.raises((PermissionDenied, InvalidArgument)) as refused:
            await community.call(request, pb.Area, owner)
        if not isinstance(request, pb.UpdateAreaRequest):
            assert isinstance(refused.value, PermissionDenied)


@pytest.mark.parametrize("code", ["", "a b", "-a", "a--b", "音乐", "x" * 51])
async def test_have_codes_for_programs(community: Community, code: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await plant(community, code, DISTRICT, name="A")
    assert {each.field for each in refused.value.violations} == {"area.code"}
    await plant(community, "310101-B7.a_1", DISTRICT)
    with pytest.raises(AlreadyExists) as taken:
        await plant(community, "310101-B7.a_1", COMMUNITY)
    assert taken.value.reason == "AREA_CODE_TAKEN"


async def test_find_organizations_with_all_that_lies_below(community: Community) -> None:
    east, west = await plant(community, "31", DISTRICT), await plant(community, "32", DISTRICT)
    elm = await plant(community, "3101", SUBDISTRICT, east)
    plane = await plant(community, "310101", COMMUNITY, elm)
    lime = await plant(community, "310102", COMMUNITY, elm)
    tower = await plant(community, "310101-1", BUILDING, plane)
    for name, area in (("A", east), ("B", plane), ("C", tower), ("D", lime), ("E", west)):
        await community.found(uuid7(), name=name, area_id=area.id)
    await community.found(uuid7(), name="F")
    assert await found_in(community, east) == ["A", "B", "C", "D"]
    assert await found_in(community, plane) == ["B", "C"]
    assert await found_in(community, lime, west) == ["D", "E"]
    # What was merged, or moved, is found where it is now, and where it was no longer.
    merged = await merge(community, plane, lime)
    assert (merged.retired, merged.merged_into_id) == (True, lime.id)
    assert await found_in(community, lime) == ["B", "C", "D"]
    assert await listed(community, parent_id=lime.id) == ["310101-1"]
    await move(community, lime, west)
    assert await found_in(community, west) == ["B", "C", "D", "E"]
    assert await found_in(community, elm) == []
    with pytest.raises(InvalidArgument) as refused:
        await community.found(uuid7(), area_id=plane.id)
    assert [each.reason for each in refused.value.violations] == ["AREA_NOT_OPEN"]


async def test_the_database_keeps_the_tree_a_tree(community: Community) -> None:
    """What the verbs refuse cannot be written past them."""
    east, elm = await plant(community, "31", DISTRICT), await plant(community, "41", SUBDISTRICT)
    sql = community.platform.site.sql
    place = "UPDATE area SET parent_id = $2, parent_level = $3, above_id = $2 WHERE id = $1"
    for area, parent, level in (
        (east, elm, 2),  # into a smaller one
        (east, elm, 0),  # and lie about it
        (east, east, 1),  # into itself
        (elm, east, None),
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await sql("organizations", place, area.id, parent.id, level)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await sql(
            "organizations",
            "UPDATE area SET retired = true, merged_into_id = $2, above_id = $2 WHERE id = $1",
            elm.id,
            east.id,
        )
    assert await sql("organizations", place, elm.id, east.id, 1) == []


async def test_two_changes_at_once_leave_nothing_open_below_what_is_retired(
    community: Community,
) -> None:
    """Who retires an area waits for who puts one into it, and sees it."""
    for _ in range(3):
        elm = await plant(community, f"e{uuid7().hex}", SUBDISTRICT)
        both = await asyncio.gather(
            change(community, elm, retired=True),
            plant(community, f"c{uuid7().hex}", COMMUNITY, elm),
            return_exceptions=True,
        )
        refused = [each for each in both if isinstance(each, DomainError)]
        assert [each.reason for each in refused] in (["AREAS_BELOW"], ["AREA_RETIRED"])


class Model:
    """What is known of areas: their kinds, parents, and into what they were merged."""

    def __init__(self) -> None:
        self.kind: dict[str, int] = {}
        self.parent: dict[str, str | None] = {}
        self.merged: dict[str, str] = {}
        self.retired: set[str] = set()

    def below(self, code: str) -> set[str]:
        """Returns an area with all that is found in it."""
        direct = {
            each
            for each in self.kind
            if self.merged.get(each, self.parent[each]) == code and each != code
        }
        return {code}.union(*(self.below(each) for each in direct))

    def can_lie(self, code: str, parent: str | None) -> bool:
        """Returns whether an area can lie in another one."""
        return code not in self.retired and (
            parent is None or (parent not in self.retired and self.kind[parent] < self.kind[code])
        )


STEP = st.tuples(
    st.sampled_from(["plant", "move", "merge", "retire", "offer"]),
    st.integers(0, 7),
    st.integers(0, 8),
    st.sampled_from(KINDS),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEP, min_size=5, max_size=25))
async def test_any_changes_do_what_a_model_of_them_does(community: Community, steps: Any) -> None:
    prefix, model = uuid7().hex, Model()
    areas: dict[str, pb.Area] = {}

    async def tried(call: Callable[[], Any], *, allowed: bool) -> bool:
        try:
            await call()
        except DomainError:
            assert not allowed
            return False
        assert allowed
        return True

    for number, (act, one, other, kind) in enumerate(steps):
        codes = list(areas)
        parent = codes[other % len(codes)] if codes and other < len(KINDS) + 3 else None
        if act == "plant" or not codes:
            code = f"{prefix}-{number}"
            model.kind[code], model.parent[code] = int(kind), parent
            if not model.can_lie(code, parent):
                parent = model.parent[code] = None
            areas[code] = await plant(community, code, kind, areas.get(parent or ""))
            continue
        code = codes[one % len(codes)]
        area = areas[code]
        if act == "move":
            allowed = model.can_lie(code, parent)
            if await tried(lambda: move(community, area, areas.get(parent or "")), allowed=allowed):  # noqa: B023
                model.parent[code] = parent
        elif act == "merge" and parent is not None:
            allowed = not {code, parent} & model.retired and code != parent
            allowed = allowed and model.kind[code] == model.kind[parent]
            if await tried(lambda: merge(community, area, areas[parent]), allowed=allowed):  # noqa: B023
                model.retired.add(code)
                model.merged[code] = parent
                for each in codes:
                    if model.parent[each] == code and each not in model.merged:
                        model.parent[each] = parent
        elif act == "retire":
            open_below = {
                each for each in codes if model.parent[each] == code and each not in model.retired
            }
            allowed = code in model.retired or not open_below
            if await tried(lambda: change(community, area, retired=True), allowed=allowed):  # noqa: B023
                model.retired.add(code)
        elif act == "offer":
            above = model.parent[code]
            allowed = code not in model.retired or (
                code not in model.merged and above not in model.retired
            )
            if await tried(lambda: change(community, area, retired=False), allowed=allowed):  # noqa: B023
                model.retired.discard(code)
    for code, area in areas.items():
        found = await listed(community, ancestor_id=area.id, include_retired=True)
        assert set(found) == model.below(code) - {code}


async def test_without_the_lock_something_open_can_stand_below_what_is_retired(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the lock that keeps the two apart."""
    without_named_locks(monkeypatch)
    outcomes = set()
    for _ in range(20):
        elm = await plant(community, f"e{uuid7().hex}", SUBDISTRICT)
        both = await asyncio.gather(
            change(community, elm, retired=True),
            plant(community, f"c{uuid7().hex}", COMMUNITY, elm),
            return_exceptions=True,
        )
        outcomes.add(any(isinstance(each, DomainError) for each in both))
        if False in outcomes:
            return
    pytest.fail("nothing slipped through without the lock")
