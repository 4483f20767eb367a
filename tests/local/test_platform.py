"""The real platform as `make run` starts it: it answers, survives, and stops."""

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import account
from deploy.local.welcome import FIRST_PERSON, FIRST_QUERY
from tests.local.processes import alive, linux_only
from tests.local.running import Running
from tests.waiting import eventually_sync

PROGRAM = [sys.executable, "-m", "deploy.local"]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    account.forget(tmp_path / "state" / "postgres")


def first_answer(running: Running) -> dict[str, Any]:
    """Returns what the first query that the launcher prints is answered with."""
    (token,) = re.findall(rf"^  {FIRST_PERSON} .* (\S+)$", running.output, re.MULTILINE)
    answer = httpx.post(
        f"http://127.0.0.1:{running.port}/graphql",
        json={"query": FIRST_QUERY},
        headers={"Authorization": f"Bearer {token}"},
        timeout=20,
        trust_env=False,
    )
    body: dict[str, Any] = answer.json()
    assert "errors" not in body, body
    return body


@linux_only
def test_it_answers_and_a_kill_loses_nothing_and_leaves_nothing(state: Path) -> None:
    running = Running(state, PROGRAM).wait_until_up()
    family = running.family
    before = first_answer(running)
    assert before["data"]["viewer"]["person"]["displayName"] == "林秀英"

    running.process.kill()
    running.process.wait()
    eventually_sync(lambda: not any(map(alive, family)), timeout=5)

    running = Running(state, PROGRAM).wait_until_up()
    family = running.family
    assert first_answer(running) == before
    assert "demo community" not in running.output  # it is made only once
    assert running.end(signal.SIGTERM) == 0
    assert not any(map(alive, family))
    assert running.errors == ""
