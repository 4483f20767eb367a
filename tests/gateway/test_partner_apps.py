"""docs/partner-apps.md: its operations and its example, from registering an app to the end of its key."""

import asyncio
import logging
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.organizations.app_keys.secrets import new_secret
from tests.gateway.conftest import Gateway, Json
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "partner-apps.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "roster.py"
NAMES = set(re.findall(r"\(operations/(\w+)\.graphql\)", PAGE))
GROUP = {"kind": "INTEREST_GROUP", "membershipPolicy": "OPEN"}


class Owner:
    """A person who founds a group and registers apps.

    Attributes:
        token: Their token.
        group: The group.
    """

    def __init__(self, gateway: Gateway, token: str, group: str) -> None:
        self._gateway = gateway
        self.token = token
        self.group = group

    async def do(self, name: str, /, **variables: Any) -> Json:
        """Runs a mutation of the page, which must succeed, and returns what it made."""
        answer = await self._gateway.ask(
            OPERATIONS[name], self.token, requestId=str(uuid4()), **variables
        )
        (payload,) = answer.values()
        assert payload.pop("errors") == []
        (made,) = payload.values()
        found: Json = made
        return found

    async def register(self, *scopes: str, role: str = "LEADER") -> Json:
        """Registers an app."""
        return await self.do(
            "RegisterApp",
            organizationId=self.group,
            name="花名册助手",
            role=role,
            scopes=list(scopes),
            contactEmail="help@roster.example.org",
        )

    async def key(self, *scopes: str, role: str = "LEADER") -> str:
        """Returns the secret of a new app."""
        app = await self.register(*scopes, role=role)
        secret: str = (await self.do("CreateAppKey", appId=app["id"]))["secret"]
        return secret


@pytest.fixture
async def owner(gateway: Gateway, world: World) -> Owner:
    token = await newcomer(gateway, world)
    made = await gateway.do(
        "createOrganization", token, "organization { id }", name="邻里小组", **GROUP
    )
    return Owner(gateway, token, made["organization"]["id"])


def _codes(answer: Json) -> list[str]:
    return [each["extensions"].get("reason", "") for each in answer.get("errors", [])]


def test_the_page_names_operations_that_there_are() -> None:
    assert OPERATIONS.keys() >= NAMES


def test_the_example_uses_the_operation_of_the_page() -> None:
    assert OPERATIONS["WhichApp"] in EXAMPLE.read_text(encoding="utf-8")


async def test_from_an_app_to_the_end_of_its_key(gateway: Gateway, owner: Owner) -> None:
    app = await owner.register("MEMBERS_READ", "AUDIT_READ")
    created = await owner.do("CreateAppKey", appId=app["id"])
    secret, key = created["secret"], created["appKey"]
    assert secret.endswith(key["hint"])
    viewer = (await gateway.ask(OPERATIONS["WhichApp"], secret))["viewer"]
    assert viewer["scopes"] == ["audit.read", "members.read"]
    assert viewer["app"]["organization"] == {"id": owner.group, "name": "邻里小组"}
    used = await gateway.ask(OPERATIONS["AppUsage"], owner.token, appId=app["id"])
    (day,) = used["app"]["usage"]["days"]
    assert (day["operationCount"], day["appKey"]["hint"]) == (1, key["hint"])
    ours = await gateway.ask(OPERATIONS["OurApps"], owner.token, organizationId=owner.group)
    (listed,) = ours["organization"]["apps"]["nodes"]
    assert (listed["id"], listed["viewerCanUpdate"]) == (app["id"], True)
    (shown,) = listed["keys"]["nodes"]
    assert (shown["id"], shown["state"]) == (key["id"], "ACTIVE")
    assert shown["lastUseDate"]
    await owner.do("RevokeAppKey", appKeyId=key["id"])
    assert (await owner.do("SuspendApp", appId=app["id"]))["state"] == "SUSPENDED"

    async def is_refused() -> bool:
        return _codes(await gateway.result(OPERATIONS["WhichApp"], secret)) == ["KEY_REVOKED"]

    await eventually(is_refused)


