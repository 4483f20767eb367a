"""The tables of the ledger refuse what its sums could not bear."""

from typing import Any

import asyncpg
import pytest

from services.kit.process.ids import uuid7
from tests.services import Platform, Site
from tests.volunteers.books import (
    check_books,
    work_once,
)

# What stands in the way of it, and what would be written: the booking with other values.
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("CONSTRAINT hours_entry_minutes", {"transferred_minutes": 0, "sign_up_id": uuid7()}),
    ("CONSTRAINT hours_entry_minutes", {"transferred_minutes": -5, "sign_up_id": uuid7()}),
    (
        "CONSTRAINT hours_entry_two_accounts",
        {"debit_account_id": "credit_account_id", "sign_up_id": uuid7()},
    ),
    ("CONSTRAINT hours_entry_source", {"sign_up_id": None}),
    (
        "CONSTRAINT hours_entry_debit_account",
        {"debit_account_id": "another", "sign_up_id": uuid7()},
    ),
    (
        "CONSTRAINT hours_entry_credit_account",
        {"credit_account_id": "another", "sign_up_id": uuid7()},
    ),
    ("CONSTRAINT hours_entry_reverses", {"reverses_id": "id"}),  # not the other way round
    (
        "CONSTRAINT hours_entry_reverses",
        {
            "reverses_id": "id",
            "transferred_minutes": 59,
            "debit_account_id": "credit_account_id",
            "credit_account_id": "debit_account_id",
        },
    ),
    ("INDEX hours_entry_sign_up", {}),  # a second booking that stands
]


class TestTables:
    @pytest.mark.parametrize(("guard", "values"), REFUSED)
    async def test_refuse_an_entry_that_breaks_the_rules(
        self, volunteers: Platform, guard: str, values: dict[str, Any]
    ) -> None:
        await self.booked(volunteers)
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=guard.split()[1]):
            await self.write(volunteers.site, values)
        kind, name = guard.split()
        drop = f"DROP INDEX {name}" if kind == "INDEX" else f"ALTER TABLE hours_entry DROP {guard}"
        await volunteers.site.sql("volunteers", drop)
        await self.write(volunteers.site, values)  # the control: nothing else refuses it

    async def test_refuse_to_reverse_twice(self, volunteers: Platform) -> None:
        await self.booked(volunteers)
        mirrored = {
            "reverses_id": "id",
            "debit_account_id": "credit_account_id",
            "credit_account_id": "debit_account_id",
        }
        await self.write(volunteers.site, mirrored)
        with pytest.raises(asyncpg.UniqueViolationError, match="hours_entry_reversed_once"):
            await self.write(volunteers.site, mirrored)
        await volunteers.site.sql("volunteers", "DROP INDEX hours_entry_reversed_once")
        await self.write(volunteers.site, mirrored)

    @pytest.mark.parametrize("table", ["hours_entry", "hours_account"])
    @pytest.mark.parametrize(
        "change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
    )
    async def test_only_grow(self, volunteers: Platform, table: str, change: str) -> None:
        await self.booked(volunteers)
        statement = change.format(table)
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed or deleted"):
            await volunteers.site.sql("volunteers", statement)
        for each in ("hours_entry", "hours_account"):
            await volunteers.site.sql("volunteers", f"DROP TRIGGER append_only ON {each}")
        if statement == "DELETE FROM hours_account":  # entries still need them
            await volunteers.site.sql("volunteers", "DELETE FROM hours_entry")
        await volunteers.site.sql("volunteers", statement)  # the control

    async def test_without_the_trigger_history_could_be_rewritten(
        self, volunteers: Platform
    ) -> None:
        await self.booked(volunteers)
        await check_books(volunteers.site)
        await volunteers.site.sql("volunteers", "DROP TRIGGER append_only ON hours_entry")
        rewrite = "UPDATE hours_entry SET transferred_minutes = 600"
        await volunteers.site.sql("volunteers", rewrite)
        with pytest.raises(AssertionError):
            await check_books(volunteers.site)

    async def booked(self, platform: Platform) -> None:
        """Books an hour, and one for another organization."""
        await work_once(platform, uuid7(), uuid7(), 60)
        await work_once(platform, uuid7(), uuid7(), 7)

    async def write(self, site: Site, values: dict[str, Any]) -> None:
        """Writes the first booking again, with other values; those that name a column are its value."""
        query = "SELECT * FROM hours_entry ORDER BY transferred_minutes DESC, id"
        booking, *_, other = await site.sql("volunteers", query)
        row = dict(booking) | {"id": uuid7()}
        for name, value in values.items():
            row[name] = (
                other[name]
                if value == "another"
                else booking.get(value, value)
                if isinstance(value, str)
                else value
            )
        places = ", ".join(f"${index}" for index in range(1, len(row) + 1))
        insert = f"INSERT INTO hours_entry ({', '.join(row)}) VALUES ({places})"
        await site.sql("volunteers", insert, *row.values())
