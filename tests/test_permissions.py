"""The permissions on NATS: enough for the platform, and for nobody to speak or listen in another's name."""

import os
import subprocess
import sysconfig
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from banyan.volunteers.v1 import person_pb2
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.js.api import RePublish, StorageType, StreamConfig

from deploy import permissions
from deploy.local.nats import Nats as Server
from gateway.backend.allowances import Allowances
from gateway.backend.budgets import Budgets
from gateway.backend.notices import Kind, Notices, Topic
from gateway.backend.notices import Notice as Heard
from gateway.backend.sharing import SHARED, Sharing
from services.catalogue import NAMES
from services.kit.bus.connection import Bus, inbox_of, options_of
from services.kit.bus.consumers import Consumer
from services.kit.bus.revocations import RevocationHearer
from services.kit.bus.trimming import Trimming
from services.kit.calls.client import Client
from services.kit.process.ids import uuid7
from services.kit.process.tasks import in_background
from services.kit.work.notices import SCHEMA_HEADER
from tests.faults.people import register
from tests.kit.commandline import execute
from tests.servers import start_nats
from tests.services import Site, service_named
from tests.waiting import eventually

OTHERS = {name: [other for other in NAMES if other != name] for name in NAMES}


@pytest.fixture
def restricted(tmp_path: Path) -> Iterator[Server]:
    """A NATS that enforces the permissions; the password of each user is its name."""
    accounts = permissions.accounts()
    for account in accounts.values():
        for user in account["users"]:
            user["password"] = user["user"]
    server = start_nats(tmp_path / "restricted", accounts=accounts, authorization=None)
    yield server
    server.remove()


def url_of(server: Server, user: str) -> str:
    return f"nats://{user}:{user}@{server.url.rpartition('@')[2]}"


@asynccontextmanager
async def connected(server: Server, user: str, **options: Any) -> AsyncIterator[Nats]:
    url = url_of(server, user)
    client = await nats.connect(url, **options_of(url, None), **options)
    yield client
    await client.close()


_REFUSED = "refused.to.everybody"


