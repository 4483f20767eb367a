"""Fairness in the model: what a person's minutes cost, as tight as the relaxation can be.

A band that costs more begins somewhere in the middle of a shift. Nobody works a part of a shift, but the relaxation
does, and fills what costs nothing to the last minute. So the cost is not said of the minutes but of how many shifts of
each length a person works: each combination of counts has a column with its cost, one of them is chosen, and nobody
works more than it. Where counts are whole, convexity makes this the same cost; where they are not, it is a mixture
of what whole shifts cost. On a season of 200 people and 100 shifts the root relaxation is then the optimum,
which a search over bands of minutes did not prove within a minute.
"""

from collections.abc import Sequence

from services.events.plans.engine.model import Model
from services.events.plans.engine.pricing import Band, bands, priced

# With more combinations than that, the bands themselves are less work.
_MOST_COMBINATIONS = 200


def add_fairness(model: Model) -> None:
    """Adds what each person's minutes above their fair share cost."""
    if not model.table.problem.costs.fairness:
        return
    for person, of_person in enumerate(bands(model.table)):
        by_length: dict[int, list[int]] = {}
        for column, minutes in model.lengths(person):
            by_length.setdefault(minutes, []).append(column)
        most = sum(length * len(columns) for length, columns in by_length.items())
        limit = model.table.problem.people[person].limits.minutes
        most = most if limit is None else min(most, limit)
        if not priced(of_person, most):
            continue
        # Beyond the bands that end, a minute costs the same: shifts there are counted, not combined.
        combined = min(most, sum(band.minutes or 0 for band in of_person) + max(by_length))
        combinations = _combinations(of_person, by_length, combined)
        if combinations is None:
            _by_minutes(model, person, of_person, most)
        else:
            _by_counts(model, of_person, by_length, combinations, is_all=combined == most)


def _combinations(
    of_person: Sequence[Band], by_length: dict[int, list[int]], most: int
) -> list[tuple[int, ...]] | None:
    """Returns how many shifts of each length can be worked within some minutes; None if there are too many ways.

    Of those that cost nothing only the largest are among them, because they cover the others.
    """
    found: list[tuple[tuple[int, ...], int]] = [((), 0)]
    for length, columns in by_length.items():
        found = [
            ((*counts, count), minutes + count * length)
            for counts, minutes in found
            for count in range(min(len(columns), (most - minutes) // length) + 1)
        ]
        if len(found) > _MOST_COMBINATIONS:
            return None
    minutes_of = dict(found)
    return [
        counts
        for counts, minutes in found
        if priced(of_person, minutes)
        or not any(
            larger in minutes_of and not priced(of_person, minutes_of[larger])
            for position in range(len(counts))
            for larger in ((*counts[:position], counts[position] + 1, *counts[position + 1 :]),)
        )
    ]


def _by_counts(
    model: Model,
    of_person: Sequence[Band],
    by_length: dict[int, list[int]],
    combinations: Sequence[tuple[int, ...]],
    *,
    is_all: bool,
) -> None:
    rows, hour = model.rows, model.table.problem.costs.fairness / 60
    chosen = []
    for counts in combinations:
        minutes = sum(count * length for count, length in zip(counts, by_length, strict=True))
        chosen.append(rows.column(hour * priced(of_person, minutes), most=1))
    rows.total(chosen, most=1)
    for position, (length, columns) in enumerate(by_length.items()):
        terms = [(column, 1.0) for column in columns]
        terms += [
            (column, -float(counts[position]))
            for column, counts in zip(chosen, combinations, strict=True)
            if counts[position]
        ]
        if not is_all:
            terms.append((rows.column(hour * of_person[-1].times * length), -1.0))
        rows.row(terms, most=0)


def _by_minutes(model: Model, person: int, of_person: Sequence[Band], most: int) -> None:
    rows, hour = model.rows, model.table.problem.costs.fairness / 60
    terms = [(column, float(minutes)) for column, minutes in model.lengths(person)]
    for band in of_person:
        width = most if band.minutes is None else band.minutes
        terms.append((rows.column(hour * band.times, most=width), -1.0))
    rows.row(terms, most=0)
