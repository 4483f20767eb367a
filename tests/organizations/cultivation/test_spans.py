"""How a group was from day to day: found step by step the same as at once."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.organizations.cultivation.models import FOREVER
from services.organizations.cultivation.spans import GroupState, Span, rewritten, state_on
from services.organizations.indicators.history import DAY
from tests.organizations.cultivation.test_summing import PROGRAMME

FIRST = date(2026, 1, 1)


def state(members: int, stage_key: str = "seed") -> GroupState:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return GroupState(
        PROGRAMME, stage_key, start, FOREVER, "ENROLLED", "INTEREST_GROUP", False, False, members
    )


# From which day on what is known otherwise, and how the group was on the days from then on, one after the other.
looks = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.lists(st.one_of(st.none(), st.integers(1, 3)), min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=8,
)


@given(looks)
def test_step_by_step_the_same_is_found_as_at_once(
    found: list[tuple[int, list[int | None]]],
) -> None:
    spans: list[Span] = []
    truth: list[int | None] = []
    for back, values in found:
        since = max(0, len(truth) - back)
        truth = truth[:since] + values
        changes = [
            (FIRST + number * DAY, None if value is None else state(value))
            for number, value in enumerate(truth)
        ]
        spans = rewritten(spans, changes[since:])
        assert spans == rewritten([], changes)
        for day, value in changes:
            assert state_on(spans, day) == value
        # No two that follow each other say the same, and none overlap.
        for one, next_ in pairwise(spans):
            assert one.day < one.until_day <= next_.day
            assert one.state != next_.state or one.until_day < next_.day
        assert all(each.until_day == FOREVER for each in spans[-1:] if truth[-1] is not None)


def test_what_was_before_the_first_change_stays() -> None:
    before = rewritten([], [(FIRST, state(3))])
    later = FIRST + timedelta(days=9)
    assert rewritten(before, [(later, None)]) == [Span(FIRST, later, state(3))]
    assert rewritten(before, [(FIRST, state(4))]) == [Span(FIRST, FOREVER, state(4))]