async def refused(
    server: Server, user: str, *, publish: Iterable[str] = (), subscribe: Iterable[str] = ()
) -> set[str]:
    """Tries subjects, and returns those that NATS refuses."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error))

    async with connected(server, user, error_cb=note) as client:
        # One at a time: of several answers at once the library passes on the first.
        for subject in publish:
            await client.publish(subject, b"{}")
            await client.flush()
        # The library passes errors on when it comes to it: the last of these is refused to everybody.
        for subject in (*subscribe, _REFUSED):
            await client.subscribe(subject)
            await client.flush()
        await eventually(lambda: any(_REFUSED in text for text in said))
    found = {text.split('"')[1] for text in said if "permissions violation" in text}
    return found - {_REFUSED}


def consumers() -> list[tuple[str, Consumer]]:
    return [(name, each) for name in NAMES for each in service_named(name).consumers]


def test_the_file_is_current() -> None:
    assert permissions.OUTPUT.read_text(encoding="utf-8") == permissions.generate(), (
        "run `make docs`"
    )


def test_nats_reads_the_file(tmp_path: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    passwords = {
        permissions.password_variable(user): f"secret-{user}" for user in permissions.USERS
    }
    copy = tmp_path / "accounts.conf"
    copy.write_text(permissions.generate())

    def check(environment: dict[str, str]) -> int:
        command: list[str | Path] = [program, "--config", copy, "-t"]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        return done.returncode

    assert check({**os.environ, **passwords}) == 0
    passwords.pop(permissions.password_variable("events"))
    assert check(passwords) != 0


async def test_the_services_need_no_more(restricted: Server, site: Site) -> None:
    async with AsyncExitStack() as stack:
        for name in NAMES:
            await site.prepare(name)
            settings = site.settings(name, nats_url=url_of(restricted, permissions.OPERATOR))
            status, said = await execute(service_named(name), settings, "declare-stream")
            assert (status, said) == (0, f"The stream {name} is as the settings say.\n")
        for name in NAMES:
            await site.start(name, stack, nats_url=url_of(restricted, name))
        operator = await stack.enter_async_context(connected(restricted, permissions.OPERATOR))
        jetstream = operator.jetstream()

        async def consume() -> bool:
            found = [each for name in NAMES for each in await jetstream.consumers_info(name)]
            return {each.name for each in found} == {each.name for _, each in consumers()}

        await eventually(consume)
        client = Client(site.targets)
        stack.push_async_callback(client.close)
        await register(client, site.office, uuid7())

        async def handled() -> bool:
            for name in ("events-person", "organizations-person"):
                info = await jetstream.consumer_info("volunteers", name)
                if info.delivered.stream_seq == 0 or info.num_pending or info.num_ack_pending:
                    return False
            return True

        await eventually(handled)
        for name in ("events", "organizations"):
            assert len(await site.sql(name, "SELECT FROM person")) == 1
        # The owner trims its stream.
        trimming = Trimming(
            Bus("", "unused"), "volunteers", site.settings("volunteers", stream_tail=0.001)
        )
        async with connected(restricted, "volunteers") as owner:
            for _ in range(3):
                await trimming.look(owner.jetstream())
        assert (await jetstream.stream_info("volunteers")).state.messages == 0


async def test_the_gateway_needs_no_more(restricted: Server) -> None:
    url = url_of(restricted, permissions.GATEWAY)
    notices = Notices(url, {"banyan.volunteers.person": Kind(person_pb2.Person, {"id"})})
    bus = Bus(url, "tests")
    sharing = Sharing(bus, Budgets(Allowances().policies), interval=0.01)
    SHARED.set(0)
    async with in_background([notices.run, bus.connect, sharing.run]):
        await eventually(lambda: notices.is_connected)
        await eventually(lambda: SHARED._value.get() == 1)
        topic = Topic("banyan.volunteers.person", "id", "lin")
        with notices.watching(topic) as watch:
            await watch.take(0.01)
            headers = {SCHEMA_HEADER: person_pb2.Person.DESCRIPTOR.full_name}
            async with connected(restricted, "volunteers") as owner:
                person = person_pb2.Person(id="lin").SerializeToString()
                await owner.publish("banyan.volunteers.person.lin.changed", person, headers=headers)

            async def heard() -> bool:
                return any(isinstance(each, Heard) for each in await watch.take(0.1))

            await eventually(heard)
    await bus.close()


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_speaks_in_no_other_name(restricted: Server, service: str) -> None:
    own = f"banyan.{service}.thing.1.changed"
    foreign = [f"banyan.{other}.membership.1.changed" for other in OTHERS[service]]
    foreign += ["banyan.gateway.thing.1.changed", "$KV.banyan-budgets.x", "elsewhere"]
    assert await refused(restricted, service, publish=[own, *foreign]) == lower(foreign)


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_hears_nothing_that_it_does_not_consume(
    restricted: Server, service: str
) -> None:
    allowed = [f"{inbox_of(service)}.1", *RevocationHearer.subjects]
    foreign = [">", "banyan.>", "_INBOX.>", "$JS.>", "$SYS.>"]
    foreign += [f"banyan.{name}.>" for name in NAMES]
    foreign += ["banyan.organizations.organization.>", "banyan.volunteers.hours_balance.>"]
    foreign += [f"{inbox_of(other)}.>" for other in (*OTHERS[service], permissions.OPERATOR)]
    assert await refused(restricted, service, subscribe=[*allowed, *foreign]) == lower(foreign)


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_asks_jetstream_for_nothing_else(restricted: Server, service: str) -> None:
    acts = ("CREATE", "UPDATE", "DELETE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE")
    foreign = [f"$JS.API.STREAM.{act}.{name}" for act in acts for name in NAMES]
    foreign += [
        f"$JS.API.{act}.{other}"
        for act in ("STREAM.INFO", "STREAM.PURGE")
        for other in OTHERS[service]
    ]
    foreign += [f"$JS.API.DIRECT.GET.{name}" for name in NAMES]
    foreign += ["$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST"]
    # A consumer on its own stream would let it deliver what it published to any subject.
    foreign += [f"$JS.API.CONSUMER.CREATE.{service}.mine", f"$JS.API.CONSUMER.CREATE.{service}"]
    allowed: list[str] = []
    for owner, each in consumers():
        place = f"{each.stream}.{each.name}"
        asks = [
            f"$JS.API.CONSUMER.CREATE.{place}.banyan.{each.stream}.{each.resource}.>",
            f"$JS.API.CONSUMER.MSG.NEXT.{place}",
            f"$JS.ACK.{place}.1.1.1.1.0",
        ]
        (allowed if owner == service else foreign).extend(asks)
        # Under its own name, but with a filter of its own choice: by another subject, or in the body.
        foreign.append(f"$JS.API.CONSUMER.CREATE.{place}.banyan.{each.stream}.>")
        foreign.append(f"$JS.API.CONSUMER.CREATE.{place}")
        foreign.append(f"$JS.API.CONSUMER.DURABLE.CREATE.{place}")
        foreign.append(f"$JS.API.CONSUMER.DELETE.{place}")
    assert await refused(restricted, service, publish=[*allowed, *foreign]) == lower(foreign)


async def test_what_the_gateway_says_reaches_no_service(restricted: Server) -> None:
    subject = "banyan.organizations.membership.1.changed"
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)

    async with connected(restricted, "events") as service:
        await service.subscribe(subject, cb=hear)
        await service.flush()
        for user in (permissions.GATEWAY, "organizations"):
            async with connected(restricted, user) as client:
                await client.publish(subject, user.encode())
                await client.flush()
        await eventually(lambda: heard)
        await service.flush()
    assert heard == [subject]  # from organizations alone, which is the control


async def test_what_the_gateway_stores_reaches_no_service(restricted: Server) -> None:
    """It configures its own streams, which NATS copies to any subject of its account, and of no other."""
    subject = "banyan.organizations.membership.1.changed"
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.data.decode())

    async with (
        connected(restricted, "events") as service,
        connected(restricted, permissions.GATEWAY) as gateway,
        connected(restricted, permissions.OPERATOR) as operator,
    ):
        await service.subscribe(subject, cb=hear)
        await service.flush()
        for name, client in ((permissions.GATEWAY, gateway), (permissions.OPERATOR, operator)):
            stream = StreamConfig(
                name="trap",
                subjects=["trap"],
                storage=StorageType.MEMORY,
                republish=RePublish(src="trap", dest=subject),
            )
            jetstream = client.jetstream()
            await jetstream.add_stream(stream)
            await jetstream.publish("trap", name.encode())
        await eventually(lambda: heard)
    assert heard == [permissions.OPERATOR]  # who may do so is the control


async def test_strangers_are_turned_away(restricted: Server) -> None:
    for url in (
        url_of(restricted, "stranger"),
        url_of(restricted, "events").replace(":events", ":x"),
    ):
        with pytest.raises((nats.errors.Error, ConnectionError)):
            await nats.connect(url, allow_reconnect=False)


def lower(subjects: Iterable[str]) -> set[str]:
    """Returns subjects as the library repeats them."""
    return {each.lower() for each in subjects}
