"""Ages: what volunteers say about the age of the caller, which never leaves them as a date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from banyan.volunteers.v1 import person_pb2
from google.protobuf.message import Message
from sqlalchemy import select
from sqlmodel import col

from services.events.events.models import Event, day_of
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift
from services.kit.calls.client import Answer
from services.kit.errors import (
    Conflict,
    DeadlineExceeded,
    NotFound,
    PermissionDenied,
    Unavailable,
)
from services.kit.service.steps import Preparation
from services.kit.work.query import Query


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


# Whether the caller is of an age on a day; None if nobody knows.
Ages = Mapping[tuple[int, date], bool | None]
MOST_ASKED = 100  # as the contract of volunteers says

AGE_RULES = select(col(Shift.minimum_age), col(Shift.start_time), col(Event.time_zone)).join(
    Event, col(Event.id) == col(Shift.event_id)
)


async def ask_age_for(preparation: Preparation, rule: Query, **values: Any) -> AgeAnswer | None:
    """Asks volunteers about the caller's age where a shift has a minimum age.

    Args:
        preparation: The preparation.
        rule: `AGE_RULES` of one shift.
        values: The values of its parameters.

    Returns:
        The answer; None if there is no such shift, or it has no minimum age.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    for minimum_age, start_time, time_zone in await preparation.work.fetch(rule, **values):
        return await ask_age_if(minimum_age, day_of(start_time, time_zone), preparation)
    return None


async def ask_age_if(minimum_age: int, day: date, preparation: Preparation) -> AgeAnswer | None:
    """Asks volunteers whether the caller has an age on a day, unless any age will do.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    return await ask_age(minimum_age, day, preparation) if minimum_age else None


async def ask_age(minimum_age: int, day: date, preparation: Preparation) -> AgeAnswer:
    """Asks volunteers whether the caller has an age on a day.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    request = _check(minimum_age, day, preparation)
    answer = await _known_to_volunteers(request, person_pb2.CheckAgeResponse, preparation)
    return AgeAnswer(minimum_age, day, _said(answer) if answer else None)


async def ask_ages(
    asked: Collection[tuple[int, date]], preparation: Preparation
) -> list[AgeAnswer]:
    """Asks volunteers in one call whether the caller has several ages, each on a day.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    if not asked:
        return []
    request = person_pb2.BatchCheckAgesRequest(
        requests=[_check(*each, preparation) for each in asked]
    )
    answer = await _known_to_volunteers(request, person_pb2.BatchCheckAgesResponse, preparation)
    said = [_said(each) for each in answer.responses] if answer else [None] * len(asked)
    return [AgeAnswer(*each, is_of_age) for each, is_of_age in zip(asked, said, strict=True)]


async def ask_ages_of(
    rules: Query, preparation: Preparation, request: Any = None, /, **values: Any
) -> Ages:
    """Asks volunteers in one call about the caller's age for several shifts.

    Args:
        rules: Rows of `AGE_RULES`. Nobody asks about more than 100 ages and days.
        preparation: The preparation.
        request: A request whose fields supply values of its parameters.
        values: Further values.

    Raises:
        Unavailable: Volunteers cannot be reached.
    """
    if preparation.caller.person_id is None:
        return {}
    asked = {
        (minimum_age, day_of(start_time, time_zone)): None
        for minimum_age, start_time, time_zone in await preparation.work.fetch(
            rules, request, **values
        )
        if minimum_age
    }
    answers = await ask_ages(list(asked)[:MOST_ASKED], preparation)
    return {(answer.minimum_age, answer.day): answer.is_of_age for answer in answers}


def is_of_age_among(ages: Ages, shift: Shift | AskedShift, time_zone: str) -> bool | None:
    """Returns whether the caller is old enough for one of several shifts; None if any age will do, or nobody knows."""
    return ages.get((shift.minimum_age, day_of(shift.start_time, time_zone)))


def _check(minimum_age: int, day: date, preparation: Preparation) -> person_pb2.CheckAgeRequest:
    person_id = str(preparation.caller.person_id)
    return person_pb2.CheckAgeRequest(person_id=person_id, age=minimum_age, date=day.isoformat())


async def _known_to_volunteers(
    request: Message, answer_type: type[Answer], preparation: Preparation
) -> Answer | None:
    """Returns what volunteers say of the caller's age; None if they do not know the caller."""
    try:
        return await preparation.call(request, answer_type)
    except (NotFound, PermissionDenied) as error:
        if error.reason == "SCOPE_MISSING":
            raise
        return None
    except (Unavailable, DeadlineExceeded) as error:
        raise Unavailable(
            "This shift has a minimum age, and your age cannot be checked right now. Try again in"
            " a moment."
        ) from error


def _said(answer: person_pb2.CheckAgeResponse) -> bool | None:
    return answer.of_age if answer.HasField("of_age") else None


def is_of_age_for(
    shift: Shift | AskedShift, time_zone: str, answer: AgeAnswer | None
) -> bool | None:
    """Returns whether the caller is old enough for a shift; None if any age will do, or nobody knows.

    Raises:
        Conflict: The shift has changed since volunteers were asked.
    """
    if not shift.minimum_age:
        return None
    asked = answer and (answer.minimum_age, answer.day)
    if answer is None or asked != (shift.minimum_age, day_of(shift.start_time, time_zone)):
        raise Conflict("The shift has just changed. Reload it and try again.")
    return answer.is_of_age
