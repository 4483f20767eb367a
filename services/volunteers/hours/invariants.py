"""What must hold in the ledger of hours: a balance is the sum of its entries."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.kit.work.invariants import Invariant
from services.volunteers.hours.models import HoursAccount, HoursBalance, HoursClass, HoursEntry


def _moved(side: Any, hours_class: HoursClass) -> ColumnElement[int]:
    """Returns the minutes of the entries that have the account of a balance on one side."""
    return (
        select(func.coalesce(func.sum(HoursEntry.transferred_minutes), 0))
        .join(HoursAccount, col(HoursAccount.id) == col(side))
        .where(
            col(HoursAccount.person_id) == col(HoursBalance.person_id),
            col(HoursAccount.organization_id) == col(HoursBalance.organization_id),
            col(HoursAccount.hours_class) == hours_class,
        )
        .correlate(HoursBalance)
        .scalar_subquery()
    )


def _balances(name: str, minutes: Any, hours_class: HoursClass) -> Invariant:
    credit = _moved(HoursEntry.credit_account_id, hours_class)
    debit = _moved(HoursEntry.debit_account_id, hours_class)
    return Invariant(
        name,
        select(col(HoursBalance.id)).where(col(minutes) != credit - debit),
        "The entries are right, for they never change. Report it with the IDs.",
    )


INVARIANTS = (
    _balances("recorded hours are booked", HoursBalance.recorded_minutes, HoursClass.RECORDED),
    _balances("attested hours are booked", HoursBalance.attested_minutes, HoursClass.ATTESTED),
)
