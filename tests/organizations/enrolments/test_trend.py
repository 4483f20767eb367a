"""What the last weeks say about when a criterion will be met."""

from datetime import date, timedelta

import pytest

from services.kit.process.ids import uuid7
from services.organizations.enrolments.trend import expected_date
from services.organizations.indicators.catalogue import CATALOGUE, Indicator
from services.organizations.indicators.history import Counts, History, Term

DAY = timedelta(days=1)
TODAY = date(2026, 6, 1)
ONE, TWO = uuid7(), uuid7()


def ago(days: int) -> date:
    return TODAY - days * DAY


def expected(
    indicator: Indicator, threshold: int, history: History, *, at_most: bool = False
) -> int | None:
    """Returns in how many days a criterion is expected to be met."""
    sign = -1 if at_most else 1
    found = expected_date(
        CATALOGUE[indicator],
        30 if CATALOGUE[indicator].looks_back else 0,
        history,
        TODAY,
        missing=lambda value: max(0, sign * (threshold - value)),
    )
    return None if found is None else (found - TODAY).days


def members(*joined: tuple[int, int], founded: int = 400) -> History:
    return History(ago(founded), joined=Counts((ago(days), count) for days, count in joined))


@pytest.mark.parametrize(
    ("history", "days"),
    [
        (members((100, 4), (40, 2), (1, 2)), 56),  # four in eight weeks, and four are missing
        (members((100, 4), (40, 3)), 94),  # rounded up: five are missing, at three in 56 days
        (members((100, 8)), None),  # no change
        (members((40, 1), (20, 7), founded=40), 23),  # since it was founded: from 1 to 8 in 40 days
        (members((20, 8), founded=27), None),  # too young to tell
        (members((100, 1), (10, 1)), None),  # ten are missing, and one in 56 days takes too long
    ],
)
def test_a_straight_line_through_then_and_now(history: History, days: int | None) -> None:
    assert expected(Indicator.ACTIVE_MEMBERS, 12, history) == days


def test_what_moves_away_is_never_met() -> None:
    left = Counts([(ago(3), 3)])
    history = History(ago(400), joined=Counts([(ago(100), 9)]), left=left)
    assert expected(Indicator.ACTIVE_MEMBERS, 12, history) is None


def test_what_must_shrink_counts_downwards() -> None:
    left = Counts([(ago(80), 9), (ago(3), 5)])
    history = History(ago(400), left=left)
    # Nine had left within the 30 days before then, and five within the last: four less in 56 days, and three more.
    assert expected(Indicator.LEAVING_MEMBERS, 2, history, at_most=True) == 42


def test_what_takes_nothing_but_time_is_exact() -> None:
    assert expected(Indicator.MONTHS_SINCE_FOUNDING, 3, History(date(2026, 3, 15))) == 14
    history = History(ago(9), terms=[Term(ONE, ago(9)), Term(TWO, ago(4))])
    assert expected(Indicator.DAYS_WITH_DEPUTY, 60, history) == 55
    alone = History(ago(9), terms=[Term(ONE, ago(9))])
    assert expected(Indicator.DAYS_WITH_DEPUTY, 60, alone) is None
    assert expected(Indicator.DAYS_WITH_DEPUTY, 600, history) is None  # more than a year
