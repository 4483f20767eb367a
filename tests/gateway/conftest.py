"""The whole platform behind a gateway that listens on a free port, asked by real clients."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from gateway import schema
from gateway.backend.allowances import Allowances
from gateway.backend.backend import Backend, Bounds
from gateway.backend.context import open_by_link, open_context
from gateway.backend.notices import Notices
from gateway.binding import subscriptions
from gateway.calendars.feeds import Calendars
from gateway.exports.routes import Exports
from gateway.images.routes import Images
from gateway.personal_data.routes import PersonalData
from gateway.transport.app import create_app
from gateway.transport.server import Server
from gateway.transport.settings import TransportSettings
from services.catalogue import NAMES
from services.kit.calls.client import Client
from services.kit.calls.uploads import UploadSigner
from services.kit.contract.global_ids import GlobalId
from services.kit.process.store import Store
from services.kit.process.tasks import end
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Platform, Site
from tests.waiting import eventually
from tests.world import World

Json = dict[str, Any]
# For tests that are not about budgets: all of them ask from one address.
RICH = Allowances(
    person_budget=10**9,
    anonymous_budget=10**9,
    search_budget=10**9,
    sign_in_budget=10**9,
    junk_budget=10**9,
    upload_budget=10**9,
)
# How long an operation and a message may take, in seconds: the machine may stand still.
UNHURRIED = 60.0
NOBODYS_ID = "01920000-0000-7000-8000-000000000001"


@dataclass
class Gateway:
    """A gateway that listens.

    Attributes:
        url: Where it answers GraphQL.
        backend: What its operations share.
        http: Asks it.
        images: Takes and shows images.
    """

    url: str
    backend: Backend
    http: httpx.AsyncClient
    images: Images

    async def result(self, query: str, token: str = "", /, **variables: Any) -> Json:
        """Returns the whole answer to an operation."""
        response = await self.http.post(
            self.url,
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"} if token else {},
        )
        answer: Json = response.json()
        return answer

    async def ask(self, query: str, token: str = "", /, **variables: Any) -> Json:
        """Returns the data of an operation that must not have errors."""
        answer = await self.result(query, token, **variables)
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    async def do(
        self, mutation: str, token: str, selection: str = "__typename", /, **input_: Any
    ) -> Json:
        """Returns the payload of a mutation, with its errors and what was selected besides."""
        name = mutation[0].upper() + mutation[1:]
        query = (
            f"mutation($input: {name}Input!) {{ payload: {mutation}(input: $input) "
            f"{{ errors {{ code reason message field }} {selection} }} }}"
        )
        payload: Json = (await self.ask(query, token, input=input_))["payload"]
        return payload

    @asynccontextmanager
    async def events(
        self, query: str, token: str = "", **variables: Any
    ) -> AsyncIterator[AsyncIterator[Json]]:
        """Subscribes over server-sent events; yields the results."""
        headers = {"accept": "text/event-stream"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        body = {"query": query, "variables": variables}
        request = self.http.stream("POST", self.url, json=body, headers=headers, timeout=UNHURRIED)
        async with request as response:
            yield _results(response)


async def _results(response: httpx.Response) -> AsyncIterator[Json]:
    event = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: ") and event == "next":
            yield json.loads(line.removeprefix("data: "))


@asynccontextmanager
async def serving(
    site: Site,
    bounds: Bounds | None = None,
    settings: TransportSettings | None = None,
    allowances: Allowances = RICH,
) -> AsyncIterator[Gateway]:
    """Runs a gateway to the services of a site, which need not run."""
    targets = dict.fromkeys(NAMES, "127.0.0.1:1")
    settings = settings or TransportSettings(operation_timeout=UNHURRIED)
    bounds = bounds or Bounds(message_timeout=UNHURRIED)
    async with AsyncExitStack() as stack:
        client = Client(targets | site.targets)
        stack.push_async_callback(client.close)
        notices = Notices(site.nats_url, subscriptions.WATCHED)
        backend = Backend(client, notices, bounds, allowances=allowances)
        images = Images(
            UploadSigner(site.office.image_key),
            Store(str(site.office.image_store)),
            backend.budgets,
            allowances,
            at_once=1,
            memory=512 * 1024**2,
        )
        stack.push_async_callback(images.close)
        listening = asyncio.create_task(notices.run())
        stack.push_async_callback(end, [listening])
        opened, linked = partial(open_context, backend), partial(open_by_link, backend)
        exports = Exports(linked, opened)
        stack.push_async_callback(exports.close)
        app = create_app(
            schema.build(settings),
            open_context=opened,
            settings=settings,
            is_ready=backend.is_ready,
            routes=[
                *Calendars(opened).routes(),
                *PersonalData(linked).routes(),
                *exports.routes(),
                *images.routes(),
            ],
        )
        server = Server(app, settings)
        running = asyncio.create_task(server.serve())
        await eventually(lambda: server.started)
        host, port = server.servers[0].sockets[0].getsockname()
        http = await stack.enter_async_context(
            httpx.AsyncClient(trust_env=False, timeout=UNHURRIED)
        )
        backend.image_url = f"http://{host}:{port}/images"
        yield Gateway(f"http://{host}:{port}/graphql", backend, http, images)
        server.should_exit = True
        await running


@pytest_asyncio.fixture(scope="session")
async def settled(
    databases: Databases, office: PassportOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Gateway, World]]:
    """A community and its gateway, for all tests that leave it as it is or only add to it."""
    nats = start_nats(tmp_path_factory.mktemp("nats"))
    directory = tmp_path_factory.mktemp("settled")
    site = Site(databases, nats.url, office, directory, Issuer(directory / "issuer"))
    async with AsyncExitStack() as stack:
        stack.callback(nats.remove)
        platform = await Platform.start(site, stack)
        world = await World.make(platform)
        yield await stack.enter_async_context(serving(site)), world


@pytest.fixture
def gateway(settled: tuple[Gateway, World]) -> Gateway:
    return settled[0]


@pytest.fixture
def world(settled: tuple[Gateway, World]) -> World:
    return settled[1]


async def lets_register(gateway: Gateway, site: Site, token: str) -> None:
    """Lets the notice have arrived that somebody has registered, where volunteers does not run."""
    viewer = (await gateway.ask("{ viewer { personId } }", token))["viewer"]
    await site.sql(
        "organizations",
        "INSERT INTO person (id, display_name, sort_name, search_name, standing, state)"
        " VALUES ($1, '', '', '', 'NONE', 'ACTIVE')",
        UUID(local_id(viewer["personId"])),
    )
    gateway.backend.passports.renew(token)


def global_id(type_name: str, id_: str) -> str:
    """Returns the global id by which frontends know a resource."""
    return str(GlobalId(type_name, id_))


def local_id(global_id_: str) -> str:
    """Returns the UUID in a global id."""
    parsed = GlobalId.parse(global_id_)
    assert parsed is not None
    return parsed.id
