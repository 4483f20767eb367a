"""NATS killed every other second under load: nothing acknowledged is lost, everything arrives once."""

from uuid import UUID

import pytest

from deploy.local.nats import Nats
from services.catalogue import NAMES
from tests.faults.accounts import everything_is_there
from tests.faults.load import WORKERS, Load
from tests.faults.observer import Observer
from tests.faults.processes import Nursery
from tests.faults.variations import EFFECTS
from tests.services import Site, service_named
from tests.waiting import eventually

KILLS = 3


async def test_nothing_is_lost_and_everything_has_one_effect(
    own_site: Site, nursery: Nursery, own_nats: Nats
) -> None:
    for name in NAMES:
        await own_site.prepare(name)
        await own_site.sql(name, EFFECTS)
    own_nats.start()
    async with Load.on_services(own_site, nursery, "counting_effects") as load:
        await kill_again_and_again(own_nats, load)
        await everything_is_there(own_site, load)
        assert load.refused.total() == 0
        versions = await versions_announced(own_nats)
    for name in NAMES:
        await no_effect_stands_twice(own_site, name, versions)


async def test_control_a_relay_that_ignores_failures_loses_what_people_were_told(
    own_site: Site, nursery: Nursery, own_nats: Nats
) -> None:
    own_nats.start()
    async with Load.on_services(own_site, nursery, "ignoring_failures_to_publish") as load:
        await kill_again_and_again(own_nats, load)
        with pytest.raises(AssertionError):
            await everything_is_there(own_site, load)


async def kill_again_and_again(server: Nats, load: Load) -> None:
    async with load.running():
        for _ in range(KILLS):
            await load.goes_on(WORKERS)
            server.kill()
            await load.goes_on(WORKERS)
            server.launch()
            await eventually(server.ready)


async def versions_announced(server: Nats) -> dict[tuple[str, str], dict[UUID, int]]:
    """Returns, for each stream and resource, the last version of each that the bus holds."""
    found: dict[tuple[str, str], dict[UUID, int]] = {}
    async with Observer.open(server.url) as observer:
        for stream in NAMES:
            for notice in await observer.notices(stream):
                resource = notice.subject.split(".")[2]
                found.setdefault((stream, resource), {})[notice.resource_id] = notice.version
    return found


async def no_effect_stands_twice(
    site: Site, name: str, versions: dict[tuple[str, str], dict[UUID, int]]
) -> None:
    """Each version of each resource had one effect at most, and its last one had it."""
    counted = {
        (row["consumer"], row["resource_id"]): row["count"]
        for row in await site.sql(
            name, "SELECT consumer, resource_id, count(*) FROM effect GROUP BY 1, 2"
        )
    }
    for consumer in service_named(name).consumers:
        for id_, version in versions.get((consumer.stream, consumer.resource), {}).items():
            assert 1 <= counted.pop((consumer.name, id_)) <= version
    assert not counted
