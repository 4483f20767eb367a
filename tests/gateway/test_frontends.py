"""Every snippet of docs/frontends.md runs against a gateway."""

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from graphql import build_schema, parse, validate

from tests.gateway.conftest import Gateway, global_id
from tests.gateway.subscribers import new_shift
from tests.gateway.transport.conftest import COMPILER, run_node, run_with_node
from tests.images import photograph
from tests.world import World

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "tests" / "clients"
PAGE = (ROOT / "docs" / "frontends.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000/graphql"
SCHEMA = build_schema((ROOT / "gateway" / "schema.graphql").read_text(encoding="utf-8"))


def blocks(text: str, language: str) -> list[str]:
    """Returns the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


OPERATIONS = {
    re.findall(r"^(?:query|mutation|subscription) (\w+)", block)[0]: block
    for block in blocks(PAGE, "graphql")
}
FILES = {re.findall(r"^// ([\w.]+)\n", block)[0]: block for block in blocks(PAGE, "ts")}


async def newcomer(gateway: Gateway, world: World) -> str:
    """Returns the token of a person who has just registered."""
    token = world.platform.site.issuer.mint(f"frontend-{uuid4().hex}", "Newcomer")
    payload = await gateway.do("registerPerson", token, displayName="Newcomer", timeZone="UTC")
    assert payload["errors"] == []
    return token


def test_every_block_is_run() -> None:
    fences = re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)
    assert sorted(fences) == ["graphql"] * len(OPERATIONS) + ["ts"] * len(FILES)
    assert set(FILES) == {
        "apollo.ts",
        "banyan.ts",
        "events.ts",
        "images.ts",
        "lists.ts",
        "live.ts",
        "relay.ts",
        "subscriptions.ts",
        "urql.ts",
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_valid(name: str) -> None:
    assert validate(SCHEMA, parse(OPERATIONS[name])) == []


def test_one_that_is_not_is_noticed() -> None:
    broken = OPERATIONS["Me"].replace("displayName", "display_name")
    assert validate(SCHEMA, parse(broken)) != []


async def test_a_member_reads_every_screen(gateway: Gateway, world: World) -> None:
    now = datetime.now(UTC).isoformat()
    group = global_id("Organization", world.ids["group"])
    screens: dict[str, dict[str, Any]] = {
        "Me": {},
        "EventPage": {"id": global_id("Event", world.ids["event"])},
        "Roster": {"organizationId": group},
        "PastEvents": {"organizationId": group, "before": now},
        "MyShifts": {"now": now},
        "Nearby": {"near": {"latitude": 39.89, "longitude": 116.35}, "language": "zh-Hans"},
    }
    queries = {name for name, text in OPERATIONS.items() if text.startswith("query")}
    assert screens.keys() == queries
    token = world.tokens["subject"]
    found = {
        name: await gateway.ask(OPERATIONS[name], token, **variables)
        for name, variables in screens.items()
    }
    assert found["Roster"]["organization"]["roster"]["totalCountIsExact"] is True
    assert found["MyShifts"]["viewer"]["signUps"]["nodes"]
    (shift, *_) = found["EventPage"]["event"]["shifts"]["nodes"]
    assert shift["viewerCanCreateSignUp"] is True


async def test_a_leader_is_told_what_cancelling_would_do(gateway: Gateway, world: World) -> None:
    event, token = global_id("Event", world.ids["event"]), world.tokens["leader"]
    query = OPERATIONS["WouldCancelEvent"]
    payload = (await gateway.ask(query, token, eventId=event))["cancelEvent"]
    assert payload["errors"] == []
    counts = {each["type"]: each["count"] for each in payload["dryRun"]["counts"]}
    assert counts["Event"] == 1
    assert counts["SignUp"] >= 1
    mine = global_id("SignUp", world.ids["sign_up"])
    affected = {each["id"]: each for each in payload["dryRun"]["affected"]}
    assert affected[mine]["person"]["id"] == global_id("Person", world.people["subject"])
    assert affected[mine]["state"] == "CONFIRMED"  # as it is now: nothing was done
    assert event in affected
    payload = (await gateway.ask(query, world.tokens["subject"], eventId=event))["cancelEvent"]
    assert payload["dryRun"] is None
    assert [error["code"] for error in payload["errors"]] == ["PERMISSION_DENIED"]
    state = await gateway.ask("query($id: ID!) { event(id: $id) { state } }", token, id=event)
    assert state == {"event": {"state": "PUBLISHED"}}


def write_snippets(directory: Path, url: str) -> None:
    """Writes the TypeScript of the page, as a project in which the libraries are installed."""
    (directory / "node_modules").symlink_to(CLIENTS / "node_modules")
    settings = {"extends": str(CLIENTS / "tsconfig.json"), "include": ["*.ts"]}
    (directory / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    for name, text in FILES.items():
        (directory / name).write_text(text.replace(ADDRESS, url), encoding="utf-8")


async def test_the_typescript_runs(gateway: Gateway, world: World, tmp_path: Path) -> None:
    write_snippets(tmp_path, gateway.url)
    await run_with_node(COMPILER, "--project", tmp_path)
    shift = await new_shift(gateway, world, world.ids["event"])
    request = {
        "directory": str(tmp_path),
        "token": await newcomer(gateway, world),
        "operations": OPERATIONS,
        "shiftId": shift,
        "requestId": str(uuid4()),
        "leader": world.tokens["leader"],
        "eventId": global_id("Event", world.ids["draft"]),
        "image": base64.b64encode(photograph(800, 600)).decode(),
    }
    printed = await run_node("frontends.mjs", request)
    (first, second) = [value for name, value in printed if name == "signed up"]
    assert first["data"] == second["data"]  # one effect and one answer
    assert first["data"]["createSignUp"]["errors"] == []
    sign_up = first["data"]["createSignUp"]["signUp"]

    got: dict[str, Any] = dict(printed)
    assert got["anonymous"]["data"] == {"viewer": None}
    for client in ("me", "apollo", "urql", "relay"):
        assert got[client]["data"]["viewer"]["person"]["displayName"] == "Newcomer"
    for client in ("apollo", "urql", "relay"):
        assert got[f"{client} subscription"]["data"]["shiftPlaces"]["shift"]["placesTaken"] == 0
    assert got["events"]["data"]["shiftPlaces"]["shift"]["id"] == shift
    assert got["list"]["data"]["viewer"]["signUps"] == {
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }
    assert (got["change"]["id"], got["change"]["state"]) == (sign_up["id"], "CONFIRMED")
    assert got["later"] == [200, 2]
    cover = got["image"]["data"]["updateEvent"]["event"]["cover"]
    assert (cover["width"], cover["height"], cover["alt"]) == (800, 600, "The stage")
    assert "JPEG, PNG or WebP" in got["no image"]
