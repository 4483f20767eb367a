"""Traces: one id from the caller through gRPC and the outbox to the consumer of a notice."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from nats.js import JetStreamContext
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.consumers import Consumer
from services.kit.errors import Internal, Unauthenticated
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work.jobs import PeriodicJob, run_once
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import NoteServicer, caller_named, note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import TIMEOUT

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CARRIER = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}


def test_there_is_no_trace_outside_of_a_span() -> None:
    assert telemetry.trace_id() == ""
    assert telemetry.inject() == []


def test_a_span_continues_the_trace_of_its_carrier() -> None:
    with telemetry.span("work", SpanKind.SERVER, CARRIER):
        assert telemetry.trace_id() == TRACE
        assert TRACE in dict(telemetry.inject())["traceparent"]
    assert telemetry.trace_id() == ""


def state_after(state: str) -> str:
    """Returns the state of a trace as it is passed on."""
    with telemetry.span("work", SpanKind.SERVER, {**CARRIER, "tracestate": state}):
        return dict(telemetry.inject()).get("tracestate", "")


def test_the_state_of_a_trace_is_passed_on() -> None:
    assert state_after("vendor=one,other=two") == "vendor=one,other=two"
    longest = ",".join(f"v{number}={'x' * 80}" for number in range(6))
    assert len(longest) <= telemetry.MOST_STATE
    assert state_after(longest) == longest


def test_no_more_of_it_than_fits_beside_a_passport() -> None:
    large = f"large={'x' * 130}"
    members = [f"v{number:02}={'x' * 120}" for number in range(31)]
    assert state_after(",".join([large, *members])) == ",".join(members[:4])
    assert state_after(f"huge={'x' * 8192}") == ""


@pytest.mark.parametrize(
    "header",
    [
        "",
        "junk",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE}",
        "00-林-林-01",
        "x" * 100_000,
    ],
)
def test_a_carrier_that_holds_no_trace_is_ignored(header: str) -> None:
    with telemetry.span("work", SpanKind.SERVER, {"traceparent": header}):
        assert telemetry.trace_id() == ""


def test_an_error_leaves_the_span_and_is_not_repeated_in_it() -> None:
    with (
        pytest.raises(ValueError, match="canary"),
        telemetry.span("work", SpanKind.SERVER, CARRIER),
    ):
        raise ValueError("canary")
    assert telemetry.trace_id() == ""


def test_a_process_begins_a_trace_where_none_came() -> None:
    program = """
from opentelemetry.trace import SpanKind
from services.kit.process import telemetry
telemetry.set_up("volunteers")
with telemetry.span("first", SpanKind.SERVER, {}):
    print(telemetry.trace_id())
    print(dict(telemetry.inject())["traceparent"].split("-")[1])
with telemetry.span("second", SpanKind.SERVER, {}):
    print(telemetry.trace_id())
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    first, injected, second = result.stdout.split()
    assert first == injected != second
    assert len(first) == 32


async def test_a_trace_goes_from_service_to_service(notes: NoteSite) -> None:
    async with notes.start() as last, notes.start(note_service(target=last.target)) as first:
        with telemetry.span("test", SpanKind.CLIENT, CARRIER):
            answer = await first.call(pb.AskRequest(hops=1), pb.AskResponse, notes.anonymous())
    assert list(answer.trace_ids) == [TRACE, TRACE]


async def test_a_trace_goes_from_the_caller_through_the_outbox_to_the_consumer(
    notes: NoteSite, jetstream: JetStreamContext
) -> None:
    traced: asyncio.Queue[str] = asyncio.Queue()

    async def note_trace(note: Any, work: Work) -> None:
        del note, work
        traced.put_nowait(telemetry.trace_id())

    consumer = Consumer("notes-traced", "notes", "note", pb.Note, note_trace)
    async with notes.start(note_service(consumers=[consumer])) as running:
        with telemetry.span("test", SpanKind.CLIENT, CARRIER):
            request = pb.CreateNoteRequest(note=pb.Note(title="groceries"))
            await running.call(request, pb.Note, notes.passport(uuid7()))
        assert await asyncio.wait_for(traced.get(), TIMEOUT) == TRACE
        message = await jetstream.get_last_msg("notes", "banyan.notes.note.*.created")
        assert message.headers is not None
        assert TRACE in message.headers["traceparent"]
    (audit,) = await notes.sql("SELECT trace_id FROM audit")
    assert audit["trace_id"] == TRACE


