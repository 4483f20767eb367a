"""Who can take which shift of a plan.

Whether somebody can take a shift is what the evaluator of sign-ups says, for each pair of them. Only two things are
left to the engine: people whose time is taken by another shift, because that depends on the plan; and full shifts,
because nobody is asked for them. Drafts of events count as published, since seasons are planned before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.events.availability.calendar import Calendar
from services.events.availability.models import Availability
from services.events.eligibility.known import facts_of
from services.events.eligibility.rules import reasons_against
from services.events.events.models import Event, EventState, day_of
from services.events.people.models import Person
from services.events.plans.engine import problem
from services.events.plans.engine.problem import Assignment, Role
from services.events.qualifications.queries import Held, missing
from services.events.shifts.models import Shift
from services.events.shifts.roles import demands_of, places_to_take
from services.events.sign_ups.states import ENGAGED
from services.kit.text.folding import comparable

EXCLUDED = "EXCLUDED"
AWAY = "AWAY"
# What the evaluator looks at in a person: people who are alike get the same answer about a shift.
Profile = tuple[str | None, frozenset[str] | None, frozenset[Held]]


class Taken(NamedTuple):
    """A sign-up that counts: somebody in a shift, or on its waitlist."""

    shift_id: UUID
    person_id: UUID
    state: str
    start_time: datetime
    end_time: datetime
    role_id: UUID | None


class Candidate(NamedTuple):
    """Somebody who can be assigned.

    Attributes:
        id: The person.
        person: What is known of them; None until volunteers has announced them.
        profile: What the evaluator looks at.
        calendar: When they can come; None if they have not said.
        availability: How much they would like to do; likewise.
    """

    id: str
    person: Person | None
    profile: Profile
    calendar: Calendar | None = None
    availability: Availability | None = None

    @classmethod
    def of(
        cls,
        person_id: UUID,
        person: Person | None,
        qualifications: frozenset[Held] = frozenset(),
        availability: Availability | None = None,
    ) -> "Candidate":
        """Returns a person as a candidate."""
        state, skills = (None, None) if person is None else (person.state, person.skills_known)
        calendar = None if availability is None else Calendar(availability)
        profile = (state, skills, qualifications)
        return cls(str(person_id), person, profile, calendar, availability)


def asked_shift(
    shift: Shift,
    event: Event,
    people: Sequence[Candidate],
    taken: Sequence[Taken],
    excluded: Collection[Assignment],
    kinds: Mapping[UUID, str],
    now: datetime,
    *,
    group: UUID | None = None,
    kept: Sequence[UUID | None] = (),
) -> problem.Shift | None:
    """Returns a shift for the engine; None if it has no place that could be filled, and nobody who has one.

    Args:
        shift: The shift.
        event: Its event.
        people: Who can be assigned.
        taken: The sign-ups for the shift.
        excluded: What was decided against.
        kinds: The names of the kinds of qualifications.
        now: The time of the work.
        group: The organization of which all of them are members: places that are reserved for it are free.
        kept: The roles of places that count as free, though they are taken: they are kept for somebody.
    """
    holders = {str(each.person_id) for each in taken if each.state in ENGAGED}
    others = {str(each.person_id) for each in taken} - holders  # such as those who wait
    free = places_to_take(shift, group)
    if not any(free.values()) and not holders and not kept:
        return None
    against = {}
    known: dict[tuple[Profile, bool], tuple[str, ...]] = {}
    for each in people:
        if each.id in holders:
            continue
        alike = (each.profile, each.id in others)
        if alike not in known:
            lacks = missing(
                shift.required_qualification_kind_ids,
                each.profile[2],
                kinds,
                day_of(shift.start_time, event.time_zone),
            )
            known[alike] = _reasons(shift, event, each.person, lacks, now, is_signed_up=alike[1])
        reasons = known[alike]
        if Assignment(each.id, str(shift.id), "") in excluded:
            reasons = (*reasons, EXCLUDED)
        if each.calendar and not each.calendar.is_free(shift.start_time, shift.end_time):
            reasons = (*reasons, AWAY)
        if reasons:
            against[each.id] = reasons
    return problem.Shift(
        id=str(shift.id),
        start=shift.start_time,
        end=shift.end_time,
        roles=tuple(
            Role(
                name=role_name(sort),
                places=number
                + kept.count(sort)
                + sum(each.role_id == sort for each in taken if each.state in ENGAGED),
                able=None if sort is None else _able(shift, event, sort, people, kinds),
            )
            for sort, number in free.items()
        ),
        against=against,
    )


def role_name(role_id: UUID | None) -> str:
    """Returns how the engine names a role of a shift."""
    return "" if role_id is None else str(role_id)


def _able(
    shift: Shift,
    event: Event,
    role_id: UUID,
    people: Sequence[Candidate],
    kinds: Mapping[UUID, str],
) -> frozenset[str]:
    """Returns who has the skills and the qualifications that a role asks for."""
    skills, required = demands_of(shift, role_id)
    names = frozenset(map(comparable, skills))
    day = day_of(shift.start_time, event.time_zone)
    return frozenset(
        each.id
        for each in people
        if names <= (each.profile[1] or frozenset())
        and not missing(required, each.profile[2], kinds, day)
    )


def _reasons(
    shift: Shift,
    event: Event,
    person: Person | None,
    lacks: Sequence[str],
    now: datetime,
    *,
    is_signed_up: bool,
) -> tuple[str, ...]:
    """Returns what stands against somebody in a shift, by the evaluator of sign-ups."""
    deadline = event.sign_up_deadline
    facts = replace(
        facts_of(shift, event, person, now),
        event_state=EventState.PUBLISHED,
        is_of_age=None,
        missing_qualifications=lacks,
        is_signed_up=is_signed_up,
        is_late=deadline is not None and deadline <= now,
        is_another=True,
    )
    return tuple(dict.fromkeys(each.reason or "" for each in reasons_against(facts)))
