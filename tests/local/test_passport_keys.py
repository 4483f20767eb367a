"""Rotating the key of passports: at each step, what was signed before it is still accepted."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.account import CHECKOUT
from services.kit.calls.passport import Caller, PassportVerifier, sign
from services.kit.errors import Unauthenticated
from services.kit.process.clock import SystemClock
from services.organizations.passports.keys import SigningKey


def take(directory: Path, *step: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.passport_keys", str(directory), *step]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def signed(directory: Path) -> str:
    """Returns a passport that organizations signs now."""
    key = SigningKey.read(directory / "private.pem", directory / "jwks.json")
    now = datetime.now(UTC)
    later = now + timedelta(hours=1)
    return sign(Caller("test"), key=key.key, key_id=key.key_id, issued=now, expires=later)


def accepted(directory: Path, *passports: str) -> list[bool]:
    """Returns which passports a service that was given the key set accepts."""
    verifier = PassportVerifier(directory / "jwks.json", SystemClock(), "events")
    found = []
    for passport in passports:
        try:
            verifier.verify(passport)
            found.append(True)
        except Unauthenticated:
            found.append(False)
    return found


def test_a_rotation_refuses_nobody_until_it_is_finished(tmp_path: Path) -> None:
    assert take(tmp_path).returncode == 0
    old = signed(tmp_path)
    assert take(tmp_path, "prepare").returncode == 0
    assert accepted(tmp_path, old, signed(tmp_path)) == [True, True]
    assert take(tmp_path, "prepare").returncode == 0  # repeating a step changes nothing
    assert take(tmp_path, "switch").returncode == 0
    new = signed(tmp_path)
    assert accepted(tmp_path, old, new) == [True, True]
    assert take(tmp_path, "finish").returncode == 0
    assert accepted(tmp_path, old, new) == [False, True]
    assert {each.name for each in tmp_path.iterdir()} == {"private.pem", "jwks.json"}


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (("make", "switch"), "run `prepare` first"),
        (("make", "prepare", "finish"), "run `switch` first"),
    ],
    ids=["switch", "finish"],
)
def test_a_step_too_early_says_which_comes_first(
    tmp_path: Path, steps: tuple[str, ...], says: str
) -> None:
    *before, last = steps
    for step in before:
        assert take(tmp_path, step).returncode == 0
    refused = take(tmp_path, last)
    assert refused.returncode == 1
    assert says in refused.stderr
