"""The facts that decide whether a person can take a shift, gathered for the evaluator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import select, true
from sqlmodel import col

from services.events.eligibility import Facts
from services.events.models import ENGAGED, STANDING, Event, Person, Shift, SignUp
from services.kit.errors import (
    Conflict,
    DeadlineExceeded,
    NotFound,
    PermissionDenied,
    Unavailable,
)
from services.kit.server import Preparation
from services.kit.work import Work


@dataclass(frozen=True, slots=True)
class AgeAnswer:
    """What volunteers said about the age of the caller.

    Attributes:
        minimum_age: The age asked about.
        day: The day asked about.
        is_of_age: The answer; None if nobody knows.
    """

    minimum_age: int
    day: date
    is_of_age: bool | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables say of a person and a shift.

    Attributes:
        shift: The shift.
        event: Its event.
        person: The person; None while volunteers has told nothing of them.
        taken: For each of their sign-ups at that time: whether it is for this shift, and its state.
        now: The time of the work.
    """

    shift: Shift
    event: Event
    person: Person | None
    taken: Sequence[tuple[bool, str]]
    now: datetime

    def facts(self, *, is_full: bool, is_of_age: bool | None) -> Facts:
        """Returns what decides whether the person can take the shift.

        Args:
            is_full: Whether no place is left for the person.
            is_of_age: Whether the person is of the age that the shift asks for; None if nobody knows.
        """
        return Facts(
            event_state=self.event.state,
            has_ended=self.shift.end_time <= self.now,
            is_full=is_full,
            minimum_age=self.shift.minimum_age,
            is_of_age=is_of_age,
            required_skills=self.shift.required_skills,
            person_state=self.person.state if self.person else None,
            skills=self.person.skill_names if self.person else None,
            is_signed_up=any(same for same, _ in self.taken),
            is_engaged=any(not same and state in ENGAGED for same, state in self.taken),
        )


async def gather_all(
    shifts: Sequence[Shift], person_id: UUID, work: Work, *, own: UUID | None = None
) -> list[Known]:
    """Returns what the tables say of a person and each of several shifts, in their order.

    Args:
        shifts: The shifts.
        person_id: The person.
        work: The work.
        own: A sign-up of the person that does not count.
    """
    if not shifts:
        return []
    found = await work.session.execute(
        select(Event, Person)
        .outerjoin(Person, col(Person.id) == person_id)
        .where(col(Event.id).in_({shift.event_id for shift in shifts}))
        .execution_options(populate_existing=True)  # as they are now that a shift may be locked
    )
    events = {event.id: (event, person) for event, person in found}
    standing = await work.session.execute(
        select(
            col(SignUp.shift_id), col(SignUp.state), col(SignUp.start_time), col(SignUp.end_time)
        ).where(
            col(SignUp.person_id) == person_id,
            true() if own is None else col(SignUp.id) != own,
            col(SignUp.state).in_(STANDING),
            col(SignUp.start_time) < max(shift.end_time for shift in shifts),
            col(SignUp.end_time) > min(shift.start_time for shift in shifts),
        )
    )
    taken = standing.all()
    return [
        Known(
            shift,
            *events[shift.event_id],
            [
                (each.shift_id == shift.id, each.state)
                for each in taken
                if each.start_time < shift.end_time and each.end_time > shift.start_time
            ],
            work.now,
        )
        for shift in shifts
    ]


async def gather_facts(
    shift: Shift, person_id: UUID, work: Work, *, is_full: bool, own: UUID | None = None
) -> Facts:
    """Returns what decides whether a person can take a shift.

    Args:
        shift: The shift, locked.
        person_id: The person.
        work: The work, which has asked about the person's age if it is to create a sign-up.
        is_full: Whether no place is left for the person.
        own: The sign-up by which the person takes the shift, if there is one already: it does not
            stand against them, and their age was checked when it was made.

    Raises:
        Conflict: The shift's rule about age is no longer the one that was asked about.
    """
    (known,) = await gather_all([shift], person_id, work, own=own)
    is_of_age = True if own else _is_of_age(shift, known.event, work)
    return known.facts(is_full=is_full, is_of_age=is_of_age)


async def ask_age(minimum_age: int, day: date, preparation: Preparation) -> AgeAnswer:
    """Asks volunteers whether the caller has an age on a day.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    request = person_pb2.CheckAgeRequest(
        person_id=str(preparation.caller.person_id), age=minimum_age, date=day.isoformat()
    )
    try:
        answer = await preparation.call(request, person_pb2.CheckAgeResponse)
    except (NotFound, PermissionDenied) as error:
        if error.reason == "SCOPE_MISSING":
            raise
        return AgeAnswer(minimum_age, day, None)
    except (Unavailable, DeadlineExceeded) as error:
        raise Unavailable(
            "Your age cannot be checked at the moment, and this shift asks for one. Try again in a"
            " moment."
        ) from error
    return AgeAnswer(minimum_age, day, answer.of_age if answer.HasField("of_age") else None)


def _is_of_age(shift: Shift, event: Event, work: Work) -> bool | None:
    if not shift.minimum_age:
        return None
    answer: AgeAnswer | None = work.prepared
    asked = answer and (answer.minimum_age, answer.day)
    if answer is None or asked != (shift.minimum_age, event.day_of(shift.start_time)):
        raise Conflict("The shift has just changed. Look at it again, then repeat.")
    return answer.is_of_age
