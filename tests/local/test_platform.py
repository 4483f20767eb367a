"""The real platform as `make run` starts it: it answers, survives, and stops."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import account
from deploy.local.cultivating import places
from deploy.local.issuer import Issuer
from deploy.local.large import Size, seed_large
from deploy.local.people import ADMINISTRATOR, PEOPLE
from deploy.local.queries import GRAPHIQL_QUERY
from deploy.local.residents import GROUPS, residents
from services.catalogue import NAMES, WORKERS
from tests.local.processes import alive, linux_only
from tests.local.running import Running
from tests.metrics import scrape
from tests.waiting import TIMEOUT, eventually_sync

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
    answer = httpx.post(
        url, json={"query": query}, headers=headers, timeout=TIMEOUT, trust_env=False
    )
    body: dict[str, Any] = answer.json()
    assert "errors" not in body, body
    return body


def first_answer(running: Running) -> dict[str, Any]:
    """Returns who somebody of the demo community is."""
    token = Issuer(running.state / "keys").token_for(PEOPLE["lin"])
    query = "{ viewer { person { displayName } memberships { nodes { organization { name } } } } }"
    answer = ask(running, query, authorization=f"Bearer {token}")
    answer.pop("extensions")  # what it cost
    return answer


def test_the_readme_says_how_it_answers(running: Running) -> None:
    readme = (CHECKOUT / "README.md").read_text()
    (query,) = re.findall(r"-d '(\{\"query\":.*?)'\n", readme, re.DOTALL)
    answer, *_ = re.findall(r"```json\n(.*?)\n```", readme.partition(query)[2], re.DOTALL)
    found = ask(running, json.loads(query)["query"])
    assert found.pop("extensions").keys() == {"cost"}  # it differs from one time to the next
    assert found == json.loads(answer)


def test_a_page_of_a_development_server_may_call_it(running: Running) -> None:
    url = f"http://127.0.0.1:{running.port}/graphql"
    for origin, allowed in [("http://localhost:5173", True), ("https://evil.example", False)]:
        headers = {
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type",
        }
        answer = httpx.options(url, headers=headers, timeout=TIMEOUT, trust_env=False)
        assert (answer.status_code == 200) is allowed
        assert ("access-control-allow-origin" in answer.headers) is allowed


def test_graphiql_begins_with_a_query_that_anyone_may_ask(running: Running) -> None:
    assert ask(running, GRAPHIQL_QUERY)["data"]["events"]["nodes"]


def test_each_process_serves_its_metrics(running: Running) -> None:
    (line,) = re.findall(r"^  metrics +(.*)$", running.output, re.MULTILINE)
    served = {name: port for port, name in re.findall(r"127\.0\.0\.1:(\d+) \(([\w-]+)\)", line)}
    assert set(served) == {"gateway", *NAMES, *WORKERS}
    ask(running, GRAPHIQL_QUERY)
    own = {"gateway": "banyan_graphql_operations_total"}
    for name, port in served.items():
        found = asyncio.run(scrape(int(port)))
        if name not in WORKERS:  # nobody calls them
            assert sum(found.of(own.get(name, "banyan_rpc_requests_total")).values()) > 0
        assert found.value("process_resident_memory_bytes") > 0
        # Nobody has looked at an outbox in the gateway, but all have an event loop.
        assert found.value("banyan_event_loop_lag_seconds_count") > 0


def shows_stuck_and_fading(running: Running) -> dict[str, Any]:
    """Returns how the groups of the station are doing, once each was looked at: one is stuck, and one is fading.

    Without DEMO=large the station sees that a group is fading after a week, and its leaders see it at once.
    """
    query = """{ organizations(first: 5, query: "服务站") { nodes { cultivation {
        groups stuck stages { stageKey groups stuck } funnel { step count } stuckEnrolments { stageKey }
    } } } }"""
    signs = """{ organizations(first: 1, query: "晨读小组") { nodes {
        signs(first: 9) { nodes { kind state } }
    } } }"""
    issuer = Issuer(running.state / "keys")
    who = f"Bearer {issuer.token_for(PEOPLE['lin'])}"
    found: dict[str, Any] = {}

    def looked() -> bool:
        stations = ask(running, query, authorization=who)["data"]["organizations"]["nodes"]
        found["views"] = [
            each["cultivation"] for each in stations if each["cultivation"]["funnel"][0]["count"]
        ]
        (readers,) = ask(running, signs, authorization=who)["data"]["organizations"]["nodes"]
        found["signs"] = readers["signs"]["nodes"]
        return bool(found["views"][0]["stuck"] and found["signs"])

    eventually_sync(looked, timeout=150)  # groups are looked at once a minute
    assert found["signs"] == [{"kind": "FADING", "state": "OPEN"}]
    (view,) = found["views"]
    assert view["stuckEnrolments"] == [{"stageKey": "seed"}]
    # As docs/cultivation.md draws it, for all groups.
    drawn = [each for each in places(GROUPS[:2]) if each.state != "graduated"]
    assert view["stages"] == [
        {"stageKey": "seed", "groups": len(drawn), "stuck": 1},
    ]
    assert {each.stage for each in drawn} == {"seed"}
    return dict(view)


def becomes_large(running: Running) -> None:
    """Makes the large community beside the small one, at a scale for which there is time."""
    size, issuer = Size(people=24, groups=2, weeks=1, crowded=1), Issuer(running.state / "keys")
    url, admin = f"http://127.0.0.1:{running.port}/graphql", issuer.token_for(ADMINISTRATOR)
    query = """{
        organizations(first: 50) {
            nodes { name english: name(language: "en") logo { width alt } cover { width } }
        }
        events(first: 50) { nodes { title state shifts { nodes { placesTaken waitlistLength } } } }
    }"""
    found = []
    now = datetime.now(UTC)  # the hour may be another one when it begins again
    for _ in range(2):
        told: list[str] = []
        asyncio.run(seed_large(url, issuer, size, told.append, now))
        assert told[:2] == ["24 people", "2 groups with their members"]
        found.append(ask(running, query, authorization=f"Bearer {admin}")["data"])
    assert found[0] == found[1]  # who begins again makes nothing twice
    groups = {each["name"] for each in found[0]["organizations"]["nodes"]}
    assert {group.texts.name for group in GROUPS[:2]} < groups
    (tai_chi,) = [
        each for each in found[0]["organizations"]["nodes"] if each["name"] == GROUPS[0].texts.name
    ]
    assert tai_chi["english"] == GROUPS[0].english.name
    assert tai_chi["logo"] == {"width": 240, "alt": "榕树"}
    assert tai_chi["cover"] == {"width": 960}
    waiting = issuer.token_for(residents(size.people)[-1])
    query = "{ viewer { memberships(first: 1) { nodes { state } } } }"
    (membership,) = ask(running, query, authorization=f"Bearer {waiting}")["data"]["viewer"][
        "memberships"
    ]["nodes"]
    assert membership["state"] == "APPLIED"
    events = [
        each for each in found[0]["events"]["nodes"] if each["title"] == GROUPS[0].texts.activity
    ]
    assert sorted(each["state"] for each in events) == ["COMPLETED", "PUBLISHED", "PUBLISHED"]
    seen = shows_stuck_and_fading(running)
    steps = {each["step"]: each["count"] for each in seen["funnel"]}
    # One of the two groups is stuck, and the other one has graduated; a third one is fading, and a fourth one has ended.
    assert (seen["groups"], steps["GRADUATED"], steps["COMPLETED"]) == (2, 1, 1)
    shifts = [shift for each in events for shift in each["shifts"]["nodes"]]
    assert any(shift["waitlistLength"] for shift in shifts)


@linux_only
def test_it_answers_and_a_kill_loses_nothing_and_leaves_nothing(state: Path) -> None:
    running = Running(state, PROGRAM).wait_until_up()
    family = running.family
    before = first_answer(running)
    assert before["data"]["viewer"]["person"]["displayName"] == "林秀英"

    running.process.kill()
    running.process.wait()
    eventually_sync(lambda: not any(map(alive, family)))

    running = Running(state, PROGRAM).wait_until_up()
    family = running.family
    assert first_answer(running) == before
    assert "demo community" not in running.output  # it is made only once
    becomes_large(running)
    assert running.end(signal.SIGTERM) == 0
    assert not any(map(alive, family))
    assert running.errors == ""
