"""The ledger of hours as the tests look at it: whole, and by its accounts alone."""

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from banyan.events.v1 import sign_up_pb2

from services.kit.contract.values import timestamp
from tests.notices import has_handled, publish_all
from tests.services import Platform, Site
from tests.volunteers.told import NOON, sign_up
from tests.waiting import eventually

_days = count()
COMPLETED = sign_up_pb2.SIGN_UP_STATE_COMPLETED
_ACCOUNTS = """
SELECT account.person_id, account.organization_id, account.hours_class,
    sum(CASE WHEN account.id = entry.credit_account_id THEN 1 ELSE -1 END
        * entry.transferred_minutes) AS minutes
FROM hours_account AS account
JOIN hours_entry AS entry ON account.id IN (entry.credit_account_id, entry.debit_account_id)
GROUP BY account.id
"""
_STANDING = """
SELECT booking.* FROM hours_entry AS booking
LEFT JOIN hours_entry AS reversal ON reversal.reverses_id = booking.id
WHERE booking.reverses_id IS NULL AND reversal.id IS NULL
"""
_MISPLACED = """
SELECT 1 FROM hours_entry AS entry
JOIN hours_account AS debit ON debit.id = entry.debit_account_id
JOIN hours_account AS credit ON credit.id = entry.credit_account_id
WHERE (debit.person_id, credit.person_id) IS DISTINCT FROM
    (CASE WHEN entry.reverses_id IS NOT NULL THEN entry.person_id END,
     CASE WHEN entry.reverses_id IS NULL THEN entry.person_id END)
"""


def worked(mine: sign_up_pb2.SignUp, start: float, minutes: float) -> sign_up_pb2.SignUp:
    """Returns the sign-up as it is once the person was there, so many minutes after noon."""
    check_in = NOON + timedelta(minutes=start)
    done = sign_up_pb2.SignUp()
    done.CopyFrom(mine)
    done.state = COMPLETED
    done.check_in_time.CopyFrom(timestamp(check_in))
    done.check_out_time.CopyFrom(timestamp(check_in + timedelta(minutes=minutes)))
    return done


async def tell_all(platform: Platform, *notices: tuple[Any, int]) -> None:
    """Publishes versions of sign-ups, and waits until volunteers has handled them all."""
    site = platform.site
    place = await publish_all(site, "events", "sign_up", notices)

    async def is_handled() -> bool:
        return await has_handled(site, "events", "volunteers-sign_up", place)

    await eventually(is_handled)


async def work_once(
    platform: Platform, person_id: UUID, organization_id: UUID, minutes: float
) -> None:
    """Has a person work for an organization, each time on another day."""
    start = next(_days) * 24 * 60
    await tell_all(platform, (worked(sign_up(person_id, organization_id), start, minutes), 1))


async def standing(site: Site) -> list[Any]:
    """Returns the bookings that were not reversed."""
    return await site.sql("volunteers", _STANDING)


async def balance(site: Site, person_id: UUID) -> tuple[int, int]:
    """Returns the recorded and the attested minutes of a person in the only balance they have."""
    query = "SELECT recorded_minutes, attested_minutes FROM hours_balance WHERE person_id = $1"
    rows = await site.sql("volunteers", query, person_id)
    return tuple(rows[0]) if rows else (0, 0)


async def check_books(site: Site) -> None:
    """Fails unless every account, balance and entry agrees with the others."""
    sums: Counter[str] = Counter()
    found: Counter[tuple[UUID, UUID, str]] = Counter()
    for person_id, organization_id, hours_class, minutes in await site.sql("volunteers", _ACCOUNTS):
        sums[hours_class] += minutes
        if person_id is not None:
            found[person_id, organization_id, hours_class] += minutes
    assert set(sums.values()) <= {0}
    kept: Counter[tuple[UUID, UUID, str]] = Counter()
    for row in await site.sql("volunteers", "SELECT * FROM hours_balance"):
        for hours_class in ("RECORDED", "ATTESTED"):
            minutes = row[f"{hours_class.lower()}_minutes"]
            kept[row["person_id"], row["organization_id"], hours_class] += minutes
    assert +kept == +found
    assert not await site.sql("volunteers", _MISPLACED)
    behind = Counter(
        row["sign_up_id"] or row["hours_attestation_id"] for row in await standing(site)
    )
    assert set(behind.values()) <= {1}
