"""What the engine answers."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.events.plans.engine.draft import Broken
from services.events.plans.engine.pricing import Parts
from services.events.plans.engine.problem import Assignment


class Status(StrEnum):
    """How a search ended.

    OPTIMAL: No plan is better.
    FEASIBLE: Time was up, or the search was cancelled: the best plan so far, with the bound so far.
    INFEASIBLE: No plan keeps all rules.
    UNKNOWN: Time was up, or the search was cancelled, before there was a plan.
    """

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to search.

    The same problem and effort give the same plan, unless time is up: how far a search gets depends on the machine.

    Attributes:
        seconds: After which the best plan so far is taken.
        gap: How much better than the plan found any other may be, as a part of its cost; 0 proves the best.
        seed: Changes which of equally good plans is found.
    """

    seconds: float = 60.0
    gap: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    Attributes:
        seconds: Since its start.
        objective: What the best plan so far costs; None if there is none.
        bound: What every plan costs at least; None while that is unknown.
    """

    seconds: float
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A plan, or why there is none.

    Attributes:
        status: How the search ended.
        assignments: Who works where; empty if there is no plan.
        objective: What the plan costs, in points; None without a plan.
        bound: What every plan costs at least; None if that is unknown.
        parts: What each aim contributes to the cost.
        seconds: How long it took.
        obstacles: If there is no plan: rules that contradict each other, as far as they were found.
    """

    status: Status
    assignments: frozenset[Assignment] = frozenset()
    objective: float | None = None
    bound: float | None = None
    parts: Parts = field(default_factory=Parts)
    seconds: float = 0.0
    obstacles: tuple[Broken, ...] = ()
