"""The problem of a plan, gathered from the tables: who can take which shift, and what they do already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from services.events.availability.calendar import minutes_of_weeks
from services.events.availability.queries import availability_of
from services.events.events.models import OPEN_EVENTS, Event
from services.events.memberships.models import Membership
from services.events.people.models import Person, PersonState
from services.events.plans.engine import problem
from services.events.plans.engine.problem import Assignment, Limits, Problem, Role
from services.events.plans.models import PlanAssignment, SchedulePlan
from services.events.plans.possible import Candidate, Taken, asked_shift, role_name
from services.events.plans.terms import Decisions, aims_of, limits_of
from services.events.qualifications.queries import held_by, names_of_kinds
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.roles import kinds_of_roles, places_to_take
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ENGAGED, STANDING, SignUpState
from services.kit.work.memberships import MembershipState
from services.kit.work.work import Work

MOST_PEOPLE = 2000
MOST_SHIFTS = 2000
# What people did before counts for fairness, and what they do around the plan for rest and rows of days.
REMEMBERED = timedelta(days=90)
AROUND = timedelta(days=7)
# To so many minutes the hours that people want in a plan are rounded, so that costs stay whole points.
_WANTED_TO = 60


# A shift and the role of a place in it; none of an open one.
Place = tuple[UUID, UUID | None]


class TooLarge(Exception):
    """There are more people or shifts than are planned at once."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a plan is about.

    Attributes:
        problem: The problem for the engine.
        starts: When the planned shifts start, by ID.
        places: How many free places they have.
        held: What people are signed up for already.
    """

    problem: Problem
    starts: Mapping[str, datetime]
    places: int
    held: frozenset[Assignment]


async def gather(
    plan: SchedulePlan,
    work: Work,
    *,
    loose: Collection[Assignment] | None = None,
    kept: Place | None = None,
) -> Gathered | None:
    """Returns the problem of a plan; None if there is nothing to plan.

    Args:
        plan: The plan.
        work: The work, which may only read.
        loose: To change a plan that has an answer: what may be given up, though people are signed up for it. Then
            it does not matter whether a place is free.
        kept: A place that counts as free, though it is taken: it is kept for somebody of the plan.

    Raises:
        TooLarge: There are too many people or shifts.
    """
    shifts = await _shifts(plan, work)
    kinds = await names_of_kinds(
        {
            each
            for shift, _ in shifts
            for each in (*shift.required_qualification_kind_ids, *kinds_of_roles(shift))
        },
        work,
    )
    people = await _people(plan, kinds, work)
    if len(people) > MOST_PEOPLE or len(shifts) > MOST_SHIFTS:
        raise TooLarge
    ids = {each.id for each in people}
    taken = [each for each in await _taken(plan, work) if str(each.person_id) in ids]
    by_shift: dict[UUID, list[Taken]] = defaultdict(list)
    by_person: dict[str, list[Taken]] = defaultdict(list)
    for each in taken:
        by_shift[each.shift_id].append(each)
        by_person[str(each.person_id)].append(each)
    decided = Decisions.of(plan)
    planned = [
        asked
        for shift, event in shifts
        if (
            asked := asked_shift(
                shift,
                event,
                people,
                by_shift[shift.id],
                decided.excluded,
                kinds,
                work.now,
                group=plan.organization_id,
                kept=[
                    role_id for shift_id, role_id in filter(None, [kept]) if shift_id == shift.id
                ],
            )
        )
    ]
    known = {each.id: [role.name for role in each.roles] for each in planned}
    places = sum(sum(places_to_take(shift, plan.organization_id).values()) for shift, _ in shifts)
    if not people or not (places or (loose is not None and planned)):
        return None
    held = frozenset(_assignment(each, known) for each in taken if each.state in ENGAGED)
    limits, past = limits_of(plan), await _past(plan, work)
    zone = ZoneInfo(plan.time_zone)
    all_shifts = (*planned, *_around(by_shift, known))
    # What people do around the plan counts for their rest, so its days are among those that are looked at.
    days = [each.start.astimezone(zone).date() for each in all_shifts]
    last_moment = plan.end_time - timedelta(microseconds=1)
    return Gathered(
        Problem(
            zone=zone,
            people=tuple(
                _person(each, plan, limits, past.get(each.id, 0), by_person[each.id])
                for each in people
            ),
            shifts=all_shifts,
            first_day=min([plan.start_time.astimezone(zone).date(), *days]),
            last_day=max([last_moment.astimezone(zone).date(), *days]),
            fixed=(held - frozenset(loose or ())) | _among(decided.fixed, ids, known),
            earlier=_among(await _earlier(plan, work), ids, known) or None,
            costs=aims_of(plan).costs(),
        ),
        {str(shift.id): shift.start_time for shift, _ in shifts if str(shift.id) in known},
        places,
        held,
    )


def _person(
    candidate: Candidate, plan: SchedulePlan, limits: Limits, past: int, taken: Sequence[Taken]
) -> problem.Person:
    """Returns a person with their own wishes: how much they would like, and do at most, in a week.

    What they have agreed to counts more than the most that they said: a week in which they have more stays possible.
    """
    said = candidate.availability
    if said is None:
        return problem.Person(id=candidate.id, limits=limits, past=past)
    if said.most_minutes_a_week is not None:
        zone = ZoneInfo(plan.time_zone)
        held = ((each.start_time, each.end_time) for each in taken if each.state in ENGAGED)
        own = max([said.most_minutes_a_week, *minutes_of_weeks(held, zone).values()])
        weekly = limits.minutes_a_week
        limits = replace(limits, minutes_a_week=own if weekly is None else min(own, weekly))
    wanted = None
    if said.wanted_minutes_a_week is not None:
        weeks = (plan.end_time - plan.start_time) / timedelta(weeks=1)
        wanted = round(said.wanted_minutes_a_week * weeks / _WANTED_TO) * _WANTED_TO
    return problem.Person(id=candidate.id, limits=limits, past=past, wanted=wanted)


def _assignment(taken: Taken, planned: Collection[str]) -> Assignment:
    shift = str(taken.shift_id)
    role = role_name(taken.role_id) if shift in planned else ""  # around the plan nobody asks
    return Assignment(str(taken.person_id), shift, role)


def _among(
    assignments: Iterable[Assignment],
    people: Collection[str],
    shifts: Mapping[str, Collection[str]],
) -> frozenset[Assignment]:
    """Returns the assignments that are about people and shifts of the plan, and about roles that these have."""
    return frozenset(
        each
        for each in assignments
        if each.person in people and each.role in shifts.get(each.shift, ())
    )


async def _people(plan: SchedulePlan, kinds: Collection[UUID], work: Work) -> list[Candidate]:
    """Returns the active members who are not suspended, with what is known of them."""
    found = await work.session.execute(
        select(col(Membership.person_id), Person)
        .outerjoin(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.organization_id) == plan.organization_id,
            col(Membership.state) == MembershipState.ACTIVE,
            col(Person.state).is_distinct_from(PersonState.SUSPENDED),
        )
        .order_by(col(Membership.person_id))
        .limit(MOST_PEOPLE + 1)
    )
    held = await held_by(_members(plan), kinds, work)
    said = await availability_of(_members(plan), work)
    return [
        Candidate.of(id_, person, held.get(id_, frozenset()), said.get(id_))
        for id_, person in found
    ]


async def _shifts(plan: SchedulePlan, work: Work) -> list[tuple[Shift, Event]]:
    """Returns the shifts of the plan's time that may still take place."""
    found = await work.session.execute(
        select(Shift, Event)
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(
            col(Event.organization_id) == plan.organization_id,
            col(Event.state).in_(OPEN_EVENTS),
            col(Event.end_time) > plan.start_time,
            col(Event.start_time) < plan.end_time,
            col(Shift.state) == ShiftState.PLANNED,
            col(Shift.start_time) >= max(plan.start_time, work.now),
            col(Shift.start_time) < plan.end_time,
        )
        .order_by(col(Shift.start_time), col(Shift.id))
        .limit(MOST_SHIFTS + 1)
    )
    return [(shift, event) for shift, event in found]


