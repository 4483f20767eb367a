"""The private NATS server."""

from collections.abc import Iterator
from pathlib import Path

import nats
import nats.errors
import pytest
from nats.js import JetStreamContext

from deploy.local.nats import Nats
from tests.servers import start_nats


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Nats]:
    server = start_nats(tmp_path / "nats")
    yield server
    server.remove()
    assert not (tmp_path / "nats").exists()


async def stored(server: Nats) -> int:
    connection = await nats.connect(server.url, allow_reconnect=False)
    try:
        information = await connection.jetstream().stream_info("TEST")
        return information.state.messages
    finally:
        await connection.close()


async def store(server: Nats, payload: bytes) -> None:
    connection = await nats.connect(server.url, allow_reconnect=False)
    try:
        stream: JetStreamContext = connection.jetstream()
        await stream.add_stream(name="TEST", subjects=["test.>"])
        await stream.publish("test.one", payload)
    finally:
        await connection.close()


async def test_messages_survive_a_kill_and_a_restart_on_the_same_port(server: Nats) -> None:
    await store(server, bytes(256 * 1024))
    port = server.port
    server.kill()
    assert not server.running
    server.start()
    assert server.port == port
    assert await stored(server) == 1
    server.restart()
    assert await stored(server) == 1


async def test_strangers_are_turned_away(server: Nats) -> None:
    with pytest.raises((nats.errors.Error, ConnectionError)):
        await nats.connect(f"nats://127.0.0.1:{server.port}", allow_reconnect=False)


def test_the_configuration_holds_the_password_and_is_private(server: Nats) -> None:
    assert (server.directory / "nats.conf").stat().st_mode & 0o777 == 0o600
    assert "always" in (server.directory / "nats.conf").read_text()