async def test_what_an_app_did_names_it_in_the_audit_trail(gateway: Gateway, owner: Owner) -> None:
    app = await owner.register("EVENTS_WRITE", "EVENTS_READ", "AUDIT_READ")
    secret = (await owner.do("CreateAppKey", appId=app["id"]))["secret"]
    created = await gateway.do(
        "createEvent",
        secret,
        "event { id title }",
        organizationId=owner.group,
        title="长桌午餐",
        startTime="2031-05-01T12:00:00Z",
        endTime="2031-05-01T14:00:00Z",
        timeZone="Asia/Shanghai",
        visibility="PUBLIC",
    )
    assert created["errors"] == []
    variables = {"organizationId": owner.group, "appId": app["id"]}
    for token in (owner.token, secret):
        found = await gateway.ask(OPERATIONS["AppAuditTrail"], token, **variables)
        (entry,) = found["organization"]["auditTrail"]["nodes"]
        assert entry["action"] == "CREATE_EVENT"
        assert entry["app"] == {"id": app["id"], "name": app["name"]}


async def test_a_mirror_follows_the_changes(gateway: Gateway, world: World, owner: Owner) -> None:
    secret = await owner.key("MEMBERS_READ", role="SUPERVISOR")
    variables: Json = {"organizationId": owner.group}

    async def changes() -> list[Json]:
        answer = await gateway.ask(OPERATIONS["ReadChanges"], secret, **variables)
        feed = answer["organization"]["changes"]
        variables["after"] = feed["endCursor"]
        found: list[Json] = feed["changes"]
        return found

    async def change_of(membership_id: str) -> Json | None:
        # That somebody's name has arrived may be told in between.
        return next(
            (each for each in await changes() if each["membership"]["id"] == membership_id), None
        )

    (founded, *_) = await eventually(changes)
    assert founded["membership"]["roles"] == [{"role": "OWNER"}]
    member = await newcomer(gateway, world)
    payload = await gateway.do(
        "applyForMembership", member, "membership { id state }", organizationId=owner.group
    )
    joined = await eventually(partial(change_of, payload["membership"]["id"]))
    assert joined is not None
    assert joined["kind"] == "MEMBERSHIP"


async def test_an_app_is_no_person(gateway: Gateway, owner: Owner) -> None:
    secret = await owner.key("MEMBERS_READ", "MEMBERS_WRITE")
    answer = await gateway.result("{ viewer { personId } }", secret)
    assert _codes(answer) == ["PERSON_REQUIRED"]
    assert (await gateway.ask("{ viewer { person { id } } }", secret))["viewer"] == {"person": None}
    answer = await gateway.result("{ viewer { memberships { nodes { id } } } }", secret)
    assert answer.get("errors") or answer["data"]["viewer"]["memberships"]["nodes"] == []
    joined = await gateway.result(
        "mutation($id: ID!) { applyForMembership(input: { organizationId: $id }) "
        "{ errors { reason } } }",
        secret,
        id=owner.group,
    )
    payload = (joined.get("data") or {}).get("applyForMembership") or {}
    reasons = [each["reason"] for each in payload.get("errors", [])] + _codes(joined)
    assert reasons == ["PERSON_REQUIRED"]


async def test_an_app_pays_by_itself(gateway: Gateway, owner: Owner) -> None:
    secret = await owner.key("MEMBERS_READ")
    headers = {"authorization": f"Bearer {secret}"}
    for _ in range(2):  # the second one is known
        response = await gateway.http.post(
            gateway.url, json={"query": OPERATIONS["WhichApp"]}, headers=headers
        )
    assert response.headers["ratelimit"].startswith('"key";')


