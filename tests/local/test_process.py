"""Child processes, and what becomes of them when their parent is killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deploy.local import account
from deploy.local.process import LaunchError, Process, free_port, port_is_free, wait_until_ready
from tests.local.processes import alive, descendants, linux_only, program
from tests.waiting import TIMEOUT, eventually_sync

CHECKOUT = Path(__file__).resolve().parents[2]
STUBBORN = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
signal.pause()
"""
# A launcher with a child under another account (if it may) and both servers, one backend busy.
LAUNCHER = """
import signal, subprocess, sys
from pathlib import Path
from deploy.local import account
from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from deploy.local.process import Process

directory = Path(sys.argv[1])
sleeper = Process("sleeper", ["sleep", "600"], log=directory / "log",
                  directory=Path("/"), identity=account.unprivileged())
sleeper.launch()
nats = Nats(directory / "nats")
nats.start()
postgres = Postgres(directory / "postgres", durable=False)
postgres.start()
busy = "DO $$ BEGIN LOOP END LOOP; END $$"
subprocess.Popen(["psql", postgres.dsn(), "-c", busy], executable=postgres._programs / "psql")
while postgres.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO%'") != "1":
    pass
print("up", flush=True)
signal.pause()
"""


def test_a_process_writes_to_its_log_and_starts_again(tmp_path: Path) -> None:
    process = Process("greeter", ["echo", "hello"], log=tmp_path / "log")
    for _ in range(2):
        process.launch()
        assert process.wait(TIMEOUT)
        assert process.exit_status == 0
        assert process.output() == "hello"
    assert (tmp_path / "log").read_text() == "hello\nhello\n"
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_a_process_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    process = Process("stubborn", [sys.executable, "-c", STUBBORN], log=tmp_path / "log")
    process.launch()
    wait_until_ready(process, lambda: process.output() == "deaf", timeout=TIMEOUT)
    process.stop((signal.SIGTERM, 0.05))
    assert process.exit_status == -signal.SIGKILL


def test_an_early_end_is_reported_with_the_last_lines(tmp_path: Path) -> None:
    process = Process("broken", ["sh", "-c", "echo no luck; exit 3"], log=tmp_path / "log")
    process.launch()
    assert process.wait(TIMEOUT)
    with pytest.raises(LaunchError, match=r"(?s)broken ended.*status 3.*no luck"):
        process.require_running()


def test_a_process_that_is_never_ready_is_reported(tmp_path: Path) -> None:
    process = Process("slow", ["sleep", "60"], log=tmp_path / "log")
    process.launch()
    with pytest.raises(LaunchError, match=r"slow was not ready within 0\.05 s"):
        wait_until_ready(process, lambda: False, timeout=0.05)
    process.kill()


def test_only_the_main_thread_starts_processes(tmp_path: Path) -> None:
    process = Process("orphan", ["sleep", "60"], log=tmp_path / "log")
    raised: list[Exception] = []

    def start() -> None:
        try:
            process.launch()
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "main" in str(raised[0])
    assert not process.running


def test_a_port_is_free_until_something_listens_there() -> None:
    port = free_port()
    assert port_is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not port_is_free(port)
    assert port_is_free(port)


@linux_only
def test_a_port_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setattr("deploy.local.process._PORTS", range(port, port + 1))
    with pytest.raises(LaunchError, match="No port"):
        free_port()
    chosen = [
        sys.executable,
        "-c",
        f"""
import deploy.local.process as process
process._PORTS = range({port}, {port} + 1)
process.free_port()
""",
    ]
    other = subprocess.run(chosen, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert "LaunchError: No port" in other.stderr


@linux_only
def test_killing_the_launcher_leaves_nothing_behind(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, tmp_path], cwd=CHECKOUT, stdout=subprocess.PIPE
    )
    with launcher:
        try:
            assert launcher.stdout
            assert launcher.stdout.readline() == b"up\n"
            family = descendants(launcher.pid)
            # A server has processes that end as we look: those for connections just closed.
            assert {"sleep", "nats-server", "postgres"} <= set(map(program, family))
        finally:
            launcher.kill()
    eventually_sync(lambda: not any(map(alive, family)))
    shutil.rmtree(tmp_path)  # so that data kept outside it are swept by the next start


@linux_only
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may change its account")
def test_root_gives_up_its_account_and_its_groups(tmp_path: Path) -> None:
    process = Process(
        "somebody",
        ["grep", "-E", "^(Uid|Gid|Groups):", "/proc/self/status"],
        log=tmp_path / "log",
        identity=account.unprivileged(),
    )
    process.launch()
    assert process.wait(TIMEOUT)
    numbers = {word for line in process.output().splitlines() for word in line.split()[1:]}
    assert "0" not in numbers
