"""Configuration from the environment."""

from pathlib import Path

import pytest

from services.kit.config import ServiceSettings, from_environment

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
