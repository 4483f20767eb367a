"""TLS with PostgreSQL. The server of the wheel has none, so something before it ends TLS, as poolers do."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from services.kit.work.database import ERRORS, open_engine, why_away
from tests.certificates import Authority, Files

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")


@asynccontextmanager
async def before(database_url: str, files: Files, *, answer: bytes = b"S") -> AsyncIterator[str]:
    """Ends TLS before a database while the block runs; yields the URL to reach it by."""
    place, _, rest = database_url.rpartition("@")[2].partition("/")
    host, _, port = place.partition(":")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(files.authorities))
    context.load_cert_chain(files.certificate, files.key)
    context.verify_mode = ssl.CERT_REQUIRED
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(len(_SSL_REQUEST)) == _SSL_REQUEST
        writer.write(answer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await writer.start_tls(context)
            inner, outer = await asyncio.open_connection(host, int(port))
            tasks.add(asyncio.create_task(_copy(inner, writer)))
            await _copy(reader, outer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    found = server.sockets[0].getsockname()[1]
    credentials = database_url.rpartition("@")[0]
    try:
        yield f"{credentials}@localhost:{found}/{rest}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


def secured(url: str, files: Files) -> str:
    return (
        f"{url}?sslmode=verify-full&sslrootcert={files.authorities}"
        f"&sslcert={files.certificate}&sslkey={files.key}"
    )


async def connected(url: str) -> bool:
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            return bool((await connection.execute(text("SELECT true"))).scalar_one())
    finally:
        await engine.dispose()


async def test_the_right_peers_talk(database_url: str, ours: Authority) -> None:
    async with before(database_url, ours.files("localhost")) as url:
        assert await connected(secured(url, ours.files("events")))


async def test_a_server_of_another_authority_is_refused(
    database_url: str, ours: Authority, strangers: Authority
) -> None:
    async with before(database_url, strangers.files("localhost", trusting=ours)) as url:
        with pytest.raises(ERRORS) as refused:
            await connected(secured(url, ours.files("events")))
    assert why_away(refused.value).startswith("TLS failed")


async def test_a_server_of_another_name_is_refused(database_url: str, ours: Authority) -> None:
    async with before(database_url, ours.files("db.example")) as url:
        with pytest.raises(ERRORS):
            await connected(secured(url, ours.files("events")))
        # The negative control: without the name, the certificate alone would do.
        lenient = secured(url, ours.files("events")).replace("verify-full", "verify-ca")
        assert await connected(lenient)


async def test_a_client_of_another_authority_is_refused(
    database_url: str, ours: Authority, strangers: Authority
) -> None:
    async with before(database_url, ours.files("localhost")) as url:
        with pytest.raises(ERRORS):
            await connected(secured(url, strangers.files("events", trusting=ours)))


async def test_a_server_without_tls_gets_no_password(database_url: str, ours: Authority) -> None:
    files = ours.files("localhost")
    async with before(database_url, files, answer=b"N") as url:
        with pytest.raises((*ERRORS, ConnectionError)):
            await connected(secured(url, files))
    with pytest.raises((*ERRORS, ConnectionError)):
        await connected(secured(database_url.replace("127.0.0.1", "localhost"), files))


async def test_new_certificates_are_used_from_the_next_connection_on(
    database_url: str, ours: Authority, strangers: Authority
) -> None:
    client = ours.files("events")
    async with before(database_url, strangers.files("localhost")) as url:
        with pytest.raises(ERRORS):
            await connected(secured(url, client))
        client.become(strangers.files("events"))
        assert await connected(secured(url, client))
