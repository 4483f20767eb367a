"""The launcher's own behaviour, with stand-ins for what it launches."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import jwt
import pytest

from deploy.local import account, launcher
from deploy.local.people import PEOPLE
from deploy.local.process import LOOPBACK, port_is_free
from services.catalogue import NAMES, SERVICES, WORKERS
from tests.local.processes import alive, linux_only
from tests.local.running import CHECKOUT, Running
from tests.waiting import eventually_sync

Start = Callable[..., Running]
PROGRAM = [sys.executable, "-m", "tests.local.standins"]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A platform that is up; for tests that only look at it."""
    running = Running(tmp_path_factory.mktemp("up"), PROGRAM, NATS_URL="").wait_until_up()
    yield running
    assert running.end() == 0
    account.forget(running.state / "postgres")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    account.forget(tmp_path / "state" / "postgres")


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    started: list[Running] = []

    def start(*options: str, via: tuple[str, ...] = (), **environment: str) -> Running:
        started.append(Running(state, [*via, *PROGRAM, *options], **environment))
        return started[-1]

    yield start
    for running in started:
        running.end()


def run(*arguments: str, state: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of the launcher to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "BANYAN_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )


def subject(token: str, state: Path) -> str:
    """Returns whom a token is for, once it has been verified."""
    (trusted,) = json.loads((state / "keys" / "trusted-issuers.json").read_text())
    keys = jwt.PyJWKSet.from_json(Path(trusted["jwks"]).read_text())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token, key, ["EdDSA"], audience=trusted["audience"], issuer=trusted["issuer"]
    )
    return str(claims["sub"])


def test_it_says_what_is_ready_and_where(up: Running) -> None:
    for name in ("PostgreSQL", "NATS", *NAMES, *WORKERS, "gateway"):
        assert re.search(rf"^  {name} +ready ", up.output, re.MULTILINE)
    assert "\033" not in up.output  # no colours but on a terminal
    assert f"http://{LOOPBACK}:{up.port}/graphql" in up.output
    assert up.errors == ""


def test_it_says_how_to_get_a_token_of_each_demo_person(up: Running) -> None:
    (command, others) = re.findall(r"^  a token +(.*\S)   \(or ([^;]*);", up.output, re.MULTILINE)[
        0
    ]
    assert [command.split()[-1], *others.split(", ")] == list(PEOPLE)
    given = subprocess.run(command, shell=True, cwd=CHECKOUT, capture_output=True, check=True)  # noqa: S602
    assert subject(given.stdout.decode().strip(), up.state) == "demo-" + command.split()[-1]


def test_it_gives_a_token_of_less_power_when_asked(up: Running) -> None:
    given = run("token", "chen", "--scope", "roster.read", state=up.state)
    assert subject(given.stdout.strip(), up.state) == "demo-chen"
    assert run("token", "nobody", state=up.state).returncode == 2


def test_the_gateway_learns_no_secret_of_others(up: Running) -> None:
    with urllib.request.urlopen(f"http://{LOOPBACK}:{up.port}/") as answer:
        names = answer.read().decode().split()
    assert "BANYAN_NATS_URL" in names
    assert not {name for name in names if "DATABASE" in name or "PRIVATE" in name}


def test_a_second_start_says_that_the_first_one_runs(up: Running) -> None:
    for command in ("run", "clean"):
        second = run(command, state=up.state)
        assert second.returncode == 1
        assert f"running already on {up.state} (process {up.process.pid})" in second.stderr
        assert len(second.stderr.splitlines()) == 1


def test_it_stops_on_sigterm_while_it_still_starts(start: Start) -> None:
    running = start()
    eventually_sync(lambda: "Starting Banyan" in running.output)
    assert running.end(signal.SIGTERM) == 0


@linux_only
def test_it_stops_everything_and_keeps_data_and_keys(start: Start, state: Path) -> None:
    kept = []
    for _ in range(2):
        running = start().wait_until_up()
        family = running.family
        assert len(family) > 6
        assert running.end() == 0
        assert not any(map(alive, family))
        kept.append({path.name: path.read_text() for path in (state / "keys").iterdir()})
    assert kept[0] == kept[1]
    assert len((state / "seeds").read_text().splitlines()) == 1
    assert (state / "logs" / "events.previous.log").exists()


