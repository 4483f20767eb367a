"""The unit of work: races are repeated, and constraints have the last word."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.errors import (
    AlreadyExists,
    Conflict,
    DomainError,
    Internal,
)
from services.kit.process.ids import uuid7
from services.kit.work.database import SERIALIZATION_FAILURE, sqlstate
from services.kit.work.mapping import to_proto
from services.kit.work.unit import Units
from services.kit.work.work import Work
from services.kit.work.works import ATTEMPTS
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.site import NoteSite
from tests.kit.work.units import NOTHING, Handler, counts, creation, store, write


class TestRaces:
    """A transaction that loses a race runs again; the races are real ones."""

    async def test_a_deadlock_is_run_again_until_both_are_through(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        first, second = await store(units), await store(units)
        meeting = asyncio.Barrier(2)
        runs = 0

        def locks(*ids: UUID) -> Handler:
            met = False

            async def handler(request: Any, work: Work) -> Any:
                nonlocal met, runs
                runs += 1
                await work.session.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
                one = await work.lock(Note, ids[0])
                if not met:
                    met = True
                    await meeting.wait()
                other = await work.lock(Note, ids[1])
                one.rank += 1
                other.rank += 1
                return to_proto(one, pb.Note)

            return handler

        await asyncio.gather(
            write(units, creation(), handler=locks(first.id, second.id)),
            write(units, creation(), handler=locks(second.id, first.id)),
        )
        assert runs > 2
        async with units.reading() as session:
            assert list(await session.scalars(select(col(Note.rank)))) == [2, 2]
        assert (await counts(engine))["audit"] == 2

    async def test_a_serialization_failure_is_run_again(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units)
        runs = 0

        async def overtaken(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await repeatable(work)
            found = await work.get(Note, note.id)
            if runs < ATTEMPTS:
                await bump(engine, note.id)
            await work.session.execute(update(Note).values(rank=found.rank + 100))
            return to_proto(found, pb.Note)

        await write(units, creation(), handler=overtaken)
        assert runs == ATTEMPTS
        async with units.reading() as session:
            assert (await session.scalars(select(col(Note.rank)))).one() == ATTEMPTS - 1 + 100

    async def test_three_times_at_most(self, units: Units, engine: AsyncEngine) -> None:
        note = await store(units)
        runs = 0

        async def always_overtaken(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await repeatable(work)
            found = await work.get(Note, note.id)
            await bump(engine, note.id)
            await work.session.execute(update(Note).values(rank=found.rank + 100))

        with pytest.raises(Conflict) as refused:
            await write(units, creation(), handler=always_overtaken)
        assert refused.value.reason == "BUSY"
        assert sqlstate(refused.value.__cause__ or refused.value) == SERIALIZATION_FAILURE
        assert runs == ATTEMPTS == 3
        assert await counts(engine) == NOTHING | {"note": 1}

    async def test_other_errors_of_the_database_are_not_run_again(self, units: Units) -> None:
        runs = 0

        async def breaks_a_rule(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await work.add(Note(rank=-1))

        with pytest.raises(Exception, match="note_rank"):
            await write(units, creation(), handler=breaks_a_rule)
        assert runs == 1


async def repeatable(work: Work) -> None:
    await work.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def bump(engine: AsyncEngine, note_id: UUID) -> None:
    """Changes a note in a transaction of its own, under the feet of the one that has read it."""
    async with engine.begin() as connection:
        await connection.execute(
            update(Note).where(col(Note.id) == note_id).values(rank=col(Note.rank) + 1)
        )


class TestConstraints:
    async def test_a_constraint_with_a_meaning_says_it(self, units: Units) -> None:
        await write(units, creation("taken", pinned=True))
        with pytest.raises(AlreadyExists) as refused:
            await write(units, creation("taken", pinned=True))
        assert refused.value.reason == "TITLE_TAKEN"

    async def test_20_at_once_leave_one_and_19_hear_why(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        results = await asyncio.gather(
            *(write(units, creation("taken", pinned=True)) for _ in range(20)),
            return_exceptions=True,
        )
        assert sum(isinstance(each, AlreadyExists) for each in results) == 19
        assert (await counts(engine))["note"] == 1

    async def test_every_refusal_is_an_error_of_its_own(self, units: Units) -> None:
        """A raised instance holds a traceback, and with it the request of somebody else."""
        await write(units, creation("taken", pinned=True))
        errors: list[DomainError] = []
        for _ in range(2):
            with pytest.raises(AlreadyExists) as refused:
                await write(units, creation("taken", pinned=True))
            errors.append(refused.value)
        assert errors[0] is not errors[1]

    async def test_a_constraint_without_a_meaning_is_a_fault_of_ours(self, notes: NoteSite) -> None:
        request = creation(rank=-1)
        async with notes.start() as running:
            with pytest.raises(Internal):
                await running.call(request, pb.Note, notes.passport(uuid7()))
