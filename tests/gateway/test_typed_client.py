"""The typed client of gateway/clients/typescript: built as its users build it, and used against a gateway."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from gateway.transport.settings import TransportSettings
from tests.gateway.conftest import NOBODYS_ID, Gateway, global_id, serving
from tests.gateway.subscribers import new_shift
from tests.gateway.test_frontends import newcomer
from tests.gateway.transport.conftest import COMPILER, run_node, run_with_node
from tests.world import World

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "gateway" / "clients" / "typescript"


async def test_it_is_built_and_used(gateway: Gateway, world: World) -> None:
    await run_with_node("generate.mjs", cwd=CLIENT)
    await run_with_node(COMPILER, "--project", CLIENT)
    await run_with_node(COMPILER, "--project", ROOT / "tests" / "clients")

    # The gateway of this test accepts no other documents than those of the client.
    settings = TransportSettings(
        trusted_documents=CLIENT / "documents.json", trusted_documents_mode="enforce"
    )
    token, leader = await newcomer(gateway, world), world.tokens["leader"]
    created = await gateway.do(
        "createOrganization",
        leader,
        "organization { id }",
        name=f"Readers {uuid4()}",
        kind="INTEREST_GROUP",
        membershipPolicy="APPLICATION",
    )
    applied = await gateway.do(
        "applyForMembership",
        token,
        "membership { id }",
        organizationId=created["organization"]["id"],
    )
    request = {
        "token": token,
        "leaderToken": leader,
        "membershipId": applied["membership"]["id"],
        "unknownMembershipId": global_id("Membership", NOBODYS_ID),
        "shiftId": await new_shift(gateway, world, world.ids["event"]),
        "unknownId": global_id("Shift", NOBODYS_ID),
        "organizationId": global_id("Organization", world.ids["group"]),
    }
    async with serving(world.platform.site, settings=settings) as strict:
        got: dict[str, Any] = dict(await run_node("typed.ts", request | {"url": strict.url}))
    assert got["anonymous"] == {"data": {"viewer": None}, "problems": []}
    assert got["me"] == ["Newcomer", 0]
    assert got["by hash"] == "Newcomer"
    assert got["asked for the token"] is True
    assert got["refused"] == ["PERMISSION_DENIED", False, None]
    assert got["unwrapped"] is True
    assert got["partly"] == [False, "PERMISSION_DENIED", [None, "ACTIVE"]]
    assert got["form"] == ["INT32_GTE_LTE", {"min": "1", "max": "1000"}, None]
    assert got["nowhere"] == "TypeError"
    assert (got["first list"], got["signed up"]) == ([], "CONFIRMED")
    assert got["list after the gap"] == ["CONFIRMED"]
    assert got["ended"] is True
    assert got["places"] == 1
    assert "message" not in got
    assert got["subscription refused"] == "PERMISSION_DENIED"
