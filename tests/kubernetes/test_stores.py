"""The configurations of NATS and PostgreSQL work: real servers are started with them."""

import asyncio
import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import nats
from nats.aio.client import Client as Nats

from deploy import permissions
from deploy.local.cluster import programs
from deploy.local.process import LOOPBACK, free_port
from services.catalogue import NAMES
from services.kit.bus.connection import options_of
from services.kit.process.certificates import Certificates
from tests.certificates import Authority, Files
from tests.kit.commandline import execute
from tests.kubernetes.cluster import PLACE
from tests.servers import start_postgres
from tests.services import Site, service_named
from tests.waiting import TIMEOUT, eventually

PROGRAM = Path(sysconfig.get_path("scripts")) / "nats-server"
PASSWORDS = {permissions.password_variable(user): f"p{user}" for user in permissions.USERS}


def placed(text: str, directory: Path, ports: dict[int, int], files: Files | None) -> str:
    """Returns a configuration for this machine instead of a pod: its ports, its files, its addresses."""
    text = text.replace('"/data"', f'"{directory / "data"}"')
    if files:
        text = text.replace("/etc/banyan/tls/tls.crt", str(files.certificate))
        text = text.replace("/etc/banyan/tls/tls.key", str(files.key))
        text = text.replace("/etc/banyan/tls/ca.crt", str(files.authorities))
    return re.sub(r"0\.0\.0\.0:(\d+)", lambda found: f"{LOOPBACK}:{ports[int(found[1])]}", text)


@contextmanager
def server(directory: Path, text: str, name: str) -> Iterator[None]:
    directory.mkdir()
    (directory / "nats.conf").write_text(text)
    (directory / "accounts.conf").write_text(permissions.generate())
    with (directory / "log").open("w") as log:
        process = subprocess.Popen(
            [PROGRAM, "--config", directory / "nats.conf"],
            env={**os.environ, **PASSWORDS, "POD_NAME": name},
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(TIMEOUT)


async def connect(url: str, certificates: Certificates | None = None) -> Nats:
    """Connects as soon as the server is there."""
    found: list[Nats] = []

    async def connects() -> bool:
        try:
            found.append(
                await nats.connect(url, allow_reconnect=False, **options_of(url, certificates))
            )
        except (OSError, nats.errors.Error):
            return False
        return True

    await eventually(connects)
    return found[0]


async def test_the_server_of_development_starts(tmp_path: Path) -> None:
    ports = {4222: free_port(), 8222: free_port()}
    text = placed((PLACE / "nats/nats.conf").read_text(), tmp_path, ports, None)
    with server(tmp_path / "nats", text, "nats-0"):
        client = await connect(f"nats://operator:poperator@{LOOPBACK}:{ports[4222]}")
        assert not await client.jetstream().streams_info()
        await client.close()
        # The probes of the manifest.
        for path in ("/healthz", "/healthz?js-server-only=true"):
            async with httpx.AsyncClient() as http:
                answer = await http.get(f"http://{LOOPBACK}:{ports[8222]}{path}")
            assert answer.json()["status"] == "ok"


async def test_three_servers_of_production_keep_each_notice_together(
    tmp_path: Path, site: Site
) -> None:
    """With TLS, accounts and routes as they are; only addresses are others."""
    files = Authority(tmp_path / "ca").files("localhost", LOOPBACK)
    ports = [{port: free_port() for port in (4222, 6222, 8222)} for _ in range(3)]
    text = (PLACE / "overlays/production/nats.conf").read_text()
    for number, each in enumerate(ports):
        text = text.replace(f"nats://nats-{number}.nats:6222", f"nats://localhost:{each[6222]}")
    with (
        server(tmp_path / "0", placed(text, tmp_path / "0", ports[0], files), "nats-0"),
        server(tmp_path / "1", placed(text, tmp_path / "1", ports[1], files), "nats-1"),
        server(tmp_path / "2", placed(text, tmp_path / "2", ports[2], files), "nats-2"),
    ):
        places = ",".join(f"tls://operator:poperator@localhost:{each[4222]}" for each in ports)
        client = await connect(places.partition(",")[0], files.read())

        async def has_a_leader() -> bool:
            try:
                await client.jetstream(timeout=1).streams_info()
            except (TimeoutError, nats.errors.Error):
                return False
            return True

        await eventually(has_a_leader)
        await site.prepare("events")
        settings = site.settings("events", nats_url=places, stream_replicas=3, **files.settings)
        status, _ = await execute(service_named("events"), settings, "declare-stream")
        assert status == 0
        stream = await client.jetstream().stream_info("events")
        assert stream.config.num_replicas == 3
        assert stream.cluster is not None
        assert len(stream.cluster.replicas or ()) == 2
        await client.close()


async def test_each_service_gets_its_database(tmp_path: Path) -> None:
    postgres = start_postgres(tmp_path / "postgres")
    try:
        credentials, _, rest = postgres.dsn().partition("://")[2].rpartition("@")
        user, _, password = credentials.partition(":")
        place = rest.partition("/")[0]
        environment = {
            "PATH": f"{programs(for_all=False)}:{os.environ['PATH']}",
            "PGHOST": place.partition(":")[0],
            "PGPORT": place.partition(":")[2],
            "PGUSER": user,
            "PGPASSWORD": password,
            "PGDATABASE": "postgres",
            **{f"PASSWORD_{name.upper()}": f"p{name}" for name in NAMES},
        }
        script = str(PLACE / "overlays/dev/databases.sh")
        process = await asyncio.create_subprocess_exec("sh", script, env=environment)
        assert await process.wait() == 0
        for name in NAMES:
            connection = await asyncpg.connect(f"postgresql://{name}:p{name}@{place}/{name}")
            assert await connection.fetchval(
                "SELECT datlocprovider = 'b' AND datlocale = 'C.UTF-8' FROM pg_database"
                " WHERE datname = current_database()"
            )
            await connection.execute("CREATE TABLE mine (); DROP TABLE mine")
            await connection.close()
    finally:
        postgres.remove()
