"""SignUpService: who takes which shift."""

from uuid import UUID

from banyan.events.v1 import sign_up_pb2 as pb
from sqlalchemy import func, select
from sqlmodel import col

from services.events.access import sees_event
from services.events.eligibility import reasons_against
from services.events.facts import AgeAnswer, ask_age, gather_facts
from services.events.models import OPEN, STANDING, Event, Shift, SignUp
from services.events.shifts import find_shift
from services.events.waitlist import OFFER_PLACES, in_line, let_go
from services.kit.errors import Refused
from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.server import Preparation
from services.kit.values import enum_name
from services.kit.work import Work


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
        return await ask_age(found.Shift.minimum_age, day, preparation)

    async def CreateSignUp(self, request: pb.CreateSignUpRequest, work: Work) -> pb.SignUp:
        """Signs the caller up: takes a place, or joins the waitlist."""
        person_id = work.person_id
        shift = await find_shift(request.shift_id, work)
        await work.lock_name(f"person:{person_id}", in_line(shift.id))
        # The place is taken first: what is read under its lock stands until the end, and a refusal
        # gives it back.
        if request.join_waitlist:
            waits, is_full = await join_waitlist(shift, work), False
        else:
            waits, is_full = False, not await take_place(shift, work)
        reasons = reasons_against(await gather_facts(shift, person_id, work, is_full=is_full))
        if reasons:
            raise Refused.of(reasons)
        sign_up = SignUp(
            shift_id=shift.id,
            event_id=shift.event_id,
            organization_id=shift.organization_id,
            person_id=person_id,
            start_time=shift.start_time,
            end_time=shift.end_time,
            state="WAITLISTED" if waits else "CONFIRMED",
        )
        await work.add(sign_up)
        if waits:
            await work.announce(shift, "waitlist_joined")
            await work.announce(sign_up, "waitlisted")
            if not shift.is_full:  # nobody before them can take what is free
                work.hasten(OFFER_PLACES)
        else:
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
        return page.answer(pb.ListSignUpsResponse)

    async def AcceptOffer(self, request: pb.AcceptOfferRequest, work: Work) -> pb.SignUp:
        """Accepts an offered place."""
        sign_up = await work.get(SignUp, request.sign_up_id)
        await work.require("accept_offer", sign_up)
        await work.lock_name(f"person:{sign_up.person_id}", in_line(sign_up.shift_id))
        shift = await work.lock(Shift, sign_up.shift_id)
        sign_up = await work.lock(SignUp, sign_up.id)
        sign_up.accept(at=work.now)
        shift.fill_offer()
        facts = await gather_facts(shift, sign_up.person_id, work, is_full=False, own=sign_up.id)
        if reasons := reasons_against(facts):
            raise Refused.of(reasons)
        await work.announce(shift, "accepted")
        await work.announce(sign_up, "confirmed")
        return to_proto(sign_up, pb.SignUp)

    async def CancelSignUp(self, request: pb.CancelSignUpRequest, work: Work) -> pb.SignUp:
        """Cancels a sign-up: frees its place, declines its offer, or leaves the waitlist."""
        sign_up = await work.get(SignUp, request.sign_up_id)
        await work.require("cancel_sign_up", sign_up)
        await work.lock_name(in_line(sign_up.shift_id))
        shift = await work.lock(Shift, sign_up.shift_id)
        sign_up = await work.lock(SignUp, sign_up.id)
        state = sign_up.state
        sign_up.cancel(request.reason, at=work.now)
        await let_go(sign_up, shift, "cancelled", state, work)
        return to_proto(sign_up, pb.SignUp)


async def take_place(shift: Shift, work: Work) -> bool:
    """Takes a place in a shift, and tells whether one was left that nobody waits for.

    From then on the shift is locked and the row is as it is now. The database settles the race for
    the last place.
    """
    taken = await work.change_if(
        Shift,
        shift.id,
        col(Shift.places_taken) < col(Shift.capacity),
        col(Shift.waitlist_length) == 0,
        places_taken=col(Shift.places_taken) + 1,
    )
    return taken is not None


async def join_waitlist(shift: Shift, work: Work) -> bool:
    """Joins the waitlist of a shift, or takes a place if one is left that nobody waits for.

    From then on the shift is locked and the row is as it is now.

    Returns:
        Whether the caller waits.
    """
    return (await work.lock(Shift, shift.id)).join_waitlist()


async def cancel_sign_ups(event: Event, work: Work) -> None:
    """Cancels the sign-ups for an event that has just been cancelled; attendance stays on record."""
    shifts = list(
        await work.session.scalars(
            select(col(Shift.id))
            .where(col(Shift.event_id) == event.id)
            .order_by(col(Shift.id))
            .with_for_update(key_share=True)
        )
    )
    sign_ups = await work.change_all(
        SignUp,
        col(SignUp.shift_id).in_(shifts),
        col(SignUp.state).in_(OPEN),
        state="CANCELLED",
        cancel_reason=event.cancel_reason,
        offer_expire_time=None,
    )
    # What was just cancelled no longer stands.
    attended = (
        select(func.count())
        .where(col(SignUp.shift_id) == col(Shift.id), col(SignUp.state).in_(STANDING))
        .scalar_subquery()
    )
    freed = await work.change_all(
        Shift,
        col(Shift.id).in_({sign_up.shift_id for sign_up in sign_ups}),
        places_taken=attended,
        places_offered=0,
        waitlist_length=0,
    )
    await work.announce_all(freed, "freed")
    await work.announce_all(sign_ups, "cancelled")
