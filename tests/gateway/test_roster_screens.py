"""My groups and the rosters of groups in Apollo's cache, while people come, go, and get roles."""

from typing import Any
from uuid import uuid4

from tests.gateway.conftest import Gateway, Json
from tests.gateway.screens import by, hold, looked, shown, used
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World

GROUP = {"kind": "INTEREST_GROUP", "membershipPolicy": "APPLICATION"}


async def test_my_groups_and_their_rosters(gateway: Gateway, world: World) -> None:
    leader, person, other = [await newcomer(gateway, world) for _ in range(3)]
    made = await gateway.do(
        "createOrganization", leader, "organization { id }", name=f"Choir {uuid4()}", **GROUP
    )
    group = made["organization"]["id"]
    applied = [
        (await gateway.do("applyForMembership", each, "membership { id }", organizationId=group))[
            "membership"
        ]["id"]
        for each in (person, other)
    ]

    async def is_shown() -> Any:
        answer = await gateway.ask(OPERATIONS["Roster"], leader, organizationId=group)
        nodes = answer["organization"]["roster"]["nodes"]
        return len(nodes) == 3 and all(node["displayName"] for node in nodes)

    await eventually(is_shown)
    groups = {
        "screens": [used("MyGroups")],
        "live": used("MyGroupChanges"),
        "lists": ["MyGroups"],
        "others": [
            by(leader, "AcceptMemberships", membershipIds=applied[:1]),
            by(leader, "GrantRoles", membershipIds=applied[:1], role="COORDINATOR"),
        ],
    }
    steps = await looked(gateway, person, groups)
    hold(steps)
    (row,) = steps[-1]["shown"][0]["viewer"]["memberships"]["nodes"]
    assert {each["role"] for each in row["roles"]} == {"COORDINATOR"}

    roster = used("Roster", organizationId=group)
    watching = {
        "screens": [roster],
        "live": used("RosterChanges", organizationId=group),
        "lists": ["Roster"],
        "others": [by(person, "LeaveGroup", membershipId=applied[0])],
    }
    hold(await looked(gateway, leader, watching))
    acts = [
        used("DeclineMember", membershipId=applied[1], reason="full", requestId=str(uuid4())),
    ]
    hold(await shown(gateway, leader, *({"screens": [roster], "mutation": each} for each in acts)))


async def test_a_roster_row_by_row_and_page_by_page(gateway: Gateway, world: World) -> None:
    leader = await newcomer(gateway, world)
    made = await gateway.do(
        "createOrganization", leader, "organization { id }", name=f"Band {uuid4()}", **GROUP
    )
    group = made["organization"]["id"]
    for name in ("Ann", "Anne", "Bo", "Cy"):
        values = {"organizationId": group, "displayName": name, "timeZone": "UTC"}
        added = await gateway.do("addMember", leader, "membership { id }", **values)
        assert added["errors"] == []
    member = added["membership"]["id"]

    async def found(name: str) -> Any:
        variables = {"organizationId": group, "query": name}
        answer = await gateway.ask(OPERATIONS["Roster"], leader, **variables)
        return [each["displayName"] for each in answer["organization"]["roster"]["nodes"]]

    assert await found("ann") == ["Ann", "Anne"]
    assert await found("nobody") == []
    steps = await shown(
        gateway,
        leader,
        *(
            {
                "screens": [used("Roster", organizationId=group)],
                "mutation": used(name, requestId=str(uuid4()), **variables),
            }
            for name, variables in (
                ("GrantRoles", {"membershipIds": [member], "role": "LEADER"}),
                ("EndRole", {"membershipId": member, "role": "LEADER"}),
                ("SuspendMember", {"membershipId": member}),
                ("ReinstateMember", {"membershipId": member}),
            )
        ),
    )
    hold(steps)

    async def page(cursor: str | None) -> Json:
        variables = {"organizationId": group, "first": 2, "after": cursor}
        answer = await gateway.ask(OPERATIONS["Roster"], leader, **variables)
        roster: Json = answer["organization"]["roster"]
        return roster

    pages = [await page(None)]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(await page(pages[-1]["pageInfo"]["endCursor"]))
    assert len(pages) == 3
    turned = {
        "screens": [used("Roster", organizationId=group, first=2)],
        "pages": [{"after": each["pageInfo"]["endCursor"]} for each in pages[:-1]],
    }
    (step,) = await looked(gateway, leader, turned)
    names = [each["displayName"] for each in step["shown"][0]["organization"]["roster"]["nodes"]]
    assert names == [each["displayName"] for page in pages for each in page["nodes"]]
    assert len(step["before"][0]["organization"]["roster"]["nodes"]) == 2


async def test_leaving_a_group(gateway: Gateway, world: World) -> None:
    leader, person = [await newcomer(gateway, world) for _ in range(2)]
    made = await gateway.do(
        "createOrganization",
        leader,
        "organization { id }",
        **GROUP | {"name": f"Walkers {uuid4()}", "membershipPolicy": "OPEN"},
    )
    group = made["organization"]["id"]
    joined = await gateway.do(
        "applyForMembership", person, "membership { id }", organizationId=group
    )
    leave = used("LeaveGroup", membershipId=joined["membership"]["id"], requestId=str(uuid4()))
    (step,) = await shown(gateway, person, {"screens": [used("MyGroups")], "mutation": leave})
    # A list does not shrink in the cache, but its rows say what became of them.
    (row,) = step["shown"][0]["viewer"]["memberships"]["nodes"]
    assert (row["state"], row["organization"]["viewerRoles"]) == ("ENDED", [])
    assert step["fresh"][0]["viewer"]["memberships"]["nodes"] == []
