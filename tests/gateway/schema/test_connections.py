"""Connections: pages, their ends, counts, and what they refuse."""

from typing import Any

import pytest
from banyan.events.v1 import event_pb2, shift_pb2

from gateway.backend.backend import Bounds
from tests.gateway.conftest import NOBODYS_ID, Gateway, global_id, serving
from tests.gateway.schema.codes import code
from tests.world import World


class TestConnections:
    QUERY = """query($parent: ID, $first: Int, $after: String) {
        organizations(parentId: $parent, first: $first, after: $after) {
          edges { cursor node { name } } nodes { name }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

    @pytest.fixture
    async def parent(self, gateway: Gateway, world: World) -> str:
        """An organization with five below it."""
        owner = world.tokens["owner"]
        values: dict[str, Any] = {"kind": "VOLUNTEER_GROUP", "membershipPolicy": "OPEN"}
        made = await gateway.do(
            "createOrganization", owner, "organization { id }", name="Parent", **values
        )
        parent: str = made["organization"]["id"]
        for name in ("三", "一", "Beta", "alpha", "二"):
            made = await gateway.do(
                "createOrganization", owner, name=name, parentId=parent, **values
            )
            assert made["errors"] == []
        return parent

    async def test_page_after_page(self, gateway: Gateway, parent: str) -> None:
        names: list[str] = []
        after, pages = None, 0
        while True:
            data = await gateway.ask(self.QUERY, parent=parent, first=2, after=after)
            page = data["organizations"]
            info = page["pageInfo"]
            assert page["nodes"] == [edge["node"] for edge in page["edges"]]
            assert info["startCursor"] == page["edges"][0]["cursor"]
            assert info["endCursor"] == page["edges"][-1]["cursor"]
            assert info["hasPreviousPage"] == (pages > 0)
            names += [node["name"] for node in page["nodes"]]
            after, pages = info["endCursor"], pages + 1
            if not info["hasNextPage"]:
                break
        assert pages == 3
        assert names == ["alpha", "Beta", "二", "三", "一"]

    async def test_a_page_can_begin_after_any_edge(self, gateway: Gateway, parent: str) -> None:
        data = await gateway.ask(self.QUERY, parent=parent)
        cursor = data["organizations"]["edges"][1]["cursor"]
        data = await gateway.ask(self.QUERY, parent=parent, after=cursor)
        assert [node["name"] for node in data["organizations"]["nodes"]] == ["二", "三", "一"]

    async def test_a_connection_of_an_object_is_the_same_list(
        self, gateway: Gateway, parent: str
    ) -> None:
        data = await gateway.ask(
            "query($id: ID!) { organization(id: $id) { children(first: 1) { nodes { name } } } }",
            id=parent,
        )
        assert data["organization"]["children"]["nodes"] == [{"name": "alpha"}]

    async def test_an_empty_list(self, gateway: Gateway) -> None:
        nowhere = global_id("Organization", NOBODYS_ID)
        data = await gateway.ask(self.QUERY, parent=nowhere)
        assert data["organizations"]["edges"] == []
        assert data["organizations"]["pageInfo"] == {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        }

    @pytest.mark.parametrize("after", ["junk", "\x00", "A" * 5000, "W10", "é"])
    async def test_a_cursor_that_is_none_is_refused(self, gateway: Gateway, after: str) -> None:
        answer = await gateway.result(self.QUERY, after=after)
        assert answer["data"] == {"organizations": None}
        assert code(answer) == "INVALID_ARGUMENT"
        assert answer["errors"][0]["extensions"]["violations"][0]["field"] == ["after"]

    async def test_a_cursor_of_another_list_is_refused(self, gateway: Gateway, parent: str) -> None:
        cursor = (await gateway.ask(self.QUERY, parent=parent))["organizations"]["edges"][0]
        answer = await gateway.result(self.QUERY, after=cursor["cursor"])
        assert code(answer) == "INVALID_ARGUMENT"

    @pytest.mark.parametrize("first", [-1, 0, 101, 2**31 - 1])
    async def test_a_size_out_of_bounds_is_refused(self, gateway: Gateway, first: int) -> None:
        answer = await gateway.result(self.QUERY, first=first)
        assert code(answer) == "INVALID_ARGUMENT"
        assert answer["errors"][0]["extensions"]["violations"][0]["field"] == ["first"]

    async def test_null_is_the_default(self, gateway: Gateway) -> None:
        await gateway.ask(self.QUERY, parent=None, first=None, after=None)

    async def test_the_shifts_of_many_events_are_one_call(
        self, gateway: Gateway, world: World
    ) -> None:
        leader, made = world.passports["leader"], set[str]()
        for _ in range(5):
            event = await world.platform.call(
                event_pb2.CreateEventRequest(event=world.event()), event_pb2.Event, leader
            )
            made.add(global_id("Event", event.id))
            for _ in range(3):
                shift = world.shift(event.id)
                await world.platform.call(
                    shift_pb2.CreateShiftRequest(shift=shift), shift_pb2.Shift, leader
                )
        query = """query($first: Int) { events(first: 100) { nodes { id shifts(first: $first) {
            nodes { id event { id } } pageInfo { hasNextPage endCursor } } } } }"""
        token = world.tokens["leader"]
        async with serving(world.platform.site, Bounds(max_calls=3)) as bounded:
            events = (await bounded.ask(query, token, first=2))["events"]["nodes"]
        full = [each for each in events if each["shifts"]["pageInfo"]["hasNextPage"]]
        full = [each for each in full if each["id"] in made]
        assert len(full) == 5
        more = """query($id: ID!, $after: String) { event(id: $id) {
            shifts(after: $after) { nodes { id event { id } } } } }"""
        for event in full:
            end = event["shifts"]["pageInfo"]["endCursor"]
            rest = (await gateway.ask(more, token, id=event["id"], after=end))["event"]["shifts"]
            shown = [*event["shifts"]["nodes"], *rest["nodes"]]
            assert len({shift["id"] for shift in shown}) == len(shown) == 3
            assert {shift["event"]["id"] for shift in shown} == {event["id"]}

    async def test_what_asks_for_too_much_is_stopped(
        self, gateway: Gateway, world: World, parent: str
    ) -> None:
        query = """query($id: ID!) { organization(id: $id) { children { nodes {
            name children { nodes { name } } } } } }"""
        async with serving(world.platform.site, Bounds(max_calls=5)) as bounded:
            answer = await bounded.result(query, id=parent)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"RESOURCE_EXHAUSTED"}
        children = answer["data"]["organization"]["children"]["nodes"]
        assert [child["children"] for child in children].count(None) == 2
