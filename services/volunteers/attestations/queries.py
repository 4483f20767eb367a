"""Days: how many minutes of a person's day count, of both classes of hours and for all organizations."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, true
from sqlmodel import col

from services.kit.work.work import Work
from services.volunteers.activities.models import SignUp
from services.volunteers.attestations.models import HoursAttestation, HoursAttestationState
from services.volunteers.hours import ledger
from services.volunteers.hours.models import CountedTime
from services.volunteers.people.models import Person

DAY_MINUTES = 1440
NO_ROOM = "Recorded hours of that day leave no room for this attestation."


async def recorded_minutes(
    person_id: UUID, day: date, work: Work, *, organization_id: UUID | None = None
) -> int:
    """Returns the recorded minutes of a person on a day where they live.

    Args:
        person_id: The person.
        day: The day.
        work: The unit of work.
        organization_id: The organization for which they count; None for all.
    """
    start, end = await _day_of(person_id, day, work)
    within = func.least(col(CountedTime.end_time), end) - func.greatest(
        col(CountedTime.start_time), start
    )
    counted = await work.session.scalar(
        select(func.sum(within))
        .join(SignUp, col(SignUp.id) == col(CountedTime.sign_up_id))
        .where(
            true() if organization_id is None else col(SignUp.organization_id) == organization_id,
            col(CountedTime.person_id) == person_id,
            col(CountedTime.start_time) < end,
            col(CountedTime.end_time) > start,
        )
    )
    return (counted or timedelta()) // timedelta(minutes=1)


async def attested_minutes(
    person_id: UUID, day: date, work: Work, *, but: UUID | None = None
) -> int:
    """Returns the minutes of a person that all organizations have attested for a day.

    Args:
        person_id: The person.
        day: The day.
        work: The unit of work.
        but: An attestation that is not counted.
    """
    counted = select(func.coalesce(func.sum(col(HoursAttestation.minutes)), 0)).where(
        col(HoursAttestation.person_id) == person_id,
        col(HoursAttestation.date) == day,
        col(HoursAttestation.state) == HoursAttestationState.APPROVED,
        true() if but is None else col(HoursAttestation.id) != but,
    )
    return int(await work.session.scalar(counted) or 0)


async def make_room(sign_ups: Iterable[SignUp], work: Work) -> None:
    """Reverses attestations of days that would count more than 24 hours with the recorded hours.

    Recorded hours rest on better evidence, so they stay. Of several attestations, of whatever
    organization, the one that was approved last goes first.

    Args:
        sign_ups: The sign-ups whose recorded hours may have changed.
        work: The unit of work, which holds the lock on the person's hours.
    """
    for person_id, day in await _days_of(sign_ups, work):
        surplus = (
            await recorded_minutes(person_id, day, work)
            + await attested_minutes(person_id, day, work)
            - DAY_MINUTES
        )
        for attestation in await _approved(person_id, day, work):
            if surplus <= 0:
                break
            surplus -= attestation.minutes
            attestation.reverse(None, NO_ROOM, at=work.now)
            await work.announce(attestation, "reversed")
            await ledger.reverse(await ledger.booking_of_attestation(attestation.id, work), work)


async def _days_of(sign_ups: Iterable[SignUp], work: Work) -> list[tuple[UUID, date]]:
    """Returns the days of people with recorded attendance for which hours are attested."""
    days = set()
    for sign_up in sign_ups:
        start, end = sign_up.check_in_time, sign_up.check_out_time
        if start is None or end is None:
            continue
        attested = await work.session.scalars(
            select(col(HoursAttestation.date)).where(
                col(HoursAttestation.person_id) == sign_up.person_id,
                col(HoursAttestation.state) == HoursAttestationState.APPROVED,
                # A day of any time zone lies within a day of the same day in UTC.
                col(HoursAttestation.date).between(
                    start.date() - timedelta(days=1), end.date() + timedelta(days=1)
                ),
            )
        )
        days |= {(sign_up.person_id, day) for day in attested}
    return sorted(days)


async def _approved(person_id: UUID, day: date, work: Work) -> Sequence[HoursAttestation]:
    """Returns the approved attestations of a day, locked, the last that was approved first."""
    ids = await work.session.scalars(
        select(col(HoursAttestation.id)).where(
            col(HoursAttestation.person_id) == person_id,
            col(HoursAttestation.date) == day,
            col(HoursAttestation.state) == HoursAttestationState.APPROVED,
        )
    )
    locked = await work.lock_all(HoursAttestation, ids.all())
    approved = [each for each in locked if each.state == HoursAttestationState.APPROVED]
    return sorted(approved, key=lambda each: (each.decide_time, each.id), reverse=True)


async def _day_of(person_id: UUID, day: date, work: Work) -> tuple[datetime, datetime]:
    """Returns the start and the end of a day where a person lives."""
    name = await work.session.scalar(
        select(col(Person.time_zone)).where(col(Person.id) == person_id)
    )
    zone = ZoneInfo(name or "UTC")
    midnight = datetime.combine(day, time(), zone)
    next_midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC), next_midnight.astimezone(UTC)
