"""Each indicator, on histories that are counted by hand, and against a plain count."""

from datetime import date, timedelta
from uuid import UUID

from banyan.organizations.v1 import indicator_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.kit.contract.values import enum_numbers
from services.kit.process.ids import uuid7
from services.organizations.indicators import measures
from services.organizations.indicators.catalogue import CATALOGUE, Indicator, IndicatorUnit
from services.organizations.indicators.history import (
    Counts,
    History,
    Partnering,
    Qualified,
    Term,
    Visit,
)

DAY = timedelta(days=1)
START = date(2026, 1, 1)
ONE, TWO, THREE = uuid7(), uuid7(), uuid7()
offsets = st.integers(min_value=0, max_value=40)


def on(offset: int) -> date:
    return START + offset * DAY


def test_the_catalogue_is_that_of_the_contract() -> None:
    names = set(enum_numbers(indicator_pb2.Indicator.DESCRIPTOR)) - {"UNSPECIFIED"}
    units = set(enum_numbers(indicator_pb2.IndicatorUnit.DESCRIPTOR)) - {"UNSPECIFIED"}
    assert set(CATALOGUE) == set(Indicator) == names
    assert set(IndicatorUnit) == units == {each.unit for each in CATALOGUE.values()}
    assert all(each.description.endswith(".") for each in CATALOGUE.values())


def test_members_come_and_go() -> None:
    history = History(START, Counts([(on(0), 2), (on(5), 3)]), Counts([(on(7), 1)]))
    assert [measures.active_members(history, on(day)) for day in (-1, 0, 5, 6, 7)] == [
        0,
        2,
        5,
        5,
        4,
    ]
    # Of three days, the first is two days before the last.
    assert [measures.new_members(history, on(day), 3) for day in (4, 5, 7, 8)] == [0, 3, 3, 0]
    assert [measures.leaving_members(history, on(day), 2) for day in (6, 7, 8, 9)] == [0, 1, 1, 0]


def test_officers_are_counted_once_and_not_on_the_day_on_which_they_end() -> None:
    terms = [Term(ONE, on(0)), Term(ONE, on(3)), Term(TWO, on(2), on(6))]
    history = History(START, terms=terms)
    assert [measures.officers(history, on(day)) for day in (-1, 0, 2, 5, 6)] == [0, 1, 2, 2, 1]


def test_a_deputy_may_be_another_than_before() -> None:
    terms = [Term(ONE, on(0)), Term(TWO, on(2), on(6)), Term(THREE, on(6), on(9))]
    history = History(START, terms=terms)
    values = [measures.days_with_deputy(history, on(day)) for day in (1, 2, 5, 8, 9)]
    assert values == [0, 1, 4, 7, 0]


def test_months_are_whole() -> None:
    history = History(date(2026, 1, 31))
    days = (date(2026, 2, 28), date(2026, 3, 30), date(2026, 3, 31), date(2027, 1, 31))
    assert [measures.months_since_founding(history, day) for day in days] == [0, 1, 2, 12]
    assert measures.months_since_founding(history, date(2026, 1, 1)) == 0


@given(
    st.lists(st.tuples(st.sampled_from([ONE, TWO, THREE]), offsets, st.none() | offsets)),
    offsets,
)
def test_days_with_deputy_are_those_of_a_count_day_by_day(
    drawn: list[tuple[UUID, int, int | None]], day: int
) -> None:
    terms = [
        Term(person, on(start), None if length is None else on(start + length))
        for person, start, length in drawn
    ]
    history = History(START, terms=terms)
    expected = 0
    while expected <= day and history.officers_on(on(day - expected)) >= 2:
        expected += 1
    assert measures.days_with_deputy(history, on(day)) == expected


@given(st.lists(st.tuples(offsets, st.integers(min_value=0, max_value=5))), offsets, offsets)
def test_counts_are_those_of_a_plain_sum(
    drawn: list[tuple[int, int]], day: int, window_days: int
) -> None:
    counts = Counts((on(each), count) for each, count in drawn)
    plain = sum(count for each, count in drawn if day - window_days < each <= day)
    assert counts.within(on(day), window_days) == plain


