"""SignUpService: who takes which shift."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, TypeVar
from uuid import UUID

from banyan.events.v1 import sign_up_pb2 as pb
from sqlalchemy import Integer, Text, and_, any_, bindparam, select
from sqlmodel import col

from services.events.eligibility.ages import (
    AGE_RULES,
    AgeAnswer,
    ask_age_for,
    ask_age_if,
    is_of_age_for,
)
from services.events.eligibility.queries import gather_facts
from services.events.eligibility.rules import SHIFT_FULL, reasons_against
from services.events.eligibility.wanted import find_wanted
from services.events.events.models import Event, day_of
from services.events.events.sign_up_rules import Rules
from services.events.people.models import Person
from services.events.proposals.queries import note_accepted
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift, as_sort
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import can_take
from services.events.sign_ups.choosing import choose, split, wanted_sorts
from services.events.sign_ups.models import SignUp, new_sign_up, taken_state
from services.events.sign_ups.queries import SHOWN
from services.events.sign_ups.states import STANDING, SignUpState
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock, release_place
from services.kit.calls.passport import Caller
from services.kit.errors import Conflict, Exhausted, Refused
from services.kit.service.steps import Preparation
from services.kit.text.names import is_found, search_query
from services.kit.work.batches import Batch
from services.kit.work.change import Change
from services.kit.work.lines import Lines
from services.kit.work.mapping import to_proto
from services.kit.work.paging import Page
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

Own = TypeVar("Own", UUID, UUID | None)
# How many change one shift at once: one in the database, and those who come next close behind.
AT_ONCE = 3
LONGEST_LINE = 500
OWN_OVERRIDE = Refused(
    "You cannot override the reasons against your own sign-up. Leave out the reason, or ask another owner, "
    "leader, or coordinator of the organization to sign you up.",
    reason="OWN_OVERRIDE",
)
COUNTS = "a shift counts the places that its sign-ups take"

AGE_OF_OFFER = Query(
    lambda viewer: AGE_RULES.join(SignUp, col(SignUp.shift_id) == col(Shift.id)).where(
        col(SignUp.id) == given("sign_up_id"), col(SignUp.person_id) == viewer.person_id
    )
)
TAKE_PLACE = Change(
    Shift,
    col(Shift.id) == bindparam("shift_id"),
    col(Shift.places_taken) < col(Shift.capacity),
    col(Shift.waitlist_length) == 0,
    col(Shift.role_capacity) == 0,  # where there are roles, it depends on them
    col(Shift.places_reserved) == 0,  # likewise on who the person is
    places_taken=col(Shift.places_taken) + 1,
    places_requested=col(Shift.places_requested) + bindparam("requested", type_=Integer()),
)
SHIFT_OF = Query(
    select(col(SignUp.shift_id)).where(col(SignUp.id) == given("sign_up_id")),
    relation="view_sign_up",
)
SIGN_UPS = Resources[pb.SignUp](SignUp, "view_sign_up", shown=SHOWN)
_CREATION = (col(SignUp.create_time), col(SignUp.id))
OLDEST_FIRST = SIGN_UPS.listing(
    *_CREATION,
    filters={
        "shift_id": col(SignUp.shift_id) == given("shift_id"),
        "event_id": col(SignUp.event_id) == given("event_id"),
        "person_id": col(SignUp.person_id) == given("person_id"),
        "organization_id": col(SignUp.organization_id) == given("organization_id"),
        "attendance_review": col(SignUp.attendance_review) == given("attendance_review"),
        "states": col(SignUp.state) == any_(given("states", TEXTS)),
        "only_cancelled_late": and_(col(SignUp.cancelled_late)),
        "only_standing": col(SignUp.state).in_(STANDING),
        "end_time_after": col(SignUp.end_time) > given("end_time_after"),
        "start_time_before": col(SignUp.start_time) < given("start_time_before"),
        "query": col(SignUp.person_id).in_(
            select(col(Person.id)).where(is_found(col(Person.search_name), given("query", Text())))
        ),
    },
    orders={"CREATE_TIME": _CREATION, "START_TIME": (col(SignUp.start_time), col(SignUp.id))},
)
OF_SEVERAL = Batch(OLDEST_FIRST, "shift_id", "event_id", "organization_id", alone=("query",))


class Asked(NamedTuple):
    """What is known of a wanted shift before the transaction.

    Attributes:
        shift: The shift, which the caller may see.
        age: What volunteers said about the person's age; None if any age will do.
        needs_approval: Whether an organizer decides about it.
    """

    shift: AskedShift
    age: AgeAnswer | None
    needs_approval: bool


class SignUpServicer:
    """Manages sign-ups."""

    service = pb.DESCRIPTOR.services_by_name["SignUpService"]

    def __init__(self) -> None:
        self._lines = Lines(
            "shift",
            at_once=AT_ONCE,
            longest=LONGEST_LINE,
            full=Exhausted(
                "Too many people want this shift at once. Nothing was changed. Try again in a moment.",
                reason="TOO_MANY_AT_ONCE",
            ),
        )

    async def turn_CreateSignUp(
        self, request: pb.CreateSignUpRequest, _: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets people come to a shift one after another."""
        return self._lines.turn(UUID(request.shift_id))

    async def prepare_CreateSignUp(
        self, request: pb.CreateSignUpRequest, preparation: Preparation
    ) -> Asked:
        """Finds the shift, and asks volunteers about the caller's age where it has a rule about it.

        Where no place is free it refuses at once, so that nobody stands in line for nothing.
        """
        work = preparation.work
        person_id = _person_to_sign_up(request, work.person_id)
        is_another = person_id != work.person_id
        shift, known = await find_wanted(
            UUID(request.shift_id), person_id, work, for_another=is_another
        )
        preparation.is_new = shift.id not in known.recent  # a sign-up stays, whatever becomes of it
        age: AgeAnswer | None
        day = day_of(shift.start_time, shift.time_zone)
        if is_another:  # before any lock, so that strangers hold none
            await work.require("manage_events", shift.organization_id)
            age = AgeAnswer(shift.minimum_age, day, None)
        elif request.override_reason:
            raise OWN_OVERRIDE
        else:
            age = await ask_age_if(shift.minimum_age, day, preparation)
        wanted = wanted_sorts(shift, request)
        is_reserved = bool(await reserved_for([shift], person_id, work))
        if not (
            request.join_waitlist
            or any(can_take(shift, sort, is_reserved=is_reserved) for sort in wanted)
        ):
            is_of_age = is_of_age_for(shift, shift.time_zone, age)
            facts = known.facts(
                as_sort(shift, wanted[0]),
                work.now,
                is_full=True,
                is_of_age=is_of_age,
                is_another=is_another,
            )
            raise Refused.of(split(reasons_against(facts), request)[0])
        needs_approval = Rules.of(known.sign_up_rules).needs_approval and not is_another
        return Asked(shift, age, needs_approval)

    def locks_CreateSignUp(self, request: pb.CreateSignUpRequest, caller: Caller) -> Sequence[str]:
        """Names the locks on the person and on the queue for the shift."""
        person_id = _person_to_sign_up(request, caller.person_id)
        return f"person:{person_id}", queue_lock(UUID(request.shift_id))

    async def CreateSignUp(self, request: pb.CreateSignUpRequest, work: Work) -> pb.SignUp:
        """Signs the caller or somebody else up: takes a place, or joins the waitlist."""
        person_id = _person_to_sign_up(request, work.person_id)
        is_another = person_id != work.person_id
        asked, age, needs_approval = work.prepared
        if is_another:
            await work.require("manage_events", asked.organization_id)
        # The place is taken first: what is read under its lock cannot change, and a refusal rolls it
        # back. Where there are roles, or reserved places, it depends on them which place that is.
        shift: Shift | None
        depends = bool(request.join_waitlist or asked.roles or asked.places_reserved)
        is_reserved = False
        if depends:
            shift = await work.lock(Shift, asked.id)
            is_reserved = bool(await reserved_for([shift], person_id, work))
        else:
            shift = await take_place(asked.id, work, is_request=needs_approval)
        sort, facts, reasons, overridden = await choose(
            shift or asked,
            request,
            person_id,
            work,
            age=age,
            has_place=None if depends else shift is not None,
            is_reserved=is_reserved,
        )
        waits = request.join_waitlist and SHIFT_FULL in reasons
        if waits:
            reasons = [each for each in reasons if each != SHIFT_FULL]
        if shift is None or reasons:
            raise Refused.of(reasons)
        if facts.needs_approval != needs_approval:
            raise Conflict("The shift has just changed. Reload it and try again.")
        if waits:
            sort = wanted_sorts(shift, request)[0]
            shift.join_waitlist(sort)
        elif depends:
            shift.take_place(sort, is_reserved=is_reserved)
            shift.places_requested += needs_approval
        work.follows(shift, because=COUNTS)
        taken = taken_state(needs_approval=needs_approval)
        sign_up = new_sign_up(
            shift,
            person_id,
            SignUpState.WAITLISTED if waits else taken,
            role_id=sort,
            as_member=facts.is_for_members and facts.is_member,
            creator_id=work.person_id if is_another else None,
            has_reserved_place=is_reserved and not waits,
            override_reason=request.override_reason if overridden else "",
            overridden_reasons=overridden,
        )
        if request.check_in:
            sign_up.refuse_own_attendance(work.person_id)
            sign_up.check_in(work.now, at=work.now)
        if is_another:
            work.follows(sign_up, because="those who manage an event sign others up for it")
        work.add_last(sign_up)
        if waits:
            await work.announce(shift, "waitlist_joined")
            await work.announce(sign_up, "waitlisted")
            if shift.places_free:  # nobody before them can take the free place
                work.trigger(OFFER_PLACES)
        else:
            await work.announce(shift, "filled" if shift.is_full else "taken")
            await work.announce(sign_up, "checked_in" if request.check_in else taken.lower())
        return to_proto(sign_up, pb.SignUp)

    async def GetSignUp(self, request: pb.GetSignUpRequest, work: Work) -> pb.SignUp:
        """Gets a sign-up."""
        return await SIGN_UPS.get(request.sign_up_id, work)

    async def BatchGetSignUps(
        self, request: pb.BatchGetSignUpsRequest, work: Work
    ) -> pb.BatchGetSignUpsResponse:
        """Gets several sign-ups."""
        return pb.BatchGetSignUpsResponse(sign_ups=await SIGN_UPS.get_all(request.ids, work))

    async def ListSignUps(
        self, request: pb.ListSignUpsRequest, work: Work
    ) -> pb.ListSignUpsResponse:
        """Lists sign-ups, oldest first."""
        return (await _page(request, work)).answer(pb.ListSignUpsResponse)

    async def BatchListSignUps(
        self, request: pb.BatchListSignUpsRequest, work: Work
    ) -> pb.BatchListSignUpsResponse:
        """Lists the sign-ups of several shifts or organizations."""
        pages = await OF_SEVERAL.pages(request.requests, work, _page)
        return pb.BatchListSignUpsResponse(
            responses=[page.answer(pb.ListSignUpsResponse) for page in pages]
        )

    async def turn_AcceptOffer(
        self, request: pb.AcceptOfferRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None] | None:
        """Lets people come to a shift one after another."""
        return await self._turn_of(request.sign_up_id, preparation)

    async def prepare_AcceptOffer(
        self, request: pb.AcceptOfferRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Asks volunteers about the caller's age: the shift may have a minimum age only now."""
        sign_up_id = UUID(request.sign_up_id)
        return await ask_age_for(preparation, AGE_OF_OFFER, sign_up_id=sign_up_id)

    async def AcceptOffer(self, request: pb.AcceptOfferRequest, work: Work) -> pb.SignUp:
        """Accepts an offered place."""
        sign_up = await work.get(SignUp, request.sign_up_id)
        await work.require("accept_offer", sign_up)
        await work.lock_name(f"person:{sign_up.person_id}", queue_lock(sign_up.shift_id))
        shift = await work.lock(Shift, sign_up.shift_id)
        work.follows(shift, because=COUNTS)
        sign_up = await work.lock(SignUp, sign_up.id)
        facts = await gather_facts(
            as_sort(shift, sign_up.role_id),
            sign_up.person_id,
            work,
            is_full=False,
            own=sign_up.id,
            age=work.prepared,
            is_planned=sign_up.proposed,
        )
        sign_up.accept(
            at=work.now, as_member=facts.is_for_members, needs_approval=facts.needs_approval
        )
        shift.fill_offer()
        shift.count_request(sign_up.state)
        if reasons := reasons_against(facts):
            raise Refused.of(reasons)
        if sign_up.proposed:
            await note_accepted(sign_up, work)
        await work.announce(shift, "accepted")
        await work.announce(sign_up, sign_up.state.lower())
        return to_proto(sign_up, pb.SignUp)

    async def turn_CancelSignUp(
        self, request: pb.CancelSignUpRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None] | None:
        """Lets people come to a shift one after another."""
        return await self._turn_of(request.sign_up_id, preparation)

    async def CancelSignUp(self, request: pb.CancelSignUpRequest, work: Work) -> pb.SignUp:
        """Cancels a sign-up: frees its place, declines its offer, or leaves the waitlist."""
        sign_up = await work.get(SignUp, request.sign_up_id)
        await work.require("cancel_sign_up", sign_up)
        await work.lock_name(queue_lock(sign_up.shift_id))
        shift = await work.lock(Shift, sign_up.shift_id)
        work.follows(shift, because=COUNTS)
        sign_up = await work.lock(SignUp, sign_up.id)
        state = sign_up.state
        is_late = False
        if sign_up.person_id == work.person_id:
            event = await work.get(Event, sign_up.event_id)
            is_late = Rules.of(event.sign_up_rules).is_late(sign_up.start_time, at=work.now)
        sign_up.cancel(request.reason, at=work.now, is_late=is_late)
        await release_place(sign_up, shift, "cancelled", state, work)
        return to_proto(sign_up, pb.SignUp)

    async def _turn_of(
        self, sign_up_id: str, preparation: Preparation
    ) -> AbstractAsyncContextManager[None] | None:
        """Returns the turn at the shift of a sign-up; None if the caller may not see it."""
        found = await preparation.work.fetch(SHIFT_OF, sign_up_id=UUID(sign_up_id))
        return self._lines.turn(found[0][0]) if found else None


async def _page(request: pb.ListSignUpsRequest, work: Work) -> Page[pb.SignUp]:
    """Returns the page that a request asks for."""
    return await OLDEST_FIRST.page(request, work, query=search_query(request.query))


def _person_to_sign_up(request: pb.CreateSignUpRequest, caller_id: Own) -> UUID | Own:
    """Returns the person whom a request is about: who is named in it, or the caller."""
    return UUID(request.person_id) if request.HasField("person_id") else caller_id


async def take_place(shift_id: UUID, work: Work, *, is_request: bool = False) -> Shift | None:
    """Takes a place in a shift. Returns None if there is no free one that nobody waits for.

    From then on the shift is locked and the row is as it is now. The database settles the race for
    the last place.

    Args:
        shift_id: The shift.
        work: The work.
        is_request: Whether an organizer decides about it.
    """
    taken = await work.make(TAKE_PLACE, shift_id=shift_id, requested=int(is_request))
    return next(iter(taken), None)
