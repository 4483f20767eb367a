"""The line to PostgreSQL or NATS falls silent, and nobody closes it: as when a machine or a network dies.

Whoever waits for an answer is not told that none will come, so all waiting has to have an end.
"""

from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from services.kit.errors import DeadlineExceeded, DomainError, Unavailable
from services.kit.process.ids import uuid7
from tests.faults.people import found_organization, register
from tests.faults.processes import Nursery, ServiceProcess
from tests.faults.proxy import proxying
from tests.services import Platform, Site
from tests.waiting import eventually

STATEMENT_TIMEOUT = 0.5  # seconds; the product's is 4
PATIENCE = 60.0


async def test_a_service_says_so_and_resumes_by_itself_on_new_connections(
    site: Site, nursery: Nursery
) -> None:
    await site.prepare("volunteers")
    async with AsyncExitStack() as stack:
        others = await Platform.start(site, stack, ("organizations",))
        proxy, url = await stack.enter_async_context(proxying(site.urls["volunteers"]))
        service = await nursery.start(
            site, "volunteers", database_url=url, statement_timeout=STATEMENT_TIMEOUT
        )
        await service.listening()
        await eventually(service.is_serving)
        await found_organization(others.client, site.office)
        await eventually(lambda: has_projected(site, 1))

        proxy.fall_silent()
        await eventually(lambda: is_not_serving(service))
        await found_organization(others.client, site.office)
        with pytest.raises((DeadlineExceeded, Unavailable)):
            await register(service.client, site.office, uuid7())

        proxy.recover()
        await eventually(service.is_serving, PATIENCE)
        await eventually(lambda: registers(service, site, uuid7()), PATIENCE)
        await eventually(lambda: has_published(site), PATIENCE)
        await eventually(lambda: has_projected(site, 2), PATIENCE)
        assert await service.stop() == 0


async def test_a_service_stops_when_it_is_told_to(site: Site, nursery: Nursery) -> None:
    await site.prepare("volunteers")
    async with proxying(site.urls["volunteers"]) as (proxy, url):
        service = await nursery.start(site, "volunteers", database_url=url)
        await service.listening()
        await eventually(service.is_serving)
        proxy.fall_silent()
        assert await service.stop() == 0


async def test_notices_flow_again_soon_after_the_line_to_nats_fell_silent(
    site: Site, nursery: Nursery
) -> None:
    await site.prepare("volunteers")
    async with proxying(site.nats_url) as (proxy, url):
        service = await nursery.start(site, "volunteers", nats_url=url)
        await service.listening()
        await eventually(service.is_serving)
        await register(service.client, site.office, uuid7())
        await eventually(lambda: has_published(site))

        proxy.fall_silent()
        proxy.recover()  # for new lines; those that are cut stay so
        await register(service.client, site.office, uuid7())
        await eventually(lambda: has_published(site), PATIENCE)
        assert await service.stop() == 0


async def is_not_serving(service: ServiceProcess) -> bool:
    return not await service.is_serving()


async def registers(service: ServiceProcess, site: Site, person_id: UUID) -> bool:
    try:
        await register(service.client, site.office, person_id)
    except DomainError:
        return False
    return True


async def has_published(site: Site) -> bool:
    return not await site.sql("volunteers", "SELECT FROM outbox")


async def has_projected(site: Site, organizations: int) -> bool:
    return len(await site.sql("volunteers", "SELECT FROM organization")) == organizations
