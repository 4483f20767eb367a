"""The ledger of hours: bookings and their reversals, and the balances that change with them.

Nothing here looks before it writes without the database having the last word: accounts are opened by
an insert that leaves those that stand, a booking that would be a second one and a reversal that would be
one too many break a unique index, and a balance changes in one UPDATE that adds to what is there.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from services.volunteers.hours.models import (
    HoursAccount,
    HoursBalance,
    HoursClass,
    HoursEntry,
)

Reversal = aliased(HoursEntry)


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
    work: Work, hours_class: HoursClass, *, person_id: UUID, organization_id: UUID, **values: Any
) -> HoursEntry:
    """Books minutes that a person worked for an organization.

    Args:
        work: The unit of work.
        hours_class: What they rest on.
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
    name = "recorded_minutes" if entry.hours_class == HoursClass.RECORDED else "attested_minutes"
    (balance,) = await work.change_all(
        HoursBalance,
        col(HoursBalance.person_id) == entry.person_id,
        col(HoursBalance.organization_id) == entry.organization_id,
        **{name: getattr(HoursBalance, name) + entry.minutes},
    )
    return balance


async def _accounts(
    work: Work, hours_class: HoursClass, organization_id: UUID, person_id: UUID
) -> Sequence[UUID]:
    """Returns the accounts of an organization and of a person with it, opened if needed."""
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
