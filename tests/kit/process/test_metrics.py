"""Metrics of a service, as Prometheus scrapes them."""

import asyncio
import math
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import grpc
import pytest
from nats.js import JetStreamContext
from prometheus_client import CollectorRegistry, Counter, generate_latest
from sqlalchemy.exc import DBAPIError

from deploy.local.nats import Nats
from services.kit.bus.consumers import Consumer
from services.kit.bus.subscription import RESULTS
from services.kit.errors import Refused
from services.kit.process import metrics
from services.kit.process.config import ConfigurationError
from services.kit.process.ids import uuid7
from services.kit.service import gauges
from services.kit.work.jobs import Job, PeriodicJob, PerItemJob
from services.kit.work.unit import retried
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import Gate, NoteServicer, note_service
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.metrics import Scrape, scrape
from tests.waiting import TIMEOUT, eventually

LISTEN = "127.0.0.1:0"
GET, CREATE = pb.METHODS["GetNote"].path, pb.METHODS["CreateNote"].path
NOBODYS = str(uuid7())


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(metrics, "LAG_SECONDS", 0.01)


@pytest.fixture
async def running(notes: NoteSite) -> AsyncIterator[RunningNotes]:
    async with notes.start(metrics_listen=LISTEN) as running:
        yield running


async def seen(running: RunningNotes) -> Scrape:
    return await scrape(running.instance.metrics_port)


async def create_note(notes: NoteSite, running: RunningNotes, title: str = "groceries") -> None:
    request = pb.CreateNoteRequest(note=pb.Note(title=title))
    await running.call(request, pb.Note, notes.passport(uuid7()))


class TestServing:
    async def test_every_name_keeps_to_the_conventions(self, running: RunningNotes) -> None:
        found = await seen(running)
        assert found.value("process_resident_memory_bytes") > 1_000_000
        names = {name for name, _ in found.of("banyan_")}
        assert names
        units = ("_total", "_seconds", "_seconds_bucket", "_seconds_count", "_seconds_sum")
        counted = {"banyan_rpc_in_flight", "banyan_database_connections_in_use"}
        counted |= {f"banyan_{name}" for name in ("outbox_notices", "notices_pending")}
        counted |= {f"banyan_{name}" for name in ("dead_letters", "graphql_subscriptions")}
        counted |= {"banyan_bus", "banyan_stream_fullness_ratio"}
        counted |= {f"banyan_{name}" for name in ("line_waiting", "workers_running")}
        counted |= {"banyan_connections", "banyan_budgets_shared", "banyan_revocations"}
        assert {name for name in names if not name.endswith(units)} <= counted
        assert not {name for name in names if name.endswith("_created")}

    async def test_without_an_address_nothing_is_served(self, notes: NoteSite) -> None:
        async with notes.start() as running:
            assert running.instance.metrics_port is None
            names = {thread.name for thread in threading.enumerate()}
            assert not any("serve_forever" in name for name in names)

    async def test_the_port_is_free_again_afterwards(self, notes: NoteSite) -> None:
        async with notes.start(metrics_listen=LISTEN) as running:
            port = running.instance.metrics_port
        async with notes.start(metrics_listen=f"127.0.0.1:{port}") as running:
            assert running.instance.metrics_port == port

    async def test_a_port_that_is_taken_ends_the_start(self, notes: NoteSite) -> None:
        async with notes.start(metrics_listen=LISTEN) as running:
            taken = f"127.0.0.1:{running.instance.metrics_port}"
            with pytest.raises(ConfigurationError, match=r"BANYAN_METRICS_LISTEN: .*in use"):
                async with notes.start(metrics_listen=taken):
                    pass

    async def test_a_client_that_says_nothing_holds_up_nobody(
        self, notes: NoteSite, running: RunningNotes
    ) -> None:
        port = running.instance.metrics_port
        assert port is not None
        with socket.create_connection(("127.0.0.1", port)) as silent:
            silent.send(b"GET /met")
            await create_note(notes, running)
            assert (await seen(running)).value(
                "banyan_rpc_requests_total", method=CREATE, code="OK"
            )

    async def test_the_lag_of_the_event_loop_is_seen(self, running: RunningNotes) -> None:
        def held(found: Scrape) -> float:
            name = "banyan_event_loop_lag_seconds"
            all_, quick = f"{name}_count", f"{name}_bucket"
            return found.value(all_) - found.value(quick, le="0.1")

        before = held(await seen(running))
        threading.Event().wait(0.25)  # what a handler must never do

        async def is_seen() -> bool:
            return held(await seen(running)) > before

        await eventually(is_seen)


