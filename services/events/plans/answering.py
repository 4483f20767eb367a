"""The answer of the engine, as the rows that say what is planned and why."""

import threading
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.events.plans.engine.answer import Answer, Effort, Progress, Status
from services.events.plans.engine.draft import Draft
from services.events.plans.engine.explaining import Remedy, Unfilled, share, unfilled, why
from services.events.plans.engine.problem import Assignment
from services.events.plans.engine.solving import solve
from services.events.plans.engine.timetable import Timetable
from services.events.plans.gathering import Gathered
from services.events.plans.models import PlanFailure
from services.events.plans.possible import AWAY

_REASON = "PLAN_REASON_"


class Found(NamedTuple):
    """A plan that was found, as rows without the ID of the plan.

    Attributes:
        is_optimal: Whether it is proven that none is better.
        progress: How far the search came, as `PlanProgress`.
        places: How many free places there were.
        assignments: Rows of `PlanAssignment`: who is to be signed up.
        gaps: Rows of `PlanGap`.
        shares: Rows of `PlanShare`.
    """

    is_optimal: bool
    progress: dict[str, Any]
    places: int
    assignments: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    shares: list[dict[str, Any]]


@dataclass
class Watch:
    """What the search and those who wait for it tell each other, from one thread to another.

    Attributes:
        progress: How far the search is; None until there is news.
        ended: Set when it is to end with what it has.
    """

    progress: Progress | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, progress: Progress) -> None:
        """Takes news of the search."""
        self.progress = progress


def answer(gathered: Gathered, seconds: float, watch: Watch) -> Found | PlanFailure:
    """Searches for the best plan and explains it. Takes as long as it is given, in the calling thread.

    Args:
        gathered: What the plan is about.
        seconds: After which the best plan so far is taken.
        watch: Is told how far the search is, and asked whether to end.
    """
    result = solve(
        gathered.problem,
        Effort(seconds=seconds),
        progress=watch.tell,
        is_cancelled=watch.ended.is_set,
    )
    if result.status is Status.INFEASIBLE:
        return PlanFailure.NO_PLAN
    if result.status is Status.UNKNOWN:
        return PlanFailure.NOT_ENOUGH_TIME
    return _explained(gathered, result)


def shown(progress: Progress | None) -> dict[str, Any] | None:
    """Returns how far a search is, as `PlanProgress`."""
    if progress is None:
        return None
    return _progress(progress.seconds, progress.objective, progress.bound)


def _progress(seconds: float, cost: float | None, bound: float | None) -> dict[str, Any]:
    said = {"seconds": round(seconds, 3), "cost": cost, "bound": bound}
    return {name: value for name, value in said.items() if value is not None}


def _explained(gathered: Gathered, result: Answer) -> Found:
    problem, starts = gathered.problem, gathered.starts
    draft = Draft(Timetable(problem), result.assignments)
    new = sorted(each for each in result.assignments - gathered.held if each.shift in starts)
    return Found(
        is_optimal=result.status is Status.OPTIMAL,
        progress=_progress(result.seconds, result.objective, result.bound),
        places=gathered.places,
        assignments=[_assignment(draft, each, starts[each.shift]) for each in new],
        gaps=_gaps(draft, starts),
        shares=[_share(draft, person.id, starts) for person in problem.people],
    )


def _assignment(draft: Draft, assignment: Assignment, start: datetime) -> dict[str, Any]:
    reason = why(draft, assignment)
    return {
        "shift_id": UUID(assignment.shift),
        "person_id": UUID(assignment.person),
        "role_id": UUID(assignment.role) if assignment.role else None,
        "start_time": start,
        "grounds": [str(ground) for ground in reason.grounds],
        "able_count": reason.able,
        "free_count": reason.free,
    }


def _gaps(draft: Draft, starts: Mapping[str, datetime]) -> list[dict[str, Any]]:
    """Returns a gap for each shift with empty places, and in it each sort of them."""
    found: dict[str, list[Unfilled]] = defaultdict(list)
    for each in unfilled(draft):
        if each.shift in starts:
            found[each.shift].append(each)
    with_roles = {each.id for each in draft.table.problem.shifts if len(each.roles) > 1}
    return [
        _gap(gaps, starts[shift], has_roles=shift in with_roles) for shift, gaps in found.items()
    ]


def _gap(gaps: Sequence[Unfilled], start: datetime, *, has_roles: bool) -> dict[str, Any]:
    most: Counter[str] = Counter()
    for gap in gaps:
        most |= Counter({each.name: each.people for each in gap.reasons})
    remedies = [each.remedy for each in gaps if each.remedy is not None]
    return {
        "shift_id": UUID(gaps[0].shift),
        "start_time": start,
        "missing": sum(each.missing for each in gaps),
        "reasons": _reasons(most.most_common()),
        "remedy": _remedy(remedies[0] if remedies else None),
        "roles": [_role_gap(each) for each in gaps] if has_roles else [],
    }


def _role_gap(gap: Unfilled) -> dict[str, Any]:
    remedy = _remedy(gap.remedy)
    return {
        **({"role_id": gap.role} if gap.role else {}),
        "missing": gap.missing,
        "reasons": _reasons((each.name, each.people) for each in gap.reasons),
        **({"remedy": remedy} if remedy else {}),
    }


def _reasons(counts: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"reason": f"{_REASON}{name}", "people_count": people} for name, people in counts]


def _remedy(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    return {
        "reasons": [f"{_REASON}{reason}" for reason in remedy.reasons],
        "people_count": remedy.people,
    }


def _share(draft: Draft, person: str, asked: Container[str]) -> dict[str, Any]:
    found = share(draft, person, asked)
    return {
        "person_id": UUID(person),
        "minutes": found.minutes,
        "size": str(found.much),
        "possible_count": found.possible,
        "had_more_before": found.had_more_before,
        # When somebody can come is not for all who see the plan: gaps count it, and name nobody.
        "reasons": [
            {"reason": f"{_REASON}{reason}", "shift_count": shifts}
            for reason, shifts in found.kept
            if reason != AWAY
        ],
    }
