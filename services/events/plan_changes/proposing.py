"""Proposals: what mends a plan, what a change means, and how two plans differ. Nothing changes by them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from banyan.events.v1 import plan_answer_pb2
from banyan.events.v1 import plan_change_pb2 as pb

from services.events.plan_changes.questions import Assignments, Question, among, without
from services.events.plans.engine.comparing import compare
from services.events.plans.engine.draft import Broken
from services.events.plans.engine.pricing import Parts
from services.events.plans.engine.problem import Assignment
from services.events.plans.engine.repairing import repair
from services.events.plans.engine.timetable import Timetable

_AIMS = {
    pb.PLAN_AIM_PLACES: ("needed", "places", "over"),
    pb.PLAN_AIM_FAIRNESS: ("fairness",),
    pb.PLAN_AIM_HOURS: ("hours",),
    pb.PLAN_AIM_FEW_CHANGES: ("changes",),
}


def mended(question: Question, person: str, shifts: Sequence[str]) -> pb.PlanProposal:
    """Returns what fills the places of those who drop out, with as few other changes as possible.

    Args:
        question: What the plan is about.
        person: Who drops out; empty for all who have given up since the plan was published.
        shifts: Of which shifts; empty for all that they have by the plan.
    """
    problem = question.problem
    if person:
        lost = frozenset(
            each
            for each in question.now & (question.planned | question.held)
            if each.person == person and (not shifts or each.shift in shifts)
        )
        if not shifts:
            problem = without(problem, person)
    else:
        lost = question.planned - question.held if question.is_published else frozenset()
    # Who was decided to take a shift can drop out of it all the same.
    problem = replace(problem, fixed=problem.fixed - lost)
    before = question.now | lost
    found = repair(Timetable(problem), before, lost)
    proposal = _proposal(question, before, found.assignments, given_up=lost)
    proposal.unfilled.extend(_pairs(found.unfilled))
    return proposal


def changed(question: Question, after: Assignments) -> pb.PlanProposal:
    """Returns what a change by hand means."""
    return _proposal(question, question.now, after)


def compared(question: Question, other: Assignments) -> pb.PlanProposal:
    """Returns how another plan differs from the one that a question is about.

    Args:
        question: What the first plan is about.
        other: What the other plan says.
    """
    theirs = among(other, question.problem)
    others = question.held - question.planned - theirs  # who is signed up by neither plan
    return _proposal(question, others | question.planned, others | theirs)


def _proposal(
    question: Question,
    before: Assignments,
    after: Assignments,
    *,
    given_up: Assignments = frozenset(),
) -> pb.PlanProposal:
    difference = compare(question.problem, before, after)
    told = {each.person for each in (before ^ after) - given_up}
    return pb.PlanProposal(
        added=_pairs(difference.added),
        removed=_pairs(difference.removed),
        people_to_tell=len(told),
        costs=_costs(difference.before, difference.after),
        broken=map(_fault, difference.broken),
        mended=map(_fault, difference.mended),
    )


def _pairs(assignments: Iterable[Assignment]) -> list[pb.PlanPair]:
    ordered = sorted(assignments, key=lambda each: (each.shift, each.person))
    return [
        pb.PlanPair(shift_id=each.shift, person_id=each.person, role_id=each.role or None)
        for each in ordered
    ]


def _costs(before: Parts, after: Parts) -> list[pb.PlanCost]:
    costs = [
        pb.PlanCost(
            aim=aim,
            before=sum(getattr(before, name) for name in names),
            after=sum(getattr(after, name) for name in names),
        )
        for aim, names in _AIMS.items()
    ]
    return [each for each in costs if each.before != each.after]


def _fault(broken: Broken) -> pb.PlanFault:
    reasons = plan_answer_pb2.PlanReason
    name = f"PLAN_REASON_{broken.reason}"
    return pb.PlanFault(
        reason=name if name in reasons.keys() else None,  # noqa: SIM118 # no mapping
        person_id=broken.person or None,
        shift_id=broken.shift or None,
    )
