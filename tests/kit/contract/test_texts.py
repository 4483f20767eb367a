"""Texts that people read: one form, and something to see in each that must not be empty."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given
from hypothesis import strategies as st

from services.kit.contract.fields import (
    is_output_only,
    text_fields,
    text_formats,
    verbatim_fields,
)
from services.kit.contract.texts import tidy
from services.kit.contract.validation import validate
from services.kit.errors import InvalidArgument
from tests.kit.messages import contract_messages
from tests.kit.notes import contract as pb
from tests.texts import BLANKS, VISIBLE


@pytest.mark.parametrize("text", BLANKS, ids=ascii)
def test_what_cannot_be_seen_is_empty(text: str) -> None:
    assert tidy(text) == ""


@pytest.mark.parametrize(
    "blank", ["\u3000", "\u00a0", "\u200b", "\u3164", "\u2800", "\n\u2028"], ids=ascii
)
def test_blanks_at_the_ends_are_cut_off(blank: str) -> None:
    assert tidy(f"{blank}李{blank}雷{blank}") == f"李{blank}雷"


@pytest.mark.parametrize("text", VISIBLE, ids=ascii)
def test_what_can_be_seen_stays(text: str) -> None:
    assert tidy(text) == text
    assert tidy(f"\u3000\u200b{text}\u00a0\u3164") == text


def test_blanks_within_a_text_stay() -> None:
    assert tidy(" 李\u3000雷 ") == "李\u3000雷"
    assert tidy("one\n\n  two\n") == "one\n\n  two"


def test_a_text_is_composed() -> None:
    assert tidy(unicodedata.normalize("NFD", "Zoë")) == "Zoë"
    assert tidy(unicodedata.normalize("NFD", "김민수")) == "김민수"


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(min_size=1))
def test_no_letter_is_lost(text: str) -> None:
    letters = [
        c
        for c in unicodedata.normalize("NFC", text)
        if c.isalnum() and c not in "\u115f\u1160\u3164\uffa0"
    ]
    kept = tidy(text)
    assert [c for c in unicodedata.normalize("NFC", kept) if c in letters] == letters or not letters


# The contract


def text_rules(field: FieldDescriptor) -> Any:
    extensions: Any = field.GetOptions().Extensions
    rules = extensions[validate_pb2.field]
    return rules.repeated.items.string if field.is_repeated else rules.string


def has_form(field: FieldDescriptor) -> bool:
    """Returns whether a rule of its own says how a string is written."""
    extensions: Any = field.GetOptions().Extensions
    rules = extensions[validate_pb2.field]
    return bool(rules.repeated.items.cel if field.is_repeated else rules.cel)


def test_no_string_has_a_pattern_that_people_would_have_to_read() -> None:
    patterns = [field.full_name for _, field in settable_texts() if text_rules(field).pattern]
    assert patterns == []


def settable_texts() -> Iterator[tuple[Descriptor, FieldDescriptor]]:
    """Yields every string that a caller can send, with its message."""
    seen: set[str] = set()

    def walk(message: Descriptor) -> Iterator[tuple[Descriptor, FieldDescriptor]]:
        if message.full_name in seen or not message.full_name.startswith("banyan."):
            return
        seen.add(message.full_name)
        for field in message.fields:
            if is_output_only(field):
                continue
            if field.message_type is not None:
                yield from walk(field.message_type)
            elif field.type == FieldDescriptor.TYPE_STRING:
                yield message, field

    for message in contract_messages():
        if message.name.endswith("Request") and not message.full_name.startswith("banyan.notes."):
            yield from walk(message)


# Strings that programs read, and that no rule describes.
FOR_PROGRAMS = {
    "actions",
    "after",
    "code",
    "codes",
    "credential",
    "page_token",
    "query",
    "reasons",
    "receipt",
    "recurrence_id",
    "resource",
    "rule",
    "time_zone",
    "token",
}


def test_every_string_that_callers_send_is_for_people_or_for_programs() -> None:
    assert [
        field.full_name
        for message, field in settable_texts()
        if field.name not in text_fields(message)
        and field.name not in text_formats(message)
        and field.name not in verbatim_fields(message)
        and field.name not in FOR_PROGRAMS
        and not text_rules(field).uuid
        and not has_form(field)
        and not getattr(text_rules(field), "in")
    ] == []


def required_texts() -> list[Any]:
    return [
        pytest.param(message, field, id=field.full_name)
        for message, field in settable_texts()
        if field.name in text_fields(message) and text_rules(field).min_len
    ]


def test_there_are_many_texts_that_must_not_be_empty() -> None:
    assert len(required_texts()) >= 8


@pytest.mark.parametrize(("descriptor", "field"), required_texts())
def test_no_blank_passes_where_something_must_be_said(
    descriptor: Descriptor, field: FieldDescriptor
) -> None:
    def offends(text: str) -> bool:
        message = GetMessageClass(descriptor)()
        if field.is_repeated:
            getattr(message, field.name).append(text)
        else:
            setattr(message, field.name, text)
        try:
            validate(message)
        except InvalidArgument as refused:
            return any(each.field.startswith(field.name) for each in refused.violations)
        return False

    assert [ascii(text) for text in BLANKS if not offends(text)] == []
    assert [ascii(text) for text in VISIBLE if offends(text)] == []
    assert not offends("\u3000李雷\u00a0")


class TestInAMessage:
    def test_texts_are_tidied_at_every_depth(self) -> None:
        note = pb.Note(title="\u3000a ", tags=[" b", "\u200b"], body="\u3164")
        note.place.name = "\u00a0c"
        note.stops.add(name=" d ")
        request = pb.CreateNoteRequest(note=note)
        validate(request)
        assert request.note.title == "a"
        assert list(request.note.tags) == ["b", ""]
        assert request.note.HasField("body")
        assert request.note.body == ""
        assert request.note.place.name == "c"
        assert request.note.stops[0].name == "d"

    def test_what_programs_read_stays_as_it_is(self) -> None:
        request = pb.ListNotesRequest(page_token=" token\u3000")
        validate(request)
        assert request.page_token == " token\u3000"

    @pytest.mark.parametrize("text", ["a\nb", "a\u2028b", "a\u2029b"], ids=ascii)
    def test_a_name_is_one_line(self, text: str) -> None:
        with pytest.raises(InvalidArgument) as refused:
            validate(pb.CreateNoteRequest(note=pb.Note(title=text)))
        assert [each.reason for each in refused.value.violations] == ["LINE_BREAK"]
        validate(pb.CreateNoteRequest(note=pb.Note(title="a", body=text)))
