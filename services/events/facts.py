"""The facts that decide whether a person can take a shift, gathered for the evaluator."""

from dataclasses import dataclass
from datetime import date
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
    event, person = (
        await work.session.execute(
            select(Event, Person)
            .outerjoin(Person, col(Person.id) == person_id)
            .where(col(Event.id) == shift.event_id)
            .execution_options(populate_existing=True)  # as they are now that the shift is locked
        )
    ).one()
    others = await work.session.execute(
        select(col(SignUp.shift_id), col(SignUp.state)).where(
            col(SignUp.person_id) == person_id,
            true() if own is None else col(SignUp.id) != own,
            col(SignUp.state).in_(STANDING),
            col(SignUp.start_time) < shift.end_time,
            col(SignUp.end_time) > shift.start_time,
        )
    )
    taken = [(shift_id == shift.id, state) for shift_id, state in others]
    return Facts(
        event_state=event.state,
        has_ended=shift.end_time <= work.now,
        is_full=is_full,
        minimum_age=shift.minimum_age,
        is_of_age=True if own else _is_of_age(shift, event, work),
        required_skills=shift.required_skills,
        person_state=person.state if person else None,
        skills=person.skill_names if person else None,
        is_signed_up=any(same for same, _ in taken),
        is_engaged=any(not same and state in ENGAGED for same, state in taken),
    )


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
