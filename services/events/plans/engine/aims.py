"""What makes one plan better than another, in words, and what the words are worth.

A cost is a whole number of points, so that a plan is known to be the best once no other can be a point better.
"""

from dataclasses import dataclass
from enum import StrEnum


class HowMuch(StrEnum):
    """How much an aim matters to a coordinator."""

    NOT = "NOT"
    A_LITTLE = "A_LITTLE"
    SOME = "SOME"
    MUCH = "MUCH"
    ABOVE_ALL = "ABOVE_ALL"


# Each word is worth three times the one before, so one step up outweighs two of the same.
_TIMES = {
    HowMuch.NOT: 0,
    HowMuch.A_LITTLE: 1,
    HowMuch.SOME: 3,
    HowMuch.MUCH: 9,
    HowMuch.ABOVE_ALL: 27,
}
# The points of "a little". A multiple of 12 is a whole number for five minutes too, where an hour is meant.
_POINT = 12
_PLACE = 10 * _POINT
_NEEDED_PLACE = 30 * _POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each shortcoming costs, in points.

    Attributes:
        needed: A needed place that is empty, times the need of its shift; at least as much as `place`.
        place: Another empty place, likewise.
        over: A person more than there are places.
        wish: A wish that is not met, times its weight.
        fairness: An hour above the fair share, up to two; twice and three times as much for each further hour, up
            to six and beyond. The fair share divides all minutes of the last months and of the plan's places
            equally, or as people want hours, where they all said so.
        hours: An hour less or more than the person wanted.
        continuity: A person in a series who does not know it, once for each series.
        mix: A shift of two people or more without anybody new, or without anybody who is not.
        change: An assignment that people were told of and that is no more, or one that is new.
    """

    needed: int = 3 * _NEEDED_PLACE
    place: int = 3 * _PLACE
    over: int = 3 * _PLACE
    wish: int = 3 * _POINT
    fairness: int = 3 * _POINT
    hours: int = 3 * _POINT
    continuity: int = 3 * _POINT
    mix: int = 3 * _POINT
    change: int = 3 * _POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """How much each aim matters."""

    places: HowMuch = HowMuch.SOME
    wishes: HowMuch = HowMuch.SOME
    fairness: HowMuch = HowMuch.SOME
    hours: HowMuch = HowMuch.SOME
    continuity: HowMuch = HowMuch.SOME
    mix: HowMuch = HowMuch.SOME
    few_changes: HowMuch = HowMuch.SOME

    def costs(self) -> Costs:
        """Returns what the words are worth."""
        places = _TIMES[self.places]
        return Costs(
            needed=places * _NEEDED_PLACE,
            place=places * _PLACE,
            over=places * _PLACE,
            wish=_TIMES[self.wishes] * _POINT,
            fairness=_TIMES[self.fairness] * _POINT,
            hours=_TIMES[self.hours] * _POINT,
            continuity=_TIMES[self.continuity] * _POINT,
            mix=_TIMES[self.mix] * _POINT,
            change=_TIMES[self.few_changes] * _POINT,
        )