async def test_the_outbox_keeps_the_trace_of_the_work(engine: AsyncEngine, units: Units) -> None:
    with telemetry.span("test", SpanKind.SERVER, CARRIER):
        async with units.writing(caller_named(uuid7())) as work:
            note = Note()
            await work.add(note)
            await work.announce(note, "created")
    async with engine.connect() as connection:
        headers = (await connection.exec_driver_sql("SELECT headers FROM outbox")).scalar_one()
    assert TRACE in headers["traceparent"]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """The spans of the test, as a collector would get them."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "_provider", provider)
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("test"))
    return exporter


def statuses(spans: InMemorySpanExporter) -> dict[str, tuple[object, bool, object]]:
    """Returns for each kind the status of the RPC, whether it failed, and the type of the error."""
    return {
        span.kind.name: (
            (span.attributes or {})["rpc.grpc.status_code"],
            span.status.status_code is StatusCode.ERROR,
            (span.attributes or {}).get("error.type"),
        )
        for span in spans.get_finished_spans()
        if "rpc.method" in (span.attributes or {})
    }


async def test_a_refusal_fails_the_call_and_not_the_server(
    notes: NoteSite, spans: InMemorySpanExporter
) -> None:
    async with notes.start() as running:
        with pytest.raises(Unauthenticated):
            await running.call(pb.GetNoteRequest(id=str(uuid7())), pb.Note, None)
    assert statuses(spans) == {
        "CLIENT": (16, True, "UNAUTHENTICATED"),
        "SERVER": (16, False, None),
    }


async def test_a_fault_is_recorded_by_its_code_and_says_nothing(
    notes: NoteSite, spans: InMemorySpanExporter
) -> None:
    async def fail(request: Any, work: Work) -> Any:
        raise ValueError("canary")

    service = note_service(servicer=NoteServicer(CreateNote=fail))
    async with notes.start(service) as running:
        request = pb.CreateNoteRequest(note=pb.Note(title="canary"))
        with pytest.raises(Internal):
            await running.call(request, pb.Note, notes.passport(uuid7()))
    assert statuses(spans) == {
        "CLIENT": (13, True, "INTERNAL"),
        "SERVER": (13, True, "INTERNAL"),
    }
    assert "canary" not in "".join(span.to_json() for span in spans.get_finished_spans())


async def test_due_work_is_a_trace_of_its_own(units: Units, spans: InMemorySpanExporter) -> None:
    async def job(work: Work) -> None:
        raise LookupError("canary")

    with telemetry.span("test", SpanKind.SERVER, CARRIER), pytest.raises(LookupError):
        await run_once(PeriodicJob("tidy", 60, job), units, caller_named(None))
    due, _ = spans.get_finished_spans()
    assert (due.name, due.parent) == ("job tidy", None)
    assert dict(due.attributes or {}) == {"error.type": "LookupError"}


def test_a_collector_that_goes_away_is_told_once_and_again_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    good, bad = SpanExportResult.SUCCESS, SpanExportResult.FAILURE
    results = iter([good, bad, bad, bad, good, good, bad])

    class Unsteady(SpanExporter):
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            return next(results)

    exporter = telemetry.Exporter(Unsteady())
    with caplog.at_level("INFO"):
        for _ in range(7):
            exporter.export([])
    away, back = "traces cannot be exported", "traces are exported again"
    assert [record.message for record in caplog.records] == [away, back, away]


def test_without_a_collector_there_is_no_thread_and_no_exporter() -> None:
    program = """
import sys, threading
from opentelemetry.trace import SpanKind
from services.kit.process import telemetry
from tests.waiting import TIMEOUT
telemetry.set_up("volunteers")
with telemetry.span("first", SpanKind.SERVER, {}), telemetry.rpc("/a.B/C", SpanKind.CLIENT):
    print(telemetry.trace_id() != "", threading.active_count())
print(any(name.startswith("opentelemetry.exporter") for name in sys.modules))
telemetry.shut_down()
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["True", "1", "False"]
