"""What an operation leaves behind: traces, and nothing in the logs that is somebody's own."""

import logging
from uuid import uuid4

import pytest

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

TRACE = "0af7651916cd43dd8448eb211c80319c"


async def test_a_trace_goes_on_from_client_to_service(gateway: Gateway, world: World) -> None:
    response = await gateway.http.post(
        gateway.url,
        json={
            "query": """mutation($input: CreateOrganizationInput!) {
                createOrganization(input: $input) { organization { id } } }""",
            "variables": {
                "input": {"name": "Traced", "kind": "AGENCY", "membershipPolicy": "OPEN"}
            },
        },
        headers={
            "authorization": f"Bearer {world.tokens['owner']}",
            "traceparent": f"00-{TRACE}-b7ad6b7169203331-01",
        },
    )
    assert "errors" not in response.json()
    audit = await world.platform.site.sql(
        "organizations", "SELECT method FROM audit WHERE trace_id = $1", TRACE
    )
    assert [row["method"].rpartition("/")[2] for row in audit] == ["CreateOrganization"]


async def test_what_callers_send_is_not_logged(
    gateway: Gateway, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("hpack", "httpx", "httpcore", "sqlalchemy", "websockets"):
        # The client's own logs, and those that are only ever switched on by hand.
        caplog.set_level(logging.WARNING, name)
    token = world.tokens["member"]
    canary = f"canary{uuid4().hex}"
    person = global_id("Person", world.people["member"])
    await gateway.do("updatePersonContact", token, personId=person, address=canary)
    await gateway.do("updatePersonContact", token, personId=person, phone=canary)
    await gateway.do("updatePerson", token, personId=canary, displayName=canary)
    await gateway.result(
        "mutation($input: UpdatePersonInput!) { updatePerson(input: $input) { __typename } }",
        token,
        input={"personId": person, "displayName": [canary], canary: canary},
    )
    await gateway.result(f'{{ node(id: "{canary}") {{ id }} {canary} }}', token)
    await gateway.result("{ __typename }", canary)
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert canary not in logged
    assert token not in logged


async def test_a_large_trace_state_spoils_no_call(gateway: Gateway) -> None:
    members = (f"vendor{number:02}={'x' * 256}" for number in range(32))
    state = ",".join(f"{'y' * 240}@{member}" for member in members)
    assert len(state) > 16_000  # with a passport, more than gRPC takes in any case
    response = await gateway.http.post(
        gateway.url,
        json={"query": "{ organizations(first: 1) { nodes { name } } }"},
        headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "tracestate": state},
    )
    assert "errors" not in response.json()
