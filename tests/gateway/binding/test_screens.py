"""Subscriptions at the height of a screen: all its shifts, or the events of an organization."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from gateway.backend.notices import LARGEST_BATCH
from gateway.binding.subscriptions import MOST_WATCHED
from tests.gateway.conftest import NOBODYS_ID, Gateway, Json, global_id
from tests.gateway.subscribers import code, new_shift, resize
from tests.waiting import TIMEOUT
from tests.world import World


class TestSeveral:
    """One subscription follows the shifts of a screen."""

    QUERY = "subscription($ids: [ID!]!) { shiftPlaces(shiftIds: $ids) { shift { id capacity } } }"

    async def test_each_now_and_after_each_change(self, gateway: Gateway, world: World) -> None:
        shifts = [await new_shift(gateway, world, world.ids["event"]) for _ in range(3)]
        given = [*shifts, shifts[0], global_id("Shift", NOBODYS_ID)]
        async with gateway.events(self.QUERY, ids=given) as results:
            first = [await self.next(results) for _ in shifts]
            assert sorted(first) == sorted((id_, 50) for id_ in shifts)
            for capacity, shift in enumerate(shifts, 7):
                await resize(gateway, world, shift, capacity)
                await self.reaches((shift, capacity), results, shifts)

    async def test_more_than_one_call_can_read(self, gateway: Gateway, world: World) -> None:
        shift = await new_shift(gateway, world, world.ids["event"])
        unknown = [global_id("Shift", str(UUID(int=number))) for number in range(LARGEST_BATCH)]
        async with gateway.events(self.QUERY, ids=[*unknown, shift]) as results:
            assert await self.next(results) == (shift, 50)

    async def test_those_that_the_viewer_may_not_see_are_left_out(
        self, gateway: Gateway, world: World
    ) -> None:
        hidden = await new_shift(gateway, world, world.ids["members_event"])
        shift = await new_shift(gateway, world, world.ids["event"])
        async with gateway.events(
            self.QUERY, world.tokens["stranger"], ids=[hidden, shift]
        ) as results:
            assert await self.next(results) == (shift, 50)
            await resize(gateway, world, hidden, 7)
            await resize(gateway, world, shift, 8)
            await self.reaches((shift, 8), results, [shift])
        async with gateway.events(
            self.QUERY, world.tokens["member"], ids=[hidden, shift]
        ) as results:
            assert {(await self.next(results))[0] for _ in range(2)} == {hidden, shift}

    @pytest.mark.parametrize("count", [0, MOST_WATCHED + 1])
    async def test_how_many(self, gateway: Gateway, count: int) -> None:
        ids = [global_id("Shift", str(UUID(int=number))) for number in range(count)]
        async with gateway.events(self.QUERY, ids=ids) as results:
            [refused] = [result async for result in results]
        assert code(refused) == "INVALID_ARGUMENT"
        [violation] = refused["errors"][0]["extensions"]["violations"]
        assert violation["field"] == ["shiftIds"]

    async def reaches(
        self, wanted: tuple[str, int], results: AsyncIterator[Json], shifts: list[str]
    ) -> None:
        """Reads up to a message. Before it may come that some shifts were created, as that may be told late."""
        while (found := await self.next(results)) != wanted:
            assert found in [(shift, 50) for shift in shifts]

    async def next(self, results: AsyncIterator[Json]) -> tuple[str, int]:
        """Returns the id and the capacity of the next shift."""
        async with asyncio.timeout(TIMEOUT):
            shift = (await anext(results))["data"]["shiftPlaces"]["shift"]
        return shift["id"], shift["capacity"]


class TestEvents:
    QUERY = """subscription($event: ID, $organization: ID) {
        eventChanges(eventId: $event, organizationId: $organization) { event { id title } } }"""

    @pytest.mark.parametrize("by", ["event", "organization"])
    async def test_changes(self, gateway: Gateway, world: World, by: str) -> None:
        created = await gateway.do(
            "duplicateEvent",
            world.tokens["coordinator"],
            "event { id }",
            eventId=global_id("Event", world.ids["event"]),
            startTime="2027-05-01T08:00:00Z",
        )
        event = created["event"]["id"]
        given = {"event": event, "organization": global_id("Organization", world.ids["group"])}
        async with gateway.events(
            self.QUERY, world.tokens["coordinator"], **{by: given[by]}
        ) as results:
            assert (await anext(results))["data"]["eventChanges"] == {"event": None}
            await gateway.do(
                "updateEvent", world.tokens["coordinator"], eventId=event, title=f"By {by}"
            )
            async with asyncio.timeout(TIMEOUT):
                async for result in results:  # the first ones may still tell that it was created
                    changed = result["data"]["eventChanges"]["event"]
                    if changed == {"id": event, "title": f"By {by}"}:
                        break

    @pytest.mark.parametrize("given", [{}, {"event": "x", "organization": "y"}])
    async def test_one_of_the_two_is_given(self, gateway: Gateway, given: Json) -> None:
        async with gateway.events(self.QUERY, **given) as results:
            assert [code(result) async for result in results] == ["INVALID_ARGUMENT"]
