"""Which shifts fit best, on fits made up at random."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.events.openings.ranking import Fit, Reason

SHARES = st.floats(0.01, 1)
FITS = st.builds(
    Fit,
    free=SHARES,
    until_start=st.timedeltas(timedelta(0), timedelta(days=60)),
    asks_for_something=st.booleans(),
    nearness=st.none() | st.floats(0, 1),
    times_helped=st.integers(0, 10),
    is_away=st.booleans(),
)


@given(FITS, FITS)
def test_who_is_away_comes_last(one: Fit, other: Fit) -> None:
    assert replace(one, is_away=True).score < replace(other, is_away=False).score


@given(FITS, SHARES)
def test_each_thing_counts_in_its_direction(fit: Fit, free: float) -> None:
    more = max(fit.free, free)
    assert replace(fit, free=more).score >= fit.score
    assert replace(fit, until_start=fit.until_start / 2).score >= fit.score
    assert replace(fit, nearness=1.0).score >= fit.score
    assert replace(fit, times_helped=fit.times_helped + 1).score >= fit.score
    assert replace(fit, asks_for_something=True).score >= fit.score


def test_says_why() -> None:
    fit = Fit(0.5, timedelta(days=3), True, None, 1, True)
    assert list(fit.reasons()) == list(Reason)
    none = Fit(0.4, timedelta(days=4), False, 1.0, 0, False)
    assert list(none.reasons()) == []
