"""Mapping: rows to messages and masks to rows, by name."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.contract.fields import fields_of, is_updatable
from services.kit.contract.values import enum_name, timestamp, to_datetime
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.work import showing
from services.kit.work.mapping import (
    create,
    etag,
    to_proto,
)
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Color, Note, Remark
from tests.kit.notes.service import caller_named
from tests.kit.work.mapped import NOW, row

COMPOSED, DECOMPOSED = "Zoë", "Zoe\u0308"


SETTABLE = [field.name for field in fields_of(pb.Note) if is_updatable(field)]


SHOWN = [name for name in SETTABLE if name != "secret"]


def shown(**values: Any) -> Any:
    return to_proto(row(**values), pb.Note)


def created(**fields: Any) -> Note:
    note: Note = create(Note, pb.Note(**fields), "note", create_time=NOW, update_time=NOW)
    return note


class TestRowToMessage:
    def test_ids_and_moments_are_shown(self) -> None:
        note = row(parent_id=UUID(int=7), remind_time=NOW)
        message = to_proto(note, pb.Note)
        assert message.id == str(note.id)
        assert message.parent_id == str(UUID(int=7))
        assert message.remind_time.ToDatetime(tzinfo=UTC) == NOW
        assert message.create_time == message.update_time == timestamp(NOW)

    @pytest.mark.parametrize(
        "name", ["body", "due_date", "parent_id", "weight", "pinned", "place", "remind_time"]
    )
    def test_none_is_absent(self, name: str) -> None:
        assert not shown(**{name: None}).HasField(name)

    @pytest.mark.parametrize(
        ("name", "empty"), [("body", ""), ("weight", 0), ("pinned", False), ("place", {})]
    )
    def test_empty_is_present(self, name: str, empty: object) -> None:
        assert shown(**{name: empty}).HasField(name)

    def test_enums_are_shown_by_their_names(self) -> None:
        assert shown(color="BLUE").color == pb.COLOR_BLUE
        assert shown(color="UNSPECIFIED").color == pb.COLOR_UNSPECIFIED

    def test_an_enum_name_that_the_contract_lacks_is_a_fault(self) -> None:
        with pytest.raises(KeyError):
            shown(color="GREEN")

    def test_value_messages_are_shown(self) -> None:
        place = {
            "name": "garden",
            "floor": 0,
            "color": "COLOR_RED",
            "open_time": "2026-05-01T08:00:00Z",
        }
        message = shown(place=place, stops=[{"name": "a"}, {}])
        expected = pb.Place(name="garden", floor=0, color=pb.COLOR_RED, open_time=timestamp(NOW))
        assert message.place == expected
        assert list(message.stops) == [pb.Place(name="a"), pb.Place()]

    def test_a_value_message_that_newer_code_has_stored_is_shown_as_far_as_it_is_known(
        self,
    ) -> None:
        """While an upgrade rolls, both versions read what either has written."""
        place = {"name": "garden", "smell": "roses", "color": "COLOR_GREEN"}
        assert shown(place=place).place == pb.Place(name="garden")

    def test_child_rows_are_shown(self) -> None:
        remarks = [Remark(number=1, text="first", color=Color.RED), Remark(number=2, text="second")]
        message = shown(remarks=remarks)
        assert [(remark.text, remark.color) for remark in message.remarks] == [
            ("first", pb.COLOR_RED),
            ("second", pb.COLOR_UNSPECIFIED),
        ]

    def test_dates_and_lists_are_shown(self) -> None:
        message = shown(due_date=date(987, 1, 2), tags=["a", "b"], related_ids=[UUID(int=1)])
        assert message.due_date == "0987-01-02"
        assert list(message.tags) == ["a", "b"]
        assert list(message.related_ids) == [str(UUID(int=1))]

    def test_what_goes_in_never_comes_out(self) -> None:
        assert b"canary" not in shown(secret="canary").SerializeToString()

    def test_a_field_that_no_attribute_shows_is_a_mistake(self) -> None:
        with pytest.raises(
            TypeError, match=r"Remark has nothing to show as banyan\.notes\.v1\.Note"
        ):
            to_proto(Remark(number=1, text="x"), pb.Note)

    def test_a_moment_is_shown_whatever_its_time_zone(self) -> None:
        elsewhere = NOW.astimezone(timezone(timedelta(hours=8)))
        assert shown(remind_time=elsewhere).remind_time == timestamp(NOW)


class TestMessageToRow:
    def test_only_what_the_caller_may_set_is_taken(self) -> None:
        note = created(id=str(uuid7()), title="t", kind="k", etag="e", secret="s")
        assert note.id is not None
        assert (note.title, note.kind, note.secret) == ("t", "k", "s")

    def test_the_id_is_never_the_callers(self) -> None:
        theirs = uuid7()
        assert created(id=str(theirs)).id != theirs

    def test_values_given_beside_win(self) -> None:
        note = create(Note, pb.Note(title="theirs"), "note", title="ours")
        assert note.title == "ours"

    def test_absent_is_none_and_empty_is_empty(self) -> None:
        assert created().body is None
        assert created(body="").body == ""
        assert created().place is None
        assert created(place=pb.Place()).place == {}

    def test_enums_are_stored_by_name(self) -> None:
        assert created(color=pb.COLOR_RED).color is Color.RED
        assert created().color is Color.UNSPECIFIED

    def test_value_messages_are_stored_as_json(self) -> None:
        note = created(place=pb.Place(name="garden", floor=0), stops=[pb.Place(color=pb.COLOR_RED)])
        assert note.place == {"name": "garden", "floor": 0}
        assert note.stops == [{"color": "COLOR_RED"}]

    def test_ids_and_dates_are_stored_as_what_they_are(self) -> None:
        parent, related = uuid7(), [uuid7(), uuid7()]
        note = created(
            parent_id=str(parent),
            related_ids=[str(each) for each in related],
            due_date="2024-02-29",
        )
        assert note.parent_id == parent
        assert note.related_ids == related
        assert note.due_date == date(2024, 2, 29)

    def test_texts_are_composed_wherever_they_stand(self) -> None:
        note = created(
            title=DECOMPOSED,
            tags=[DECOMPOSED],
            place=pb.Place(name=DECOMPOSED, residents=[DECOMPOSED]),
            stops=[pb.Place(name=DECOMPOSED)],
        )
        assert note.title == COMPOSED
        assert note.tags == [COMPOSED]
        assert note.place == {"name": COMPOSED, "residents": [COMPOSED]}
        assert note.stops == [{"name": COMPOSED}]

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"due_date": "2023-02-29"}, "note.due_date"),
            ({"due_date": ""}, "note.due_date"),
            ({"parent_id": "junk"}, "note.parent_id"),
            ({"parent_id": ""}, "note.parent_id"),
            ({"related_ids": ["junk"]}, "note.related_ids"),
            ({"remind_time": Timestamp(seconds=253402300800)}, "note.remind_time"),
            ({"remind_time": Timestamp(seconds=-62135596801)}, "note.remind_time"),
            ({"remind_time": Timestamp(seconds=2**63 - 1)}, "note.remind_time"),
            ({"remind_time": Timestamp(nanos=-1)}, "note.remind_time"),
            ({"remind_time": Timestamp(nanos=1_000_000_000)}, "note.remind_time"),
            ({"place": pb.Place(open_time=Timestamp(seconds=2**62))}, "note.place"),
            ({"stops": [pb.Place(open_time=Timestamp(nanos=-5))]}, "note.stops"),
            ({"color": 99}, "note.color"),
        ],
    )
    def test_a_value_that_does_not_exist_names_its_field(
        self, fields: dict[str, Any], place: str
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            created(**fields)
        assert [violation.field for violation in refused.value.violations] == [place]
        assert "junk" not in str(refused.value)

    def test_a_field_without_a_place_in_the_row_is_a_mistake_of_ours(self) -> None:
        with pytest.raises(TypeError, match="Remark has no place for"):
            create(Remark, pb.Note(title="x"), "note")


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


places = st.builds(
    lambda **fields: pb.Place(**fields),
    name=texts,
    floor=st.none() | st.integers(-(2**31), 2**31 - 1),
    color=st.sampled_from([0, 1, 2]),
)


moments = st.datetimes(timezones=st.just(UTC)).map(timestamp)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": texts.filter(bool),
    "body": texts,
    "tags": st.lists(texts, max_size=3),
    "color": st.sampled_from([0, 1, 2]),
    "place": places,
    "stops": st.lists(places, max_size=2),
    "due_date": st.dates().map(str),
    "remind_time": moments,
    "related_ids": st.lists(st.uuids().map(str), max_size=2),
    "parent_id": st.uuids().map(str),
    "rank": st.integers(0, 2**31 - 1),
    "weight": st.integers(-(2**63), 2**63 - 1),
    "pinned": st.booleans(),
    "author_name": texts,
}


notes = st.fixed_dictionaries(
    {"title": FIELDS["title"]},
    optional={name: value for name, value in FIELDS.items() if name != "title"},
).map(lambda fields: pb.Note(**fields))


def composed(message: Any) -> Any:
    """Returns a copy with every text composed, as rows hold it."""
    copy = type(message)()
    copy.CopyFrom(message)
    for field, value in copy.ListFields():
        if isinstance(value, str):
            setattr(copy, field.name, unicodedata.normalize("NFC", value))
        elif field.name == "tags":
            copy.tags[:] = [unicodedata.normalize("NFC", tag) for tag in value]
        elif field.name == "place":
            copy.place.CopyFrom(composed(value))
        elif field.name == "stops":
            for stop in copy.stops:
                stop.CopyFrom(composed(stop))
    return copy


def settable(message: Any) -> Any:
    """Returns a copy with the fields alone that a caller may set and see."""
    copy = pb.Note()
    copy.CopyFrom(message)
    for field in fields_of(pb.Note):
        if field.name not in SHOWN:
            copy.ClearField(field.name)
    return copy


@given(notes)
def test_what_a_caller_sets_is_what_they_see(message: Any) -> None:
    note = create(Note, message, "note", create_time=NOW, update_time=NOW)
    assert settable(to_proto(note, pb.Note)) == composed(message)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(notes)
async def test_what_a_caller_sets_is_what_they_see_once_it_was_stored(
    units: Units, message: Any
) -> None:
    message.ClearField("pinned")  # of two pinned notes with the same title one is refused
    async with units.writing(caller_named(uuid7())) as work:
        note = create(Note, message, "note")
        await work.add(note)
        before = to_proto(note, pb.Note)
    async with units.reading() as session:
        stored = await session.get(Note, note.id)
    assert to_proto(stored, pb.Note) == before
    assert settable(before) == composed(message)


class TestEtag:
    @given(notes, st.sampled_from([name for name in SHOWN if name in FIELDS]), st.data())
    def test_changes_with_every_field_that_a_caller_may_set_and_see(
        self, message: Any, name: str, data: Any
    ) -> None:
        other = pb.Note()
        other.CopyFrom(message)
        other.ClearField(name)
        other.MergeFrom(pb.Note(**{name: data.draw(FIELDS[name])}))
        assert (etag(other) == etag(message)) == (other == message)

    @given(notes)
    def test_stays_whatever_else_changes(self, message: Any) -> None:
        before = etag(message)
        message.id, message.etag, message.kind = "other", "other", "other"
        message.update_time.GetCurrentTime()
        message.remarks.add(text="a remark")
        assert etag(message) == before

    def test_an_input_only_value_does_not_change_it(self) -> None:
        """Whoever sees the etag could try all birth dates until the hash is the same."""
        assert shown_etag(secret="1990-01-01") == shown_etag(secret="1990-01-02")

    def test_absent_differs_from_empty(self) -> None:
        assert shown_etag(body=None) != shown_etag(body="")

    def test_is_short_and_safe_in_a_header(self) -> None:
        assert len(shown_etag()) == 16
        assert shown_etag().replace("-", "").replace("_", "").isalnum()


def shown_etag(**values: Any) -> str:
    return str(shown(id=UUID(int=1), **values).etag)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 1))
def test_a_moment_is_in_the_calendar_or_refused(seconds: int, nanos: int) -> None:
    moment = Timestamp(seconds=seconds, nanos=nanos)
    if -62135596800 <= seconds <= 253402300799 and 0 <= nanos <= 999_999_999:
        found = to_datetime(moment)
        assert found.utcoffset() == timedelta(0)
        assert found == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            seconds=seconds, microseconds=nanos // 1000
        )
    else:
        with pytest.raises(ValueError, match="range"):
            to_datetime(moment)


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_survives_the_way_there_and_back(moment: datetime) -> None:
    if datetime(2, 1, 1, tzinfo=UTC) < moment < datetime(9998, 1, 1, tzinfo=UTC):
        assert to_datetime(timestamp(moment)) == moment.astimezone(UTC)


@given(st.integers(-(2**31), 2**31 - 1))
def test_an_enum_value_has_its_name_or_is_refused(number: int) -> None:
    enum = pb.FILE.enum_types_by_name["Color"]
    if number in (0, 1, 2):
        assert enum_name(enum, number) == ["UNSPECIFIED", "RED", "BLUE"][number]
    else:
        with pytest.raises(ValueError, match="no such enum value"):
            enum_name(enum, number)


def test_the_functions_of_a_class_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shown()
    monkeypatch.setattr(showing, "generate", None)
    shown()
