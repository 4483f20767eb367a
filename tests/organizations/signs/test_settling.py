"""What is found day by day, whatever changes meanwhile, is what is found from scratch."""

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.organizations.indicators.history import DAY, Counts, History, Term, Visit
from services.organizations.signs.models import GroupSignKind
from services.organizations.signs.settling import Episode, settled

FOUNDED = date(2026, 1, 1)
FIRST = FOUNDED + 20 * DAY
LENGTH = 160
PEOPLE = [UUID(int=each) for each in range(3)]
# A change comes on a day, and is about that day or one before, as when an attendance is corrected later.
CHANGES = st.lists(
    st.tuples(
        st.integers(0, LENGTH),
        st.integers(0, LENGTH),
        st.sampled_from(["held", "cancelled", "unheld", "joined", "left", "visit", "officer"]),
    ),
    max_size=60,
)


class Log:
    """A group as its rows say it is, while they change."""

    def __init__(self) -> None:
        self.counts: dict[str, list[tuple[date, int]]] = {
            "held": [],
            "cancelled": [],
            "joined": [(FOUNDED, 4)],
            "left": [],
        }
        self.terms = [Term(PEOPLE[0], FOUNDED)]
        self.visits: list[Visit] = []

    def change(self, what: str, day: date, number: int) -> None:
        """Changes what is known of a day."""
        person = PEOPLE[number % len(PEOPLE)]
        if what == "unheld":
            self.counts["held"] = [each for each in self.counts["held"] if each[0] != day]
        elif what == "visit":
            self.visits.append(Visit(day, person, 240))
            self.visits.sort()
        elif what == "officer":
            end = day + 30 * DAY if number % 2 else None
            self.terms.append(Term(person, day, end))
        else:
            self.counts[what].append((day, 1))

    @property
    def history(self) -> History:
        """The history that the rows tell now."""
        counts: dict[str, Any] = {name: Counts(each) for name, each in self.counts.items()}
        return History(FOUNDED, terms=tuple(self.terms), visits=tuple(self.visits), **counts)


def from_scratch(kind: GroupSignKind, history: History, today: date) -> list[Episode]:
    return settled(kind, [], history, since=FIRST, today=today)


@given(changes=CHANGES, skipped=st.sets(st.integers(0, LENGTH)))
def test_any_history_told_in_any_order_is_found_as_from_scratch(
    changes: list[tuple[int, int, str]], skipped: set[int]
) -> None:
    log, since = Log(), FIRST
    found: dict[GroupSignKind, list[Episode]] = {kind: [] for kind in GroupSignKind}
    for place in range(LENGTH + 1):
        today = FOUNDED + place * DAY
        for comes, number, what in changes:
            if comes == place:
                day = FOUNDED + min(number, place) * DAY
                log.change(what, day, number)
                since = min(since, day)
        if place in skipped or today < FIRST:
            continue  # as when the job did not run that day
        for kind in GroupSignKind:
            found[kind] = settled(
                kind, found[kind], log.history, since=max(since, FIRST), today=today
            )
        since = today
    last = (
        FOUNDED + max((each for each in range(LENGTH + 1) if each not in skipped), default=0) * DAY
    )
    if last >= FIRST:
        # What has changed since the last look is still to be looked at.
        for kind in GroupSignKind:
            again = settled(kind, found[kind], log.history, since=max(since, FIRST), today=last)
            assert again == from_scratch(kind, log.history, last)


def test_control_a_change_that_nobody_marks_is_not_found() -> None:
    log, today = Log(), FOUNDED + LENGTH * DAY
    for number in range(0, LENGTH, 7):
        log.change("held", FOUNDED + number * DAY, number)
    known = from_scratch(GroupSignKind.FADING, log.history, today)
    assert known == []
    for number in range(56, 105, 7):
        log.change("unheld", FOUNDED + number * DAY, number)
    unmarked = settled(GroupSignKind.FADING, known, log.history, since=today, today=today)
    (episode,) = from_scratch(GroupSignKind.FADING, log.history, today)
    assert unmarked == []
    assert episode.end == FOUNDED + 105 * DAY
