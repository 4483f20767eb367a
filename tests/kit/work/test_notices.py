"""Notices: the resource after a change, in a CloudEvents envelope."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from opentelemetry.trace import SpanKind

from services.kit.errors import InvalidArgument
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work.notices import (
    LARGEST_PAYLOAD_BYTES,
    notice_headers,
    notice_payload,
    read_notice,
    subject_of,
    subjects_of,
)
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Diary, Note

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
NOTE = Note(id=uuid7(), version=7)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def headers() -> dict[str, str]:
    return notice_headers("notes", NOTE, "updated", NOW)


def test_a_subject_names_service_resource_id_and_verb() -> None:
    assert subject_of("notes", NOTE, "updated") == f"banyan.notes.note.{NOTE.id}.updated"
    assert subjects_of("notes") == "banyan.notes.>"


def test_the_headers_hold_the_attributes_of_cloudevents() -> None:
    """https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/nats-protocol-binding.md."""
    found = headers()
    assert found["ce-specversion"] == "1.0"
    assert UUID(found["ce-id"]).version == 7
    assert found["ce-source"] == "/banyan/notes"
    assert found["ce-type"] == "banyan.notes.note.updated"
    assert found["ce-subject"] == str(NOTE.id)
    assert datetime.fromisoformat(found["ce-time"]) == NOW
    assert found["ce-datacontenttype"] == "application/protobuf"
    assert found["ce-dataschema"] == "banyan.notes.v1.Note"


def test_the_bus_knows_a_repeat_by_the_id_of_the_notice() -> None:
    found = headers()
    assert found["Nats-Msg-Id"] == found["ce-id"]
    assert found["ce-id"] != headers()["ce-id"]


def test_the_headers_carry_the_trace() -> None:
    carrier = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    with telemetry.span("test", SpanKind.SERVER, carrier):
        assert TRACE in headers()["traceparent"]
    assert "traceparent" not in headers()


def test_what_is_confidential_has_no_headers() -> None:
    with pytest.raises(TypeError, match=r"banyan\.notes\.v1\.Diary is confidential"):
        notice_headers("notes", Diary(), "written", NOW)


def test_what_was_written_can_be_read() -> None:
    written = headers()
    notice = read_notice("banyan.notes.note.x.updated", written, b"payload")
    assert (notice.id, notice.resource_id, notice.version) == (written["ce-id"], NOTE.id, 7)
    assert (notice.payload, notice.headers) == (b"payload", written)
    assert notice.announce_time == NOW


@pytest.mark.parametrize("name", ["ce-id", "ce-subject", "ce-time", "Banyan-Version"])
def test_a_message_that_lacks_a_header_is_no_notice(name: str) -> None:
    with pytest.raises(ValueError, match=f"a notice without '{name}'"):
        read_notice("x", {key: value for key, value in headers().items() if key != name}, b"")


@pytest.mark.parametrize(
    "changes", [{"ce-subject": "林"}, {"Banyan-Version": "seven"}, {"Banyan-Version": ""}]
)
def test_a_message_with_a_senseless_header_is_no_notice(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"UUID|int"):
        read_notice("x", headers() | changes, b"")


def test_a_payload_is_the_message() -> None:
    message = pb.Note(title="groceries")
    assert pb.Note.FromString(notice_payload(message)) == message


def test_a_payload_that_the_stream_would_refuse_is_refused_before() -> None:
    room = LARGEST_PAYLOAD_BYTES - pb.Note(body="x" * 200_000).ByteSize() + 200_000
    assert len(notice_payload(pb.Note(body="x" * room))) == LARGEST_PAYLOAD_BYTES
    with pytest.raises(InvalidArgument) as refused:
        notice_payload(pb.Note(body="x" * (room + 1)))
    assert refused.value.reason == "TOO_LARGE"
