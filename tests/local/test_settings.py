"""The variables of `make run`: a wrong or misspelt one is refused before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.process import LaunchError
from deploy.local.settings import check_settings
from services.catalogue import SERVICES

SECRET = "canary-secret"
DATABASES = [entry.database_variable for entry in SERVICES]
REFUSED = [
    *(("PORT", value, "must be a number") for value in ("x", "0", "65536", "-1", "８０００")),
    *(("NATS_URL", value, "must be nats://") for value in ("nats", f"http://u:{SECRET}@h")),
    *((name, f"mysql://u:{SECRET}@h/d", "must begin with postgresql://") for name in DATABASES),
    *((name, f"postgresql://u:{SECRET}@h", "must name a host and a") for name in DATABASES),
    ("DEMO", "huge", "must be small or large"),
    ("BANYAN_STATE", __file__, "must name a directory"),
    *((name[1:], "x", f"is not a setting; did you mean {name}?") for name in DATABASES),
    ("NATS_URLS", "nats://h", "is not a setting; did you mean NATS_URL?"),
    ("BANYAN_STAT", "x", "is not a setting; did you mean BANYAN_STATE?"),
]


@pytest.mark.parametrize(("name", "value", "problem"), REFUSED)
def test_a_wrong_variable_is_one_line_that_helps(name: str, value: str, problem: str) -> None:
    with pytest.raises(LaunchError) as refused:
        check_settings({name: value})
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{name}: {problem}")
    assert SECRET not in line


def test_each_wrong_variable_has_a_line() -> None:
    with pytest.raises(LaunchError) as refused:
        check_settings({name: value for name, value, _ in REFUSED})
    assert len(str(refused.value).splitlines()) == len({name for name, _, _ in REFUSED})


def test_right_variables_are_taken(tmp_path: Path) -> None:
    check_settings(
        {
            "PORT": "8080",
            "LOGS": "1",
            "DEMO": "large",
            "NATS_URL": "tls://nats:4222",
            "BANYAN_STATE": str(tmp_path / "new"),
            "PATH": "/bin",
            "DATABASE_URL": "of another program",
            **dict.fromkeys(DATABASES, "postgresql://u:p@h:5432/d?sslmode=require"),
        }
    )
    check_settings({"PORT": "", "NATS_URL": "", "BANYAN_STATE": str(tmp_path)})


def test_the_command_says_so_and_starts_nothing(tmp_path: Path) -> None:
    state = tmp_path / "state"
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local", "run"],
        env={**os.environ, "BANYAN_STATE": str(state), "NATS_URL": f"http://u:{SECRET}@h"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "NATS_URL: must be nats://host:port" in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert not state.exists()
