"""A service does not answer for now: the gateway keeps its deadline, and what is fast stays fast."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from gateway.backend.context import Context
from gateway.transport.settings import TransportSettings
from services.kit.calls import deadline
from tests.databases import Databases
from tests.faults.processes import Nursery
from tests.gateway.binding.test_mutations import EVENT, GROUP, SHIFT
from tests.gateway.conftest import Gateway, Json, lets_register, serving
from tests.passports import PassportOffice
from tests.services import Site
from tests.waiting import TIMEOUT, eventually

# Seconds for an operation, and those of them that are left for the rest when a call has had its time.
# Between the two, what is not held is answered, however busy the machine is.
DEADLINE, MARGIN = 7.0, 4.0
PATIENT = 60.0
AT_ONCE = 60
UNDER_WAY = AT_ONCE // 2

SLOW = "query($event: ID!) { event(id: $event) { title } }"
QUICK = "{ organizations { nodes { name } } }"
SINGLE = "query($event: ID!) { event(id: $event) { title } organizations { nodes { name } } }"
NESTED = """query($event: ID!) { event(id: $event) { title
    shifts { nodes { title signUps { nodes { state } } } } } }"""
UPDATE = """mutation($input: UpdateEventInput!) { updateEvent(input: $input) {
    event { whatToBring } errors { code } } }"""


@dataclass
class Stage:
    """A platform whose events hold requests until the test lets them through.

    Attributes:
        site: Where it runs.
        token: Somebody who plans events.
        event: The global id of one, with a shift.
        gate: Has a file for each method whose requests go through.
    """

    site: Site
    token: str
    event: str
    gate: Path

    @asynccontextmanager
    async def gateway(self, seconds: float = PATIENT) -> AsyncIterator[Gateway]:
        """Runs a gateway that gives operations so long."""
        async with serving(
            self.site, settings=TransportSettings(operation_timeout=seconds)
        ) as gateway:
            await gateway.ask("{ viewer { personId } }", self.token)  # whose passport is known then
            yield gateway

    def ask(self, gateway: Gateway, query: str) -> asyncio.Task[Json]:
        """Begins a query."""
        return asyncio.create_task(gateway.result(query, self.token, event=self.event))

    def let_through(self, *methods: str) -> None:
        """Lets events answer requests of these methods."""
        for method in methods:
            (self.gate / method).touch()


@pytest_asyncio.fixture(scope="module")
async def held_stage(
    databases: Databases,
    nats_server: Nats,
    office: PassportOffice,
    nursery: Nursery,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    directory: Path = tmp_path_factory.mktemp("slow")
    site = Site(databases, nats_server.url, office, directory, Issuer(directory / "issuer"))
    token = site.issuer.mint("neighbour", "Neighbour")
    async with AsyncExitStack() as stack:
        await site.start("organizations", stack)
        async with AsyncExitStack() as quick:
            await site.start("events", quick)
            gateway = await quick.enter_async_context(serving(site))
            await lets_register(gateway, site, token)
            event = await planned(gateway, token)
        gate = tmp_path_factory.mktemp("gate")
        slow = await nursery.start(site, "events", "held", let_through=gate)
        stack.push_async_callback(slow.kill)
        await slow.listening()
        site.targets["events"] = slow.target
        yield Stage(site, token, event, gate)


@pytest.fixture
def stage(held_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The platform, with everything held."""
    monkeypatch.setattr(deadline, "MARGIN_SECONDS", MARGIN)
    for method in held_stage.gate.iterdir():
        method.unlink()
    return held_stage


async def planned(gateway: Gateway, token: str) -> str:
    """Returns the global id of a new event with a shift."""

    async def do(mutation: str, resource: str, **input_: Any) -> str:
        payload = await gateway.do(mutation, token, f"{resource} {{ id }}", **input_)
        assert payload["errors"] == []
        id_: str = payload[resource]["id"]
        return id_

    group = await do("createOrganization", "organization", name="Choir", **GROUP)
    event = await do("createEvent", "event", organizationId=group, **EVENT)
    await do("createShift", "shift", eventId=event, **SHIFT)
    return event


def codes(answer: Json) -> dict[str, str]:
    """Returns the code of each error by its path."""
    return {
        ".".join(map(str, error["path"])): error["extensions"]["code"]
        for error in answer.get("errors", ())
    }


async def test_a_single_field_is_null_in_time_and_the_rest_is_there(stage: Stage) -> None:
    async with stage.gateway(DEADLINE) as gateway:
        answer = await stage.ask(gateway, SINGLE)  # while the service still holds its part
    assert answer["data"] == {"event": None, "organizations": {"nodes": [{"name": "Choir"}]}}
    assert codes(answer) == {"event": "DEADLINE_EXCEEDED"}


