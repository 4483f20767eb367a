"""Updates of rows by messages: masks, and what they may not touch."""

from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import Conflict, InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.work.mapping import (
    to_proto,
    update,
)
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.work.mapped import NOW, row


class TestUpdate:
    def test_changes_the_masked_fields_alone(self) -> None:
        note = row(title="before", body="stays", rank=1)
        change(note, ["title", "rank"], title="after", body="not masked", rank=2)
        assert (note.title, note.body, note.rank) == ("after", "stays", 2)

    @pytest.mark.parametrize("name", ["body", "place", "weight", "remind_time", "parent_id"])
    def test_a_masked_field_that_is_absent_is_cleared(self, name: str) -> None:
        note = row(body="x", place={}, weight=1, remind_time=NOW, parent_id=uuid7())
        change(note, [name])
        assert getattr(note, name) is None

    def test_a_masked_list_is_replaced_as_a_whole(self) -> None:
        note = row(tags=["a", "b"], stops=[{"name": "a"}])
        change(note, ["tags", "stops"], tags=["c"])
        assert (note.tags, note.stops) == (["c"], [])

    def test_what_goes_in_and_never_comes_out_can_be_changed(self) -> None:
        note = row(secret="before")
        change(note, ["secret"], secret="after")
        assert note.secret == "after"
        change(note, ["title"], title="x")
        assert note.secret == "after"

    @pytest.mark.parametrize(
        "path",
        [
            "id",
            "etag",
            "create_time",
            "remarks",
            "kind",
            "nonsense",
            "",
            "*",
            "place.name",
            "Title",
        ],
    )
    def test_a_mask_of_what_is_not_the_callers_is_refused(self, path: str) -> None:
        note = row(title="before")
        with pytest.raises(InvalidArgument) as refused:
            change(note, ["title", path], title="after")
        assert refused.value.violations[0].field == "update_mask"
        assert note.title == "before"

    def test_the_message_is_validated_as_it_will_be(self) -> None:
        note = row(title="before")
        with pytest.raises(InvalidArgument) as refused:
            change(note, ["title"], title="")
        assert refused.value.violations[0].field == "note.title"
        assert note.title == "before"

    def test_a_field_outside_of_the_mask_cannot_offend(self) -> None:
        note = row(title="before")
        change(note, ["body"], title="x" * 1000, body="after")
        assert note.body == "after"

    def test_a_mask_of_nothing_changes_nothing(self) -> None:
        note = row(title="before")
        change(note, [], title="after")
        assert note.title == "before"

    def test_a_name_may_stand_in_the_mask_twice(self) -> None:
        note = row()
        change(note, ["title", "title"], title="after")
        assert note.title == "after"

    def test_the_present_etag_lets_the_change_through(self) -> None:
        note = row(title="before")
        change(note, ["title"], title="after", etag=to_proto(note, pb.Note).etag)
        assert note.title == "after"

    def test_another_etag_is_a_conflict_and_changes_nothing(self) -> None:
        note = row(title="before")
        stale = to_proto(note, pb.Note).etag
        note.body = "changed meanwhile"
        with pytest.raises(Conflict) as refused:
            change(note, ["title"], title="after", etag=stale)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == ("note.etag", "ETAG_MISMATCH")
        assert note.title == "before"


def change(note: Note, paths: list[str], **fields: Any) -> None:
    update(note, pb.Note(**fields), FieldMask(paths=paths), "note")
