"""The rule by which each moment counts once, as a property of any records of one person."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.hours.counting import Attendance, Span, count

NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def attendance(number: int, come: int, go: int, start: int, end: int) -> Attendance:
    return Attendance(UUID(int=number), at(come), at(go), (at(start), at(end)))


@st.composite
def attendances(draw: st.DrawFn) -> list[Attendance]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        come, start = draw(st.integers(0, 60)), draw(st.integers(0, 60))
        go, end = come + draw(st.integers(1, 60)), start + draw(st.integers(1, 60))
        found.append(attendance(number, come, go, start, end))
    return found


def minutes(spans: list[Span]) -> set[datetime]:
    """Returns the minutes in some spans."""
    return {
        start + timedelta(minutes=minute)
        for start, end in spans
        for minute in range((end - start) // timedelta(minutes=1))
    }


@given(attendances())
def test_each_minute_counts_once_and_none_is_lost(found: list[Attendance]) -> None:
    counted = {id_: minutes(list(spans)) for id_, spans in count(found).items()}
    for one, other in combinations(counted.values(), 2):
        assert not one & other
    everything = minutes([(each.check_in_time, each.check_out_time) for each in found])
    assert set[datetime]().union(*counted.values()) == everything
    for each in found:
        assert counted[each.sign_up_id] <= minutes([(each.check_in_time, each.check_out_time)])


@given(attendances(), st.data())
def test_the_order_of_the_records_does_not_matter(
    found: list[Attendance], data: st.DataObject
) -> None:
    assert count(data.draw(st.permutations(found))) == count(found)


def test_the_shift_whose_own_time_it_is_comes_first() -> None:
    late, on_time = attendance(1, 0, 90, 0, 60), attendance(2, 60, 120, 60, 120)
    counted = count([late, on_time])
    assert counted == {UUID(int=1): [(at(0), at(60))], UUID(int=2): [(at(60), at(120))]}


def test_the_earlier_check_in_comes_first_otherwise() -> None:
    first, second = attendance(2, 0, 60, 0, 120), attendance(1, 30, 90, 0, 120)
    counted = count([second, first])
    assert counted == {UUID(int=2): [(at(0), at(60))], UUID(int=1): [(at(60), at(90))]}


def test_a_record_can_count_before_and_after_another() -> None:
    whole, within = attendance(1, 0, 90, 0, 30), attendance(2, 40, 60, 40, 60)
    counted = count([whole, within])
    assert counted[UUID(int=1)] == [(at(0), at(40)), (at(60), at(90))]
