"""The private PostgreSQL server: start, stop, kill, resume, and whom it runs as."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local import account
from deploy.local.postgres import Postgres, SqlError
from deploy.local.process import LaunchError, Process
from tests.local.processes import alive, descendants, linux_only
from tests.servers import start_postgres
from tests.waiting import TIMEOUT, eventually_sync

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may change its account")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres") / "server"


@pytest.fixture(scope="module")
def shared(directory: Path) -> Iterator[Postgres]:
    server = start_postgres(directory)
    yield server
    server.remove()
    assert not directory.exists()


@pytest.fixture
def server(shared: Postgres) -> Postgres:
    if not shared.running:
        shared.start()
    return shared


async def test_its_addresses_open_databases_for_asyncpg(server: Postgres) -> None:
    address = server.create_database("people")
    assert server.create_database("people") == address == server.dsn("people")
    connection = await asyncpg.connect(address)
    locale = await connection.fetchrow(
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) AS encoding"
        " FROM pg_database WHERE datname = current_database()"
    )
    await connection.close()
    assert tuple(locale) == (b"b", "C.UTF-8", "UTF8")


async def test_it_also_listens_on_a_socket(server: Postgres) -> None:
    password = (server.directory / "password").read_text()
    connection = await asyncpg.connect(
        host=str(server.socket_directory),
        port=server.port,
        user="banyan",
        password=password,
        database="postgres",
    )
    assert await connection.fetchval("SELECT inet_server_addr()") is None
    await connection.close()


async def test_it_asks_for_a_password(server: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn(), password="a guess")
    assert (server.directory / "password").stat().st_mode & 0o777 == 0o600
    assert server.execute("SHOW password_encryption") == "scram-sha-256"


def test_a_database_can_be_copied(server: Postgres) -> None:
    server.create_database("template_of_mine")
    server.execute("CREATE TABLE kept AS SELECT 7 AS number", database="template_of_mine")
    server.create_database("copy_of_mine", template="template_of_mine")
    assert server.execute("SELECT number FROM kept", database="copy_of_mine") == "7"


def test_a_refused_statement_says_why(server: Postgres) -> None:
    with pytest.raises(SqlError, match="does not exist") as raised:
        server.execute("SELECT * FROM nowhere")
    assert raised.value.state == "42P01"


def test_what_was_committed_survives_a_stop_and_a_kill(server: Postgres) -> None:
    port = server.port
    server.execute("CREATE TABLE survivors (number int)")
    server.execute("INSERT INTO survivors VALUES (1)")
    server.restart()
    server.execute("INSERT INTO survivors VALUES (2)")
    server.kill()
    assert not server.running
    server.start()
    assert server.port == port
    assert server.execute("SELECT sum(number) FROM survivors") == "3"


@linux_only
def test_a_killed_servers_processes_end_by_themselves(server: Postgres) -> None:
    assert server.pid
    family = descendants(server.pid)
    assert family
    server.kill()
    eventually_sync(lambda: not any(map(alive, family)))


@linux_only
def test_a_lock_naming_an_unrelated_process_does_not_hinder(
    server: Postgres, tmp_path: Path
) -> None:
    server.kill()
    # A container that restarts gives the same process ids out again, to other programs.
    stranger = Process(
        "stranger", ["sleep", "600"], log=tmp_path / "log", identity=account.unprivileged()
    )
    stranger.launch()
    lock = server.cluster.data / "postmaster.pid"
    lines = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
    server.start()
    assert stranger.running
    stranger.kill()


def test_a_second_server_on_the_same_data_is_refused(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.postgres._PREDECESSOR_SECONDS", 0.05)
    with pytest.raises(LaunchError, match="lock file"):
        Postgres(server.directory, durable=False).start()
    assert server.execute("SELECT 1") == "1"


def test_data_of_another_major_version_are_refused(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "old", durable=False)
    server.cluster.data.mkdir()
    (server.cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(LaunchError, match="written by PostgreSQL 9, and this is"):
        server.start()
    server.remove()


def test_a_long_path_does_not_hinder_the_socket(tmp_path: Path) -> None:
    server = Postgres(tmp_path / ("long" * 30), durable=False)
    server.socket_directory = server.directory / "socket"
    server.start()
    assert len(os.fsencode(server.socket_directory)) < 100
    server.remove()
    assert not server.socket_directory.exists()


@pytest.mark.parametrize("durable", [True, False])
def test_durability_is_the_default_and_can_be_given_up(tmp_path: Path, durable: bool) -> None:
    server = Postgres(tmp_path / "server", durable=durable)
    server.start()
    settings = [server.execute(f"SHOW {name}") for name in ("fsync", "full_page_writes")]
    assert settings == ["on" if durable else "off"] * 2
    assert server.execute("SHOW synchronous_commit") == "on"
    server.remove()


@as_root
@linux_only
def test_root_runs_it_as_nobody_from_places_nobody_can_reach(server: Postgres) -> None:
    nobody = account.unprivileged()
    assert nobody
    assert server.pid
    for pid in {server.pid, *descendants(server.pid)}:
        status = Path(f"/proc/{pid}/status").read_text()
        assert f"Uid:\t{nobody.uid}\t{nobody.uid}\t{nobody.uid}\t{nobody.uid}" in status
        assert "Groups:\t \n" in status
    assert not account.reachable(server.directory)  # pytest's temporary directories are private
    assert server.cluster.data.is_relative_to(account.home())


@as_root
def test_programs_are_copied_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "CHECKOUT", tmp_path)
    package = tmp_path / "package"
    package.mkdir()
    (package / "program").write_text("#!/bin/sh\necho works\n")
    (package / "program").chmod(0o700)
    try:
        copy = account.shared_copy("package-1", package)
        assert account.reachable(copy)
        process = Process(
            "program",
            [copy / "package" / "program"],
            log=tmp_path / "log",
            directory=Path("/"),
            identity=account.unprivileged(),
        )
        process.launch()
        assert process.wait(TIMEOUT)
        assert process.output() == "works"
        (package / "program").unlink()
        assert account.shared_copy("package-1", package) == copy
    finally:
        account.forget_programs()
    assert not copy.exists()


@as_root
def test_a_directory_planted_by_another_account_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "CHECKOUT", tmp_path)
    place = account.home()
    nobody = account.unprivileged()
    assert nobody
    try:
        os.chown(place, nobody.uid, nobody.gid)
        with pytest.raises(LaunchError, match="not a directory of root's alone"):
            account.home()
    finally:
        place.rmdir()


@as_root
def test_data_of_a_test_that_vanished_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "CHECKOUT", tmp_path)
    gone, kept, durable = (tmp_path / name for name in ("gone", "kept", "durable"))
    try:
        for directory in (gone, kept, durable):
            directory.mkdir()
        places = [
            account.outside(gone, "a", scratch=True),
            account.outside(durable, "b", scratch=False),
        ]
        gone.rmdir()
        durable.rmdir()
        account.outside(kept, "c", scratch=True)
        assert [place.exists() for place in places] == [False, True]
    finally:
        account.forget_programs()
        assert places[1].exists()
        account.forget(kept)
        account.forget(durable)
        account.forget_programs()
        assert not places[1].parent.exists()


def test_sigquit_ends_all_of_it(server: Postgres) -> None:
    assert server.pid
    family = descendants(server.pid) if sys.platform == "linux" else set()
    os.kill(server.pid, signal.SIGQUIT)
    eventually_sync(lambda: not server.running and not any(map(alive, family)))


@pytest.mark.parametrize("reachable", [True, False])
def test_a_deleted_directory_takes_its_data_along(tmp_path: Path, reachable: bool) -> None:
    """Started as root, too, whose data may lie elsewhere."""
    base = Path(tempfile.mkdtemp()) if reachable else tmp_path
    base.chmod(0o711 if reachable else 0o700)
    try:
        for _ in range(2):
            server = Postgres(base / "server")
            server.start()
            server.execute("CREATE TABLE remembered ()")
            server.stop()
            shutil.rmtree(base / "server")
    finally:
        account.forget(base / "server")
        shutil.rmtree(base, ignore_errors=True)
