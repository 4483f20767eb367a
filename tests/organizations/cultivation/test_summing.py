"""How groups are doing, summed up from a row for each."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.kit.process.ids import uuid7
from services.organizations.cultivation.areas import Place, by_area
from services.organizations.cultivation.summing import (
    FEWEST_PEOPLE,
    MOST_LISTED,
    Group,
    Programmes,
    summary,
)

NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
PROGRAMME = UUID(int=1)
PROGRAMMES = Programmes(
    {PROGRAMME: [{"key": "seed", "expected_days": 30}, {"key": "sprout"}, {"key": "tree"}]}
)


def group(stage_key: str = "seed", days: int = 10, **values: Any) -> Group:
    defaults: dict[str, Any] = {
        "enrolment_id": uuid7(),
        "first_version_id": PROGRAMME,
        "programme_id": PROGRAMME,
        "stage_key": stage_key,
        "since": NOW - timedelta(days=days),
        "state": "ENROLLED",
        "is_ready": False,
        "members": 7,
        "kind": "INTEREST_GROUP",
        "is_fading": False,
    }
    return Group(**(defaults | values))


def test_groups_are_counted_by_stage_in_order_and_by_kind() -> None:
    ready, stuck = group(is_ready=True), group(days=31)
    fading = group("sprout", 400, kind="VOLUNTEER_GROUP", is_fading=True)
    found = summary([fading, stuck, ready, group(days=30)], PROGRAMMES, NOW)
    assert (found.groups, found.ready, found.stuck, found.fading, found.members) == (4, 1, 1, 1, 25)
    counted = [(each.stage_key, each.groups, each.stuck, each.median_days) for each in found.stages]
    # Nobody expects anything of a stage that does not say so.
    assert counted == [("seed", 3, 1, 30), ("sprout", 1, 0, 400)]
    assert [(each.groups, each.fading) for each in found.kinds] == [(3, 0), (1, 1)]
    assert list(found.ready_enrolment_ids) == [str(ready.enrolment_id)]
    assert list(found.stuck_enrolment_ids) == [str(stuck.enrolment_id)]
    assert list(found.fading_enrolment_ids) == [str(fading.enrolment_id)]


def test_who_stands_on_hold_is_counted_and_lists_end() -> None:
    groups = [group(state="ON_HOLD", is_ready=True) for _ in range(MOST_LISTED + 1)]
    found = summary(groups, PROGRAMMES, NOW)
    assert (found.on_hold, found.ready) == (MOST_LISTED + 1, MOST_LISTED + 1)
    assert len(found.ready_enrolment_ids) == MOST_LISTED
    assert summary([], PROGRAMMES, NOW).groups == 0


@given(st.lists(st.tuples(st.sampled_from(["seed", "sprout", "tree"]), st.integers(0, 9))))
def test_no_small_number_of_people_can_be_told(parts: list[tuple[str, int]]) -> None:
    found = summary([group(key, members=count) for key, count in parts], PROGRAMMES, NOW)
    shown = [each.members for each in found.stages if each.HasField("members")]
    assert all(each >= FEWEST_PEOPLE for each in shown)
    if found.HasField("members"):
        assert found.members >= FEWEST_PEOPLE
        assert len(shown) == len(found.stages)  # so no difference tells a part


def test_groups_are_counted_by_area_and_areas_without_a_group_too() -> None:
    east, west, tower, far = (UUID(int=number) for number in range(10, 14))
    places = [Place(east, east, 2), Place(east, tower, 3), Place(west, west, 0)]
    groups = [group(is_ready=True), group(days=31), group(), group()]
    homes = dict(zip((each.enrolment_id for each in groups), (tower, east, far, None), strict=True))
    found = by_area(groups, homes, places, PROGRAMMES, NOW)
    counted = [
        (each.area_id, each.groups, each.ready, each.stuck, each.organizations) for each in found
    ]
    assert counted == [(str(east), 2, 1, 1, 5), (str(west), 0, 0, 0, 0)]