def test_all_of_it_has_eight_seconds_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def takes_all_its_time(*_: object, patience: float) -> None:
        nonlocal now
        assert patience > 0
        now += patience

    monkeypatch.setattr(launcher, "stop_together", takes_all_its_time)
    monkeypatch.setattr(launcher, "time", SimpleNamespace(monotonic=lambda: now))
    server = SimpleNamespace(stop=takes_all_its_time)
    plan = SimpleNamespace(nats=server, postgres=server)
    stopping = SimpleNamespace(_plan=plan, _processes=defaultdict(object))
    launcher.Launcher._stop(cast("launcher.Launcher", stopping))
    assert now + 1.0 <= 8.0  # PostgreSQL gets another second before force is used


@linux_only
def test_killing_it_leaves_nothing_behind_and_nothing_in_the_way(start: Start) -> None:
    running = start().wait_until_up()
    family = running.family
    running.process.kill()
    running.process.wait()
    start().wait_until_up()  # at once, while the first one's processes may still be ending
    eventually_sync(lambda: not any(map(alive, family)))


@linux_only
def test_what_dies_is_started_again(start: Start) -> None:
    running = start().wait_until_up()
    victims = {
        pid
        for pid in running.family
        if any(
            name in Path(f"/proc/{pid}/cmdline").read_bytes()
            for name in (b"\0service", b"\0worker", b"nats-server")
        )
    }
    assert len(victims) == len(NAMES) + len(WORKERS) + 1  # and NATS
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    eventually_sync(lambda: running.errors.count("starts again in 1 s") == len(victims))
    # PostgreSQL, NATS, databases, gateway and the demo community, each service and each worker.
    ready = 5 + len(NAMES) + len(WORKERS) + len(victims)
    eventually_sync(lambda: len(re.findall(" ready ", running.output)) == ready)
    assert "SIGKILL" in running.errors
    assert running.end() == 0


def test_a_taken_port_is_one_clear_line(start: Start) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        running = start(PORT=str(taken.getsockname()[1]))
        assert running.wait() == 1
        assert "is taken by another program" in running.errors
        assert "PORT=9000 make run" in running.errors
        assert len(running.errors.splitlines()) == 1


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
def test_what_is_no_port_is_one_clear_line(start: Start, port: str) -> None:
    running = start(PORT=port)
    assert running.wait() == 1
    assert running.errors == "Banyan: PORT: must be a number between 1 and 65535\n"


@linux_only
def test_a_service_that_does_not_start_is_shown_with_its_last_words(start: Start) -> None:
    running = start(STANDIN_BROKEN="events")
    assert running.wait() == 1
    assert "events ended at its start (exit status 1)" in running.errors
    assert "this service is broken" in running.errors
    ports = re.findall(r"(?:PostgreSQL|NATS) +ready .*:(\d+)$", running.output, re.MULTILINE)
    assert [port_is_free(int(port)) for port in ports] == [True, True]


def test_a_database_that_cannot_be_migrated_is_named(start: Start, state: Path) -> None:
    running = start(EVENTS_DATABASE_URL="postgresql://broken/events")
    assert running.wait() == 1
    (line,) = running.errors.splitlines()
    assert "The database of events could not be migrated: no database for events" in line
    assert "ConnectionError" in (state / "logs" / "migrations.log").read_text()


def test_given_servers_are_used_in_place_of_own_ones(start: Start, state: Path) -> None:
    given = {entry.database_variable: "postgresql://elsewhere/x" for entry in SERVICES}
    running = start(NATS_URL="nats://elsewhere:4222", **given).wait_until_up()
    assert "PostgreSQL" not in running.output
    assert "NATS" not in running.output
    assert not (state / "postgres").exists()
    assert running.end() == 0


@linux_only
def test_it_stops_when_make_is_killed(start: Start) -> None:
    running = start("run", "--end-with-parent", via=("sh", "-c", '"$@"; true', "sh"))
    running.wait_until_up()
    family = running.family
    assert len(family) > 6
    running.process.kill()
    eventually_sync(lambda: not any(map(alive, family)))
    assert "Stopped" in running.output


def test_cleaning_deletes_the_state(state: Path) -> None:
    assert run("token", "lin", state=state).returncode == 0
    assert state.exists()
    assert run("clean", state=state).returncode == 0
    assert not state.exists()
