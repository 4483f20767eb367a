"""Kill -9 of a service between the commit of a change and the answer to the caller, who asks again.

A proxy lets the request through and keeps the answer back, so each kill hits there.
"""

import asyncio

from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.calls.client import Client
from services.kit.process.ids import uuid7
from tests.faults.people import ORGANIZATION
from tests.faults.processes import Nursery
from tests.faults.proxy import Cut, proxying
from tests.services import Site
from tests.waiting import eventually

ROUNDS = 5
ROUNDS_OF_A_CONTROL = 2


async def ask_kill_and_ask_again(
    site: Site, nursery: Nursery, *varied: str, rounds: int
) -> list[str]:
    """Founds an organization in each round; returns the ids that the callers are told in the end."""
    await site.prepare("organizations")
    told = []
    service = await nursery.start(site, "organizations", *varied)
    await service.listening()
    for _ in range(rounds):
        request = pb.CreateOrganizationRequest(organization=ORGANIZATION, request_id=str(uuid7()))
        passport = site.office.person()
        known = await committed(site)

        async def is_committed(known: int = known) -> bool:
            return await committed(site) > known

        async with proxying(f"grpc://{service.target}") as (proxy, url):
            trap = proxy.set_trap(ORGANIZATION.name.encode(), Cut.ANSWERS)
            client = Client({"organizations": url.rpartition("@")[2]})
            call = asyncio.create_task(client.call(request, pb.Organization, passport=passport))
            await trap.sprung()
            await eventually(is_committed)
            assert not call.done()
            await service.kill()
            call.cancel()
            await client.close()
        service = await nursery.start(site, "organizations", *varied)
        await service.listening()
        answer = await service.client.call(request, pb.Organization, passport=passport)
        told.append(answer.id)
    assert await service.stop() == 0
    return told


async def committed(site: Site) -> int:
    return len(await site.sql("organizations", "SELECT FROM organization"))


async def test_whoever_asks_again_gets_the_answer_that_was_lost_and_nothing_happens_twice(
    site: Site, nursery: Nursery
) -> None:
    told = await ask_kill_and_ask_again(site, nursery, rounds=ROUNDS)
    founded = await site.sql("organizations", "SELECT id FROM organization ORDER BY id")
    assert [str(row["id"]) for row in founded] == told


async def test_control_a_service_that_forgets_requests_does_everything_twice(
    site: Site, nursery: Nursery
) -> None:
    told = await ask_kill_and_ask_again(
        site, nursery, "forgetting_requests", rounds=ROUNDS_OF_A_CONTROL
    )
    assert await committed(site) == 2 * len(told)
