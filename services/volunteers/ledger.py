"""The ledger of hours: bookings and their reversals, and the balances that change with them.

Nothing here looks before it writes without the database having the last word: accounts are opened by
an insert that leaves those that stand, a booking that would be a second one and a reversal that would be
one too many break a unique index, and a balance changes in one UPDATE that adds to what is there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.events.v1 import sign_up_pb2
from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.ids import uuid7
from services.kit.values import to_datetime
from services.kit.work import Work
from services.volunteers.models import RECORDED, HoursAccount, HoursBalance, HoursEntry

MINUTE = timedelta(minutes=1)
Reversal = aliased(HoursEntry)


async def settle(sign_up: sign_up_pb2.SignUp, work: Work) -> None:
    """Makes the ledger say of a sign-up what the sign-up says now, whatever it said before.

    What was booked is reversed where it differs, be it in the times alone, and what was done is booked.
    """
    standing = await standing_booking(UUID(sign_up.id), work)
    times = attended(sign_up)
    if standing is not None:
        if times == (standing.start_time, standing.end_time):
            return
        await reverse(standing, work)
    if times is not None:
        await book(
            work,
            RECORDED,
            person_id=UUID(sign_up.person_id),
            organization_id=UUID(sign_up.organization_id),
            transferred_minutes=(times[1] - times[0]) // MINUTE,
            reversals_before=await reversals(UUID(sign_up.id), work),
            sign_up_id=UUID(sign_up.id),
            shift_id=UUID(sign_up.shift_id),
            event_id=UUID(sign_up.event_id),
            start_time=times[0],
            end_time=times[1],
        )


def attended(sign_up: sign_up_pb2.SignUp) -> tuple[datetime, datetime] | None:
    """Returns from when to when the person was there, if that makes a whole minute."""
    has_times = sign_up.HasField("check_in_time") and sign_up.HasField("check_out_time")
    if sign_up.state != sign_up_pb2.SIGN_UP_STATE_COMPLETED or not has_times:
        return None
    start, end = to_datetime(sign_up.check_in_time), to_datetime(sign_up.check_out_time)
    return (start, end) if end - start >= MINUTE else None


async def standing_booking(sign_up_id: UUID, work: Work) -> HoursEntry | None:
    """Returns the booking of a sign-up that was not reversed, if there is one."""
    return (
        await work.session.scalars(
            select(HoursEntry)
            .outerjoin(Reversal, col(Reversal.reverses_id) == col(HoursEntry.id))
            .where(
                col(HoursEntry.sign_up_id) == sign_up_id,
                col(HoursEntry.reverses_id).is_(None),
                col(Reversal.id).is_(None),
            )
        )
    ).one_or_none()


async def booking_of_attestation(attestation_id: UUID, work: Work) -> HoursEntry:
    """Returns the booking of an approved attestation."""
    found = await work.session.scalars(
        select(HoursEntry).where(
            col(HoursEntry.hours_attestation_id) == attestation_id,
            col(HoursEntry.reverses_id).is_(None),
        )
    )
    return found.one()


async def reversals(sign_up_id: UUID, work: Work) -> int:
    """Returns how many bookings of a sign-up were reversed so far."""
    counted = (
        select(func.count())
        .select_from(HoursEntry)
        .join(Reversal, col(Reversal.reverses_id) == col(HoursEntry.id))
        .where(col(HoursEntry.sign_up_id) == sign_up_id, col(HoursEntry.reverses_id).is_(None))
    )
    return int((await work.session.execute(counted)).scalar_one())


async def book(
    work: Work, hours_class: str, *, person_id: UUID, organization_id: UUID, **values: Any
) -> HoursEntry:
    """Books minutes that a person worked for an organization.

    Args:
        work: The unit of work.
        hours_class: RECORDED or ATTESTED.
        person_id: The person.
        organization_id: The organization.
        values: The minutes, and what they are for.
    """
    debit, credit = await _accounts(work, hours_class, organization_id, person_id)
    entry = HoursEntry(
        hours_class=hours_class,
        person_id=person_id,
        organization_id=organization_id,
        debit_account_id=debit,
        credit_account_id=credit,
        **values,
    )
    await _enter(entry, work, "booked")
    return entry


async def reverse(booking: HoursEntry, work: Work) -> None:
    """Takes a booking back, by an entry that is its mirror."""
    await _enter(booking.mirror(), work, "reversed")


async def _enter(entry: HoursEntry, work: Work, verb: str) -> None:
    await work.add(entry)
    await work.announce(await change_balance(entry, work), verb)


async def change_balance(entry: HoursEntry, work: Work) -> HoursBalance:
    """Adds an entry to the balance of its person and organization; returns what that is now."""
    await work.session.execute(
        upsert(HoursBalance)
        .values(
            id=uuid7(),
            version=0,
            create_time=work.now,
            update_time=work.now,
            person_id=entry.person_id,
            organization_id=entry.organization_id,
            recorded_minutes=0,
            attested_minutes=0,
        )
        .on_conflict_do_nothing()
    )
    name = "recorded_minutes" if entry.hours_class == RECORDED else "attested_minutes"
    (balance,) = await work.change_all(
        HoursBalance,
        col(HoursBalance.person_id) == entry.person_id,
        col(HoursBalance.organization_id) == entry.organization_id,
        **{name: getattr(HoursBalance, name) + entry.minutes},
    )
    return balance


async def _accounts(
    work: Work, hours_class: str, organization_id: UUID, person_id: UUID
) -> Sequence[UUID]:
    """Returns the accounts of an organization and of a person with it, opened where there were none."""
    wanted = (
        select(col(HoursAccount.id))
        .where(
            col(HoursAccount.hours_class) == hours_class,
            col(HoursAccount.organization_id) == organization_id,
            or_(col(HoursAccount.person_id).is_(None), col(HoursAccount.person_id) == person_id),
        )
        .order_by(col(HoursAccount.person_id).nulls_first())
    )
    found = (await work.session.scalars(wanted)).all()
    if len(found) < 2:
        holders = [
            {"id": uuid7(), "hours_class": hours_class, "organization_id": organization_id}
            | {"person_id": holder}
            for holder in (None, person_id)
        ]
        await work.session.execute(upsert(HoursAccount).values(holders).on_conflict_do_nothing())
        found = (await work.session.scalars(wanted)).all()
    return found
