"""Configuration from the environment."""

from pathlib import Path

import pytest

from services.kit.process.config import ServiceSettings
from services.kit.process.environment import from_environment
from services.kit.process.kinds import address

PASSWORD = "canary-in-the-password"
URL = f"postgresql://banyan:{PASSWORD}@127.0.0.1:5432/volunteers"


@pytest.fixture
def required(tmp_path: Path) -> dict[str, str]:
    jwks = tmp_path / "passport.jwks.json"
    jwks.write_text("{}")
    return {"BANYAN_DATABASE_URL": URL, "BANYAN_PASSPORT_JWKS": str(jwks)}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, required: dict[str, str]) -> pytest.MonkeyPatch:
    for name, value in required.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def read() -> ServiceSettings:
    (settings,) = from_environment(ServiceSettings)
    return settings


def test_reads_the_environment(environment: pytest.MonkeyPatch, required: dict[str, str]) -> None:
    environment.setenv("BANYAN_LOCK_TIMEOUT", "0.5")
    environment.setenv("BANYAN_REDELIVERY_DELAYS", "0.1, 2")
    settings = read()
    assert settings.database_url == URL
    assert settings.passport_jwks == Path(required["BANYAN_PASSPORT_JWKS"])
    assert settings.lock_timeout == 0.5
    assert settings.redelivery_delays == (0.1, 2)


def test_names_every_variable_that_is_missing(
    environment: pytest.MonkeyPatch, required: dict[str, str]
) -> None:
    for name in required:
        environment.delenv(name)
    with pytest.raises(SystemExit) as refused:
        read()
    assert str(refused.value.code).splitlines() == [
        "BANYAN_DATABASE_URL: is not set; set it to postgresql://user:password@host:port/database",
        "BANYAN_PASSPORT_JWKS: is not set; set it to a file with the public keys that verify"
        " passports, as a key set (RFC 7517)",
    ]


def test_keeps_the_password_out_of_what_it_says_is_wrong(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.delenv("BANYAN_PASSPORT_JWKS")
    with pytest.raises(SystemExit) as refused:
        read()
    assert PASSWORD not in str(refused.value.code)
    with pytest.raises(ValueError, match="passport_jwks") as error:
        ServiceSettings()
    assert PASSWORD not in str(error.value)


def test_keeps_the_passwords_out_of_its_own_description(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BANYAN_NATS_URL", f"nats://banyan:{PASSWORD}@127.0.0.1")
    settings = read()
    assert PASSWORD not in repr(settings)
    assert PASSWORD not in str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANYAN_REDELIVERY_DELAYS", ""),
        ("BANYAN_REDELIVERY_DELAYS", "1, -1"),
        ("BANYAN_REDELIVERY_DELAYS", "[1, 2"),
        ("BANYAN_LOCK_TIMEOUT", "0"),
        ("BANYAN_LOCK_TIMEOUT", "-1"),
        ("BANYAN_STATEMENT_TIMEOUT", "0"),
        ("BANYAN_STATEMENT_TIMEOUT", "soon"),
        ("BANYAN_HANDLER_ATTEMPTS", "0"),
        ("BANYAN_DATABASE_POOL_SIZE", "0"),
        ("BANYAN_RELAY_POLL", "0"),
        ("BANYAN_ACK_WAIT", "0"),
        ("BANYAN_GRACE", "-1"),
        ("BANYAN_DRAIN", "-1"),
    ],
)
def test_refuses_at_the_start_what_would_fail_later(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        read()
    assert name in str(refused.value.code)


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:9000", "::1", 9000), ("localhost:1", "localhost", 1)],
)
def test_an_address_is_a_host_and_a_port(listen: str, host: str, port: int) -> None:
    assert address(listen) == (host, port)


@pytest.mark.parametrize("listen", ["9000", ":9000", "localhost", "localhost:http", "a:65536"])
def test_what_is_no_address_is_refused_at_the_start(
    environment: pytest.MonkeyPatch, listen: str
) -> None:
    environment.setenv("BANYAN_METRICS_LISTEN", listen)
    with pytest.raises(SystemExit, match=r"BANYAN_METRICS_LISTEN: .*must be host:port"):
        read()
    environment.setenv("BANYAN_METRICS_LISTEN", "")
    assert read().metrics_listen == ""


@pytest.mark.parametrize("level", ["info", "Warning", "DEBUG"])
def test_a_log_level_may_be_written_in_any_case(
    environment: pytest.MonkeyPatch, level: str
) -> None:
    environment.setenv("BANYAN_LOG_LEVEL", level)
    assert read().log_level == level.upper()


def test_a_misspelt_variable_is_refused_and_one_of_another_process_is_not(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("BANYAN_MAX_DEPTH", "5")
    read()
    environment.setenv("BANYAN_LOCK_TIMEOUTS", "5")
    with pytest.raises(SystemExit) as refused:
        read()
    assert refused.value.code == (
        "BANYAN_LOCK_TIMEOUTS: is not a setting; did you mean BANYAN_LOCK_TIMEOUT?"
    )
