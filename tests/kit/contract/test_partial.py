"""Partial answers: what a caller says that it reads, and what a service understands."""

from typing import Any

import pytest
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import roster_pb2

from services.kit.contract.partial import LONGEST_HEADER, WHOLE, header_of, wanted_of

EVENT = event_pb2.Event.DESCRIPTOR.full_name
LIST: Any = event_pb2.ListEventsResponse.DESCRIPTOR
CURSORS = frozenset({"cursors"})
ANSWERS = [
    event_pb2.Event,
    event_pb2.ListEventsResponse,
    event_pb2.BatchGetEventsResponse,
    event_pb2.BatchListEventsResponse,
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_service_understands_what_a_caller_reads(answer: Any) -> None:
    read = frozenset({"id", "title", "start_time"})
    header = header_of(answer.DESCRIPTOR, {EVENT: read})
    assert wanted_of(answer.DESCRIPTOR, header)[EVENT] == read


def test_an_answer_is_whole_where_all_of_it_is_read() -> None:
    other = roster_pb2.RosterEntry.DESCRIPTOR.full_name
    assert header_of(LIST, {other: frozenset()}) == ""
    assert wanted_of(LIST, "") == WHOLE


def test_the_cursors_of_whole_resources_can_be_left_out() -> None:
    header = header_of(LIST, {}, without=CURSORS)
    assert header == "events,next_page_token,total_count,total_count_is_exact"
    wanted = wanted_of(LIST, header)
    assert "cursors" not in wanted[LIST.full_name]
    assert EVENT not in wanted


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("events.title, events.state", {"title", "state"}),
        ("events.title,events.color_of_2040", {"title"}),
        ("events.place.city", {"place"}),
        ("events.title,events", None),
        ("color_of_2040", None),
        (".,events..,,", None),
        ("events.title," + "x" * LONGEST_HEADER, None),
    ],
)
def test_what_is_not_understood_leaves_nothing_out(header: str, read: set[str] | None) -> None:
    assert wanted_of(LIST, header).get(EVENT) == read


def test_a_caller_who_reads_more_than_metadata_can_hold_gets_everything() -> None:
    names = frozenset(f"a_field_with_a_long_name_{number}" for number in range(40))
    assert header_of(LIST, {EVENT: names}) == ""
