"""The waitlist: who gets a place that was freed, and until when it is held for them.

    find shifts with a free place and a queue → the first who can take it → locks → look again → offer

Each offer is a unit of work of its own, which takes the locks of everybody: person, event, shift,
sign-up. Whoever cannot take a place at that moment is passed over, and stays where they are in the
queue. A place that is freed hastens this; the clock finds what is left, such as a queue in which
somebody has come by the skill that they lacked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility import Facts, reasons_against
from services.events.facts import gather_facts
from services.events.models import ENGAGED, Event, Person, Shift, SignUp
from services.events.models.sign_up import DUE_TIME
from services.kit.due import Due, Each
from services.kit.work import Work

OFFER_PLACES = "offer_places"
EXPIRE_OFFERS = "expire_offers"
AT_ONCE = 100  # how many sign-ups expire before one looks again


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits.

    Attributes:
        sign_up_id: The sign-up by which they wait.
        person_id: The person.
    """

    sign_up_id: UUID
    person_id: UUID


def due(settings: EventsSettings) -> Sequence[Due]:
    """Returns what is done about waitlists by the clock."""
    default = timedelta(seconds=settings.offer_seconds)

    async def offer(shift_id: UUID, work: Work) -> None:
        await offer_place(shift_id, work, default)

    return (
        Each(EXPIRE_OFFERS, 1.0, find_expired, expire),
        Each(OFFER_PLACES, 1.0, find_shifts_with_a_place, offer),
    )


def in_line(shift_id: UUID) -> str:
    """Returns the name of the lock that is taken before a shift that many want at once.

    The row lock is what keeps them apart; this lets them in one by one, in the order in which they came.
    """
    return f"shift:{shift_id}"


async def let_go(sign_up: SignUp, shift: Shift, verb: str, state: str, work: Work) -> None:
    """Takes back what a sign-up had, and offers its place to those who wait.

    Args:
        sign_up: The sign-up as it is now, locked.
        shift: Its shift, locked.
        verb: What happened to the sign-up.
        state: The state in which it was before.
        work: The work.
    """
    shift.release(state)
    await work.announce(shift, "waitlist_left" if state == "WAITLISTED" else "freed")
    await work.announce(sign_up, verb)
    work.hasten(OFFER_PLACES)


# Offers


async def find_shifts_with_a_place(work: Work) -> Sequence[UUID]:
    """Returns the shifts in which a place is free and somebody waits."""
    found = await work.session.scalars(
        select(col(Shift.id))
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(
            col(Shift.waitlist_length) > 0,
            col(Shift.places_taken) < col(Shift.capacity),
            col(Shift.end_time) > work.now,
            col(Event.state) == "PUBLISHED",
        )
        .order_by(col(Shift.start_time), col(Shift.id))
    )
    return found.all()


async def offer_place(shift_id: UUID, work: Work, default: timedelta) -> None:
    """Offers a free place to whoever waits longest and can take it.

    Args:
        shift_id: The shift.
        work: The work.
        default: For how long the place is held where the shift does not say.
    """
    waiting = await first_in_line(shift_id, work)
    if waiting is None:
        return
    await work.lock_name(f"person:{waiting.person_id}", in_line(shift_id))
    shift = await work.lock(Shift, shift_id)
    sign_up = await work.lock(SignUp, waiting.sign_up_id)
    if shift.is_full:
        return
    if sign_up.state != "WAITLISTED":  # somebody was faster; others may wait behind them
        work.hasten(OFFER_PLACES)
        return
    facts = await gather_facts(shift, sign_up.person_id, work, is_full=False, own=sign_up.id)
    if reasons_against(facts):
        return
    held = timedelta(seconds=shift.offer_seconds) if shift.offer_seconds else default
    sign_up.offer(until=min(work.now + held, shift.end_time))
    shift.offer_place()
    await work.announce(shift, "offered")
    await work.announce(sign_up, "offered")
    if shift.waitlist_length and not shift.is_full:
        work.hasten(OFFER_PLACES)


async def first_in_line(shift_id: UUID, work: Work) -> Waiting | None:
    """Returns who waits longest and can take a place, as seen without locks.

    Those who cannot, as the tables alone tell, are not even read: where a place stays free because
    nobody can take it, the clock has the whole queue looked through every second.
    """
    shift, event_state = (
        await work.session.execute(
            select(Shift, col(Event.state))
            .join(Event, col(Event.id) == col(Shift.event_id))
            .where(col(Shift.id) == shift_id)
        )
    ).one()
    engagement = aliased(SignUp)
    is_engaged = exists().where(
        col(engagement.person_id) == col(SignUp.person_id),
        col(engagement.state).in_(ENGAGED),
        col(engagement.start_time) < shift.end_time,
        col(engagement.end_time) > shift.start_time,
    )
    queue = await work.session.stream(
        select(col(SignUp.id), col(SignUp.person_id), Person)
        .outerjoin(Person, col(Person.id) == col(SignUp.person_id))
        .where(
            col(SignUp.shift_id) == shift_id,
            col(SignUp.state) == "WAITLISTED",
            ~is_engaged,
            col(Person.state).is_distinct_from("SUSPENDED"),
            *(col(Person.skills).contains([{"name": skill}]) for skill in shift.required_skills),
        )
        .order_by(col(SignUp.create_time), col(SignUp.id))
        .execution_options(yield_per=50)
    )
    async for sign_up_id, person_id, person in queue:
        facts = Facts(
            event_state=event_state,
            has_ended=shift.end_time <= work.now,
            is_full=shift.is_full,
            minimum_age=shift.minimum_age,
            is_of_age=True,
            required_skills=shift.required_skills,
            person_state=person.state if person else None,
            skills=person.skill_names if person else None,
            is_signed_up=False,
            is_engaged=False,
        )
        if not reasons_against(facts):
            await queue.close()
            return Waiting(sign_up_id, person_id)
    return None


# Expiry


async def find_expired(work: Work) -> Sequence[UUID]:
    """Returns the offers that have expired, and those who wait for a shift that is over."""
    found = await work.session.scalars(
        select(col(SignUp.id))
        .where(work.now >= DUE_TIME, col(SignUp.state).in_(("WAITLISTED", "OFFERED")))
        .order_by(DUE_TIME)
        .limit(AT_ONCE)
    )
    return found.all()


async def expire(sign_up_id: UUID, work: Work) -> None:
    """Lets an offer, or the waiting for a shift that is over, expire."""
    shift_id = (await work.get(SignUp, sign_up_id)).shift_id
    await work.lock_name(in_line(shift_id))
    shift = await work.lock(Shift, shift_id)
    sign_up = await work.lock(SignUp, sign_up_id)
    if not sign_up.is_due(at=work.now):
        return
    state = sign_up.state
    sign_up.expire()
    await let_go(sign_up, shift, "expired", state, work)
    work.hasten(EXPIRE_OFFERS)
