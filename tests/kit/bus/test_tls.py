"""TLS with NATS: the right server is found, the wrong one gets no credentials, and certificates change."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import nats.errors
import pytest

from deploy.local.nats import Nats
from gateway.backend.notices import Notices
from services.kit.bus.connection import Bus
from services.kit.process.certificates import Certificates
from services.kit.process.tasks import in_background
from tests.certificates import Authority, Files
from tests.servers import start_nats
from tests.waiting import eventually

REFUSED = "TLS with NATS failed"


@contextmanager
def server(directory: Path, files: Files) -> Iterator[Nats]:
    tls = {
        "cert_file": str(files.certificate),
        "key_file": str(files.key),
        "ca_file": str(files.authorities),
        "verify": True,
    }
    running = start_nats(directory, tls=tls)
    try:
        yield running
    finally:
        running.remove()


def address(running: Nats, scheme: str = "tls") -> str:
    return f"{scheme}{running.url.removeprefix('nats')}".replace("127.0.0.1", "localhost")


@asynccontextmanager
async def connecting(url: str, certificates: Certificates) -> AsyncIterator[Bus]:
    bus = Bus(url, "tests", certificates)
    async with in_background([bus.connect]):
        yield bus
    await bus.close()


async def answers(bus: Bus) -> bool:
    try:
        await (await bus.jetstream()).account_info()
    except (nats.errors.Error, TimeoutError):
        return False
    return True


async def test_the_right_peers_talk(tmp_path: Path, ours: Authority) -> None:
    certificates = ours.files("events").read()
    with server(tmp_path / "nats", ours.files("localhost")) as running:
        async with connecting(address(running), certificates) as bus:
            assert await answers(bus)
        notices = Notices(address(running), {}, certificates)
        async with in_background([notices.run]):
            await eventually(lambda: notices.is_connected)


@pytest.mark.parametrize(
    ("serves", "calls"),
    [
        pytest.param(
            lambda ours, _: ours.files("nats"), lambda ours, _: ours.files("events"), id="name"
        ),
        pytest.param(
            lambda ours, strangers: strangers.files("localhost", trusting=ours),
            lambda ours, _: ours.files("events"),
            id="server",
        ),
        pytest.param(
            lambda ours, _: ours.files("localhost"),
            lambda ours, strangers: strangers.files("events", trusting=ours),
            id="client",
        ),
    ],
)
async def test_the_wrong_peer_is_refused(
    tmp_path: Path,
    ours: Authority,
    strangers: Authority,
    caplog: pytest.LogCaptureFixture,
    serves: Callable[[Authority, Authority], Files],
    calls: Callable[[Authority, Authority], Files],
) -> None:
    with server(tmp_path / "nats", serves(ours, strangers)) as running:
        async with connecting(address(running), calls(ours, strangers).read()) as bus:
            await eventually(lambda: "NATS" in caplog.text)
            assert not bus.is_connected


async def test_a_server_that_speaks_no_tls_gets_no_password(
    own_nats: Nats, ours: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    """The library would go on without TLS where the server, or somebody on the way, says that it has none."""
    async with connecting(address(own_nats), ours.files("events").read()) as bus:
        await eventually(lambda: REFUSED in caplog.text)
        assert not bus.is_connected
    async with connecting(own_nats.url, ours.files("events").read()) as bus:
        assert await answers(bus)  # the server is there for those who ask for no TLS


async def test_a_new_certificate_is_used_from_the_next_connection_on(
    tmp_path: Path, ours: Authority, strangers: Authority
) -> None:
    client, theirs = ours.files("events"), ours.files("localhost")
    with server(tmp_path / "nats", theirs) as running:
        async with connecting(address(running), client.read()) as bus:
            assert await answers(bus)
            client.become(strangers.files("events"))
            theirs.become(strangers.files("localhost"))
            running.restart()
            await eventually(lambda: answers(bus))
