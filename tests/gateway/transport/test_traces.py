"""Traces as a collector gets them: real processes, the real exporter, the real protocol."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx
from banyan.volunteers.v1 import person_pb2

from deploy.local.process import accepts_connections, free_port
from services.catalogue import named
from services.kit.calls.client import Client
from services.kit.process.ids import uuid7
from tests.collector import Collector, Exported
from tests.processes import LoggedProcess, run_module
from tests.services import Site
from tests.waiting import TIMEOUT, eventually

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
AWAY = "traces cannot be exported"
NAME = "金丝雀 Canary Heron"
REGISTER = """mutation Join($input: RegisterPersonInput!) {
  registerPerson(input: $input) { person { displayName } errors { message } }
}"""


def exporting(endpoint: str) -> dict[str, str]:
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
    }


async def start(
    site: Site, stack: AsyncExitStack, name: str, telemetry: dict[str, str]
) -> LoggedProcess:
    """Starts a service as a process, its database prepared, and waits until it serves."""
    environment = site.environment(name) | telemetry
    log = site.directory / f"{name}.log"
    process = await stack.enter_async_context(run_module(f"services.{name}", environment, log))
    await process.wait_for("ready")
    site.targets[name] = f"127.0.0.1:{(await process.wait_for('listening'))['port']}"
    return process


async def start_gateway(site: Site, stack: AsyncExitStack, telemetry: dict[str, str]) -> str:
    """Starts a gateway as a process; returns its address."""
    listen = f"127.0.0.1:{free_port()}"
    targets = {named(name).target_variable: at for name, at in site.targets.items()}
    environment = targets | telemetry
    environment |= {"BANYAN_LISTEN": listen, "BANYAN_NATS_URL": site.nats_url}
    log = site.directory / "gateway.log"
    process = await stack.enter_async_context(run_module("gateway", environment, log))
    await process.wait_for("NATS connection is up")
    port = int(listen.partition(":")[2])
    await eventually(lambda: accepts_connections(port))
    return f"http://{listen}/graphql"


def only(spans: list[Exported], service: str, kind: str, name: str) -> Exported:
    (span,) = [
        each
        for each in spans
        if (each.service, each.kind) == (service, kind) and name in each.proto.name
    ]
    return span


async def test_a_mutation_is_one_trace_from_the_frontend_to_the_consuming_service(
    site: Site,
) -> None:
    async with Collector.listening() as collector, AsyncExitStack() as stack:
        telemetry = exporting(collector.endpoint) | {"OTEL_RESOURCE_ATTRIBUTES": "region=north"}
        names = ("volunteers", "organizations")
        for name in names:
            await site.prepare(name)
        await asyncio.gather(*(start(site, stack, name, telemetry) for name in names))
        url = await start_gateway(site, stack, telemetry)
        token = site.issuer.mint("lin", "林")
        person = {"displayName": NAME, "timeZone": "Asia/Shanghai"}
        async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as http:
            response = await http.post(
                url,
                json={"query": REGISTER, "variables": {"input": person}},
                headers={
                    "authorization": f"Bearer {token}",
                    "traceparent": f"00-{TRACE}-{PARENT}-01",
                },
            )
            assert response.headers["x-trace-id"] == TRACE
            refused = await http.post(url, json={"query": 7})
            unknown = await http.post(url, json={"query": "{ nothing }"})
        assert response.json()["data"]["registerPerson"]["errors"] == [], response.text
        for answer in (refused, unknown):
            [error] = answer.json()["errors"]
            assert error["extensions"]["traceId"] == answer.headers["x-trace-id"]

        def complete() -> bool:
            kinds = {(each.service, each.kind) for each in collector.of_trace(TRACE)}
            return kinds >= {
                ("gateway", "SERVER"),
                ("gateway", "CLIENT"),
                ("volunteers", "SERVER"),
                ("volunteers", "PRODUCER"),
                ("organizations", "CONSUMER"),
            }

        await eventually(complete)
        spans = collector.of_trace(TRACE)
    operation = only(spans, "gateway", "SERVER", "mutation")
    call = only(spans, "gateway", "CLIENT", "RegisterPerson")
    handling = only(spans, "volunteers", "SERVER", "RegisterPerson")
    publishing = only(spans, "volunteers", "PRODUCER", "publish")
    consuming = only(spans, "organizations", "CONSUMER", "process")
    assert operation.proto.parent_span_id.hex() == PARENT
    assert call.proto.parent_span_id == operation.proto.span_id
    assert handling.proto.parent_span_id == call.proto.span_id
    assert publishing.proto.parent_span_id == handling.proto.span_id
    assert consuming.proto.parent_span_id == handling.proto.span_id
    assert operation.attributes == {
        "graphql.operation.type": "mutation",
        "graphql.operation.name": "Join",
    }
    for each in (call, handling):
        assert each.proto.name == "banyan.volunteers.v1.PersonService/RegisterPerson"
        assert each.attributes == {
            "rpc.system": "grpc",
            "rpc.service": "banyan.volunteers.v1.PersonService",
            "rpc.method": "RegisterPerson",
            "rpc.grpc.status_code": 0,
        }
    assert publishing.proto.name.startswith("publish banyan.volunteers.person.{id}.")
    assert consuming.attributes["messaging.system"] == "nats"
    assert consuming.attributes["messaging.destination.name"].startswith("banyan.volunteers.person")
    assert consuming.attributes["messaging.consumer.group.name"]
    assert handling.process["service.version"]
    assert handling.process["service.instance.id"] != consuming.process["service.instance.id"]
    assert handling.process["region"] == "north"
    for each in collector.spans:
        assert "Canary" not in str(each.proto), each.proto.name
        assert "金丝雀" not in str(each.proto), each.proto.name


async def test_a_collector_that_does_not_answer_holds_up_nothing(site: Site) -> None:
    async with Collector.listening() as collector, AsyncExitStack() as stack:
        collector.silent = True
        patient = exporting(collector.endpoint) | {"OTEL_EXPORTER_OTLP_TIMEOUT": "600"}
        process, client = await start_alone(site, stack, patient)
        await eventually(lambda: collector.asked)
        for _ in range(5):  # each would wait for ten minutes
            await _register(client, site)
        assert await process.stop() == 0
        assert not _errors(process)


async def test_a_collector_that_is_away_is_told_once(site: Site) -> None:
    async with AsyncExitStack() as stack:
        nowhere = f"http://127.0.0.1:{free_port()}"
        process, client = await start_alone(site, stack, exporting(nowhere))
        await process.wait_for(AWAY)
        for _ in range(5):
            await _register(client, site)
        assert await process.stop() == 0
        assert len(process.logged(AWAY)) == 1
        assert not _errors(process)


async def test_what_is_left_is_exported_at_the_stop(site: Site) -> None:
    async with Collector.listening() as collector, AsyncExitStack() as stack:
        telemetry = exporting(collector.endpoint) | {"OTEL_BSP_SCHEDULE_DELAY": "3600000"}
        process, client = await start_alone(site, stack, telemetry)
        await _register(client, site)
        await eventually(lambda: _is_published(site))
        assert collector.spans == []
        assert await process.stop() == 0
        assert {"SERVER", "PRODUCER"} <= {each.kind for each in collector.spans}


async def test_the_standard_variables_choose_what_is_sampled(site: Site) -> None:
    async with Collector.listening() as collector, AsyncExitStack() as stack:
        telemetry = exporting(collector.endpoint) | {
            "OTEL_TRACES_SAMPLER": "parentbased_always_off"
        }
        process, client = await start_alone(site, stack, telemetry)
        await _register(client, site)
        assert await process.stop() == 0
        assert collector.asked == 0
        assert all(len(each["trace_id"]) == 32 for each in process.logged("rpc"))


async def start_alone(
    site: Site, stack: AsyncExitStack, telemetry: dict[str, str]
) -> tuple[LoggedProcess, Client]:
    """Starts the volunteers; returns the process, and a client of it."""
    await site.prepare("volunteers")
    process = await start(site, stack, "volunteers", telemetry)
    client = Client(site.targets)
    stack.push_async_callback(client.close)
    return process, client


async def _is_published(site: Site) -> bool:
    (waiting,) = await site.sql("volunteers", "SELECT count(*) AS notices FROM outbox")
    return not waiting["notices"]


def _errors(process: LoggedProcess) -> list[dict[str, Any]]:
    return [each for each in process.records if each["level"] == "ERROR"]


async def _register(client: Client, site: Site) -> None:
    person: Any = person_pb2.Person(display_name="林", time_zone="Asia/Shanghai")
    request = person_pb2.RegisterPersonRequest(person=person)
    passport = site.office.person(uuid7())
    await client.call(request, person_pb2.Person, passport=passport)
