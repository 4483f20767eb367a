"""Metrics of a service, as Prometheus scrapes them."""

import socket
import threading
from typing import Any

import grpc
import pytest
from opentelemetry.trace import SpanKind
from prometheus_client import CollectorRegistry, Counter, generate_latest

from services.kit.bus.consumers import Consumer
from services.kit.errors import Refused
from services.kit.process import telemetry
from services.kit.process.environment import ConfigurationError
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import Gate, NoteServicer, note_service
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.kit.process.measuring import LISTEN, create_note, seen
from tests.metrics import Scrape, exemplars
from tests.waiting import eventually

GET, CREATE = pb.METHODS["GetNote"].path, pb.METHODS["CreateNote"].path


NOBODYS = str(uuid7())


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
        counted |= {"banyan_line_longest", "banyan_database_lock_waits", "banyan_work_items"}
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

    async def test_durations_lead_to_the_traces_that_are_kept(self, notes: NoteSite) -> None:
        """Of a request, and of the notice that followed from it in a consumer."""

        async def handle(note: Any, work: Work) -> None:
            del note, work

        consumer = Consumer("notes-traced", "notes", "note", pb.Note, handle)
        kept, dropped = uuid7().hex, uuid7().hex
        service = note_service(consumers=[consumer])
        async with notes.start(service, metrics_listen=LISTEN) as running:
            for trace, flag in ((dropped, "00"), (kept, "01")):
                carrier = {"traceparent": f"00-{trace}-00f067aa0ba902b7-{flag}"}
                with telemetry.span("test", SpanKind.SERVER, carrier):
                    await create_note(notes, running)
            port = running.instance.metrics_port

            async def leads(name: str, **labels: str) -> bool:
                found = await exemplars(port, name, **labels)
                assert dropped not in found
                return kept in found

            assert await leads("banyan_rpc_duration_seconds", method=CREATE)
            name = "banyan_notice_delay_seconds"
            await eventually(lambda: leads(name, consumer="notes-traced"))

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
