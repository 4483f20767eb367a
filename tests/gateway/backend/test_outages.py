"""What the gateway answers while a part of the platform is away."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from deploy.local.process import free_port
from tests.gateway.binding.test_mutations import EVENT, GROUP, SHIFT
from tests.gateway.conftest import Gateway, Json, lets_register, serving
from tests.services import Site
from tests.waiting import TIMEOUT, eventually

SHIFT_PLACES = "subscription($id: ID!) { shiftPlaces(shiftIds: [$id]) { shift { capacity } } }"


def codes(answer: Json) -> dict[str, str]:
    """Returns the code of each error by its path."""
    return {
        ".".join(map(str, error["path"])): error["extensions"]["code"] for error in answer["errors"]
    }


async def done(gateway: Gateway, mutation: str, token: str, resource: str, **input_: Any) -> str:
    payload = await gateway.do(mutation, token, f"{resource} {{ id }}", **input_)
    assert payload["errors"] == []
    id_: str = payload[resource]["id"]
    return id_


async def new_event(gateway: Gateway, token: str) -> str:
    group = await done(gateway, "createOrganization", token, "organization", name="Choir", **GROUP)
    return await done(gateway, "createEvent", token, "event", organizationId=group, **EVENT)


async def test_what_needs_a_service_that_is_away_is_null_and_the_rest_is_there(
    site: Site,
) -> None:
    token = site.issuer.mint("neighbour", "Neighbour")
    async with AsyncExitStack() as stack:
        await site.start("organizations", stack)
        gateway = await stack.enter_async_context(serving(site))
        await lets_register(gateway, site, token)
        await done(gateway, "createOrganization", token, "organization", name="Choir", **GROUP)
        answer = await gateway.result(
            """{ organizations { nodes { name parent { name } events { nodes { id } } } }
                 viewer { person { displayName } memberships { nodes { state } } }
                 events { nodes { id } } }""",
            token,
        )
    data = answer["data"]
    assert data["organizations"]["nodes"] == [{"name": "Choir", "parent": None, "events": None}]
    assert data["viewer"] == {"person": None, "memberships": {"nodes": [{"state": "ACTIVE"}]}}
    assert codes(answer) == {
        "organizations.nodes.0.events": "UNAVAILABLE",
        "viewer.person": "UNAVAILABLE",
        "events": "UNAVAILABLE",
    }


async def test_nothing_but_the_gateway(site: Site) -> None:
    async with serving(site) as gateway:
        assert await gateway.ask("{ __typename viewer { personId } }") == {
            "__typename": "Query",
            "viewer": None,
        }
        token = site.issuer.mint("neighbour", "Neighbour")
        answer = await gateway.result("mutation { " + REGISTER + " }", token)
    assert answer["data"] == {"registerPerson": None}
    assert codes(answer) == {"registerPerson": "UNAVAILABLE"}


REGISTER = 'registerPerson(input: {displayName: "x", timeZone: "UTC"}) { errors { code } }'


async def test_a_passport_outlives_an_outage_of_organizations(site: Site) -> None:
    token = site.issuer.mint("neighbour", "Neighbour")
    async with AsyncExitStack() as others, AsyncExitStack() as organizations:
        await site.start("organizations", organizations)
        await site.start("events", others)
        gateway = await others.enter_async_context(serving(site))
        await lets_register(gateway, site, token)
        event = await new_event(gateway, token)
        await gateway.ask("{ viewer { personId } }", token)
        await organizations.aclose()
        gateway.backend.passports.renew(token)
        answer = await gateway.result(
            "query($id: ID!) { event(id: $id) { title organization { name } } }", token, id=event
        )
    # A draft, which only those who manage the organization see.
    assert answer["data"] == {"event": {"title": EVENT["title"], "organization": None}}
    assert codes(answer) == {"event.organization": "UNAVAILABLE"}


async def test_a_subscription_outlives_a_restart_of_its_service(site: Site) -> None:
    token = site.issuer.mint("neighbour", "Neighbour")
    listen = f"127.0.0.1:{free_port()}"
    async with AsyncExitStack() as others, AsyncExitStack() as events:
        await site.start("organizations", others)
        await site.start("events", events, listen=listen)
        gateway = await others.enter_async_context(serving(site))
        await lets_register(gateway, site, token)
        event = await new_event(gateway, token)
        shift = await done(gateway, "createShift", token, "shift", eventId=event, **SHIFT)
        async with gateway.events(SHIFT_PLACES, token, id=shift) as results:
            assert (await anext(results))["data"]["shiftPlaces"]["shift"]["capacity"] == SHIFT[
                "capacity"
            ]
            await events.aclose()
            gateway.backend.notices.miss()
            await site.start("events", others, listen=listen)
            await done(gateway, "updateShift", token, "shift", shiftId=shift, capacity=9)
            async with asyncio.timeout(TIMEOUT):
                async for result in results:
                    if result["data"]["shiftPlaces"]["shift"]["capacity"] == 9:
                        break


async def test_a_subscription_begins_without_the_bus(site: Site) -> None:
    token = site.issuer.mint("neighbour", "Neighbour")
    async with AsyncExitStack() as stack:
        await site.start("organizations", stack)
        await site.start("events", stack)
        away = replace(site, nats_url=f"nats://127.0.0.1:{free_port()}")
        gateway = await stack.enter_async_context(serving(away))
        await lets_register(gateway, site, token)
        event = await new_event(gateway, token)
        shift = await done(gateway, "createShift", token, "shift", eventId=event, **SHIFT)
        async with gateway.events(SHIFT_PLACES, token, id=shift) as results:
            assert (await anext(results))["data"]["shiftPlaces"]["shift"]["capacity"] == SHIFT[
                "capacity"
            ]


async def test_ready_is_who_could_once_let_somebody_in(site: Site) -> None:
    listen = f"127.0.0.1:{free_port()}"
    site.targets["organizations"] = listen
    async with AsyncExitStack() as stack, AsyncExitStack() as organizations:
        gateway = await stack.enter_async_context(serving(site))
        readyz = gateway.url.replace("/graphql", "/readyz")
        assert (await gateway.http.get(readyz)).status_code == 503
        await site.start("organizations", organizations, listen=listen)

        async def is_ready() -> bool:
            return (await gateway.http.get(readyz)).status_code == 200

        await eventually(is_ready)
        await organizations.aclose()
        gateway.backend.passports.renew(None)
        assert await is_ready()
