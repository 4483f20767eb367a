"""Which of the shifts that a person can do fit best, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SOON, LATER = timedelta(days=3), timedelta(days=14)
MUCH_NEEDED = 0.5
OFTEN = 3
# How much each counts, of what is between 0 and 1.
NEED, SKILLS, NEAR, PAST = 3.0, 2.0, 2.0, 1.0


class Reason(StrEnum):
    """What speaks for a shift, or against it."""

    URGENT = "URGENT"
    SKILLS = "SKILLS"
    FAMILIAR = "FAMILIAR"
    AWAY = "AWAY"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a shift fits a person who can do it.

    Attributes:
        free: The share of its places that are free, from 0 to 1.
        until_start: The time until it starts.
        asks_for_something: Whether it asks for skills or qualifications, which the person has then.
        nearness: From 0, at the edge of where they look, to 1, right there; None if they name no point.
        times_helped: How often the person has helped the organization.
        is_away: Whether they said that they cannot come at that time.
    """

    free: float
    until_start: timedelta
    asks_for_something: bool
    nearness: float | None
    times_helped: int
    is_away: bool

    @property
    def score(self) -> tuple[bool, float]:
        """The score: greater fits better."""
        points = (
            NEED * self.free * (1 + self._urgency) / 2
            + SKILLS * self.asks_for_something
            + NEAR * (self.nearness or 0)
            + PAST * min(self.times_helped, OFTEN) / OFTEN
        )
        return not self.is_away, points

    @property
    def _urgency(self) -> float:
        """From 0, for a shift in two weeks or later, to 1, for one that starts now."""
        return max(0.0, 1 - self.until_start / LATER)

    def reasons(self) -> Iterator[Reason]:
        """Yields what speaks for the shift, or against it."""
        if self.free >= MUCH_NEEDED and self.until_start <= SOON:
            yield Reason.URGENT
        if self.asks_for_something:
            yield Reason.SKILLS
        if self.times_helped:
            yield Reason.FAMILIAR
        if self.is_away:
            yield Reason.AWAY