def test_events_are_held_and_cancelled() -> None:
    history = History(on(0), held=Counts([(on(3), 2), (on(9), 1)]), cancelled=Counts([(on(4), 1)]))
    assert [measures.events_held(history, on(day), 7) for day in (2, 3, 9, 10)] == [0, 2, 3, 1]
    assert [measures.events_cancelled(history, on(day), 2) for day in (3, 5, 6)] == [0, 1, 0]
    values = [measures.days_without_event(history, on(day)) for day in (2, 3, 8, 9, 40)]
    assert values == [2, 0, 5, 0, 31]


def test_a_day_on_which_everything_was_cancelled_is_one_without_an_event() -> None:
    history = History(on(0), held=Counts([(on(1), 1), (on(5), 0)]))
    assert measures.days_without_event(history, on(6)) == 5


def test_people_take_part() -> None:
    visits = [
        Visit(on(1), ONE, 60),
        Visit(on(2), ONE, 60),
        Visit(on(2), TWO, 90),
        Visit(on(3), ONE, 59),
        Visit(on(8), THREE, 30),
    ]
    history = History(on(0), visits=visits)
    assert [measures.participants(history, on(day), 3) for day in (0, 3, 4, 8)] == [0, 2, 2, 1]
    assert [measures.participant_hours(history, on(day), 3) for day in (0, 3, 8)] == [0, 4, 0]
    # Three days make a regular: one of two people, and one of three.
    assert [measures.regulars_percent(history, on(day), 8) for day in (0, 2, 3, 8)] == [
        0,
        0,
        50,
        33,
    ]
    assert [measures.people_doing_half(history, on(day), 8) for day in (0, 3, 8)] == [0, 1, 1]


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO, THREE]), st.integers(1, 300))))
def test_people_doing_half_are_as_few_as_can_be(drawn: list[tuple[UUID, int]]) -> None:
    history = History(on(0), visits=[Visit(on(1), *each) for each in drawn])
    found = measures.people_doing_half(history, on(1), 1)
    minutes = sorted(
        (sum(each for one, each in drawn if one == person) for person in (ONE, TWO, THREE)),
        reverse=True,
    )
    assert 2 * sum(minutes[:found]) >= sum(minutes)
    assert found == 0 or 2 * sum(minutes[: found - 1]) < sum(minutes)


def test_places_are_filled() -> None:
    history = History(
        on(0),
        places=Counts([(on(1), 8), (on(4), 2)]),
        places_taken=Counts([(on(1), 5), (on(4), 2)]),
    )
    values = [measures.places_filled_percent(history, on(day), 4) for day in (0, 1, 4, 5, 8)]
    assert values == [0, 62, 70, 100, 0]


def test_attested_hours_are_whole() -> None:
    history = History(on(0), attested_minutes=Counts([(on(1), 90), (on(3), 89)]))
    assert [measures.attested_hours(history, on(day), 3) for day in (0, 1, 3, 4)] == [0, 1, 2, 1]


def test_partners_count_once() -> None:
    partners = [Partnering(on(1), ONE), Partnering(on(2), ONE), Partnering(on(4), TWO)]
    history = History(on(0), partners=partners)
    assert [measures.partners(history, on(day), 3) for day in (0, 2, 4, 6, 7)] == [0, 1, 2, 1, 0]


def test_kinds_of_qualifications_of_those_in_office_count_once_while_they_are_valid() -> None:
    first_aid, cooking = uuid7(), uuid7()
    history = History(
        on(0),
        terms=[Term(ONE, on(0)), Term(TWO, on(2), on(6)), Term(THREE, on(50))],
        qualifications={
            ONE: [Qualified(first_aid, on(1), on(4))],
            TWO: [Qualified(first_aid, on(0), None), Qualified(cooking, on(3), None)],
            THREE: [Qualified(cooking, on(0), None)],
        },
    )
    values = [measures.officer_qualifications(history, on(day)) for day in (0, 1, 2, 3, 5, 6, 40)]
    assert values == [0, 1, 1, 2, 2, 0, 0]
