"""Logs: one JSON object a line, with the trace id, and never a person's data."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import asyncpg
import grpc
import pytest
from opentelemetry.trace import SpanKind
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.kit.errors import Internal, NotFound, Unauthenticated
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.process.logs import JsonFormatter, describe
from services.kit.service import request
from services.kit.work.work import Work
from tests.kit.messages import contract_messages, filled
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import Gate, NoteServicer, note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import eventually

CANARY = "canary in a row"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Output:
    """What a logger writes as services do.

    Attributes:
        logger: The logger.
    """

    def __init__(self, stream: io.StringIO) -> None:
        self.logger = logging.getLogger("banyan.test")
        self._stream = stream

    @property
    def text(self) -> str:
        """All that was written."""
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All that was written, line by line."""
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def output() -> Iterator[Output]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter("volunteers"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield Output(stream)
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_record_is_one_line_of_json(output: Output) -> None:
    output.logger.warning(
        "two\nlines, %s", "林", extra={"attempt": 2, "when": datetime(2026, 5, 1)}
    )
    (line,) = output.lines
    assert line["message"] == "two\nlines, 林"
    assert (line["level"], line["service"], line["logger"]) == (
        "WARNING",
        "volunteers",
        "banyan.test",
    )
    assert (line["attempt"], line["when"]) == (2, "2026-05-01 00:00:00")
    assert datetime.fromisoformat(line["time"]).tzinfo is not None
    assert "trace_id" not in line


def test_a_record_carries_the_trace_it_was_written_in(output: Output) -> None:
    carrier = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    with telemetry.span("work", SpanKind.SERVER, carrier):
        output.logger.info("inside")
    output.logger.info("outside")
    assert [line.get("trace_id") for line in output.lines] == [TRACE, None]


@pytest.mark.parametrize("start", ["bny_live_", "bny_test_", "whsec_"])
def test_a_secret_that_a_caller_put_somewhere_is_not_told(output: Output, start: str) -> None:
    secret = f"{start}7bZ1LcwlN3CXMzlfa8eZxIdalr3tkW0nRV20"
    extra = {"operation": secret}
    output.logger.error("refused %s", secret, exc_info=ValueError(secret), extra=extra)
    (line,) = output.lines
    assert "7bZ1" not in json.dumps(line)
    assert line["operation"] == f"{start}[redacted]"


def test_an_exception_is_told_with_its_place_and_its_causes(output: Output) -> None:
    def fails() -> None:
        try:
            {"second": 2}["first"]
        except KeyError as error:
            raise ValueError("second") from error

    try:
        fails()
    except ValueError:
        output.logger.exception("oh")
    told = output.lines[0]["exception"]
    assert "ValueError: second" in told
    assert "caused by" in told
    assert "KeyError: 'first'" in told
    assert __file__ in told


def test_exceptions_of_a_group_are_told_one_by_one() -> None:
    group = ExceptionGroup("several", [ValueError("first"), KeyError("second")])
    told = describe(group)
    assert "ValueError: first" in told
    assert "KeyError: 'second'" in told


def test_causes_in_a_circle_come_to_an_end() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert describe(first).count("first") == 1


async def test_a_constraint_that_is_violated_is_told_without_the_row(
    engine: AsyncEngine, output: Output
) -> None:
    async with AsyncSession(engine) as session:
        session.add(
            Note(title=CANARY, pinned=True, version=1, create_time=now(), update_time=now())
        )
        session.add(
            Note(title=CANARY, pinned=True, version=1, create_time=now(), update_time=now())
        )
        with pytest.raises(IntegrityError) as raised:
            await session.flush()
    assert raised.value.orig is not None
    assert CANARY in str(raised.value.orig.__cause__)  # the database does tell the row
    tell(output, raised.value)
    assert "SQLSTATE 23505" in output.text
    assert CANARY not in output.text


async def test_an_error_of_the_driver_itself_is_told_without_the_value(
    database_url: str, output: Output
) -> None:
    connection = await asyncpg.connect(database_url)
    with pytest.raises(asyncpg.PostgresError) as raised:
        await connection.execute(f"SELECT '{CANARY}'::int")
    await connection.close()
    assert CANARY in str(raised.value)
    tell(output, raised.value)
    assert "SQLSTATE 22P02" in output.text
    assert CANARY not in output.text


@pytest.mark.parametrize("sql_type", ["int", "uuid", "timestamptz", "int[]", "date"])
async def test_a_value_that_the_driver_cannot_send_is_not_told(
    engine: AsyncEngine, output: Output, sql_type: str
) -> None:
    async with engine.connect() as connection:
        with pytest.raises(SQLAlchemyError) as raised:
            await connection.execute(text(f"SELECT CAST(:value AS {sql_type})"), {"value": CANARY})
    tell(output, raised.value)
    assert CANARY not in output.text


async def test_an_error_of_the_database_hides_within_other_errors(
    engine: AsyncEngine, output: Output
) -> None:
    async with engine.connect() as connection:
        with pytest.raises(SQLAlchemyError) as raised:
            await connection.execute(text(f"SELECT '{CANARY}'::int"))
    wrapped = ExceptionGroup("in a group", [raised.value])
    caused = Internal()
    caused.__cause__ = raised.value
    during = ValueError("on the way out")
    during.__context__ = raised.value
    for error in (wrapped, caused, during):
        tell(output, error)
    assert output.text.count("SQLSTATE 22P02") >= 3
    assert CANARY not in output.text


def tell(output: Output, error: BaseException) -> None:
    output.logger.error("a request failed", exc_info=error)


def now() -> datetime:
    return datetime.now().astimezone()


def test_messages_are_told_without_personal_data(output: Output) -> None:
    for descriptor in contract_messages():
        whole = filled(descriptor)
        output.logger.debug("request", extra={"request": whole.message})
        line = output.text.splitlines()[-1]
        assert [value for value in whole.personal if value in line] == []


@pytest.mark.parametrize("seconds", [2**62, -(2**62)])
def test_a_message_that_json_cannot_hold_does_not_cost_the_line(
    output: Output, seconds: int
) -> None:
    note = pb.Note(author_name=CANARY)
    note.remind_time.seconds = seconds
    output.logger.error("a request failed", extra={"request": note})
    (line,) = output.lines
    assert line["message"] == "a request failed"
    assert line["request"] == "banyan.notes.v1.Note"
    assert CANARY not in output.text


async def test_a_request_that_fails_is_logged_once_without_what_is_personal(
    notes: NoteSite, output: Output
) -> None:
    async def fails(request: Any, work: Work) -> Any:
        del work
        raise ZeroDivisionError from NotFound(request.note.title)

    service = note_service(servicer=NoteServicer(CreateNote=fails))
    carrier = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    request = pb.CreateNoteRequest(
        note=pb.Note(title="groceries", author_name=CANARY, secret=CANARY)
    )
    async with notes.start(service) as running:
        with telemetry.span("test", SpanKind.CLIENT, carrier), pytest.raises(Internal):
            await running.call(request, pb.Note, notes.passport(uuid7()))
    failures = [line for line in output.lines if "exception" in line]
    assert [line["trace_id"] for line in failures] == [TRACE]
    assert failures[0]["request"]["note"]["title"] == "groceries"
    assert CANARY not in output.text
    (rpc,) = [line for line in output.lines if line["logger"] == "banyan.rpc" and "code" in line]
    assert (rpc["code"], rpc["trace_id"]) == ("INTERNAL", TRACE)


async def test_a_request_that_its_caller_gave_up_is_logged(notes: NoteSite, output: Output) -> None:
    gate = Gate()

    async def waits(request: Any, work: Work) -> Any:
        del request, work
        await gate.pass_through()

    async with notes.start(note_service(servicer=NoteServicer(ListNotes=waits))) as running:
        call = running.ask("ListNotes", passport=notes.anonymous())
        await gate.reached.wait()
        call.cancel()
        assert await call.code() is grpc.StatusCode.CANCELLED

        def logged() -> bool:
            return any(line.get("code") == "CANCELLED" for line in output.lines)

        await eventually(logged)


async def test_a_read_is_logged_if_it_is_refused_or_slow(
    notes: NoteSite, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging.getLogger().setLevel(logging.INFO)

    def logged() -> list[str]:
        return [line["code"] for line in output.lines if line["logger"] == "banyan.rpc"]

    create, read = pb.CreateNoteRequest(note=pb.Note(title="milk")), pb.ListNotesRequest()
    async with notes.start() as running:
        await running.call(create, pb.Note, notes.passport(uuid7()))
        assert logged() == ["OK"]
        await running.call(read, pb.ListNotesResponse, notes.anonymous())
        assert logged() == ["OK"]
        monkeypatch.setattr(request, "SLOW_SECONDS", 0.0)
        await running.call(read, pb.ListNotesResponse, notes.anonymous())
        assert logged() == ["OK", "OK"]
        with pytest.raises(Unauthenticated):
            await running.call(read, pb.ListNotesResponse, "no passport")
        assert logged() == ["OK", "OK", "UNAUTHENTICATED"]


def test_a_process_logs_json_from_its_first_line() -> None:
    program = (
        "from services.kit.process import logs; import logging; logs.set_up('x'); logging.info('y')"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(result.stderr)["message"] == "y"
    assert not result.stdout


@pytest.mark.parametrize(
    "program",
    [
        "import warnings; warnings.warn('a warning')",
        "raise ValueError('nobody caught it')",
        "import threading; threading.Thread(target=lambda: 1 / 0).start()",
        "class A:\n    def __del__(self): 1 / 0\nA()",
    ],
    ids=["warning", "error", "thread", "unraisable"],
)
def test_what_python_writes_by_itself_is_json_too(program: str) -> None:
    code = f"from services.kit.process import logs; logs.set_up('notes')\n{program}"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["service"] for line in lines] == ["notes"]
