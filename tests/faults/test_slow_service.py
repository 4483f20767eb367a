"""A service takes 2 s for everything: the gateway keeps its deadline, and what is fast stays fast."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from gateway.context import Context
from gateway.settings import TransportSettings
from tests.databases import Databases
from tests.faults.processes import Nursery
from tests.faults.variations import SLOWNESS
from tests.gateway.conftest import Gateway, Json, serving
from tests.gateway.test_mutations import EVENT, GROUP, SHIFT
from tests.passports import PassportOffice
from tests.services import Site
from tests.waiting import eventually

# Beyond a deadline, for the answer to arrive on a busy machine; still less than a slow answer takes.
SLACK = 0.9
HASTY = 1.0  # seconds for an operation: less than one slow answer
MODERATE = 3.0  # more than one, less than two
AT_ONCE = 60
UNDER_WAY = AT_ONCE // 2
FAST = 1.5  # the longest that a fast query may take beside so many slow ones; a slow one takes 2 s

SLOW = "query($event: ID!) { event(id: $event) { title } }"
QUICK = "{ organizations { nodes { name } } }"
SINGLE = "query($event: ID!) { event(id: $event) { title } organizations { nodes { name } } }"
NESTED = """query($event: ID!) { event(id: $event) { title
    shifts { nodes { title signUps { nodes { state } } } } } }"""
UPDATE = """mutation($input: UpdateEventInput!) { updateEvent(input: $input) {
    event { location } errors { code } } }"""


@dataclass
class Stage:
    """A platform whose events are slow.

    Attributes:
        site: Where it runs.
        token: Somebody who plans events.
        event: The global id of one, with a shift.
    """

    site: Site
    token: str
    event: str

    @asynccontextmanager
    async def gateway(self, seconds: float) -> AsyncIterator[Gateway]:
        """Runs a gateway that gives operations so long."""
        settings = TransportSettings(operation_timeout=seconds)
        async with serving(self.site, settings=settings) as gateway:
            await gateway.ask("{ viewer { personId } }", self.token)  # whose passport is known then
            yield gateway

    async def timed(self, gateway: Gateway, query: str) -> tuple[Json, float]:
        """Returns the answer to a query, and the seconds that it took."""
        begun = time.monotonic()
        answer = await gateway.result(query, self.token, event=self.event)
        return answer, time.monotonic() - begun


@pytest_asyncio.fixture(scope="module")
async def stage(
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
            event = await planned(gateway, token)
        slow = await nursery.start(site, "events", "slow")
        stack.push_async_callback(slow.kill)
        await slow.listening()
        site.targets["events"] = slow.target
        yield Stage(site, token, event)


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
    async with stage.gateway(HASTY) as gateway:
        answer, seconds = await stage.timed(gateway, SINGLE)
    assert seconds < HASTY + SLACK
    assert answer["data"] == {"event": None, "organizations": {"nodes": [{"name": "Choir"}]}}
    assert codes(answer) == {"event": "DEADLINE_EXCEEDED"}


async def test_control_without_a_deadline_it_takes_as_long_as_the_service(stage: Stage) -> None:
    async with stage.gateway(10.0) as gateway:
        answer, seconds = await stage.timed(gateway, SINGLE)
    assert seconds > SLOWNESS > HASTY + SLACK
    assert codes(answer) == {}


async def test_lists_within_one_another_keep_one_deadline(stage: Stage) -> None:
    async with stage.gateway(MODERATE) as gateway, stage.gateway(10.0) as patient:
        (answer, seconds), (_, unhurried) = await asyncio.gather(
            stage.timed(gateway, NESTED), stage.timed(patient, NESTED)
        )
    assert seconds < MODERATE + SLACK
    assert answer["data"] == {"event": {"title": EVENT["title"], "shifts": None}}
    assert codes(answer) == {"event.shifts": "DEADLINE_EXCEEDED"}
    # The control: with time enough, each level takes the service's time once more.
    assert unhurried > 3 * SLOWNESS


async def test_a_mutation_keeps_it_too_and_can_be_sent_again(stage: Stage) -> None:
    change = {"eventId": stage.event, "location": "Elsewhere", "requestId": str(uuid4())}
    async with stage.gateway(HASTY) as gateway:
        begun = time.monotonic()
        answer = await gateway.result(UPDATE, stage.token, input=change)
        assert time.monotonic() - begun < HASTY + SLACK
    assert codes(answer) == {"updateEvent": "DEADLINE_EXCEEDED"}
    async with stage.gateway(10.0) as patient:
        answers = [await patient.ask(UPDATE, stage.token, input=change) for _ in range(2)]
    expected = {"updateEvent": {"event": {"location": "Elsewhere"}, "errors": []}}
    assert answers == [expected, expected]


class TestManyAtOnce:
    async def test_what_is_fast_stays_fast(self, stage: Stage) -> None:
        async with stage.gateway(MODERATE) as gateway:
            assert await slowest_beside_slow_ones(stage, gateway, UNDER_WAY) < FAST

    async def test_control_if_all_shared_the_slots_of_one_operation(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with stage.gateway(MODERATE) as gateway:
            slots = asyncio.Semaphore(gateway.backend.bounds.max_calls_at_once)
            make = Context.__init__

            def sharing(self: Context, *arguments: Any) -> None:
                make(self, *arguments)
                self._slots = slots

            monkeypatch.setattr(Context, "__init__", sharing)
            under_way = gateway.backend.bounds.max_calls_at_once
            assert await slowest_beside_slow_ones(stage, gateway, under_way) > FAST


async def slowest_beside_slow_ones(stage: Stage, gateway: Gateway, under_way: int) -> float:
    """Returns the longest that a fast query takes once so many slow calls are under way."""
    limits = httpx.Limits(max_connections=None)
    async with (
        httpx.AsyncClient(trust_env=False, timeout=20, limits=limits) as http,
        asyncio.TaskGroup() as group,
    ):
        crowd = Gateway(gateway.url, gateway.backend, http)
        with counting(gateway) as calls:
            slow = [group.create_task(stage.timed(crowd, SLOW)) for _ in range(AT_ONCE)]
            await eventually(lambda: calls["GetEventRequest"] >= under_way)
            longest = 0.0
            while longest < FAST and not slow[-1].done():
                longest = max(longest, (await stage.timed(gateway, QUICK))[1])
    assert longest
    return longest


@contextmanager
def counting(gateway: Gateway) -> Iterator[Counter[str]]:
    """Counts the calls of a gateway to the services that are under way, by their requests."""
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

    client.call = counted  # type: ignore[method-assign] # to count them
    try:
        yield calls
    finally:
        client.call = call  # type: ignore[method-assign]
