"""Input at the boundary: the rules of the contract, and what no text may hold."""

from typing import Any

import grpc
import pytest
from banyan.organizations.v1 import membership_pb2, person_entry_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calls.status import from_rpc_error
from services.kit.contract import validation
from services.kit.contract.validation import parse, validate
from services.kit.errors import DomainError, Exhausted, InvalidArgument
from services.kit.process.ids import uuid7
from tests.kit.messages import contract_messages, filled
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite
from tests.steps import steps_of

GOOD = pb.CreateNoteRequest(note=pb.Note(title="groceries"))


def violations_of(message: Any, path: str = "") -> list[str]:
    """Returns the fields that offend."""
    with pytest.raises(InvalidArgument) as refused:
        validate(message, path)
    return [violation.field for violation in refused.value.violations]


def note(**fields: Any) -> Any:
    return pb.CreateNoteRequest(note=pb.Note(**({"title": "groceries"} | fields)))


def test_what_keeps_the_rules_passes() -> None:
    validate(GOOD)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (pb.CreateNoteRequest(), "note"),
        (note(title=""), "note.title"),
        (note(title="x" * 101), "note.title"),
        (note(tags=["a", "x" * 21]), "note.tags[1]"),
        (note(tags=["a"] * 101), "note.tags"),
        (note(color=99), "note.color"),
        (note(place=pb.Place(name="x" * 51)), "note.place.name"),
        (note(stops=[pb.Place(), pb.Place(name="x" * 51)]), "note.stops[1].name"),
        (note(related_ids=[str(uuid7()), "junk"]), "note.related_ids[1]"),
        (note(parent_id=""), "note.parent_id"),
        (note(due_date="soon"), "note.due_date"),
        (pb.GetNoteRequest(id="junk"), "id"),
        (pb.GetNoteRequest(), "id"),
        (pb.ListNotesRequest(page_size=-1), "page_size"),
        (pb.ListNotesRequest(page_size=101), "page_size"),
        (pb.CreateNoteRequest(note=GOOD.note, request_id="junk"), "request_id"),
        (pb.UpdateNoteRequest(id=str(uuid7()), note=GOOD.note), "update_mask"),
    ],
)
def test_a_rule_that_is_broken_names_the_field(message: Any, field: str) -> None:
    assert violations_of(message) == [field]


def test_every_rule_that_is_broken_is_named() -> None:
    message = note(title="", due_date="soon", stops=[pb.Place(name="x" * 51)] * 2)
    assert violations_of(message) == [
        "note.title",
        "note.stops[0].name",
        "note.stops[1].name",
        "note.due_date",
    ]


def test_of_a_list_that_is_too_long_no_more_is_looked_at_than_it_may_have() -> None:
    long, longer = note(tags=["x" * 21] * 1000), note(tags=["x" * 21] * 100_000)
    assert violations_of(long) == ["note.tags", *(f"note.tags[{n}]" for n in range(101))]
    assert violations_of(longer) == violations_of(long)
    assert steps_of(lambda: violations_of(longer)) == steps_of(lambda: violations_of(long))
    assert len(longer.note.tags) == 100_000


def test_a_message_within_a_request_is_named_by_its_place() -> None:
    assert violations_of(pb.Note(), "note") == ["note.title"]
    assert violations_of(pb.Note(title="\x00"), "note") == ["note.title"]


def test_a_rule_has_a_code_for_programs() -> None:
    with pytest.raises(InvalidArgument) as refused:
        validate(note(title=""))
    assert refused.value.reason == "INVALID_INPUT"
    assert [violation.reason for violation in refused.value.violations] == ["STRING_MIN_LEN"]


@pytest.mark.parametrize(
    "text",
    [
        *("\x00", "\x01", "\x08", "\x0b", "\x0c", "\r", "\x1b[31m", "\x1f", "\x7f", "\x80", "\x9f"),
        *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
        *("\u2066", "\u2067", "\u2068", "\u2069"),
        "\ufeff",
    ],
    ids=ascii,
)
def test_control_characters_and_marks_that_reverse_a_text_are_refused(text: str) -> None:
    for place in (text, f"a{text}b", f"{text}a", f"a{text}"):
        assert violations_of(note(title=place)) == ["note.title"]


@pytest.mark.parametrize(
    "text", ["林秀英", "two\nlines", "a\ttab", "👩‍👩‍👧", "שלום", "\u200e", "é", "\u00a0", "𠮷"]
)
def test_texts_of_every_script_pass(text: str) -> None:
    validate(note(body=text))


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (note(tags=["a", "b\x00"]), "note.tags[1]"),
        (note(place=pb.Place(name="\x00")), "note.place.name"),
        (note(place=pb.Place(residents=["a", "\x00"])), "note.place.residents[1]"),
        (note(stops=[pb.Place(), pb.Place(name="\x00")]), "note.stops[1].name"),
        (note(secret="\x00"), "note.secret"),
        (note(etag="\x00"), "note.etag"),
        (
            pb.UpdateNoteRequest(
                id=str(uuid7()), note=pb.Note(body="\x00"), update_mask=FieldMask(paths=["title"])
            ),
            "note.body",
        ),
        (
            pb.UpdateNoteRequest(id=str(uuid7()), update_mask=FieldMask(paths=["title", "\x00"])),
            "update_mask.paths[1]",
        ),
        (pb.ListNotesRequest(page_token="\x00"), "page_token"),
    ],
)
def test_a_text_is_looked_at_wherever_it_stands(message: Any, field: str) -> None:
    assert violations_of(message) == [field]