async def _run_example(gateway: Gateway, secret: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(EXAMPLE),
        env={"PATH": os.environ["PATH"], "BANYAN_URL": gateway.url, "BANYAN_KEY": secret},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_the_example_lists_the_roster(
    gateway: Gateway, world: World, owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    member = await newcomer(gateway, world)
    applied = await gateway.do("applyForMembership", member, organizationId=owner.group)
    assert applied["errors"] == []
    secret = await owner.key("MEMBERS_READ", role="SUPERVISOR")

    async def lists_both() -> bool:
        code, out, err = await _run_example(gateway, secret)
        assert code == 0, err
        rows = [line.split("\t") for line in out.splitlines()]
        return sorted(rows) == [["Newcomer", "ACTIVE", ""], ["Newcomer", "ACTIVE", "OWNER"]]

    with caplog.at_level(logging.DEBUG):
        await eventually(lists_both)  # once organizations has heard of the names
        code, _, err = await _run_example(gateway, f"{secret[:-1]}-")
    assert code == 1
    assert secret[9:-4] not in err
    # The formatter would hide a key: no record may have one in the first place.
    written = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert not [line for line in written if secret[9:-4] in line]


async def test_the_example_needs_the_scope(gateway: Gateway, owner: Owner) -> None:
    code, out, err = await _run_example(gateway, await owner.key("EVENTS_READ"))
    assert (code, out) == (1, "")
    assert "lacks the scope members.read" in err


async def test_a_key_that_does_not_hold_says_why(gateway: Gateway, owner: Owner) -> None:
    """Who holds a key learns what became of it, as errors.md says, also where no operation starts."""
    live = new_secret("live")
    (error,) = (await gateway.result(OPERATIONS["WhichApp"], live))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["reason"]) == (
        "UNAUTHENTICATED",
        "KEY_OF_OTHER_KIND",
    )


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("membershipChanges(organizationId: $id) { membership { id } }", "APP_SCOPE_MISSING"),
        ("viewerSignUpChanges { signUp { id } }", "PERSON_REQUIRED"),
        ("groupSignChanges(organizationId: $id) { groupSign { id } }", "PERSON_REQUIRED"),
    ],
)
async def test_who_may_not_read_a_feed_does_not_wait_for_it(
    gateway: Gateway, owner: Owner, feed: str, reason: str
) -> None:
    secret = await owner.key("EVENTS_READ")
    document = (
        f"subscription($id: ID!) {{ {feed} }}" if "$id" in feed else f"subscription {{ {feed} }}"
    )
    async with gateway.events(document, secret, id=owner.group) as results:
        assert _codes(await anext(results)) == [reason]


async def test_control_who_may_read_a_feed_waits(gateway: Gateway, owner: Owner) -> None:
    secret = await owner.key("MEMBERS_READ")
    document = (
        "subscription($id: ID!) { membershipChanges(organizationId: $id) { membership { id } } }"
    )
    async with gateway.events(document, secret, id=owner.group) as results:
        assert (await anext(results))["data"] == {"membershipChanges": {"membership": None}}


@pytest.mark.parametrize("own", ["memberships", "signUps", "proposedSwaps", "foundingProposals"])
async def test_an_app_has_no_lists_of_its_own(gateway: Gateway, owner: Owner, own: str) -> None:
    secret = await owner.key("MEMBERS_READ", "EVENTS_READ")
    answer = await gateway.result(
        f"{{ viewer {{ {own}(first: 1) {{ nodes {{ id }} }} }} }}", secret
    )
    assert _codes(answer) == ["PERSON_REQUIRED"]
    assert answer["data"] == {"viewer": {own: None}}


async def test_from_a_webhook_to_its_log(gateway: Gateway, owner: Owner) -> None:
    app = await owner.register("MEMBERS_READ")
    made = await owner.do(
        "AddWebhook", appId=app["id"], url="https://hooks.example.org/banyan", kinds=["MEMBERSHIP"]
    )
    endpoint = made["webhookEndpoint"]["id"]
    tried = await owner.do("TryWebhook", webhookEndpointId=endpoint)
    log = await gateway.ask(OPERATIONS["WebhookLog"], owner.token, webhookEndpointId=endpoint)
    (delivery,) = log["webhookEndpoint"]["deliveries"]["nodes"]
    assert delivery["id"] == tried["id"]
    # Nothing is sent here; tests/organizations/webhooks has receivers.
    assert (delivery["state"], delivery["attempts"]) == ("PENDING", [])
    again = await owner.do("ReplayWebhook", webhookDeliveryId=tried["id"])
    assert (again["id"], again["state"]) == (tried["id"], "PENDING")
    rotated = await owner.do("RotateWebhookSecret", webhookEndpointId=endpoint)
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    assert rotated["webhookEndpoint"]["formerSecretExpireTime"]
