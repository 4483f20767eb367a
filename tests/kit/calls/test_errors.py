"""Errors: what a handler raises is what a caller catches, over real gRPC."""

from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calls.status import DETAILS_KEY, from_rpc_error, to_status
from services.kit.errors import (
    BY_CODE,
    Conflict,
    DomainError,
    Exhausted,
    Internal,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unavailable,
    Violation,
)
from services.kit.language import Said
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import NoteServicer, note_service
from tests.kit.notes.site import NoteSite, RunningNotes

CHINESE = "名额已满：请改报另一个班次。🌳"
VIOLATIONS = (
    Violation("note.title", "不能为空 – must not be empty", "TITLE_EMPTY"),
    Violation("note.color", "at most {max} of {unit}", "TOO_MANY", params={"max": 3, "unit": "色"}),
    Violation("", "the request as a whole offends", "WHOLE"),
)


async def raised_by(notes: NoteSite, error: BaseException) -> DomainError:
    """Returns what a caller catches when a handler raises the error."""

    async def raises(request: Any, work: Work) -> Any:
        del request, work
        raise error

    service = note_service(servicer=NoteServicer(ListNotes=raises))
    async with notes.start(service) as running:
        # Not through our client, which would try an Unavailable again.
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await running.ask("ListNotes", passport=notes.anonymous())
    return from_rpc_error(caught.value)


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=BY_CODE)
async def test_an_error_crosses_grpc_whole(notes: NoteSite, kind: type[DomainError]) -> None:
    sent = kind(CHINESE, reason="A_REASON", violations=VIOLATIONS, params={"max": 5})
    caught = await raised_by(notes, sent)
    assert type(caught) is kind
    assert caught.message == CHINESE
    assert caught.reason == "A_REASON"
    assert caught.params == {"max": "5"}
    found = [(each.field, each.description, each.reason) for each in caught.violations]
    assert found == [(each.field, each.description, each.reason) for each in VIOLATIONS]
    assert [each.params for each in caught.violations] == [{}, {"max": "3", "unit": "色"}, {}]


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=BY_CODE)
def test_an_error_has_a_reason_and_a_code_of_grpc(kind: type[DomainError]) -> None:
    assert grpc.StatusCode[kind.code].name == kind.code
    assert kind("Something.").reason == kind.default_reason != DomainError.default_reason


async def test_a_fault_of_ours_says_nothing(notes: NoteSite) -> None:
    caught = await raised_by(notes, ValueError("canary in a fault"))
    assert type(caught) is Internal
    assert "canary" not in caught.message
    assert not caught.violations


def test_every_error_is_found_by_its_code() -> None:
    assert set(BY_CODE.values()) == set(DomainError.__subclasses__())


async def test_when_to_come_again_travels_along(notes: NoteSite) -> None:
    caught = await raised_by(notes, Exhausted("Too many at once.", retry_seconds=7))
    assert (type(caught), caught.retry_seconds) == (Exhausted, 7)
    assert (await raised_by(notes, Exhausted("Too much."))).retry_seconds is None


def test_a_refusal_travels_as_precondition_failure_and_other_errors_as_bad_request() -> None:
    for error, detail in (
        (Refused("No.", violations=VIOLATIONS), error_details_pb2.PreconditionFailure),
        (Conflict("No.", violations=VIOLATIONS), error_details_pb2.BadRequest),
    ):
        details = to_status(error).details
        assert [each.Is(error_details_pb2.ErrorInfo.DESCRIPTOR) for each in details] == [
            True,
            False,
        ]
        assert details[1].Is(detail.DESCRIPTOR)


async def test_a_hundred_violations_still_arrive_as_the_error_they_are(notes: NoteSite) -> None:
    async with notes.start() as running:
        for _ in range(20):
            error = await error_of_invalid_ids(running, 200)
            assert isinstance(error, InvalidArgument)
            assert error.violations[0].field == "ids[0]"
            assert error.violations[-1].description.endswith(" more")
            assert 10 < len(error.violations) < 200


async def test_control_without_the_bound_grpc_drops_them(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.calls.status.MOST_VIOLATION_BYTES", 1_000_000)
    async with notes.start() as running:
        error = await error_of_invalid_ids(running, 500)
    assert isinstance(error, Exhausted)
    assert not error.violations


async def error_of_invalid_ids(running: RunningNotes, count: int) -> DomainError:
    with pytest.raises(DomainError) as caught:
        await running.call(pb.AskRequest(ids=["junk"] * count), pb.AskResponse, None)
    return caught.value


async def test_a_long_message_arrives_shortened(notes: NoteSite) -> None:
    caught = await raised_by(notes, NotFound("林" * 5000))
    assert type(caught) is NotFound
    assert caught.message.startswith("林" * 100)
    assert len(caught.message) < 5000


text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)

PARAMS = st.dictionaries(st.from_regex(r"[a-z]+(_[a-z]+)?", fullmatch=True), text, max_size=2)


@given(
    kind=st.sampled_from(list(BY_CODE.values())),
    message=text.filter(bool),
    reason=st.from_regex(r"[A-Z][A-Z_]{0,30}", fullmatch=True),
    violations=st.lists(
        st.builds(Violation, text, text.map(Said), text, params=PARAMS), max_size=8
    ),
    params=PARAMS,
)
def test_a_status_says_all_that_the_error_says(
    kind: type[DomainError],
    message: str,
    reason: str,
    violations: list[Violation],
    params: dict[str, str],
) -> None:
    status = to_status(kind(Said(message), reason=reason, violations=violations, params=params))
    metadata = grpc.aio.Metadata((DETAILS_KEY, status.SerializeToString()))
    code = grpc.StatusCode[kind.code]
    arrived = from_rpc_error(grpc.aio.AioRpcError(code, grpc.aio.Metadata(), metadata))
    assert (type(arrived), arrived.message, arrived.reason) == (kind, message, reason)
    assert list(arrived.violations) == violations
    assert arrived.params == params


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, Unavailable),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, Exhausted),
        (grpc.StatusCode.PERMISSION_DENIED, PermissionDenied),
        (grpc.StatusCode.UNKNOWN, Internal),
        (grpc.StatusCode.CANCELLED, Unavailable),
        (grpc.StatusCode.UNIMPLEMENTED, Internal),
    ],
)
def test_an_error_of_grpc_itself_names_no_address(
    code: grpc.StatusCode, kind: type[DomainError]
) -> None:
    empty = grpc.aio.Metadata()
    error = grpc.aio.AioRpcError(code, empty, empty, details="connect to 10.0.0.1:443 failed")
    arrived = from_rpc_error(error)
    assert type(arrived) is kind
    assert "10.0.0.1" not in arrived.message


def test_details_that_nobody_can_read_leave_the_code() -> None:
    metadata = grpc.aio.Metadata((DETAILS_KEY, b"\xff\xff"))
    error = grpc.aio.AioRpcError(grpc.StatusCode.ABORTED, grpc.aio.Metadata(), metadata)
    assert type(from_rpc_error(error)) is Conflict


async def test_the_wire_holds_what_other_languages_expect(notes: NoteSite) -> None:
    """The rich error model: a `google.rpc.Status` in the trailing metadata (AIP-193)."""
    async with notes.start() as running:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await running.ask("GetNote")
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
    trailers = dict(caught.value.trailing_metadata())
    status = status_pb2.Status.FromString(trailers[DETAILS_KEY])
    assert status.code == grpc.StatusCode.UNAUTHENTICATED.value[0]
    assert status.message == caught.value.details()
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (info.reason, info.domain) == ("PASSPORT_REQUIRED", "banyan")
