"""When a group shows a sign: each rule at its edge, with what it does not count."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.organizations.indicators.history import DAY, Counts, History, Term, Visit
from services.organizations.signs.models import GroupSignKind
from services.organizations.signs.rules import GRACE_DAYS, RULES, Seen, shows, usual_days

TODAY = date(2026, 6, 30)
FOUNDED = TODAY - 300 * DAY
FADING, ONE_PERSON, NO_DEPUTY, SHRINKING, CANCELLING, COMPLAINTS = GroupSignKind
LIN, CHEN, MARIA = (UUID(int=each) for each in range(3))


def ago(*days: int) -> list[tuple[date, int]]:
    return [(TODAY - each * DAY, 1) for each in days]


def group(**values: Any) -> History:
    """Returns a group of five with two officers, that meets every week."""
    healthy: dict[str, Any] = {
        "joined": Counts([(FOUNDED, 5)]),
        "terms": [Term(LIN, FOUNDED), Term(CHEN, FOUNDED)],
        "held": Counts(ago(*range(0, 300, 7))),
    }
    return History(FOUNDED, **(healthy | values))


def shown(history: History, day: date = TODAY) -> dict[str, Seen]:
    found = {kind: shows(kind, history, day) for kind in GroupSignKind}
    return {kind: seen for kind, seen in found.items() if seen is not None}


def visits(*hours: tuple[UUID, int]) -> Sequence[Visit]:
    return [Visit(TODAY - 10 * DAY, person, 60 * each) for person, each in hours]


def test_a_healthy_group_shows_none_and_each_kind_has_a_rule() -> None:
    assert shown(group()) == {}
    assert set(RULES) == set(GroupSignKind)


def test_who_is_only_beginning_shows_none() -> None:
    nobody = History(TODAY)
    assert shown(nobody, TODAY + (GRACE_DAYS - 1) * DAY) == {}
    assert set(shown(nobody, TODAY + GRACE_DAYS * DAY)) == {ONE_PERSON, NO_DEPUTY}


def test_complaints_are_a_sign_until_each_is_answered_however_young_the_group_is() -> None:
    waiting = group(complained=Counts(ago(100, 20, 5)), heard=Counts(ago(99, 2)))
    days = (101, 100, 99, 20, 5, 2, 0)
    seen = [shown(waiting, TODAY - each * DAY).get(COMPLAINTS) for each in days]
    assert seen == [
        None,
        Seen(1, 1),
        None,
        Seen(1, 2),
        Seen(2, 2),  # the first one is more than 90 days ago
        Seen(1, 2),
        Seen(1, 2),
    ]
    young = History(TODAY, complained=Counts(ago(0)))
    assert set(shown(young)) == {COMPLAINTS}


def test_days_before_its_roster_was_kept_say_nothing_of_its_members() -> None:
    late = group(joined=Counts([(TODAY, 1)]), terms=[Term(LIN, TODAY)], held=Counts())
    assert set(shown(late, TODAY - DAY)) == {FADING}
    assert set(shown(late)) == {FADING, ONE_PERSON, NO_DEPUTY}


@pytest.mark.parametrize(
    ("days", "usual"),
    [((), 30), ((5, 19), 30), ((5, 19, 33), 14), ((1, 2, 3), 7), ((1, 2, 40, 80, 120), 39)],
)
def test_the_usual_time_between_events_is_a_median(days: Iterable[int], usual: int) -> None:
    assert usual_days(group(held=Counts(ago(*days))), TODAY) == usual


def test_fading_after_twice_the_usual_time() -> None:
    still = group(held=Counts(ago(28, 42, 56)))
    assert FADING not in shown(still)
    assert shown(still, TODAY + DAY)[FADING] == Seen(29, 14)
    # An event that is planned has not taken place.
    planned = group(held=Counts([*ago(29, 43, 57), (TODAY + 3 * DAY, 1)]))
    assert FADING in shown(planned)


def test_one_person_is_who_does_half_or_is_alone() -> None:
    half = visits((LIN, 6), (CHEN, 3), (MARIA, 3))
    assert shown(group(visits=half)) == {ONE_PERSON: Seen(5, 90)}
    for others in (((LIN, 5), (CHEN, 4), (MARIA, 3)), ((LIN, 6), (CHEN, 3))):
        assert shown(group(visits=visits(*others))) == {}  # shared, or too little to tell
    assert shown(group(joined=Counts([(FOUNDED, 1)]))) == {ONE_PERSON: Seen(1, 90)}


def test_no_deputy_for_two_weeks() -> None:
    def with_deputy_until(days_ago: int) -> History:
        return group(
            terms=[Term(LIN, FOUNDED), Term(CHEN, FOUNDED, TODAY - days_ago * DAY)],
        )

    assert shown(with_deputy_until(12)) == {}
    assert shown(with_deputy_until(13)) == {NO_DEPUTY: Seen(1, 14)}


def test_shrinking_by_a_fifth_and_two_people() -> None:
    of_ten = Counts([(FOUNDED, 10)])
    assert shown(group(joined=of_ten, left=Counts(ago(10)))) == {}
    left = Counts(ago(10, 80))
    assert shown(group(joined=of_ten, left=left)) == {SHRINKING: Seen(8, 10)}
    replaced = Counts([(FOUNDED, 10), *ago(5)])
    assert shown(group(joined=replaced, left=left)) == {}
    assert shown(group(joined=of_ten, left=Counts(ago(100, 101)))) == {}  # long ago


def test_cancelling_a_third_and_two_events() -> None:
    held = Counts(ago(3, 10, 17, 24))
    assert shown(group(held=held, cancelled=Counts(ago(20, 30)))) == {CANCELLING: Seen(2, 6)}
    more = Counts(ago(3, 10, 17, 24, 31))
    assert shown(group(held=more, cancelled=Counts(ago(20, 30)))) == {}
    assert shown(group(held=Counts(ago(3)), cancelled=Counts(ago(20)))) == {}
