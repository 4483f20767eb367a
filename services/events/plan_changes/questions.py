"""What a change of a plan is about: the problem as it is now, and who works where by the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from banyan.events.v1 import plan_change_pb2 as pb
from sqlmodel import col

from services.events.plans.engine.problem import Assignment, Person, Problem, Span
from services.events.plans.gathering import Place, TooLarge, assignments_of, gather
from services.events.plans.models import HAVING, PlanAssignment, SchedulePlan
from services.kit.errors import Refused, Violation
from services.kit.work.work import Work

Assignments = frozenset[Assignment]


@dataclass(frozen=True, slots=True)
class Question:
    """A plan that is to change.

    Attributes:
        problem: The problem for the engine. Whoever signed up by themselves stays where they are.
        now: Who works where.
        planned: What the plan says, as far as people and shifts are still part of it.
        held: Who is signed up where.
        is_published: Whether people were signed up by the plan.
    """

    problem: Problem
    now: Assignments
    planned: Assignments
    held: Assignments
    is_published: bool


async def ask(
    plan: SchedulePlan, work: Work, *others: SchedulePlan, kept: Place | None = None
) -> Question:
    """Returns what a change of a plan is about.

    Args:
        plan: The plan.
        work: The work, which may only read.
        others: Other plans whose assignments are free to move too.
        kept: A place that nobody has, and that is kept for somebody of the plan.

    Raises:
        Refused: Nothing of the plan is still to come, or it is too large.
    """
    planned = await planned_by(plan, work)
    loose = planned.union(*[await planned_by(each, work) for each in others])
    try:
        gathered = await gather(plan, work, loose=loose, kept=kept)
    except TooLarge:
        gathered = None
    if gathered is None:
        raise Refused(
            "Nothing of this plan can change any more: its shifts are over, or there are too many people or "
            "shifts. Sign people up by hand.",
            reason="NOTHING_TO_CHANGE",
        )
    problem = _with_leavers(gathered.problem, planned)
    known = among(planned, problem)
    now = gathered.held if plan.is_published else gathered.held | known
    return Question(problem, now, known, gathered.held, plan.is_published)


async def planned_by(plan: SchedulePlan, work: Work) -> Assignments:
    """Returns who takes which shift by a plan, but for what was refused or declined."""
    return frozenset(await assignments_of(plan, work, col(PlanAssignment.state).in_(HAVING)))


def among(assignments: Iterable[Assignment], problem: Problem) -> Assignments:
    """Returns the assignments that are about people and shifts of a problem."""
    people = {each.id for each in problem.people}
    roles = {each.id: {role.name for role in each.roles} for each in problem.shifts}
    return frozenset(
        each
        for each in assignments
        if each.person in people and each.role in roles.get(each.shift, ())
    )


def _with_leavers(problem: Problem, planned: Iterable[Assignment]) -> Problem:
    """Returns a problem with the people of a plan who no longer belong to the organization: they take nothing."""
    known = {each.id for each in problem.people}
    leavers = sorted({each.person for each in planned} - known)
    gone = tuple(Person(id=each, away=_always(problem)) for each in leavers)
    return replace(problem, people=(*problem.people, *gone))


def without(problem: Problem, person: str) -> Problem:
    """Returns a problem in which somebody takes nothing more."""
    return replace(
        problem,
        people=tuple(
            replace(each, away=_always(problem)) if each.id == person else each
            for each in problem.people
        ),
        fixed=frozenset(each for each in problem.fixed if each.person != person),
    )


def _always(problem: Problem) -> tuple[Span, ...]:
    starts, ends = (
        [each.start for each in problem.shifts],
        [each.end for each in problem.shifts],
    )
    return (Span(min(starts), max(ends)),) if starts else ()


def edited(
    question: Question, added: Sequence[pb.PlanPair], removed: Sequence[pb.PlanPair]
) -> Assignments:
    """Returns who works where after a change by hand.

    Raises:
        Refused: It is about somebody or something that is not part of the plan, or not as it is now.
    """
    gone, new = set(leaving(question, removed)), list(pairs(added))
    possible = among(new, question.problem)
    wrong = [
        *(
            Violation(
                f"added[{index}]",
                "is about a shift or a role that is not planned, or somebody who is not an active member. Leave it out",
                "NOT_IN_PLAN",
            )
            for index, each in enumerate(new)
            if each not in possible
        ),
        *(
            Violation(
                f"removed[{index}]",
                "is not in the plan any more. Read the plan again",
                "PLAN_CHANGED",
            )
            for index, each in enumerate(leaving(question, removed))
            if each not in question.now | question.planned
        ),
        *(
            Violation(f"added[{index}]", "is in the plan already. Leave it out", "ALREADY_IN_PLAN")
            for index, each in enumerate(new)
            if each in question.now - gone or each in new[:index]
        ),
    ]
    if wrong:
        raise Refused.of(wrong)
    return (question.now - gone) | possible


def pairs(said: Iterable[pb.PlanPair]) -> Iterable[Assignment]:
    """Returns what a request says of people and shifts."""
    return [
        Assignment(
            str(UUID(each.person_id)),
            str(UUID(each.shift_id)),
            str(UUID(each.role_id)) if each.role_id else "",
        )
        for each in said
    ]


def leaving(question: Question, said: Iterable[pb.PlanPair]) -> Iterable[Assignment]:
    """Returns who leaves a shift, each in the role that they have there."""
    roles = {(each.person, each.shift): each for each in question.planned | question.now}
    return [roles.get((each.person, each.shift), each) for each in pairs(said)]
