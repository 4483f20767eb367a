"""Configuration from the environment."""

from pathlib import Path

import pytest

from services.kit.config import ServiceSettings, address, from_environment

PASSWORD = "canary-in-the-password"
REQUIRED = {
    "BANYAN_DATABASE_URL": f"postgresql://banyan:{PASSWORD}@127.0.0.1:5432/volunteers",
    "BANYAN_PASSPORT_JWKS": "/etc/banyan/passport.jwks.json",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_reads_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BANYAN_LOCK_TIMEOUT", "0.5")
    environment.setenv("BANYAN_REDELIVERY_DELAYS", "[0.1, 2]")
    settings = from_environment(ServiceSettings)
    assert settings.database_url == REQUIRED["BANYAN_DATABASE_URL"]
    assert settings.passport_jwks == Path(REQUIRED["BANYAN_PASSPORT_JWKS"])
    assert settings.lock_timeout == 0.5
    assert settings.redelivery_delays == (0.1, 2)


def test_names_every_variable_that_is_missing(environment: pytest.MonkeyPatch) -> None:
    for name in REQUIRED:
        environment.delenv(name)
    with pytest.raises(SystemExit) as refused:
        from_environment(ServiceSettings)
    lines = str(refused.value.code).splitlines()
    assert lines == [f"{name}: Field required" for name in REQUIRED]


def test_keeps_the_password_out_of_what_it_says_is_wrong(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.delenv("BANYAN_PASSPORT_JWKS")
    with pytest.raises(SystemExit) as refused:
        from_environment(ServiceSettings)
    assert PASSWORD not in str(refused.value.code)
    with pytest.raises(ValueError, match="passport_jwks") as error:
        ServiceSettings()
    assert PASSWORD not in str(error.value)


def test_keeps_the_passwords_out_of_its_own_description(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BANYAN_NATS_URL", f"nats://banyan:{PASSWORD}@127.0.0.1")
    settings = from_environment(ServiceSettings)
    assert PASSWORD not in repr(settings)
    assert PASSWORD not in str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANYAN_REDELIVERY_DELAYS", "[]"),
        ("BANYAN_REDELIVERY_DELAYS", "[-1]"),
        ("BANYAN_REDELIVERY_DELAYS", "1, 2"),
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
        from_environment(ServiceSettings)
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
        from_environment(ServiceSettings)
    environment.setenv("BANYAN_METRICS_LISTEN", "")
    assert from_environment(ServiceSettings).metrics_listen == ""
