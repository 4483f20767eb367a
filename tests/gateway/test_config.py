from collections.abc import Callable

import pytest

from gateway import config
from gateway.context import Bounds
from gateway.settings import TransportSettings
from services.kit.config import from_environment


def test_without_a_variable_everything_has_its_default() -> None:
    assert config.transport_settings() == TransportSettings()
    assert config.bounds() == Bounds()
    assert config.GatewaySettings().address == ("127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("METRICS_LISTEN", lambda: from_environment(config.GatewaySettings)),
        ("MAX_DEPTH", config.transport_settings),
        ("ALLOWED_ORIGINS", config.transport_settings),
        ("MAX_CALLS", config.bounds),
    ],
)
def test_what_is_wrong_is_told_in_a_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, read: Callable[[], object]
) -> None:
    monkeypatch.setenv(f"BANYAN_{name}", "canary")
    with pytest.raises(SystemExit) as end:
        read()
    (line,) = str(end.value).splitlines()
    assert line.startswith(f"BANYAN_{name}: ")
    assert "canary" not in line


def test_the_password_of_the_bus_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANYAN_NATS_URL", "nats://gateway:canary@nats:4222")
    settings = config.GatewaySettings()
    assert "canary" in settings.nats_url
    assert "canary" not in repr(settings)


def test_every_setting_has_a_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LISTEN": "[::1]:9000",
        "EVENTS_TARGET": "events:50051",
        "GRAPHIQL": "true",
        "MAX_DEPTH": "5",
        "ALLOWED_ORIGINS": '["https://banyan.example"]',
        "MAX_CALLS": "7",
    }.items():
        monkeypatch.setenv(f"BANYAN_{name}", value)
    settings = config.GatewaySettings()
    assert settings.address == ("::1", 9000)
    assert settings.targets["events"] == "events:50051"
    assert config.transport_settings() == TransportSettings(
        graphiql=True, max_depth=5, allowed_origins=("https://banyan.example",)
    )
    assert config.bounds() == Bounds(max_calls=7)
