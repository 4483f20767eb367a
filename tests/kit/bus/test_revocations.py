"""A process hears of ended roles at once, and knows when it may have missed some."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import nats
import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.message import Message

from deploy.local.nats import Nats
from services.kit.bus.connection import Bus
from services.kit.bus.revocations import RevocationHearer
from services.kit.calls.passport import Caller
from services.kit.calls.revocations import Revocations
from services.kit.contract.values import timestamp
from services.kit.errors import Unavailable
from services.kit.process.ids import uuid7
from services.kit.process.tasks import in_background
from services.kit.work.notices import SCHEMA_HEADER
from tests.kit.clocks import ManualClock
from tests.waiting import eventually

ME, GROUP = uuid7(), uuid7()
OWNER = Caller("x", ME, roles={GROUP: frozenset({"OWNER", "LEADER"})})


class Process:
    """A process that hears, and verifies one passport again and again.

    Attributes:
        clock: Its clock.
    """

    def __init__(self, url: str) -> None:
        self.clock = ManualClock()
        self._issued = self.clock.now()
        self._revocations = Revocations(self.clock, unheard=10)
        self.bus = Bus(url, "tests")
        self.bus.add(RevocationHearer(self._revocations))

    @classmethod
    @asynccontextmanager
    async def hearing(cls, url: str) -> AsyncIterator["Process"]:
        process = cls(url)
        async with in_background([process.bus.connect]):
            await eventually(process.believes)
            yield process
        await process.bus.close()

    def now(self) -> Caller:
        return self._revocations.apply(OWNER, self._issued)

    def believes(self) -> bool:
        """Returns whether it believes a passport that it would not if notices may have been missed."""
        self.clock.advance(seconds=20)
        try:
            self._revocations.apply(OWNER, self._issued)
        except Unavailable:
            self._issued = self.clock.now()  # another passport, for the next question
            return False
        return True


async def publish(
    url: str, subject: str, message: Message, data: bytes | None = None, **headers: str
) -> None:
    connection = await nats.connect(url)
    schema = {SCHEMA_HEADER: message.DESCRIPTOR.full_name} | headers
    data = message.SerializeToString() if data is None else data
    await connection.publish(subject, data, headers=schema)
    await connection.drain()


def membership(clock: ManualClock, *roles: membership_pb2.Role, **values: object) -> Message:
    return membership_pb2.Membership(
        id=str(uuid7()),
        organization_id=str(GROUP),
        person_id=str(ME),
        roles=[membership_pb2.MembershipRole(role=role) for role in roles],
        role_end_time=timestamp(clock.now()),
        update_time=timestamp(clock.now()),
        **values,  # type: ignore[arg-type] # by name
    )


ACTIVE = membership_pb2.MEMBERSHIP_STATE_ACTIVE
SUSPENDED = membership_pb2.MEMBERSHIP_STATE_SUSPENDED


@pytest.mark.parametrize(
    ("state", "left"), [(ACTIVE, {GROUP: frozenset({"LEADER"})}), (SUSPENDED, {})]
)
async def test_hears_which_roles_are_left(
    own_nats: Nats, state: membership_pb2.MembershipState, left: dict[UUID, frozenset[str]]
) -> None:
    async with Process.hearing(own_nats.url) as process:
        assert process.now() == OWNER
        notice = membership(process.clock, membership_pb2.ROLE_LEADER, state=state)
        await publish(own_nats.url, "banyan.organizations.membership.x.role_ended", notice)
        await eventually(lambda: process.now().roles == left)


async def test_hears_who_is_suspended(own_nats: Nats) -> None:
    async with Process.hearing(own_nats.url) as process:
        suspended = person_pb2.Person(id=str(ME), state=person_pb2.PERSON_STATE_SUSPENDED)
        await publish(own_nats.url, "banyan.volunteers.person.x.suspended", suspended)
        await eventually(lambda: process.now().is_suspended)
        reinstated = person_pb2.Person(id=str(ME), state=person_pb2.PERSON_STATE_ACTIVE)
        await publish(own_nats.url, "banyan.volunteers.person.x.reinstated", reinstated)
        await eventually(lambda: not process.now().is_suspended)


async def test_believes_only_new_passports_while_the_bus_is_away_and_hears_again(
    own_nats: Nats,
) -> None:
    async with Process.hearing(own_nats.url) as process:
        assert process.believes()
        own_nats.stop()
        await eventually(lambda: not process.believes())
        own_nats.start()
        await eventually(process.believes)
        notice = membership(process.clock, state=ACTIVE)
        await publish(own_nats.url, "banyan.organizations.membership.x.role_ended", notice)
        await eventually(lambda: process.now().roles == {})


@pytest.mark.parametrize(
    ("data", "headers"), [(b"\xff", {}), (None, {SCHEMA_HEADER: "banyan.volunteers.v1.Person"})]
)
async def test_what_cannot_be_read_counts_as_missed(
    own_nats: Nats, data: bytes | None, headers: dict[str, str]
) -> None:
    async with Process.hearing(own_nats.url) as process:
        notice = membership(process.clock, state=ACTIVE)
        subject = "banyan.organizations.membership.x.ended"
        await publish(own_nats.url, subject, notice, data, **headers)
        await eventually(lambda: not process.believes())
