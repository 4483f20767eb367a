"""Roster views through GraphQL: from the mutation that creates one to the roster that it shows."""

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

FIELDS = """id displayName etag state organization { id }
  filter { roles expiresWithinDays labels { id } valueIs { values } }
  sorting { field direction rosterField { id } } columns { kind field { id } }"""
GET = f"query($id: ID!) {{ rosterView(id: $id) {{ {FIELDS} }} }}"
LIST = f"query($id: ID!) {{ organization(id: $id) {{ rosterViews {{ nodes {{ {FIELDS} }} }} }} }}"
ROSTER = """query($id: ID!, $view: ID!) {
  organization(id: $id) { roster(rosterViewId: $view) { totalCount nodes { displayName } } }
}"""


async def test_is_created_read_listed_updated_and_deleted(gateway: Gateway, world: World) -> None:
    group, leader = global_id("Organization", world.ids["group"]), world.tokens["leader"]
    payload = await gateway.do(
        "createRosterView",
        leader,
        f"rosterView {{ {FIELDS} }}",
        organizationId=group,
        displayName="负责人 Leaders",
        filter={"roles": ["LEADER"]},
        sorting={"field": "START_TIME", "direction": "DESCENDING"},
        columns=[{"kind": "ROLES"}],
    )
    assert payload["errors"] == []
    created = payload["rosterView"]
    assert created["filter"]["roles"] == ["LEADER"]
    assert created["sorting"]["field"] == "START_TIME"
    assert (await gateway.ask(GET, leader, id=created["id"]))["rosterView"] == created
    listed = (await gateway.ask(LIST, leader, id=group))["organization"]["rosterViews"]["nodes"]
    assert created in listed
    shown = (await gateway.ask(ROSTER, leader, id=group, view=created["id"]))["organization"]
    assert shown["roster"]["totalCount"] == len(shown["roster"]["nodes"]) == 1

    payload = await gateway.do(
        "updateRosterView",
        leader,
        f"rosterView {{ {FIELDS} }}",
        rosterViewId=created["id"],
        filter={"roles": ["COORDINATOR"]},
        sorting=None,
        etag=created["etag"],
    )
    assert payload["errors"] == []
    assert payload["rosterView"]["filter"]["roles"] == ["COORDINATOR"]
    assert payload["rosterView"]["sorting"] is None

    payload = await gateway.do(
        "deleteRosterView", leader, "rosterView { state }", rosterViewId=created["id"]
    )
    assert payload == {"rosterView": {"state": "DELETED"}, "errors": []}


async def test_names_the_input_field_that_breaks_a_rule(gateway: Gateway, world: World) -> None:
    payload = await gateway.do(
        "createRosterView",
        world.tokens["leader"],
        organizationId=global_id("Organization", world.ids["group"]),
        displayName="x",
        filter={"labelIds": [global_id("Label", world.ids["group"])]},
        columns=[{"kind": "VALUE"}],
    )
    assert [error["field"] for error in payload["errors"]] == [["input", "columns", "0"]]
