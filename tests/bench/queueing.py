"""What happens at a hot spot with more people than were ever measured: a simulation of its queue.

    python -m tests.bench.queueing --people 3000 --places 10 --replicas 2

People ask for a place in one shift within a few seconds. Each replica has one processor, which serves one request at a
time in the order of their coming. Places are given one after the other in the database, so only one replica at a time
can give one. Once none is left, requests are refused, which takes less. Who would wait longer than the deadline is
refused at once and told when to come again. The times of one request are those of `make bench`: change them here when
it measures others.
"""

import argparse
import heapq
import random
import sys
from dataclasses import dataclass
from statistics import quantiles

from services.kit.process.terminal import Output

SIGN_UP_SECONDS = 1 / 66
REFUSAL_SECONDS = 1 / 373
TURNED_AWAY_SECONDS = 0.001
DEADLINE_SECONDS = 3.0


@dataclass
class Outcome:
    """What became of the people.

    Attributes:
        waits: The seconds that those waited who got an answer about the shift.
        places: How many got a place.
        turned_away: How many were told to come again.
        seconds: When everybody had an answer.
    """

    waits: list[float]
    places: int = 0
    turned_away: int = 0
    seconds: float = 0.0


def simulate(
    people: int, places: int, replicas: int, within: float, chance: random.Random
) -> Outcome:
    """Lets people ask for a place.

    Args:
        people: How many ask.
        places: How many places there are.
        replicas: How many processes serve them, each on a processor of its own.
        within: The seconds within which all ask, at random.
        chance: The source of randomness.
    """
    outcome = Outcome([])
    free_at = [0.0] * replicas  # when each processor is free: a heap
    shift_free_at = 0.0
    for asked in sorted(chance.uniform(0, within) for _ in range(people)):
        begins = max(asked, free_at[0])
        has_place = outcome.places < places
        if has_place:
            begins = max(begins, shift_free_at)
        if begins - asked > DEADLINE_SECONDS:
            ends = max(asked, free_at[0]) + TURNED_AWAY_SECONDS
            outcome.turned_away += 1
        else:
            ends = begins + (SIGN_UP_SECONDS if has_place else REFUSAL_SECONDS)
            outcome.waits.append(ends - asked)
            if has_place:
                outcome.places += 1
                shift_free_at = ends
        heapq.heapreplace(free_at, ends)
        outcome.seconds = max(outcome.seconds, ends)
    return outcome


def main() -> None:
    """Prints what becomes of several numbers of people."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queueing", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[300, 1000, 3000, 10_000])
    parser.add_argument("--places", type=int, nargs="+", default=[10, 1000])
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--within", type=float, default=5.0, help="seconds")
    arguments = parser.parse_args()
    rows: list[tuple[str | int, ...]] = []
    for places in arguments.places:
        for people in arguments.people:
            for replicas in arguments.replicas:
                chance = random.Random(1)  # noqa: S311 # a simulation
                found = simulate(people, places, replicas, arguments.within, chance)
                cuts = quantiles(found.waits, n=100)
                half, most = (round(cuts[each] * 1000) for each in (49, 98))
                away = f"{100 * found.turned_away / people:.0f} %"
                rows.append((people, places, replicas, half, most, away, f"{found.seconds:.1f} s"))
    headings = ("people", "places", "replicas", "median ms", "p99 ms", "come again", "over after")
    Output(sys.stdout).table(headings, rows)


if __name__ == "__main__":
    main()
