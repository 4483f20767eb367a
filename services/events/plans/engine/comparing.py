"""Two plans of one problem beside each other: after an edit by hand, or with other weights."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.events.plans.engine.draft import Broken, Draft
from services.events.plans.engine.pricing import Parts, Prices
from services.events.plans.engine.problem import Assignment, PersonId, Problem
from services.events.plans.engine.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from one plan to another, and what it costs.

    Attributes:
        added: The assignments that only the other plan has.
        removed: Those that only the first one has.
        told: Who must be told of a change.
        before: What the first plan costs, aim by aim.
        after: What the other plan costs.
        broken: What the other plan breaks and the first one did not.
        mended: What the first plan broke and the other one does not.
    """

    added: frozenset[Assignment]
    removed: frozenset[Assignment]
    told: frozenset[PersonId]
    before: Parts
    after: Parts
    broken: tuple[Broken, ...]
    mended: tuple[Broken, ...]


def compare(problem: Problem, one: Iterable[Assignment], other: Iterable[Assignment]) -> Difference:
    """Returns how another plan differs from one.

    Raises:
        Unclear: If the problem contradicts itself, or an assignment names somebody or something unknown.
        ValueError: If a person has two roles in one shift.
    """
    first, second, table = frozenset(one), frozenset(other), Timetable(problem)
    drafts, prices = (Draft(table, first), Draft(table, second)), Prices(table)
    broken = [Counter(draft.broken()) for draft in drafts]
    return Difference(
        added=second - first,
        removed=first - second,
        told=frozenset(assignment.person for assignment in first ^ second),
        before=prices.of(drafts[0]),
        after=prices.of(drafts[1]),
        broken=tuple(sorted((broken[1] - broken[0]).elements())),
        mended=tuple(sorted((broken[0] - broken[1]).elements())),
    )


def check_edit(
    problem: Problem,
    plan: Iterable[Assignment],
    *,
    add: Iterable[Assignment] = (),
    remove: Iterable[Assignment] = (),
) -> Difference:
    """Returns what an edit by hand changes, costs and breaks.

    Raises:
        Unclear: If an assignment names somebody or something unknown.
        ValueError: If a person then has two roles in one shift, or what is removed is not in the plan.
    """
    before, gone = frozenset(plan), frozenset(remove)
    if not gone <= before:
        raise ValueError("An assignment that is to be removed is not in the plan.")
    return compare(problem, before, (before - gone) | frozenset(add))