def test_control_without_the_text_rules_they_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_text_violations", lambda *_: ())
    validate(note(title="\x00\u202e"))


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=100))
def test_a_text_passes_exactly_if_every_character_may_stand_in_it(text: str) -> None:
    def allowed(character: str) -> bool:
        number = ord(character)
        control = number < 0x20 or 0x7F <= number < 0xA0
        reversing = 0x202A <= number <= 0x202E or 0x2066 <= number <= 0x2069
        return character in "\t\n" or not (control or reversing or number == 0xFEFF)

    if all(map(allowed, text)):
        validate(note(body=text))
    else:
        assert violations_of(note(body=text)) == ["note.body"]


def test_no_violation_of_any_message_repeats_a_value() -> None:
    refusals = 0
    for descriptor in contract_messages():
        whole = filled(descriptor)
        try:
            validate(whole.message)
        except InvalidArgument as refused:
            refusals += 1
            told = [refused.message]
            for each in refused.violations:
                told += [each.description, str(each.params)]
            for value in (*whole.personal, *whole.harmless):
                assert not any(value in text for text in told), descriptor.full_name
    assert refusals > 20


@pytest.mark.parametrize("seconds", [2**63 - 1, -(2**63), 253402300800])
@pytest.mark.parametrize("nanos", [0, -1, 2**31 - 1])
def test_a_moment_outside_of_the_calendar_is_never_a_fault(seconds: int, nanos: int) -> None:
    """The rules may let it pass, or refuse it; mapping refuses it in the end."""
    for descriptor in contract_messages():
        message = filled(descriptor).message
        for field, value in message.ListFields():
            if isinstance(value, Timestamp):
                value.seconds, value.nanos = seconds, nanos
            del field
        try:
            validate(message)
        except InvalidArgument:
            continue


class TestParse:
    def test_bytes_that_hold_a_request_are_the_request(self) -> None:
        assert parse(pb.CreateNoteRequest, GOOD.SerializeToString()) == GOOD

    @pytest.mark.parametrize(
        "data",
        [
            b"\xff",
            b"\x0a\xff",
            b"\x0a\x03\x12\x01",
            b"\x0a\x03\x12\x01\xff",  # a title that is not UTF-8
            b"\x0b" * 1000,
            b"\x0a\x04\x0a\x02" * 3,
        ],
    )
    def test_bytes_that_hold_none_are_refused(self, data: bytes) -> None:
        with pytest.raises(InvalidArgument) as refused:
            parse(pb.CreateNoteRequest, data)
        assert refused.value.reason == "MALFORMED"

    @given(st.binary())
    def test_any_bytes_are_a_request_or_refused(self, data: bytes) -> None:
        try:
            message = parse(pb.CreateNoteRequest, data)
        except InvalidArgument:
            return
        assert isinstance(message, pb.CreateNoteRequest)


class TestOverGrpc:
    async def test_bytes_that_hold_no_request_are_an_invalid_argument(
        self, notes: NoteSite
    ) -> None:
        async with notes.start() as running:
            error = await refusal(running.ask("CreateNote", b"\xff"))
        assert isinstance(error, InvalidArgument)
        assert error.reason == "MALFORMED"

    async def test_a_message_over_4_mib_is_refused_with_a_code(self, notes: NoteSite) -> None:
        async with notes.start() as running:
            for size, kind in ((4 * 1024 * 1024 + 1, Exhausted), (4 * 1024 * 1024 - 100, None)):
                request = pb.CreateNoteRequest(note=pb.Note(body="x" * size)).SerializeToString()
                error = await refusal(
                    running.ask("CreateNote", request, passport=notes.passport(uuid7()))
                )
                assert type(error) is (kind or InvalidArgument)

    async def test_a_refusal_names_the_fields(self, notes: NoteSite) -> None:
        request = note(title="\u202e", tags=["x" * 21])
        async with notes.start() as running:
            with pytest.raises(InvalidArgument) as refused:
                await running.call(request, pb.Note, notes.passport(uuid7()))
        assert sorted(violation.field for violation in refused.value.violations) == [
            "note.tags[0]",
            "note.title",
        ]


async def refusal(call: grpc.aio.UnaryUnaryCall[bytes, bytes]) -> DomainError:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    return from_rpc_error(refused.value)


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (membership_pb2.ROLE_UNSPECIFIED, "must be chosen"),
        (membership_pb2.ROLE_MEMBER, "is not possible here. Choose another value"),
    ],
)
def test_who_has_chosen_a_value_is_not_told_to_choose_one(role: Any, text: str) -> None:
    request = membership_pb2.GrantRoleRequest(membership_id=str(uuid7()), role=role)
    with pytest.raises(InvalidArgument) as refused:
        validate(request)
    (found,) = refused.value.violations
    assert (found.field, found.description, found.reason) == ("role", text, "ENUM_NOT_IN")


def test_the_same_of_a_value_in_a_list() -> None:
    request = person_entry_pb2.AddMemberRequest(
        organization_id=str(uuid7()),
        display_name="李雷",
        time_zone="Asia/Shanghai",
        roles=[membership_pb2.ROLE_OWNER],
    )
    with pytest.raises(InvalidArgument) as refused:
        validate(request)
    assert [each.description for each in refused.value.violations] == [
        "is not possible here. Choose another value"
    ]
