"""Kill -9 of a service between the commit of a notice's effect and its acknowledgement.

A proxy cuts the line to the bus at the moment at which the consumer acknowledges, so each kill hits
there. The consumer is events, which projects the people of volunteers; beside that it counts effects.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import UUID

from services.kit.process.ids import uuid7
from tests.faults.observer import Observer
from tests.faults.people import register
from tests.faults.processes import Nursery, ServiceProcess
from tests.faults.proxy import Cut, Proxy, proxying
from tests.faults.variations import EFFECTS
from tests.services import Platform, Site, service_named
from tests.waiting import eventually

ROUNDS = 20
ROUNDS_OF_A_CONTROL = 3
ACK_WAIT = 0.2  # seconds; the product waits for 30
# For a control that counts effects: a notice that takes longer is given again, and has one more effect.
UNHURRIED = 2.0
(CONSUMER,) = (each for each in service_named("events").consumers if each.resource == "person")
# What acknowledges a notice after the one that stands in the stream at this number. A notice that was
# worked on for longer than `ACK_WAIT` is given again, and acknowledged once more at any later time.
ACKNOWLEDGING = rb"PUB \$JS\.ACK\.\S*\bevents-person\.\d+\.(?!%d\.)\S+ \S* (?:0|4\r\n\+ACK)\r\n"


@dataclass
class Consuming:
    """Kills events again and again while it acknowledges.

    Attributes:
        cut: What the dying process and the bus still hear of each other.
        varied: Which `tests.faults.variations` events runs with.
        committed: Whether the effect is to stand when the process acknowledges.
        ack_wait: How many seconds the bus waits for an acknowledgement.
        people: Those who registered, in order.
    """

    site: Site
    nursery: Nursery
    observer: Observer
    cut: Cut = Cut.EVERYTHING
    varied: tuple[str, ...] = ()
    committed: bool = True
    ack_wait: float = ACK_WAIT
    people: list[UUID] = field(default_factory=list)

    async def run(self, rounds: int) -> list[UUID]:
        """Goes through so many rounds; returns whom an effect stands for, once for each effect."""
        await self.site.prepare("events")
        await self.site.sql("events", EFFECTS)
        async with AsyncExitStack() as stack:
            owner = await Platform.start(self.site, stack, ("volunteers",))
            proxy, url = await stack.enter_async_context(proxying(self.site.nats_url))
            service = await self._start(url)
            for _ in range(rounds):
                await self._consume_and_kill(owner, service, proxy)
                service = await self._start(url)
                await eventually(self._is_done)
            assert await service.stop() == 0
        assert await self._is_done()
        effects = await self.site.sql(
            "events", "SELECT resource_id FROM effect ORDER BY resource_id"
        )
        return [row["resource_id"] for row in effects]

    async def _consume_and_kill(
        self, owner: Platform, service: ServiceProcess, proxy: Proxy
    ) -> None:
        trap = proxy.set_trap(ACKNOWLEDGING % await self.observer.last_given(CONSUMER), self.cut)
        person = uuid7()
        self.people.append(person)
        await register(owner.client, self.site.office, person)
        await trap.sprung()
        standing = await self.site.sql("events", "SELECT FROM person WHERE id = $1", person)
        assert len(standing) == self.committed
        await service.kill()

    async def _start(self, url: str) -> ServiceProcess:
        service = await self.nursery.start(
            self.site,
            "events",
            "counting_effects",
            *self.varied,
            nats_url=url,
            ack_wait=self.ack_wait,
        )
        await service.listening()
        return service

    async def _is_done(self) -> bool:
        return await self.observer.is_done(CONSUMER)


async def test_an_effect_whose_acknowledgement_never_left_stands_once(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    consuming = Consuming(site, nursery, observer)
    assert await consuming.run(ROUNDS) == consuming.people
    projected = await site.sql("events", "SELECT id FROM person ORDER BY id")
    assert [row["id"] for row in projected] == consuming.people


async def test_an_effect_whose_acknowledgement_arrived_unconfirmed_stands_once(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    consuming = Consuming(site, nursery, observer, Cut.ANSWERS)
    assert await consuming.run(ROUNDS) == consuming.people


async def test_control_a_consumer_that_forgets_what_it_saw_acts_twice(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    consuming = Consuming(
        site, nursery, observer, varied=("forgetting_what_was_seen",), ack_wait=UNHURRIED
    )
    effects = await consuming.run(ROUNDS_OF_A_CONTROL)
    assert effects == [person for person in consuming.people for _ in range(2)]


async def test_control_a_consumer_that_acknowledges_first_never_acts(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    consuming = Consuming(
        site, nursery, observer, Cut.ANSWERS, ("acknowledging_first",), committed=False
    )
    assert await consuming.run(ROUNDS_OF_A_CONTROL) == []
