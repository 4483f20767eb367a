"""Finds the best plan with HiGHS."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite

import highspy
import numpy as np

from services.events.plans.engine.answer import Answer, Effort, Progress, Status
from services.events.plans.engine.draft import Draft
from services.events.plans.engine.hard import add_hard_rules
from services.events.plans.engine.model import Model
from services.events.plans.engine.narrowing import narrowed
from services.events.plans.engine.obstacles import contradictions
from services.events.plans.engine.pricing import Parts, Prices
from services.events.plans.engine.problem import Assignment, Problem
from services.events.plans.engine.soft import add_aims
from services.events.plans.engine.timetable import Timetable

_ENDED_EARLY = (
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kSolutionLimit,
)
# Plans that differ cost at least one grain more or less; so a bound that is closer proves the best.
_CLOSE = 0.999
# HiGHS keeps rows to a millionth, and dear columns make more of it.
_TOLERANCE = 1e-5


def solve(
    problem: Problem,
    effort: Effort | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Returns the best plan for a problem, or the best that was found in time.

    Args:
        problem: What the plan is about.
        effort: How hard to search; proves the best within a minute if left out.
        progress: Is called in the solver's own thread when there is news, and must return soon.
        is_cancelled: Is asked again and again; the search ends soon after it has answered yes.

    Raises:
        Unclear: If the problem contradicts itself.
    """
    watch = _Watch(time.monotonic(), progress, is_cancelled)
    effort = effort or Effort()
    model = Model(Timetable(problem))
    start = _first_plan(model, effort, watch)
    _complete(model)
    search = _Search(model, effort, watch, effort.seconds, start)
    if search.run() is Status.OPTIMAL and not search.is_consistent():
        search = _Search(model, effort, watch, effort.seconds, None)
        search.run()
    return _answer(search, effort, watch, start)


def _answer(
    search: "_Search", effort: Effort, watch: "_Watch", start: frozenset[Assignment] | None
) -> Answer:
    if search.status is Status.INFEASIBLE:

        def has_plan(part: Problem) -> bool:
            if watch.seconds() >= effort.seconds:
                return True
            model = Model(Timetable(part))
            _complete(model)
            again = _Search(model, effort, replace(watch, progress=None), effort.seconds, None)
            return again.run() is not Status.INFEASIBLE

        found = contradictions(search.model.table, has_plan)
        return Answer(status=search.status, seconds=watch.seconds(), obstacles=found)
    plans = [] if start is None else [start]
    if search.status is not Status.UNKNOWN:
        plans.append(search.assignments())
    if not plans:
        return Answer(status=search.status, bound=search.bound(), seconds=watch.seconds())
    parts, best = min(
        ((search.price(plan), plan) for plan in plans), key=lambda pair: pair[0].total
    )
    is_best = search.status is Status.OPTIMAL and search.is_consistent()
    return Answer(
        status=Status.OPTIMAL if is_best else Status.FEASIBLE,
        assignments=best,
        objective=parts.total,
        bound=parts.total if is_best and not effort.gap else search.bound(),
        parts=parts,
        seconds=watch.seconds(),
    )


def _complete(model: Model) -> None:
    """Adds all rows and costs."""
    add_hard_rules(model)
    add_aims(model)


def _first_plan(model: Model, effort: Effort, watch: "_Watch") -> frozenset[Assignment] | None:
    """Returns a good plan of a large problem, found in half the time; None if it is small, or none is found."""
    kept = narrowed(model)
    if kept is None:
        return None
    # What a narrowed problem costs at least says nothing about the whole.
    told = replace(watch, has_bound=False)
    small = Model(model.table, kept)
    _complete(small)
    search = _Search(small, effort, told, effort.seconds / 2, None)
    found = search.run() in (Status.OPTIMAL, Status.FEASIBLE)
    return search.assignments() if found else None


