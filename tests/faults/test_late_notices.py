"""The bus is away: who has left an organization is not shown to its leaders any more, all the same."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.organizations.v1 import membership_pb2

from deploy.local.nats import Nats
from services.kit.errors import DomainError
from services.kit.process.ids import uuid7
from services.kit.service.steps import Preparation
from services.volunteers.contacts import consent
from tests.organizations.community import Community
from tests.services import Platform, Site
from tests.volunteers.contacts.test_contacts import PHONE, enter, get, share
from tests.volunteers.people.test_people import register
from tests.waiting import eventually


@dataclass
class Scene:
    """A group with a leader and members who share their contact details with it."""

    platform: Platform
    bus: Nats
    leader: str
    members: dict[UUID, membership_pb2.Membership]

    async def leave(self, person: UUID) -> None:
        request = membership_pb2.EndMembershipRequest(membership_id=self.members[person].id)
        passport = self.platform.office.person(person)
        await self.platform.call(request, membership_pb2.Membership, passport)

    async def reads(self, person: UUID) -> str:
        """Returns the phone number that the leader sees, or why they see none."""
        try:
            return (await get(self.platform, person, self.leader)).phone
        except DomainError as error:
            return error.reason

    async def sees(self, person: UUID) -> bool:
        return await self.reads(person) == PHONE


@pytest_asyncio.fixture
async def scene(own_site: Site, own_nats: Nats) -> AsyncIterator[Scene]:
    own_nats.start()
    async with AsyncExitStack() as stack:
        platform = await Platform.start(own_site, stack, ("volunteers", "organizations"))
        community, leader = Community(platform), uuid7()
        group = await community.found(leader)
        passport = platform.office.person(leader, roles={UUID(group.id): ["OWNER"]})
        scene = Scene(platform, own_nats, passport, {})
        for _ in range(2):
            person = uuid7()
            await register(platform, person)
            scene.members[person] = await community.apply(group, person)
            await enter(platform, person)
            await share(platform, person, UUID(group.id))
        for person in scene.members:
            await eventually(partial(scene.sees, person), timeout=30)
        yield scene


async def test_who_has_left_is_not_shown_and_who_is_a_member_is(scene: Scene) -> None:
    leaves, stays = scene.members
    scene.bus.stop()
    await scene.leave(leaves)
    assert await scene.reads(leaves) == "NOT_PERMITTED"
    assert await scene.reads(stays) == PHONE


async def test_control_the_notice_has_not_arrived(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def believe(
        person_ids: list[UUID], organization_ids: list[UUID], preparation: Preparation
    ) -> list[membership_pb2.CheckMembershipsResponse.Member]:
        del preparation
        return [
            membership_pb2.CheckMembershipsResponse.Member(
                person_id=str(person), organization_id=str(group)
            )
            for person in person_ids
            for group in organization_ids
        ]

    leaves, _ = scene.members
    scene.bus.stop()
    await scene.leave(leaves)
    monkeypatch.setattr(consent, "_members", believe)
    assert await scene.reads(leaves) == PHONE
