"""A role that has ended counts nowhere any more, whatever passports are still valid."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2, passport_pb2

from services.kit.calls.passport import Caller
from services.kit.errors import PermissionDenied
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.jobs import jobs
from tests.gateway.conftest import Gateway, global_id
from tests.gateway.subscribers import SIGN_UPS, cancel, following, sign_up
from tests.waiting import eventually
from tests.world import World, in_hours

MINE = """subscription { viewerMembershipChanges { membership { state roles { role } } } }"""
Membership = membership_pb2.Membership


class Club:
    """An organization with two owners, made for one test.

    Attributes:
        id: Its id.
    """

    def __init__(self, world: World, id_: str, memberships: dict[str, str]) -> None:
        self._world = world
        self.id = id_
        self._memberships = memberships

    @classmethod
    async def found(cls, world: World, **roles: Any) -> "Club":
        """Founds a club, owned by the world's leader; others join with the roles given."""
        organization = await world.call(
            "leader",
            organization_pb2.CreateOrganizationRequest(
                organization=organization_pb2.Organization(
                    name="象棋社",
                    kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
                    membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
                )
            ),
            organization_pb2.Organization,
        )
        club = cls(world, organization.id, {})
        for kind, role in roles.items():
            request = membership_pb2.ApplyForMembershipRequest(organization_id=club.id)
            joined = await world.call(kind, request, Membership)
            club._memberships[kind] = joined.id
            if role:
                await world.call("leader", club.granting(kind, role), Membership)
        return club

    def granting(self, kind: str, role: membership_pb2.Role) -> membership_pb2.GrantRoleRequest:
        return membership_pb2.GrantRoleRequest(membership_id=self._memberships[kind], role=role)

    async def remove(self, kind: str) -> None:
        request = membership_pb2.EndMembershipRequest(membership_id=self._memberships[kind])
        await self._world.call("leader", request, Membership)

    async def expires(self, kind: str) -> None:
        """Lets the time of a membership pass, and the job look."""
        platform = self._world.platform
        await platform.site.sql(
            "organizations",
            "UPDATE membership SET expire_time = now() - interval '1 minute' WHERE id = $1",
            UUID(self._memberships[kind]),
        )
        (job,) = jobs(OrganizationsSettings.model_construct())
        await run_once(job, platform.services["organizations"].units, Caller(f"job:{job.name}"))

    def draft(self) -> event_pb2.CreateEventRequest:
        event = self._world.event()
        event.organization_id = self.id
        event.ClearField("contact")  # who is no member of the club
        return event_pb2.CreateEventRequest(event=event)

    async def plans_with(self, passport: str) -> bool:
        """Returns whether a passport lets its holder plan events of the club."""
        try:
            await self._world.platform.call(self.draft(), event_pb2.Event, passport)
        except PermissionDenied:
            return False
        return True


async def passport_of(world: World, kind: str) -> str:
    request = passport_pb2.IssuePassportRequest(credential=world.tokens[kind])
    answer = await world.platform.call(request, passport_pb2.IssuePassportResponse, None)
    return answer.passport


async def test_an_old_passport_at_another_service_carries_it_no_more(world: World) -> None:
    club = await Club.found(world, member=membership_pb2.ROLE_OWNER)
    passport = await passport_of(world, "member")
    assert await club.plans_with(passport)
    await club.remove("member")

    async def is_refused() -> bool:
        return not await club.plans_with(passport)

    await eventually(is_refused)
    assert await club.plans_with(await passport_of(world, "leader"))  # the control


async def test_nor_does_one_of_a_membership_whose_time_is_over(world: World) -> None:
    club = await Club.found(world, member=membership_pb2.ROLE_COORDINATOR)
    passport = await passport_of(world, "member")
    assert await club.plans_with(passport)
    await club.expires("member")

    async def is_refused() -> bool:
        return not await club.plans_with(passport)

    await eventually(is_refused)
    assert not await club.plans_with(await passport_of(world, "member"))
    assert await club.plans_with(await passport_of(world, "leader"))  # the control


async def test_an_owner_who_hears_of_their_removal_turns_nothing_round(
    gateway: Gateway, world: World
) -> None:
    club = await Club.found(world, member=membership_pb2.ROLE_OWNER, stranger=None)
    passport = await passport_of(world, "member")
    async with following(gateway, MINE, world.tokens["member"]) as changes:
        removal = asyncio.create_task(club.remove("member"))
        state = await changes.next()
        await removal
        assert state is not None
        assert state["state"] == "ENDED"
        grant = club.granting("stranger", membership_pb2.ROLE_OWNER)
        with pytest.raises(PermissionDenied):
            await world.platform.call(grant, Membership, passport)


async def test_a_subscription_shows_nothing_more_by_it(gateway: Gateway, world: World) -> None:
    club = await Club.found(world, member=membership_pb2.ROLE_COORDINATOR)
    await world.renew_passports("leader")
    event = await world.call("leader", club.draft(), event_pb2.Event)
    await world.call("leader", event_pb2.PublishEventRequest(event_id=event.id), event_pb2.Event)
    gateway.backend.passports.renew(world.tokens["member"])
    gateway.backend.passports.renew(world.tokens["leader"])
    planned = world.shift(event.id)
    payload = await gateway.do(
        "createShift",
        world.tokens["leader"],
        "shift { id }",
        eventId=global_id("Event", event.id),
        title=planned.title,
        capacity=50,
        # At another time than the shifts of other tests, for whose people this is the same world.
        startTime=in_hours(27).ToJsonString(),
        endTime=in_hours(28).ToJsonString(),
    )
    assert payload["errors"] == []
    shift = payload["shift"]["id"]
    passport = await passport_of(world, "member")
    async with (
        following(gateway, SIGN_UPS, world.tokens["member"], id=shift) as removed,
        following(gateway, SIGN_UPS, world.tokens["leader"], id=shift) as control,
    ):
        first = await sign_up(gateway, world.tokens["stranger"], shift)
        for feed in (removed, control):
            state = await feed.next()
            assert state is not None
            assert state["id"] == first
        await club.remove("member")

        async def is_refused() -> bool:
            return not await club.plans_with(passport)

        await eventually(is_refused)
        hidden = await sign_up(gateway, world.tokens["supervisor"], shift)
        own = await sign_up(gateway, world.tokens["member"], shift)
        shown = [await control.next(), await control.next()]
        assert [each["id"] for each in shown if each is not None] == [hidden, own]
        state = await removed.next()
        assert state is not None
        assert state["id"] == own
    people = ("stranger", "supervisor", "member")
    for kind, id_ in zip(people, (first, hidden, own), strict=True):
        await cancel(gateway, world.tokens[kind], id_)
