"""Kill -9 of a service between the commit of a change and the publication of its notice.

A proxy cuts the line to the bus at the moment at which the relay publishes, so each kill hits there.
Beside that notice a second one waits in the outbox, committed while the first was on its way.
"""

from dataclasses import dataclass, field
from uuid import UUID

from services.kit.process.ids import uuid7
from tests.faults.observer import Observer
from tests.faults.people import apply_as_volunteer, register
from tests.faults.processes import Nursery, ServiceProcess
from tests.faults.proxy import Cut, Proxy, proxying
from tests.services import Site
from tests.waiting import eventually

ROUNDS = 20
ROUNDS_OF_A_CONTROL = 3
PUBLISHING = rb"HPUB banyan\.volunteers\."
REGISTERED, APPLIED = 1, 2  # the versions that the two changes of each person lead to

Change = tuple[UUID, int]  # who, and the version that it led to


@dataclass
class Publishing:
    """Kills volunteers again and again while it publishes.

    Attributes:
        cut: What the dying process and the bus still hear of each other.
        varied: Which `tests.faults.variations` volunteers runs with.
        people: Those whose two changes were acknowledged to them, in order.
    """

    site: Site
    nursery: Nursery
    observer: Observer
    cut: Cut
    varied: tuple[str, ...] = ()
    people: list[UUID] = field(default_factory=list)

    async def run(self, rounds: int) -> list[Change]:
        """Goes through so many rounds; returns what the bus holds then, in order."""
        await self.site.prepare("volunteers")
        async with proxying(self.site.nats_url) as (proxy, url):
            service = await self._start(url)
            for _ in range(rounds):
                await self._publish_and_kill(service, proxy)
                service = await self._start(url)
                await eventually(self._has_published)
            assert await service.stop() == 0
        notices = await self.observer.notices("volunteers")
        assert len({notice.subject for notice in notices}) <= 2 * rounds
        return [(notice.resource_id, notice.version) for notice in notices]

    async def _publish_and_kill(self, service: ServiceProcess, proxy: Proxy) -> None:
        arrived = await self.observer.count("volunteers")
        trap = proxy.set_trap(PUBLISHING, self.cut)
        person = uuid7()
        await register(service.client, self.site.office, person)
        await trap.sprung()
        await apply_as_volunteer(service.client, self.site.office, person)
        self.people.append(person)
        if self.cut is Cut.ANSWERS:
            await self._holds(arrived + 1)
        else:
            assert await self.observer.count("volunteers") == arrived
        await service.kill()

    async def _start(self, url: str) -> ServiceProcess:
        service = await self.nursery.start(self.site, "volunteers", *self.varied, nats_url=url)
        await service.listening()
        return service

    async def _holds(self, number: int) -> None:
        async def holds() -> bool:
            return await self.observer.count("volunteers") == number

        await eventually(holds)

    async def _has_published(self) -> bool:
        last = f"banyan.volunteers.person.{self.people[-1]}.applied_as_volunteer"
        return await self.observer.has_notice("volunteers", last) and not await self.site.sql(
            "volunteers", "SELECT FROM outbox"
        )


def each_once(people: list[UUID]) -> list[Change]:
    return [(person, version) for person in people for version in (REGISTERED, APPLIED)]


async def test_a_notice_that_never_left_is_announced_once(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    publishing = Publishing(site, nursery, observer, Cut.EVERYTHING)
    announced = await publishing.run(ROUNDS)
    assert announced == each_once(publishing.people)


async def test_a_notice_that_arrived_without_the_services_knowing_is_announced_once(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    publishing = Publishing(site, nursery, observer, Cut.ANSWERS)
    announced = await publishing.run(ROUNDS)
    assert announced == each_once(publishing.people)


async def test_control_a_relay_that_deletes_before_it_publishes_loses_each_notice(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    publishing = Publishing(
        site, nursery, observer, Cut.EVERYTHING, ("deleting_before_publishing",)
    )
    announced = await publishing.run(ROUNDS_OF_A_CONTROL)
    assert announced == [(person, APPLIED) for person in publishing.people]


async def test_control_notices_without_an_id_for_the_bus_are_announced_twice(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    publishing = Publishing(site, nursery, observer, Cut.ANSWERS, ("publishing_without_ids",))
    announced = await publishing.run(ROUNDS_OF_A_CONTROL)
    assert announced == [
        (person, version)
        for person in publishing.people
        for version in (REGISTERED, REGISTERED, APPLIED)
    ]
