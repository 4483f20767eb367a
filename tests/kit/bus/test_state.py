"""What is the matter with the bus: full, away and refused are told apart, each with its remedy."""

import json
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.nats import Nats
from services.kit.bus import connection, relay
from services.kit.bus.state import BusState
from services.kit.process.ids import uuid7
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.metrics import scrape
from tests.waiting import TIMEOUT, eventually

SERVING = health_pb2.HealthCheckResponse.SERVING


@asynccontextmanager
async def started(notes: NoteSite, nats: Nats, **settings: Any) -> AsyncIterator[RunningNotes]:
    options: dict[str, Any] = {"relay_poll": 0.05, "metrics_listen": "127.0.0.1:0"}
    async with notes.start(nats_url=nats.url, **options, **settings) as service:
        yield service


async def announce(notes: NoteSite, service: RunningNotes) -> None:
    request = pb.CreateNoteRequest(note=pb.Note(title="announced"))
    await service.call(request, pb.Note, notes.passport(uuid7()))


async def is_known(service: RunningNotes, state: BusState) -> None:
    """Waits until log, metric and health agree; the service itself serves on."""

    async def is_told() -> bool:
        found = await scrape(service.instance.metrics_port)
        stub = health_pb2_grpc.HealthStub(service.channel)
        check = health_pb2.HealthCheckRequest
        bus = (await stub.Check(check(service="bus"), timeout=TIMEOUT)).status
        whole = (await stub.Check(check(), timeout=TIMEOUT)).status
        return (
            service.instance.relay.state is state
            and found.value("banyan_bus", banyan_bus=state) == 1
            and (bus == SERVING) is (state is BusState.READY)
            and whole == SERVING
        )

    await eventually(is_told)


async def test_ready_and_away(
    notes: NoteSite, own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    async with started(notes, own_nats) as service:
        await is_known(service, BusState.READY)
        own_nats.stop()
        await announce(notes, service)
        await is_known(service, BusState.AWAY)
        assert "notices wait in the outbox: NATS cannot be reached" in caplog.text
        own_nats.start()
        await is_known(service, BusState.READY)


async def test_a_full_stream(
    notes: NoteSite, own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    async with started(notes, own_nats, stream_max_bytes=3000) as service:
        for _ in range(10):
            await announce(notes, service)
        await is_known(service, BusState.FULL)
        assert "the stream notes is full" in caplog.text
        assert "BANYAN_STREAM_MAX_BYTES" in caplog.text


async def test_a_stream_for_which_nats_has_no_room_says_so_in_one_line(
    notes: NoteSite, own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    async with started(notes, own_nats, stream_max_bytes=2**50) as service:
        await is_known(service, BusState.FULL)
    lines = {each.message for each in caplog.records if each.name == relay.__name__}
    assert lines == {
        "notices wait in the outbox: NATS has no room for the stream notes, which reserves 1073741824"
        " MiB (BANYAN_STREAM_MAX_BYTES). Give NATS more disk or raise its max_file_store, or lower the"
        " setting"
    }


async def test_jetstream_that_is_off(
    notes: NoteSite,
    own_nats: Nats,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with started(notes, own_nats) as service:
        await is_known(service, BusState.READY)
        own_nats.stop()
        with monkeypatch.context() as patch:
            without = {**json.loads(own_nats._settings())}
            del without["jetstream"]
            patch.setattr(Nats, "_settings", lambda _: json.dumps(without))
            own_nats.start()
        await announce(notes, service)
        await is_known(service, BusState.REFUSED)
        assert "JetStream is off, as after its disk was full" in caplog.text
        own_nats.restart()
        await is_known(service, BusState.READY)


async def test_a_disk_that_takes_no_more(
    notes: NoteSite,
    own_nats: Nats,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server cannot write another byte, answers questions, and acknowledges nothing."""
    monkeypatch.setattr(connection, "REQUEST_TIMEOUT_SECONDS", 0.5)
    async with started(notes, own_nats) as service:
        await is_known(service, BusState.READY)
        await announce(notes, service)
        assert own_nats.pid is not None
        resource.prlimit(own_nats.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        await announce(notes, service)
        await is_known(service, BusState.REFUSED)
        assert "its disk is probably full. Free space on it and restart NATS" in caplog.text
        own_nats.restart()
        await is_known(service, BusState.READY)
        await eventually(lambda: _is_empty(notes))


async def _is_empty(notes: NoteSite) -> bool:
    return not await notes.sql("SELECT * FROM outbox")