async def test_control_before_the_deadline_it_takes_as_long_as_the_service(stage: Stage) -> None:
    async with stage.gateway() as gateway:
        with counting(gateway) as calls:
            asked = stage.ask(gateway, SINGLE)
            await eventually(lambda: calls["GetEventRequest"] and calls["ListOrganizations done"])
            assert not asked.done()
            stage.let_through("GetEvent")
            assert codes(await asked) == {}


async def test_lists_within_one_another_keep_one_deadline(stage: Stage) -> None:
    stage.let_through("GetEvent")
    async with stage.gateway(DEADLINE) as gateway:
        with remaining(gateway) as left:
            answer = await stage.ask(gateway, NESTED)
        assert answer["data"] == {"event": {"title": EVENT["title"], "shifts": None}}
        assert codes(answer) == {"event.shifts": "DEADLINE_EXCEEDED"}
        assert DEADLINE > left["GetEventRequest"] > left["ListShiftsRequest"]
    # The control: without the deadline the rest comes, once the service goes on.
    stage.let_through("ListShifts", "ListSignUps", "BatchListSignUps")
    async with stage.gateway() as patient:
        answer = await stage.ask(patient, NESTED)
    assert codes(answer) == {}
    assert answer["data"]["event"]["shifts"]["nodes"]


async def test_a_mutation_keeps_it_too_and_can_be_sent_again(stage: Stage) -> None:
    change = {"eventId": stage.event, "whatToBring": "Gloves", "requestId": str(uuid4())}
    async with stage.gateway(DEADLINE) as gateway:
        answer = await gateway.result(UPDATE, stage.token, input=change)
    assert codes(answer) == {"updateEvent": "DEADLINE_EXCEEDED"}
    stage.let_through("UpdateEvent")
    async with stage.gateway() as patient:
        answers = [await patient.ask(UPDATE, stage.token, input=change) for _ in range(2)]
    expected = {"updateEvent": {"event": {"whatToBring": "Gloves"}, "errors": []}}
    assert answers == [expected, expected]


class TestManyAtOnce:
    async def test_what_is_fast_stays_fast(self, stage: Stage) -> None:
        async with stage.gateway() as gateway, beside_held_ones(stage, gateway, UNDER_WAY) as calls:
            assert codes(await stage.ask(gateway, QUICK)) == {}
            assert calls["GetEventRequest"] >= UNDER_WAY

    async def test_control_if_all_shared_the_slots_of_one_operation(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with stage.gateway() as gateway:
            slots = asyncio.Semaphore(gateway.backend.bounds.max_calls_at_once)
            make = Context.__init__

            def sharing(self: Context, *arguments: Any) -> None:
                make(self, *arguments)
                self._slots = slots

            monkeypatch.setattr(Context, "__init__", sharing)
            under_way = gateway.backend.bounds.max_calls_at_once
            async with beside_held_ones(stage, gateway, under_way):
                quick = stage.ask(gateway, QUICK)
                await eventually(lambda: len(slots._waiters or ()) > AT_ONCE - under_way)
                assert not quick.done()
            assert codes(await quick) == {}


@asynccontextmanager
async def beside_held_ones(
    stage: Stage, gateway: Gateway, under_way: int
) -> AsyncIterator[Counter[str]]:
    """Begins so many queries that a service holds; at the end of the block they go on.

    Yields:
        The calls that are under way, of which there are at least so many.
    """
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT, limits=limits) as http:
        crowd = replace(gateway, http=http)
        with counting(gateway) as calls:
            held = [stage.ask(crowd, SLOW) for _ in range(AT_ONCE)]
            await eventually(lambda: calls["GetEventRequest"] >= under_way)
            yield calls
            assert not any(each.done() for each in held)
            stage.let_through("GetEvent")
            for answer in await asyncio.gather(*held):
                assert codes(answer) == {}


@contextmanager
def remaining(gateway: Gateway) -> Iterator[dict[str, float]]:
    """Notes the seconds that are left of the operation when a gateway calls, by the requests."""
    left: dict[str, float] = {}
    client = gateway.backend.client
    call = client.call

    async def noted(request: Any, *arguments: Any, **options: Any) -> Any:
        left[request.DESCRIPTOR.name] = deadline.remaining() or 0
        return await call(request, *arguments, **options)

    client.call = noted  # type: ignore[method-assign] # to look at them
    try:
        yield left
    finally:
        client.call = call  # type: ignore[method-assign]


@contextmanager
def counting(gateway: Gateway) -> Iterator[Counter[str]]:
    """Counts the calls of a gateway to the services: those under way by their requests, and the done."""
    calls: Counter[str] = Counter()
    client = gateway.backend.client
    call = client.call

    async def counted(request: Any, *arguments: Any, **options: Any) -> Any:
        name = request.DESCRIPTOR.name
        calls[name] += 1
        try:
            return await call(request, *arguments, **options)
        finally:
            calls[name] -= 1
            calls[name.replace("Request", " done")] += 1

    client.call = counted  # type: ignore[method-assign] # to count them
    try:
        yield calls
    finally:
        client.call = call  # type: ignore[method-assign]
