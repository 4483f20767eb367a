"""A service as a whole: it starts in any order, tells the truth about its health, and stops well."""

import asyncio
import signal
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.kit.calls.client import Client
from services.kit.errors import Unavailable
from services.kit.process.environment import ConfigurationError
from services.kit.process.ids import uuid7
from services.kit.process.tasks import end, run_forever
from services.kit.service.running import running
from services.kit.work.schema import present_heads
from services.kit.work.work import Work
from tests.kit.conftest import make_notes_database
from tests.kit.notes import contract as pb
from tests.kit.notes.service import Gate, NoteServicer, note_service
from tests.kit.notes.site import NoteSite
from tests.processes import run_module
from tests.servers import start_postgres
from tests.services import Site
from tests.waiting import TIMEOUT, eventually

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


async def health(channel: grpc.aio.Channel) -> Any:
    stub = health_pb2_grpc.HealthStub(channel)
    return (await stub.Check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT)).status


async def test_health_follows_the_database(notes: NoteSite, tmp_path: Path) -> None:
    postgres = start_postgres(tmp_path / "postgres")
    try:
        url = await make_notes_database(postgres, "notes")
        async with notes.start(database_url=url) as service:
            await eventually(lambda: _is(service.channel, SERVING))
            await asyncio.to_thread(postgres.kill)
            await eventually(lambda: _is(service.channel, NOT_SERVING))
            postgres.launch()
            await eventually(lambda: _is(service.channel, SERVING))
    finally:
        postgres.remove()


async def _is(channel: grpc.aio.Channel, status: Any) -> bool:
    return bool(await health(channel) == status)


async def test_a_database_without_migrations_is_not_served(site: Site, notes: NoteSite) -> None:
    url = site.databases.postgres.create_database("bare")
    async with notes.start(database_url=url) as service:
        assert await health(service.channel) != SERVING


async def test_the_bus_is_not_needed_to_serve(notes: NoteSite) -> None:
    async with notes.start(nats_url="nats://127.0.0.1:1") as service:
        await eventually(lambda: _is(service.channel, SERVING))
        request = pb.CreateNoteRequest(note=pb.Note(title="kept"))
        await service.call(request, pb.Note, notes.passport(uuid7()))
    assert len(await notes.sql("SELECT * FROM outbox")) == 1


async def test_health_and_relay_do_not_wait_for_requests(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests hold every connection that they may, as where all of them want one locked row."""
    gate, looks = Gate(), 0

    async def look(connection: AsyncConnection) -> frozenset[str]:
        nonlocal looks
        looks += 1
        return await present_heads(connection)

    async def held(request: Any, work: Work) -> Any:
        answer = await NoteServicer().CreateNote(request, work)
        await gate.pass_through()
        return answer

    monkeypatch.setattr("services.kit.service.readiness.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("services.kit.service.readiness.LONGEST_LOOK_SECONDS", TIMEOUT)
    monkeypatch.setattr("services.kit.work.schema.present_heads", look)
    service = note_service(servicer=NoteServicer(CreateNote=held))
    request = pb.CreateNoteRequest(note=pb.Note(title="held")).SerializeToString()
    async with notes.start(service, database_pool_size=1) as instance:
        await eventually(lambda: _is(instance.channel, SERVING))
        calls = [
            instance.ask("CreateNote", request, passport=notes.passport(uuid7()), timeout=30)
            for _ in range(4)
        ]
        # One of two connections: the other is left to reads.
        await eventually(lambda: instance.instance.units.engine.pool.checkedout() == 1)  # type: ignore[attr-defined] # of a pool with a queue
        begun = looks
        await eventually(lambda: looks > begun + 2)
        assert await health(instance.channel) == SERVING
        assert await asyncio.wait_for(instance.instance.relay.publish_batch(), TIMEOUT) == 0
        reader = notes.passport(uuid7())
        page = await instance.call(pb.ListNotesRequest(), pb.ListNotesResponse, reader)
        assert not page.notes
        gate.open()
        await asyncio.gather(*calls)


async def test_reflection_names_the_services(notes: NoteSite) -> None:
    async with notes.start(reflection=True) as service:
        names = await asyncio.to_thread(_reflected, service.target)
    assert {pb.SERVICE.full_name, "grpc.health.v1.Health"} <= set(names)


async def test_without_reflection_the_contract_is_not_told(notes: NoteSite) -> None:
    async with notes.start() as service:
        with pytest.raises(grpc.RpcError) as refused:
            await asyncio.to_thread(_reflected, service.target)
    assert refused.value.code() == grpc.StatusCode.UNIMPLEMENTED


def _reflected(target: str) -> list[str]:
    with grpc.insecure_channel(target) as channel:
        return list(ProtoReflectionDescriptorDatabase(channel).get_services())


async def test_background_work_that_others_cancel_begins_again() -> None:
    stopping, runs = asyncio.Event(), 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        awaited = asyncio.get_running_loop().create_future()
        if runs == 1:
            awaited.cancel()  # as a library does with what it gives up on
        await awaited

    task = asyncio.create_task(run_forever(work, stopping))
    await eventually(lambda: runs == 2)
    stopping.set()
    await end([task])
    assert task.cancelled()
    assert runs == 2


async def test_a_stop_lets_what_runs_finish_and_takes_no_more(notes: NoteSite) -> None:
    gate = Gate()

    async def slow(request: Any, work: Work) -> Any:
        await gate.pass_through()
        return await NoteServicer().CreateNote(request, work)

    service = note_service(servicer=NoteServicer(CreateNote=slow))
    passport = notes.passport(uuid7())
    async with notes.start(service, grace=TIMEOUT) as instance:
        client = Client({"notes": instance.target})  # one that outlives the service
        request = pb.CreateNoteRequest(note=pb.Note(title="begun"))
        begun = asyncio.create_task(client.call(request, pb.Note, passport=passport))
        await asyncio.wait_for(gate.reached.wait(), TIMEOUT)
        asyncio.get_running_loop().call_later(0.1, gate.open)
    assert (await begun).title == "begun"
    assert len(await notes.sql("SELECT * FROM note")) == 1
    with pytest.raises(Unavailable):
        await client.call(pb.GetNoteRequest(id=str(uuid7())), pb.Note, passport=passport)
    await client.close()


async def test_a_servicer_that_holds_something_open_is_closed_last(notes: NoteSite) -> None:
    happened: list[str] = []

    class Holding(NoteServicer):
        async def close(self) -> None:
            happened.append("closed")

    async with notes.start(note_service(servicer=Holding())) as instance:
        request = pb.CreateNoteRequest(note=pb.Note(title="begun"))
        await instance.call(request, pb.Note, notes.passport(uuid7()))
        assert happened == []
    assert happened == ["closed"]


async def test_a_taken_port_stops_the_start(notes: NoteSite) -> None:
    async with notes.start() as service:
        with pytest.raises(ConfigurationError, match="BANYAN_LISTEN: cannot be listened on"):
            async with running(note_service(), notes.settings(listen=service.target)):
                pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_process_ends_well_when_told(site: Site, number: signal.Signals) -> None:
    await site.prepare("volunteers")
    log = site.directory / "volunteers.log"
    async with run_module("services.volunteers", site.environment("volunteers"), log) as process:
        await process.wait_for("ready")
        assert await process.stop(number) == 0
    assert process.logged("stopped")
    assert {record["level"] for record in process.records} == {"INFO"}
