"""The configuration of the gateway, read from the environment."""

import socket
import subprocess
import sys

import pytest

from deploy.local.account import CHECKOUT
from gateway import config
from gateway.backend.backend import Bounds
from gateway.transport.settings import TransportSettings
from services.catalogue import SERVICES


def test_without_a_variable_everything_has_its_default() -> None:
    found = config.read()
    assert found.transport == TransportSettings()
    assert found.bounds == Bounds()
    assert found.process.address == ("127.0.0.1", 8000)
    assert found.targets == {entry.name: f"127.0.0.1:{entry.port}" for entry in SERVICES}


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("METRICS_LISTEN", "MAX_DEPTH", "MAX_CALLS", "EVENTS_TARGET"):
        monkeypatch.setenv(f"BANYAN_{name}", "canary")
    with pytest.raises(SystemExit) as end:
        config.read()
    lines = str(end.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "BANYAN_METRICS_LISTEN",
        "BANYAN_EVENTS_TARGET",
        "BANYAN_MAX_DEPTH",
        "BANYAN_MAX_CALLS",
    ]
    assert "canary" not in str(end.value)


def test_help_starts_nothing() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gateway", "--help"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "BANYAN_MAX_DEPTH" in ended.stdout


@pytest.mark.parametrize("name", ["LISTEN", "METRICS_LISTEN"])
def test_an_address_that_is_taken_is_told_in_one_line(name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        environment = {"BANYAN_LISTEN": "127.0.0.1:0", f"BANYAN_{name}": address}
        ended = subprocess.run(
            [sys.executable, "-m", "gateway"],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert f"BANYAN_{name}: cannot be listened on" in ended.stderr


def test_the_password_of_the_bus_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANYAN_NATS_URL", "nats://gateway:canary@127.0.0.1:4222")
    settings = config.GatewaySettings()
    assert "canary" in settings.nats_url
    assert "canary" not in repr(settings)


def test_every_setting_has_a_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LISTEN": "[::1]:9000",
        "INSECURE": "true",
        "EVENTS_TARGET": "events:50051",
        "GRAPHIQL": "true",
        "MAX_DEPTH": "5",
        "ALLOWED_ORIGINS": "https://banyan.example, https://App.example:443/",
        "ALLOWED_HEADERS": "X-Datadog-Trace-Id,x-request-id",
        "TRUSTED_PROXIES": "10.0.0.0/8, ::1",
        "MAX_CALLS": "7",
    }.items():
        monkeypatch.setenv(f"BANYAN_{name}", value)
    found = config.read()
    assert found.process.address == ("::1", 9000)
    assert found.targets["events"] == "events:50051"
    assert found.transport == TransportSettings(
        graphiql=True,
        max_depth=5,
        allowed_origins=("https://banyan.example", "https://app.example"),
        allowed_headers=("x-datadog-trace-id", "x-request-id"),
        trusted_proxies=("10.0.0.0/8", "::1"),
    )
    assert found.bounds == Bounds(max_calls=7)
