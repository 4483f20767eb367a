"""The real platform as `make run` starts it: it answers, survives, and stops."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import account
from deploy.local.queries import FIRST_PERSON, FIRST_QUERY, GRAPHIQL_QUERY
from tests.local.processes import alive, linux_only
from tests.local.running import Running
from tests.metrics import scrape
from tests.waiting import eventually_sync

CHECKOUT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "deploy.local"]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    account.forget(tmp_path / "state" / "postgres")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The platform, up, for tests that leave it as it is."""
    place = tmp_path_factory.mktemp("platform") / "state"
    platform = Running(place, PROGRAM).wait_until_up()
    yield platform
    platform.end(signal.SIGTERM)
    account.forget(place / "postgres")


def ask(running: Running, query: str, **headers: str) -> dict[str, Any]:
    """Returns the answer to a query."""
    url = f"http://127.0.0.1:{running.port}/graphql"
    answer = httpx.post(url, json={"query": query}, headers=headers, timeout=20, trust_env=False)
    body: dict[str, Any] = answer.json()
    assert "errors" not in body, body
    return body


def first_answer(running: Running) -> dict[str, Any]:
    """Returns what the first query that the launcher prints is answered with."""
    (token,) = re.findall(rf"^  {FIRST_PERSON} .* (\S+)$", running.output, re.MULTILINE)
    return ask(running, FIRST_QUERY, authorization=f"Bearer {token}")


def test_the_readme_says_how_it_answers(running: Running) -> None:
    readme = (CHECKOUT / "README.md").read_text()
    (query,) = re.findall(r"-d '(\{\"query\":.*?)'\n", readme, re.DOTALL)
    answer, *_ = re.findall(r"```json\n(.*?)\n```", readme.partition(query)[2], re.DOTALL)
    assert ask(running, json.loads(query)["query"]) == json.loads(answer)


def test_graphiql_begins_with_a_query_that_anyone_may_ask(running: Running) -> None:
    assert ask(running, GRAPHIQL_QUERY)["data"]["events"]["nodes"]


def test_each_process_serves_its_metrics(running: Running) -> None:
    (line,) = re.findall(r"^  metrics +(.*)$", running.output, re.MULTILINE)
    served = {name: port for port, name in re.findall(r"127\.0\.0\.1:(\d+) \((\w+)\)", line)}
    assert set(served) == {"gateway", "organizations", "volunteers", "events"}
    ask(running, GRAPHIQL_QUERY)
    own = {"gateway": "banyan_graphql_operations_total"}
    for name, port in served.items():
        found = asyncio.run(scrape(int(port)))
        assert sum(found.of(own.get(name, "banyan_rpc_requests_total")).values()) > 0
        assert found.value("process_resident_memory_bytes") > 0
        # Nobody has looked at an outbox in the gateway, but all have an event loop.
        assert found.value("banyan_event_loop_lag_seconds_count") > 0


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
