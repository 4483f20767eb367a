"""An update that says nothing new: no version, no notice, no audit row, and it costs no budget."""

from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite

FIELDS = ["title", "tags", "rank"]


async def grown(notes: NoteSite, **second: Any) -> tuple[int, int, int, float]:
    """Returns versions, notices, audit rows and cost that a second update adds to an equal first one."""
    passport = notes.passport(uuid7())
    values: dict[str, Any] = {"title": "one", "tags": ["a", "b"], "rank": 7}
    async with notes.start(nats_url="nats://127.0.0.1:1", budget_seconds=1e6) as service:
        note = await service.call(
            pb.CreateNoteRequest(note=pb.Note(title="none")), pb.Note, passport
        )
        counts = []
        for each in (values, values | second):
            await service.call(
                pb.UpdateNoteRequest(
                    id=note.id, note=pb.Note(**each), update_mask=FieldMask(paths=FIELDS)
                ),
                pb.Note,
                passport,
            )
            (row,) = await notes.sql(
                "SELECT (SELECT version FROM note) AS version, (SELECT count(*) FROM outbox) AS notices,"
                " (SELECT count(*) FROM audit) AS audited, (SELECT round(changes) FROM spent) AS cost"
            )
            counts.append(tuple(row.values()))
    first, last = counts
    version, notices, audited, cost = (
        after - before for before, after in zip(first, last, strict=True)
    )
    return version, notices, audited, cost


async def test_nothing_comes_of_it(notes: NoteSite) -> None:
    assert await grown(notes) == (0, 0, 0, 0)


@pytest.mark.parametrize("change", [{"title": "two"}, {"tags": ["b", "a"]}, {"rank": 8}])
async def test_control_a_change_counts(notes: NoteSite, change: dict[str, Any]) -> None:
    assert await grown(notes, **change) == (1, 1, 1, 1)