@dataclass(frozen=True, slots=True)
class _Watch:
    """What is asked and told during a search."""

    started: float
    progress: Callable[[Progress], None] | None
    is_cancelled: Callable[[], bool] | None
    has_bound: bool = True

    def seconds(self) -> float:
        """Returns how long it has taken so far."""
        return time.monotonic() - self.started

    def tell(self, event: highspy.HighsCallbackEvent) -> None:
        """Passes on how far the search is."""
        if self.progress is not None:
            data = event.data_out
            bound = _finite(data.mip_dual_bound) if self.has_bound else None
            self.progress(Progress(self.seconds(), _finite(data.mip_primal_bound), bound))

    def ask(self, event: highspy.HighsCallbackEvent) -> None:
        """Ends the search if it is cancelled."""
        if self.is_cancelled is not None and self.is_cancelled():
            event.interrupt()


class _Search:
    """One run of HiGHS.

    Attributes:
        model: What is solved.
        status: How it ended.
    """

    def __init__(
        self,
        model: Model,
        effort: Effort,
        watch: _Watch,
        until: float,
        start: frozenset[Assignment] | None,
    ) -> None:
        self.model = model
        self.status = Status.UNKNOWN
        self._highs = highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", effort.seed)
        highs.setOptionValue("time_limit", max(until - watch.seconds(), 0.1))
        highs.setOptionValue("mip_rel_gap", effort.gap)
        if grain := model.table.grain():
            highs.setOptionValue("mip_abs_gap", _CLOSE * grain)
        highs.passModel(model.rows.program())
        if start is not None:
            # The relaxation of a large problem is too degenerate for the simplex method to end in time.
            highs.setOptionValue("mip_lp_solver", "ipm")
            values = np.array(model.values(start))
            highs.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)
        if watch.progress is not None:
            highs.cbMipLogging.subscribe(watch.tell)
            highs.cbMipImprovingSolution.subscribe(watch.tell)
        if watch.is_cancelled is not None:
            highs.cbMipInterrupt.subscribe(watch.ask)
            highs.cbSimplexInterrupt.subscribe(watch.ask)
            highs.cbIpmInterrupt.subscribe(watch.ask)

    def run(self) -> Status:
        """Searches, and returns how it ended."""
        self.status = self._run()
        return self.status

    def is_consistent(self) -> bool:
        """Whether the plan that was found costs what HiGHS says.

        HiGHS 1.16 can return the plan that it was given to start with, and the cost of a better one, which
        its presolve had made of it.
        """
        cost = self._highs.getInfo().objective_function_value
        return self.price(self.assignments()).total <= cost + _TOLERANCE * max(1.0, abs(cost))

    def price(self, plan: frozenset[Assignment]) -> Parts:
        """Returns what a plan costs."""
        return Prices(self.model.table).of(Draft(self.model.table, plan))

    def _run(self) -> Status:
        self._highs.run()
        found = self._highs.getModelStatus()
        if found in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return Status.OPTIMAL
        if found in _ENDED_EARLY:
            has_plan = isfinite(self._highs.getInfo().objective_function_value)
            return Status.FEASIBLE if has_plan and self._has_solution() else Status.UNKNOWN
        if found == highspy.HighsModelStatus.kInfeasible:
            return Status.INFEASIBLE
        raise RuntimeError(f"HiGHS ended with {self._highs.modelStatusToString(found)}.")

    def _has_solution(self) -> bool:
        status = self._highs.getInfo().primal_solution_status
        return bool(status == highspy.SolutionStatus.kSolutionStatusFeasible)

    def assignments(self) -> frozenset[Assignment]:
        """Returns the best plan that was found."""
        return self.model.read(self._highs.getSolution().col_value)

    def bound(self) -> float | None:
        """Returns what every plan costs at least."""
        return _finite(self._highs.getInfo().mip_dual_bound)


def _finite(value: float) -> float | None:
    return float(value) if isfinite(value) else None
