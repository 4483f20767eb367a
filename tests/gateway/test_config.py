import pytest

from gateway import config
from gateway.context import Bounds
from gateway.settings import TransportSettings


def test_without_a_variable_everything_has_its_default() -> None:
    assert config.transport_settings() == TransportSettings()
    assert config.bounds() == Bounds()
    assert config.GatewaySettings().address == ("127.0.0.1", 8000)


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