class TestRequests:
    async def test_requests_are_counted_by_method_and_code(
        self, notes: NoteSite, running: RunningNotes
    ) -> None:
        before = await seen(running)
        await create_note(notes, running)
        with pytest.raises(grpc.aio.AioRpcError):
            await running.ask("GetNote", pb.GetNoteRequest(id=NOBODYS).SerializeToString())
        with pytest.raises(grpc.aio.AioRpcError):
            await running.ask("GetNote", b"\xff", passport=notes.anonymous())
        after = await seen(running)

        def grown(method: str, code: str) -> float:
            name = "banyan_rpc_requests_total"
            labels = {"method": method, "code": code}
            return after.value(name, **labels) - before.value(name, **labels)

        assert grown(CREATE, "OK") == 1
        assert grown(GET, "UNAUTHENTICATED") == 1
        assert grown(GET, "INVALID_ARGUMENT") == 1
        timed = "banyan_rpc_duration_seconds_count"
        assert after.value(timed, method=GET) - before.value(timed, method=GET) == 2

    async def test_what_is_under_way_and_given_up_is_counted(self, notes: NoteSite) -> None:
        gate = Gate()

        async def wait(request: Any, work: Work) -> Any:
            await gate.pass_through()
            raise Refused("not now")

        servicer = NoteServicer(GetNote=wait)
        async with notes.start(note_service(servicer=servicer), metrics_listen=LISTEN) as running:
            cancelled = {"method": GET, "code": "CANCELLED"}
            before = (await seen(running)).value("banyan_rpc_requests_total", **cancelled)
            body = pb.GetNoteRequest(id=NOBODYS).SerializeToString()
            call = running.ask("GetNote", body, passport=notes.anonymous())

            async def in_flight(number: int) -> bool:
                return (await seen(running)).value("banyan_rpc_in_flight") == number

            await eventually(lambda: in_flight(1))
            call.cancel()
            await eventually(lambda: in_flight(0))
            after = (await seen(running)).value("banyan_rpc_requests_total", **cancelled)
            assert after == before + 1
            gate.open()

    async def test_strangers_add_no_series(self, notes: NoteSite, running: RunningNotes) -> None:
        """Whatever they send: unknown methods, odd metadata, invented codes and ids."""

        async def flood(numbers: range) -> None:
            for number in numbers:
                odd = f"/{pb.SERVICE.full_name}/Get{number}", f"/any.Service{number}/Get"
                for path in (*odd, GET):
                    call: Any = running.channel.unary_unary(path)
                    with pytest.raises(grpc.aio.AioRpcError):
                        await call(
                            f"{number}".encode(),
                            metadata=(
                                ("authorization", f"Bearer {number}"),
                                ("traceparent", f"{number}"),
                                (f"x-{number}", "x"),
                            ),
                        )
                body = pb.GetNoteRequest(id=str(uuid7())).SerializeToString()
                with pytest.raises(grpc.aio.AioRpcError):
                    await running.ask("GetNote", body, passport=notes.anonymous())

        await flood(range(2))
        before = (await seen(running)).of("banyan_").keys()
        await flood(range(2, 30))
        assert (await seen(running)).of("banyan_").keys() == before

    def test_control_a_label_of_the_caller_grows_with_every_request(self) -> None:
        """Why paths and ids are no labels: each new value stays for ever."""
        registry = CollectorRegistry()
        counter = Counter("rpc", "By what was sent.", ["path"], registry=registry)
        for number in range(50):
            counter.labels(f"/any.Service{number}/Get").inc()
        found = Scrape(generate_latest(registry).decode())
        assert len(found.labels("rpc_total")) == 50


