"""Solves one problem of plans in a process of its own, so that its memory can be told, and prints JSON.

`python -m tests.bench.plan_solver engine season 200 100 60` or `… plain instance 1 60`: by what, which, and the most
seconds.
"""

import json
import resource
import sys
import time
from random import Random

from services.events.plans.engine.answer import Effort, Status
from services.events.plans.engine.problem import Assignment, Problem
from services.events.plans.engine.repairing import repair
from services.events.plans.engine.solving import solve
from services.events.plans.engine.timetable import Timetable
from tests.events.plans import benchmark, plain
from tests.events.plans.seasons import season

_LOSSES = 20


def main(by: str, kind: str, *numbers: str) -> None:
    """Solves, and prints what came of it."""
    *which, seconds = map(int, numbers)
    instance = benchmark.read(which[0]) if kind == "instance" else None
    problem = season(*which) if instance is None else benchmark.problem_of(instance)
    plan: frozenset[Assignment] = frozenset()
    started = time.perf_counter()
    if by == "engine":
        answer = solve(problem, Effort(seconds=seconds))
        plan = answer.assignments
        is_proven = answer.status == Status.OPTIMAL
        found = plain.Found(answer.objective or 0, answer.bound or 0, is_proven)
    elif instance is None:
        found = plain.solve_season(problem, seconds)
    else:
        found = plain.solve_instance(instance, seconds)
    result = {
        **vars(found),
        "ms": (time.perf_counter() - started) * 1000,
        "KiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "repairs": _repairs(problem, plan) if kind == "season" and plan else [],
    }
    sys.stdout.write(f"\n{json.dumps(result)}\n")  # below what HiGHS prints


def _repairs(problem: Problem, plan: frozenset[Assignment]) -> list[float]:
    """Returns how many milliseconds it takes to repair the plan after single losses."""
    random, table, taken = Random(1), Timetable(problem), []  # noqa: S311 - not for secrets
    for lost in random.sample(sorted(plan), min(len(plan), _LOSSES)):
        started = time.perf_counter()
        repair(table, plan, [lost])
        taken.append((time.perf_counter() - started) * 1000)
    return taken


if __name__ == "__main__":
    main(*sys.argv[1:])
