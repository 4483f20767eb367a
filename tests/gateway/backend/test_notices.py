import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from banyan.events.v1 import sign_up_pb2

from deploy.local.nats import Nats
from deploy.local.process import free_port
from gateway.backend.notices import (
    LARGEST_BATCH,
    Gap,
    Kind,
    Notice,
    Notices,
    Topic,
    Watch,
)
from services.kit.process.ids import uuid7
from services.kit.process.tasks import end
from tests.servers import start_nats
from tests.waiting import TIMEOUT, eventually

KIND = "banyan.events.sign_up"
SCHEMA = {"ce-dataschema": "banyan.events.v1.SignUp"}
SHIFT, OTHER_SHIFT = str(uuid7()), str(uuid7())
TOPIC = Topic(KIND, "shift_id", SHIFT)
LONG = TIMEOUT


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[Notices]:
    kinds = {KIND: Kind(sign_up_pb2.SignUp, {"id", "shift_id", "person_id"})}
    notices = Notices(url, kinds)
    task = asyncio.create_task(notices.run())
    try:
        yield notices
    finally:
        await end([task])


def sign_up(shift_id: str = SHIFT) -> sign_up_pb2.SignUp:
    return sign_up_pb2.SignUp(id=str(uuid7()), shift_id=shift_id, person_id=str(uuid7()))


async def publish(
    url: str, *states: sign_up_pb2.SignUp, headers: dict[str, str] | None = None
) -> None:
    client = await nats.connect(url)
    for state in states:
        subject = f"{KIND}.{state.id}.confirmed"
        await client.publish(subject, state.SerializeToString(), headers=headers or SCHEMA)
    await client.flush()
    await client.close()


def ids(heard: Iterable[Notice | Gap]) -> list[str]:
    """Returns the id of what each notice shows; "" for a gap."""
    return ["" if isinstance(one, Gap) else getattr(one.state, "id") for one in heard]  # noqa: B009


async def take(watch: Watch, count: int) -> list[str]:
    """Returns so many notices and gaps, as `ids` does."""
    taken: list[str] = []
    async with asyncio.timeout(LONG):
        while len(taken) < count:
            taken += ids(await watch.take(LONG))
    return taken


@pytest.fixture
def own_nats(tmp_path: Path) -> Nats:
    """A NATS server that the test may stop and start."""
    return start_nats(tmp_path)


async def test_a_notice_reaches_those_who_watch_an_id_in_it(nats_server: Nats) -> None:
    one, other = sign_up(), sign_up(OTHER_SHIFT)
    async with listening(nats_server.url) as notices:
        with (
            notices.watching(TOPIC) as of_shift,
            notices.watching(Topic(KIND, "id", one.id)) as of_sign_up,
            notices.watching(Topic(KIND, "person_id", one.person_id)) as of_person,
            notices.watching(Topic(KIND, "shift_id", OTHER_SHIFT)) as of_other,
        ):
            watches = (of_shift, of_sign_up, of_person, of_other)
            for watch in watches:
                assert await take(watch, 1) == [""]  # the connection has just come up
            await publish(nats_server.url, one, other)
            assert await take(of_other, 1) == [other.id]
            for watch in watches[:3]:
                assert await take(watch, 1) == [one.id]


async def test_every_notice_in_its_order(nats_server: Nats) -> None:
    states = [sign_up() for _ in range(3 * LARGEST_BATCH)]
    async with listening(nats_server.url) as notices:
        with notices.watching(TOPIC) as watch:
            assert await take(watch, 1) == [""]
            await publish(nats_server.url, *states)
            await eventually(lambda: len(watch._queue) == len(states))
            assert len(await watch.take(LONG)) == LARGEST_BATCH
            assert await take(watch, 2 * LARGEST_BATCH) == [each.id for each in states[-200:]]
            assert not await watch.take(0)


async def test_a_queue_that_is_full_becomes_a_gap() -> None:
    watch = Watch(longest=3)
    for number in range(5):
        watch.put(Notice(sign_up_pb2.SignUp(id=str(number)), 0.0))
    assert ids(await watch.take(0)) == ["", "4"]


async def test_gaps_in_a_row_are_one() -> None:
    watch = Watch()
    watch.miss(1.0)
    watch.miss(2.0)
    assert list(await watch.take(0)) == [Gap(2.0)]


@pytest.mark.parametrize("headers", [{"ce-dataschema": "banyan.events.v1.Shift"}, {"other": "x"}])
async def test_what_cannot_be_read_may_be_about_anybody(
    nats_server: Nats, headers: dict[str, str]
) -> None:
    async with listening(nats_server.url) as notices:
        with notices.watching(TOPIC) as watch:
            assert await take(watch, 1) == [""]
            await publish(nats_server.url, sign_up(OTHER_SHIFT), headers=headers)
            assert await take(watch, 1) == [""]


async def test_whoever_stops_watching_is_forgotten(nats_server: Nats) -> None:
    notices = Notices(nats_server.url, {})
    with notices.watching(TOPIC), notices.watching(TOPIC):
        assert len(notices._watches[TOPIC]) == 2
    assert TOPIC not in notices._watches


async def test_an_interruption_is_a_gap(own_nats: Nats) -> None:
    state = sign_up()
    try:
        async with listening(own_nats.url) as notices:
            with notices.watching(TOPIC) as watch:
                assert await take(watch, 1) == [""]
                own_nats.stop()
                await eventually(lambda: not notices.is_connected)
                own_nats.start()
                assert await take(watch, 1) == [""]
                await publish(own_nats.url, state)
                assert await take(watch, 1) == [state.id]
    finally:
        own_nats.remove()


async def test_a_bus_that_comes_up_later_is_found(own_nats: Nats) -> None:
    own_nats.stop()
    try:
        async with listening(own_nats.url) as notices:
            with notices.watching(TOPIC) as watch:
                assert not await watch.take(0.1)
                assert not notices.is_connected
                own_nats.start()
                assert await take(watch, 1) == [""]
                assert notices.is_connected
    finally:
        own_nats.remove()


async def test_it_ends_while_the_bus_is_away() -> None:
    async with listening(f"nats://127.0.0.1:{free_port()}") as notices:
        with notices.watching(TOPIC) as watch:
            assert not await watch.take(0.05)
