"""Projections: rows that repeat what another service owns."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.contract.values import timestamp
from services.kit.process.ids import uuid7
from services.kit.work.projection import project
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy
from tests.kit.notes.service import caller_named

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
ID = uuid7()


async def projected(units: Units, *messages: Any, **values: Any) -> list[Copy]:
    """Projects the messages one after the other, and returns what rows there are then."""
    for message in messages:
        async with units.writing(caller_named(None)) as work:
            await project(work, Copy, message, **values)
    async with units.reading() as session:
        return list(await session.scalars(select(Copy)))


async def test_a_row_takes_every_field_of_its_name(units: Units) -> None:
    (row,) = await projected(
        units,
        pb.Note(
            id=str(ID),
            title="groceries",
            color=pb.COLOR_BLUE,
            tags=["a"],
            related_ids=[str(UUID(int=1))],
            parent_id=str(UUID(int=2)),
            due_date="2026-05-02",
            remind_time=timestamp(NOW),
            weight=3,
            place=pb.Place(name="garden"),
            body="columns for this there are none",
        ),
    )
    assert row.model_dump() == {
        "id": ID,
        "title": "groceries",
        "color": "BLUE",
        "tags": ["a"],
        "related_ids": [UUID(int=1)],
        "parent_id": UUID(int=2),
        "due_date": date(2026, 5, 2),
        "remind_time": NOW,
        "weight": 3,
        "place": {"name": "garden"},
    }


async def test_what_the_message_lacks_the_row_lacks(units: Units) -> None:
    (row,) = await projected(units, pb.Note(id=str(ID)))
    assert (row.title, row.color, row.tags) == ("", "UNSPECIFIED", [])
    assert (row.parent_id, row.due_date, row.remind_time, row.weight) == (None, None, None, None)


async def test_a_row_becomes_equal_whatever_was_there_before(units: Units) -> None:
    whole = pb.Note(id=str(ID), title="before", tags=["a"], weight=1, place=pb.Place(name="x"))
    (row,) = await projected(units, whole, pb.Note(id=str(ID), title="after"))
    assert (row.title, row.tags, row.weight, row.place) == ("after", [], None, None)


async def test_projecting_twice_is_projecting_once(units: Units) -> None:
    message = pb.Note(id=str(ID), title="same")
    assert len(await projected(units, message, message)) == 1


async def test_values_given_beside_win(units: Units) -> None:
    (row,) = await projected(units, pb.Note(id=str(ID), title="theirs"), title="ours")
    assert row.title == "ours"


async def test_a_row_points_to_what_has_not_arrived(units: Units) -> None:
    (row,) = await projected(units, pb.Note(id=str(ID), parent_id=str(uuid7())))
    assert row.parent_id is not None


async def test_a_column_that_nothing_fills_is_a_mistake(units: Units, engine: AsyncEngine) -> None:
    with pytest.raises(TypeError, match=r"banyan\.notes\.v1\.Diary has no field title"):
        await projected(units, pb.Diary(id=str(ID)))
    async with engine.connect() as connection:
        assert not (await connection.execute(select(Copy))).all()
