"""The waitlist: who is offered a freed place, and how long it is held.

    find shifts with a free place and a queue → the first who can take it → locks → look again → offer

Each offer is a unit of work that takes the locks in the usual order: person, event, shift, sign-up. A
person who cannot take the place now is passed over, and keeps their position. Freeing a place triggers
the job; the clock covers the rest, such as a waiting person who has gained a required skill.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility.known import facts_of
from services.events.eligibility.queries import OF_OTHERS, gather_facts
from services.events.eligibility.rules import reasons_against
from services.events.eligibility.weeks import where_week_has_room
from services.events.events.models import Event, EventState, EventVisibility, day_of
from services.events.memberships.queries import where_member
from services.events.organizations.models import Organization
from services.events.people.models import Person, PersonState
from services.events.plans.queries import PASS_ON
from services.events.proposals.queries import keep_for_next
from services.events.qualifications.queries import where_qualified
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import as_sort
from services.events.shifts.reservations import is_left_to_group, is_of_group
from services.events.shifts.roles import Sort, places_of, sorts_of
from services.events.sign_ups.models import DUE_TIME, SignUp
from services.events.sign_ups.states import ENGAGED, EXPIRING, SignUpState
from services.kit.text.folding import comparable
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.memberships import ENDED
from services.kit.work.work import Work

OFFER_PLACES = "offer_places"
EXPIRE_OFFERS = "expire_offers"
AT_ONCE = 100  # how many sign-ups expire before one looks again


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person on the waitlist.

    Attributes:
        sign_up_id: Their sign-up.
        person_id: The person.
        sort: The role of the place that they can have; none of an open one.
    """

    sign_up_id: UUID
    person_id: UUID
    sort: Sort


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of waitlists."""
    default = timedelta(seconds=settings.offer_seconds)

    async def offer(shift_id: UUID, work: Work) -> None:
        await offer_place(shift_id, work, default)

    return (
        PerItemJob(EXPIRE_OFFERS, 1.0, find_expired, expire),
        PerItemJob(OFFER_PLACES, 1.0, find_shifts_with_a_place, offer),
    )


def queue_lock(shift_id: UUID) -> str:
    """Returns the name of the lock that is taken before a shift that many want at once.

    The row lock is what keeps them apart; this lets them in one by one, in the order in which they came.
    """
    return f"shift:{shift_id}"


async def release_place(
    sign_up: SignUp, shift: Shift, verb: str, state: SignUpState, work: Work
) -> None:
    """Releases what a sign-up held, and offers its place to the waitlist, or keeps it for the next best of its plan.

    Args:
        sign_up: The sign-up as it is now, locked.
        shift: Its shift, locked.
        verb: What happened to the sign-up.
        state: The state in which it was before.
        work: The work.
    """
    if await leave_place(sign_up, shift, state, work):
        await work.announce(shift, "waitlist_left" if state == SignUpState.WAITLISTED else "freed")
    await work.announce(sign_up, verb)


async def leave_place(sign_up: SignUp, shift: Shift, state: SignUpState, work: Work) -> bool:
    """Releases what a sign-up held, as `release_place`, and tells nobody. Returns whether the shift has changed."""
    if await keep_for_next(sign_up, state, work):
        work.trigger(PASS_ON)
        return False
    shift.release(state, sign_up.role_id, is_reserved=sign_up.has_reserved_place)
    work.trigger(OFFER_PLACES)
    return True


# Offers


async def find_shifts_with_a_place(work: Work) -> Sequence[UUID]:
    """Returns the shifts with a free place and a waitlist."""
    found = await work.session.scalars(
        select(col(Shift.id))
        .join(Event, col(Event.id) == col(Shift.event_id))
        .outerjoin(Organization, col(Organization.id) == col(Event.organization_id))
        .where(
            func.coalesce(col(Organization.state), "").not_in(ENDED),
            col(Shift.waitlist_length) > 0,
            col(Shift.places_taken) < col(Shift.capacity),
            col(Shift.end_time) > work.now,
            col(Event.state) == EventState.PUBLISHED,
            col(Shift.state) == ShiftState.PLANNED,
        )
        .order_by(col(Shift.start_time), col(Shift.id))
    )
    return found.all()


async def offer_place(shift_id: UUID, work: Work, default: timedelta) -> None:
    """Offers a free place to the first person on the waitlist who can take it.

    Args:
        shift_id: The shift.
        work: The work.
        default: For how long the place is held where the shift does not say.
    """
    waiting = await first_in_line(shift_id, work)
    if waiting is None:
        return
    await work.lock_name(f"person:{waiting.person_id}", queue_lock(shift_id))
    shift = await work.lock(Shift, shift_id)
    sign_up = await work.lock(SignUp, waiting.sign_up_id)
    is_reserved = await is_of_group(shift, waiting.person_id, work)
    if places_of(shift, waiting.sort).free <= 0 or (is_left_to_group(shift) and not is_reserved):
        return
    if (
        sign_up.state != SignUpState.WAITLISTED
    ):  # another replica was faster; others may wait behind them
        work.trigger(OFFER_PLACES)
        return
    facts = await gather_facts(
        as_sort(shift, waiting.sort),
        sign_up.person_id,
        work,
        is_full=False,
        own=sign_up.id,
        asked_age=False,
        query=OF_OTHERS,
    )
    if reasons_against(facts):
        return
    held = timedelta(seconds=shift.offer_seconds) if shift.offer_seconds else default
    shift.offer_place(waiting.sort, sign_up.role_id, is_reserved=is_reserved)
    until = min(work.now + held, shift.end_time)
    sign_up.offer(waiting.sort, until=until, is_reserved=is_reserved)
    await work.announce(shift, "offered")
    await work.announce(sign_up, "offered")
    if shift.waitlist_length and not shift.is_full:
        work.trigger(OFFER_PLACES)


async def first_in_line(shift_id: UUID, work: Work) -> Waiting | None:
    """Returns the first person on the waitlist who can take a place, read without locks.

    The query excludes people who cannot take it as far as the tables show: if a place stays free because
    nobody can take it, the job searches the whole waitlist every second.
    """
    shift, event, organization_state = (
        await work.session.execute(
            select(Shift, Event, col(Organization.state))
            .outerjoin(Organization, col(Organization.id) == col(Shift.organization_id))
            .join(Event, col(Event.id) == col(Shift.event_id))
            .where(col(Shift.id) == shift_id)
        )
    ).one()
    for sort in sorts_of(shift):
        if places_of(shift, sort).free > 0:
            found = await _first_for(sort, shift, event, organization_state, work)
            if found is not None:
                return found
    return None


async def _first_for(
    sort: Sort, shift: Shift, event: Event, organization_state: str | None, work: Work
) -> Waiting | None:
    """Returns the first person who can take a place of a sort: of those who wait for it, or for any."""
    engagement = aliased(SignUp)
    asked = as_sort(shift, sort)
    waits_for_any = col(SignUp.role_id).is_(None)
    is_engaged = exists().where(
        col(engagement.person_id) == col(SignUp.person_id),
        col(engagement.state).in_(ENGAGED),
        col(engagement.start_time) < shift.end_time,
        col(engagement.end_time) > shift.start_time,
    )
    is_for_members = event.visibility == EventVisibility.MEMBERS
    day = day_of(shift.start_time, event.time_zone)
    queue = await work.session.stream(
        select(col(SignUp.id), col(SignUp.person_id), Person)
        .outerjoin(Person, col(Person.id) == col(SignUp.person_id))
        .where(
            col(SignUp.shift_id) == shift.id,
            col(SignUp.state) == SignUpState.WAITLISTED,
            waits_for_any if sort is None else or_(waits_for_any, col(SignUp.role_id) == sort),
            ~is_engaged,
            col(Person.state).is_distinct_from(PersonState.SUSPENDED),
            where_member(shift.organization_id, col(SignUp.person_id))
            if is_for_members
            else true(),
            where_member(shift.reserved_organization_id, col(SignUp.person_id))
            if is_left_to_group(shift)
            else true(),
            *(
                col(Person.comparable_skills).contains([comparable(skill)])
                for skill in asked.required_skills
            ),
            *(
                where_qualified(col(SignUp.person_id), kind_id, day)
                for kind_id in asked.required_qualification_kind_ids
            ),
            *where_week_has_room(col(SignUp.person_id), shift, event),
        )
        .order_by(col(SignUp.create_time), col(SignUp.id))
        .execution_options(yield_per=50)
    )
    async for sign_up_id, person_id, person in queue:
        facts = replace(
            facts_of(shift, event, person, work.now),
            organization_state=organization_state,
            required_skills=asked.required_skills,
        )
        if not reasons_against(facts):
            await queue.close()
            return Waiting(sign_up_id, person_id, sort)
    return None


# Expiry


async def find_expired(work: Work) -> Sequence[UUID]:
    """Returns the expired offers, and the waitlist entries of shifts that are over."""
    found = await work.session.scalars(
        select(col(SignUp.id))
        .where(work.now >= DUE_TIME, col(SignUp.state).in_(EXPIRING))
        .order_by(DUE_TIME)
        .limit(AT_ONCE)
    )
    return found.all()


async def expire(sign_up_id: UUID, work: Work) -> None:
    """Expires an offer, or a waitlist entry of a shift that is over."""
    shift_id = (await work.get(SignUp, sign_up_id)).shift_id
    await work.lock_name(queue_lock(shift_id))
    shift = await work.lock(Shift, shift_id)
    sign_up = await work.lock(SignUp, sign_up_id)
    if not sign_up.is_due(at=work.now):
        return
    state = sign_up.state
    sign_up.expire()
    await release_place(sign_up, shift, "expired", state, work)
    work.trigger(EXPIRE_OFFERS)
