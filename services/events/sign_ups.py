"""SignUpService: who takes which shift."""

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from banyan.events.v1 import sign_up_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from sqlalchemy import select
from sqlmodel import col

from services.events.access import sees_event
from services.events.eligibility import Facts, reasons_against, refusal
from services.events.models import Event, Person, Shift, SignUp
from services.events.shifts import find_shift
from services.kit.errors import (
    Conflict,
    DeadlineExceeded,
    NotFound,
    PermissionDenied,
    Unavailable,
)
from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.server import Preparation
from services.kit.values import enum_name
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


class SignUpServicer:
    """Keeps sign-ups."""

    service = pb.DESCRIPTOR.services_by_name["SignUpService"]

    async def prepare_CreateSignUp(
        self, request: pb.CreateSignUpRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Asks volunteers about the caller's age where the shift has a rule about it."""
        statement = (
            select(Shift, Event)
            .join(Event, col(Event.id) == col(Shift.event_id))
            .where(col(Shift.id) == UUID(request.shift_id), sees_event(preparation.caller))
        )
        found = (await preparation.session.execute(statement)).one_or_none()
        if found is None or not found.Shift.minimum_age:
            return None
        day = found.Event.day_of(found.Shift.start_time)
        return await _ask_age(found.Shift.minimum_age, day, preparation)

    async def CreateSignUp(self, request: pb.CreateSignUpRequest, work: Work) -> pb.SignUp:
        """Signs the caller up and takes a place."""
        person_id = cast("UUID", work.caller.person_id)  # nobody else is let in
        shift = await find_shift(request.shift_id, work)
        await work.lock_name(f"person:{person_id}")
        # The place is taken first: what is read under its lock stands until the end, and a refusal
        # gives it back.
        has_place = await take_place(shift, work)
        reasons = reasons_against(await gather_facts(shift, work, is_full=not has_place))
        if reasons:
            raise refusal(reasons)
        sign_up = SignUp(
            shift_id=shift.id,
            event_id=shift.event_id,
            organization_id=shift.organization_id,
            person_id=person_id,
            start_time=shift.start_time,
            end_time=shift.end_time,
        )
        await work.add(sign_up)
        await work.announce(shift, "filled" if shift.is_full else "taken")
        await work.announce(sign_up, "confirmed")
        return to_proto(sign_up, pb.SignUp)

    async def GetSignUp(self, request: pb.GetSignUpRequest, work: Work) -> pb.SignUp:
        """Gets a sign-up."""
        return to_proto(await work.find(SignUp, request.sign_up_id, "view_sign_up"), pb.SignUp)

    async def BatchGetSignUps(
        self, request: pb.BatchGetSignUpsRequest, work: Work
    ) -> pb.BatchGetSignUpsResponse:
        """Gets several sign-ups."""
        sign_ups = await work.find_all(SignUp, request.ids, "view_sign_up")
        return pb.BatchGetSignUpsResponse(
            sign_ups=[to_proto(sign_up, pb.SignUp) for sign_up in sign_ups]
        )

    async def ListSignUps(
        self, request: pb.ListSignUpsRequest, work: Work
    ) -> pb.ListSignUpsResponse:
        """Lists sign-ups, oldest first."""
        statement = select(SignUp).where(work.visible("view_sign_up"))
        if request.HasField("shift_id"):
            statement = statement.where(col(SignUp.shift_id) == UUID(request.shift_id))
        if request.HasField("person_id"):
            statement = statement.where(col(SignUp.person_id) == UUID(request.person_id))
        if request.state:
            state = enum_name(pb.SignUpState.DESCRIPTOR, request.state)
            statement = statement.where(col(SignUp.state) == state)
        keys = (col(SignUp.create_time), col(SignUp.id))
        page = await paginate(work.session, statement, keys, request)
        return pb.ListSignUpsResponse(
            sign_ups=[to_proto(sign_up, pb.SignUp) for sign_up in page.rows],
            cursors=page.cursors,
            next_page_token=page.next_page_token,
        )

    async def CancelSignUp(self, request: pb.CancelSignUpRequest, work: Work) -> pb.SignUp:
        """Cancels a sign-up and frees its place."""
        sign_up = await work.get(SignUp, request.sign_up_id)
        await work.require("cancel_sign_up", sign_up)
        shift = await work.lock(Shift, sign_up.shift_id)
        sign_up = await work.lock(SignUp, sign_up.id)
        sign_up.cancel(request.reason, at=work.now)
        shift.free_place()
        await work.announce(shift, "freed")
        await work.announce(sign_up, "cancelled")
        return to_proto(sign_up, pb.SignUp)


async def take_place(shift: Shift, work: Work) -> bool:
    """Takes a place in a shift, and tells whether one was left.

    From then on the shift is locked and the row is as it is now. The database settles the race for
    the last place.
    """
    taken = await work.change_if(
        Shift,
        shift.id,
        col(Shift.places_taken) < col(Shift.capacity),
        places_taken=col(Shift.places_taken) + 1,
    )
    return taken is not None


async def gather_facts(shift: Shift, work: Work, *, is_full: bool) -> Facts:
    """Returns what decides whether the caller can take a shift.

    Raises:
        Conflict: The shift's rule about age is no longer the one that was asked about.
    """
    me = work.caller.person_id
    event, person = (
        await work.session.execute(
            select(Event, Person)
            .outerjoin(Person, col(Person.id) == me)
            .where(col(Event.id) == shift.event_id)
        )
    ).one()
    taken = await work.session.scalars(
        select(col(SignUp.shift_id)).where(
            col(SignUp.person_id) == me,
            col(SignUp.state) == "CONFIRMED",
            col(SignUp.start_time) < shift.end_time,
            col(SignUp.end_time) > shift.start_time,
        )
    )
    shifts = set(taken)
    return Facts(
        event_state=event.state,
        has_ended=shift.end_time <= work.now,
        is_full=is_full,
        minimum_age=shift.minimum_age,
        is_of_age=_is_of_age(shift, event, work),
        required_skills=shift.required_skills,
        person_state=person.state if person else None,
        skills=person.skill_names if person else None,
        is_signed_up=shift.id in shifts,
        is_engaged=bool(shifts - {shift.id}),
    )


async def cancel_sign_ups(event: Event, work: Work) -> None:
    """Cancels every sign-up for an event that has just been cancelled."""
    shifts = list(
        await work.session.scalars(
            select(col(Shift.id))
            .where(col(Shift.event_id) == event.id)
            .order_by(col(Shift.id))
            .with_for_update()
        )
    )
    sign_ups = await work.change_all(
        SignUp,
        col(SignUp.shift_id).in_(shifts),
        col(SignUp.state) == "CONFIRMED",
        state="CANCELLED",
        cancel_reason=event.cancel_reason,
    )
    freed = await work.change_all(
        Shift, col(Shift.event_id) == event.id, col(Shift.places_taken) > 0, places_taken=0
    )
    await work.announce_all(freed, "freed")
    await work.announce_all(sign_ups, "cancelled")


async def _ask_age(minimum_age: int, day: date, preparation: Preparation) -> AgeAnswer:
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