class TestNotices:
    async def test_published_and_handled_notices_are_counted(
        self, notes: NoteSite, jetstream: JetStreamContext
    ) -> None:
        async def handle(note: Any, work: Work) -> None:
            del work
            if note.title == "poison":
                raise ValueError("canary")

        consumer = Consumer("notes-counted", "notes", "note", pb.Note, handle)
        service = note_service(consumers=[consumer])
        async with notes.start(service, metrics_listen=LISTEN, handler_attempts=2) as running:
            before = await seen(running)
            # The same series exist from the start, so that the first of each is seen to be one more.
            known = before.labels("banyan_notices_handled_total")
            for result in RESULTS:
                assert {"consumer": "notes-counted", "result": result} in known
            await create_note(notes, running)
            await create_note(notes, running, "poison")
            first = await eventually(lambda: _first(jetstream))
            again = {**first.headers, "Nats-Msg-Id": str(uuid7())}  # or the bus itself drops it
            await jetstream.publish(first.subject, first.data, headers=again)
            await jetstream.publish("banyan.notes.note.junk.created", b"junk")

            async def grown() -> dict[str, float]:
                after = await seen(running)
                name = "banyan_notices_handled_total"
                return {
                    labels["result"]: after.value(name, **labels) - before.value(name, **labels)
                    for labels in after.labels(name)
                    if labels["consumer"] == "notes-counted"
                }

            async def is_all_handled() -> bool:
                found = await grown()
                once = {"handled", "repeated", "failed", "dead", "refused"}
                return found == {"delayed": 0} | dict.fromkeys(once, 1)

            await eventually(is_all_handled)
            published = "banyan_notices_published_total"
            assert (await seen(running)).value(published) - before.value(published) == 2

            async def is_told() -> bool:
                after = await seen(running)
                dead = after.value("banyan_dead_letters", consumer="notes-counted")
                pending = after.value("banyan_notices_pending", consumer="notes-counted")
                return dead == 1 and pending == 0

            await eventually(is_told)

    async def test_the_outbox_is_seen_to_wait_while_the_bus_is_away(
        self, notes: NoteSite, own_nats: Nats
    ) -> None:
        url = own_nats.url
        own_nats.stop()
        async with notes.start(metrics_listen=LISTEN, nats_url=url) as running:
            for _ in range(3):
                await create_note(notes, running)

            async def waits() -> bool:
                found = await seen(running)
                age = found.value("banyan_outbox_oldest_age_seconds")
                return found.value("banyan_outbox_notices") == 3 and 0 < age < 60

            await eventually(waits)
            own_nats.start()

            async def is_empty() -> bool:
                found = await seen(running)
                age = found.value("banyan_outbox_oldest_age_seconds")
                return found.value("banyan_outbox_notices") == 0 and age == 0

            await eventually(is_empty)

    async def test_what_cannot_be_asked_is_not_a_number(self, notes: NoteSite) -> None:
        away = "postgresql://nobody:nothing@127.0.0.1:1/none"
        async with notes.start(metrics_listen=LISTEN, database_url=away) as running:

            async def is_unknown() -> bool:
                found = await seen(running)
                return math.isnan(found.value("banyan_outbox_notices"))

            await eventually(is_unknown)


class TestWork:
    async def test_due_work_and_its_failures_are_counted(self, notes: NoteSite) -> None:
        async def find(work: Work) -> list[int]:
            del work
            return [1, 2]

        async def job(key: int, work: Work) -> None:
            del work
            if key == 2:
                raise ValueError("canary")

        async def broken(work: Work) -> None:
            raise ValueError("canary")

        jobs: list[Job] = [
            PerItemJob("counted", 0.05, find, job),
            PeriodicJob("broken", 0.05, broken),
        ]
        async with notes.start(note_service(jobs=jobs), metrics_listen=LISTEN) as running:

            async def is_counted() -> bool:
                found = await seen(running)
                return all(
                    found.value("banyan_job_runs_total", job=name) >= 2
                    and found.value("banyan_job_failures_total", job=name) >= 2
                    for name in ("counted", "broken")
                )

            await eventually(is_counted)
            assert (await seen(running)).value("banyan_job_failures_total", job="eager") == 0

    async def test_transactions_that_run_again_are_counted(self, running: RunningNotes) -> None:
        name = "banyan_transaction_retries_total"
        before = (await seen(running)).value(name)
        left = 2

        async def once() -> str:
            nonlocal left
            if left:
                left -= 1
                raise DBAPIError("", {}, Exception())
            return "done"

        assert await retried(once, lambda _: True) == "done"
        assert (await seen(running)).value(name) == before + 2

    async def test_connections_in_use_are_seen(self, running: RunningNotes) -> None:
        async def in_use(number: int) -> bool:
            return (await seen(running)).value("banyan_database_connections_in_use") >= number

        async with asyncio.timeout(TIMEOUT):
            engine = running.instance.units.engine
            async with engine.connect(), engine.connect(), engine.connect():
                await eventually(lambda: in_use(3))

    async def test_the_outbox_is_seen_while_requests_hold_every_connection(
        self, notes: NoteSite
    ) -> None:
        async with (
            notes.start(note_service(), metrics_listen=LISTEN, database_pool_size=1) as running,
            AsyncExitStack() as held,
        ):
            for _ in range(2):  # the pool and its overflow
                await held.enter_async_context(running.instance.units.engine.connect())

            async def outbox_is_seen() -> bool:
                return (await seen(running)).value("banyan_outbox_notices") == 0

            await eventually(outbox_is_seen)


async def _first(jetstream: JetStreamContext) -> Any:
    info = await jetstream.stream_info("notes")
    return info.state.messages >= 2 and await jetstream.get_msg("notes", seq=1)