async def _taken(plan: SchedulePlan, work: Work) -> list[Taken]:
    """Returns what members of the organization are signed up for around the plan."""
    found = await work.session.execute(
        select(*(getattr(SignUp, name) for name in Taken._fields)).where(
            col(SignUp.person_id).in_(_members(plan)),
            col(SignUp.state).in_(STANDING),
            col(SignUp.start_time) < plan.end_time + AROUND,
            col(SignUp.end_time) > plan.start_time - AROUND,
        )
    )
    return [Taken(*row) for row in found]


def _members(plan: SchedulePlan) -> Select[UUID]:
    """Returns the query for the active members of the organization."""
    return select(col(Membership.person_id)).where(
        col(Membership.organization_id) == plan.organization_id,
        col(Membership.state) == MembershipState.ACTIVE,
    )


def _around(
    by_shift: Mapping[UUID, Sequence[Taken]], planned: Collection[str]
) -> Iterable[problem.Shift]:
    """Yields the other shifts that people have, which nobody else can take."""
    for shift_id, taken in sorted(by_shift.items()):
        holders = [each for each in taken if each.state in ENGAGED]
        if holders and str(shift_id) not in planned:
            able = frozenset(str(each.person_id) for each in holders)
            yield problem.Shift(
                id=str(shift_id),
                start=holders[0].start_time,
                end=holders[0].end_time,
                roles=(Role(places=len(holders), able=able),),
            )


async def _past(plan: SchedulePlan, work: Work) -> dict[str, int]:
    """Returns how many minutes people have worked for the organization lately."""
    start, end = col(SignUp.start_time), col(SignUp.end_time)
    minutes = func.sum(func.extract("epoch", end - start)) / 60
    found = await work.session.execute(
        select(col(SignUp.person_id), minutes)
        .where(
            col(SignUp.organization_id) == plan.organization_id,
            col(SignUp.state) == SignUpState.COMPLETED,
            start >= min(plan.start_time, work.now) - REMEMBERED,
            start < plan.start_time,
        )
        .group_by(col(SignUp.person_id))
    )
    return {str(person_id): int(sum_) for person_id, sum_ in found}


async def _earlier(plan: SchedulePlan, work: Work) -> list[Assignment]:
    """Returns what the plan said before."""
    return await assignments_of(plan, work)


async def assignments_of(
    plan: SchedulePlan, work: Work, *conditions: ColumnElement[bool]
) -> list[Assignment]:
    """Returns who takes which shift by a plan.

    Args:
        plan: The plan.
        work: The work.
        conditions: What must hold of the assignments.
    """
    found: Any = await work.session.execute(
        select(
            col(PlanAssignment.person_id),
            col(PlanAssignment.shift_id),
            col(PlanAssignment.role_id),
        ).where(col(PlanAssignment.schedule_plan_id) == plan.id, *conditions)
    )
    return [
        Assignment(str(person_id), str(shift_id), role_name(role_id))
        for person_id, shift_id, role_id in found
    ]
