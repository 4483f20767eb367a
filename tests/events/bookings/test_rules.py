"""Every reason against a booking, and who has the first call."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import venue_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.events.bookings.rules import MOST_COMING, Facts, has_first_call, reasons_against

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reasons(rules: dict[str, Any] | None = None, **values: Any) -> list[str]:
    """Returns the reasons against a booking tomorrow for an hour, unless told otherwise."""
    defaults: dict[str, Any] = {"start": NOW + DAY, "end": NOW + DAY + HOUR}
    facts = Facts(now=NOW, rules=venue_pb2.VenueRules(**(rules or {})), **(defaults | values))
    return [each.reason for each in reasons_against(facts)]


FIRST = {
    "furthest_ahead_days": 30,
    "first_call": venue_pb2.FirstCall(last_days=90, others_ahead_days=10),
}


@pytest.mark.parametrize(
    ("rules", "values", "expected"),
    [
        ({}, {}, []),
        ({}, {"is_lent": False, "is_admitted": False}, ["VENUE_NOT_LENT"]),
        ({}, {"is_admitted": False}, ["VENUE_NOT_FOR_YOU"]),
        ({}, {"coming": MOST_COMING}, ["TOO_MANY_BOOKINGS"]),
        ({}, {"start": NOW - HOUR}, ["TIME_PAST"]),
        ({"shortest_notice_minutes": 1440}, {}, []),
        ({"shortest_notice_minutes": 1441}, {}, ["NOTICE_TOO_SHORT"]),
        ({"furthest_ahead_days": 1}, {}, []),
        ({"furthest_ahead_days": 1}, {"start": NOW + DAY + HOUR / 60}, ["TOO_FAR_AHEAD"]),
        ({}, {"start": NOW + 367 * DAY, "end": NOW + 367 * DAY + HOUR}, ["TOO_FAR_AHEAD"]),
        ({"longest_minutes": 60}, {}, []),
        ({"longest_minutes": 59}, {}, ["BOOKING_TOO_LONG"]),
        ({"monthly_hours": 2}, {"minutes_used": 60}, []),
        ({"monthly_hours": 2}, {"minutes_used": 61}, ["QUOTA_SPENT"]),
        ({}, {"is_open": False, "is_taken": True}, ["VENUE_NOT_OPEN", "VENUE_TAKEN"]),
        (FIRST, {"start": NOW + 20 * DAY, "end": NOW + 21 * DAY}, []),
        (
            FIRST,
            {"start": NOW + 20 * DAY, "end": NOW + 21 * DAY, "has_first_call": False},
            ["FIRST_CALL_OF_OTHERS"],
        ),
        (FIRST, {"has_first_call": False}, []),
    ],
)
def test_names_each_reason(
    rules: dict[str, Any], values: dict[str, Any], expected: list[str]
) -> None:
    assert reasons(rules, **values) == expected


def test_names_all_at_once() -> None:
    rules = {"shortest_notice_minutes": 9999, "longest_minutes": 30, "monthly_hours": 1}
    found = reasons(rules, is_admitted=False, is_open=False, is_taken=True, minutes_used=30)
    assert found == [
        "VENUE_NOT_FOR_YOU",
        "NOTICE_TOO_SHORT",
        "VENUE_NOT_OPEN",
        "VENUE_TAKEN",
        "BOOKING_TOO_LONG",
        "QUOTA_SPENT",
    ]


uses = st.dictionaries(st.integers(1, 9).map(lambda each: UUID(int=each)), st.integers(0, 600))
somebody = st.integers(1, 12).map(lambda each: UUID(int=each))


@given(uses, somebody)
def test_who_has_not_used_it_has_the_first_call(use: dict[UUID, int], one: UUID) -> None:
    assert use.get(one, 0) or has_first_call(use, one)


@given(uses, somebody, somebody)
def test_who_has_used_it_less_is_never_behind(use: dict[UUID, int], one: UUID, other: UUID) -> None:
    if use.get(one, 0) <= use.get(other, 0) and has_first_call(use, other):
        assert has_first_call(use, one)


@given(uses, somebody, st.permutations(range(1, 13)))
def test_names_do_not_matter(use: dict[UUID, int], one: UUID, order: list[int]) -> None:
    def renamed(each: UUID) -> UUID:
        return UUID(int=order[each.int - 1])

    assert has_first_call({renamed(each): used for each, used in use.items()}, renamed(one)) == (
        has_first_call(use, one)
    )


@given(uses)
def test_who_has_used_it_most_is_behind_those_who_have_used_it_less(use: dict[UUID, int]) -> None:
    used = {each: minutes for each, minutes in use.items() if minutes}
    if used:
        most = max(used, key=lambda each: used[each])
        assert not has_first_call(use, most)


@given(uses, st.integers(2, 60), somebody)
def test_only_shares_count(use: dict[UUID, int], factor: int, one: UUID) -> None:
    more = {each: minutes * factor for each, minutes in use.items()}
    assert has_first_call(more, one) == has_first_call(use, one)
