"""The screens of docs/operations in Apollo's cache: what people do on one leaves no row as it was before."""

import re
from typing import Any
from uuid import uuid4

from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.screens import shown, used
from tests.gateway.subscribers import new_shift, sign_up
from tests.gateway.test_frontends import PAGE, newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World, in_hours


async def test_signing_up_and_cancelling(gateway: Gateway, world: World) -> None:
    event = global_id("Event", world.ids["event"])
    shift = await new_shift(gateway, world, world.ids["event"])
    token = await newcomer(gateway, world)
    month = {
        "organizationIds": [global_id("Organization", world.ids["group"])],
        "from": in_hours(0).ToJsonString(),
        "until": in_hours(48).ToJsonString(),
    }
    pages = [used("EventPage", id=event), used("MonthCalendar", **month)]
    (signed_up,) = await shown(
        gateway,
        token,
        {
            "screens": pages,
            "mutation": used("SignUpForShift", shiftId=shift, requestId=str(uuid4())),
        },
    )
    assert signed_up["before"] != signed_up["shown"] == signed_up["fresh"]
    id_ = signed_up["payload"]["createSignUp"]["signUp"]["id"]

    mine = used("MyShifts", now=in_hours(0).ToJsonString())
    cancel = used("CancelSignUp", signUpId=id_, requestId=str(uuid4()))
    (cancelled,) = await shown(gateway, token, {"screens": [*pages, mine], "mutation": cancel})
    assert cancelled["shown"][:2] == cancelled["fresh"][:2] != cancelled["before"][:2]
    # A list does not shrink in the cache, but its rows say what became of them.
    (row,) = cancelled["shown"][2]["viewer"]["signUps"]["nodes"]
    assert (row["id"], row["state"]) == (id_, "CANCELLED")
    assert cancelled["fresh"][2]["viewer"]["signUps"]["nodes"] == []


async def test_checking_people_in(gateway: Gateway, world: World) -> None:
    token = world.tokens["coordinator"]
    planned = world.event()
    event = await gateway.do(
        "createEvent",
        token,
        "event { id }",
        organizationId=global_id("Organization", world.ids["group"]),
        title="It begins soon",
        startTime=in_hours(0.5).ToJsonString(),
        endTime=in_hours(2).ToJsonString(),
        timeZone=planned.time_zone,
        visibility="PUBLIC",
    )
    event_id = event["event"]["id"]
    created = await gateway.do(
        "createShift",
        token,
        "shift { id }",
        eventId=event_id,
        title="Soon",
        startTime=in_hours(0.5).ToJsonString(),
        endTime=in_hours(2).ToJsonString(),
        capacity=3,
    )
    shift = created["shift"]["id"]
    assert (await gateway.do("publishEvent", token, eventId=event_id))["errors"] == []
    arrived = await sign_up(gateway, await newcomer(gateway, world), shift)

    async def is_shown() -> Any:
        answer = await gateway.ask(OPERATIONS["CheckInList"], token, eventId=event_id)
        # Volunteers show the person to organizers once they have heard of the sign-up.
        return answer["event"]["signUps"]["nodes"][0]["person"]

    await eventually(is_shown)
    check_in = used("CheckIn", signUpIds=[arrived], requestId=str(uuid4()))
    page = used("CheckInList", eventId=event_id)
    (step,) = await shown(gateway, token, {"screens": [page], "mutation": check_in})
    assert step["before"] != step["shown"] == step["fresh"]
    page = step["shown"][0]["event"]
    (row,) = page["signUps"]["nodes"]
    assert (row["checkInTime"] is not None, page["checkedInCount"]) == (True, 1)


async def test_accepting_people_and_giving_them_roles(gateway: Gateway, world: World) -> None:
    leader, person = world.tokens["owner"], await newcomer(gateway, world)
    group = await gateway.do(
        "createOrganization",
        leader,
        "organization { id }",
        name=f"Readers {uuid4()}",
        kind="INTEREST_GROUP",
        membershipPolicy="APPLICATION",
    )
    group_id = group["organization"]["id"]
    applied = await gateway.do(
        "applyForMembership", person, "membership { id }", organizationId=group_id
    )
    ids = [applied["membership"]["id"]]

    async def is_shown() -> Any:
        answer = await gateway.ask(OPERATIONS["Roster"], leader, organizationId=group_id)
        # Names come from volunteers.
        nodes = answer["organization"]["roster"]["nodes"]
        return len(nodes) == 2 and all(node["displayName"] for node in nodes)

    await eventually(is_shown)
    roster = used("Roster", organizationId=group_id)
    steps = await shown(
        gateway,
        leader,
        {
            "screens": [roster],
            "mutation": used("AcceptMemberships", membershipIds=ids, requestId=str(uuid4())),
        },
        {
            "screens": [roster],
            "mutation": used(
                "GrantRoles", membershipIds=ids, role="COORDINATOR", requestId=str(uuid4())
            ),
        },
    )
    for step in steps:
        assert step["before"] != step["shown"] == step["fresh"]
    entries = steps[-1]["shown"][0]["organization"]["roster"]["nodes"]
    roles = {each["membership"]["id"]: each["membership"]["roles"] for each in entries}
    assert {role["role"] for role in roles[ids[0]]} >= {"COORDINATOR"}
    steps = await shown(
        gateway,
        leader,
        *(
            {
                "screens": [roster],
                "mutation": used(name, membershipId=ids[0], requestId=str(uuid4())),
            }
            for name in ("SuspendMember", "EndMember")
        ),
    )
    for step, state, count in zip(steps, ("SUSPENDED", "ENDED"), (1, 1), strict=True):
        assert step["before"] != step["shown"] == step["fresh"]
        organization = step["shown"][0]["organization"]
        assert organization["memberCount"] == count
        rows = {each["id"]: each["membership"] for each in organization["roster"]["nodes"]}
        (row,) = (each for each in rows.values() if each["id"] == ids[0])
        assert (row["state"], row["roles"]) == (state, [] if state == "ENDED" else row["roles"])

    invite = used("Invite", organizationId=group_id, note="Welcome", requestId=str(uuid4()))
    page = used("Invitations", organizationId=group_id)
    (invited,) = await shown(gateway, leader, {"screens": [page], "mutation": invite})
    made = invited["payload"]["createInvitation"]["invitationLink"]["invitation"]
    # A list does not grow in the cache; what was made is what the list would show.
    (listed,) = invited["fresh"][0]["organization"]["invitations"]["nodes"]
    assert made == listed
    revoke = used("RevokeInvitation", invitationId=made["id"], requestId=str(uuid4()))
    (revoked,) = await shown(gateway, leader, {"screens": [page], "mutation": revoke})
    assert revoked["before"] != revoked["shown"] == revoked["fresh"]


# What docs/frontends.md says: mutations, and the lists that have changed after them.
CHANGED = {
    mutation: re.findall(r"`(\w+)\.(\w+)`", lists)
    for mutations, lists in re.findall(
        r"^\| (`[a-z].*?) \| (`[A-Z]\w+\..*?) \|$", PAGE, re.MULTILINE
    )
    for mutation in re.findall(r"`(\w+)`", mutations)
}
OWNED = {"Viewer", "Query"}  # of which there is one


class Lists:
    """Does mutations on screens and notes which were done."""

    def __init__(self, gateway: Gateway, token: str, **ids: str) -> None:
        self.gateway, self.token, self.ids = gateway, token, ids
        self.done = set[str]()

    async def do(self, screen: Json, mutation: str, selection: str, **input_: object) -> Json:
        """Does a mutation on a screen. Returns its payload, if the screen shows then what is so."""
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation($input: {kind}Input!) "
            f"{{ {mutation}(input: $input) {{ {selection} errors {{ message }} }} }}"
        )
        owners = {owner for owner, _ in CHANGED[mutation] if owner in OWNED | self.ids.keys()}
        forgets = [
            {
                "owner": {"__typename": owner}
                | ({} if owner in OWNED else {"id": self.ids[owner]}),
                "lists": [name for kind, name in CHANGED[mutation] if kind == owner],
            }
            for owner in sorted(owners)
        ]
        done = {"document": document, "variables": {"input": input_}}
        step = {"screens": [screen], "mutation": done, "forgets": forgets}
        (found,) = await shown(self.gateway, self.token, step)
        assert found["before"] != found["shown"] == found["fresh"]
        self.done.add(mutation)
        payload: Json = found["payload"][mutation]
        return payload


async def test_lists_after_rows_come_and_go(gateway: Gateway, world: World) -> None:
    assert len(CHANGED) == 12
    done = set[str]()
    leader, token = await newcomer(gateway, world), await newcomer(gateway, world)
    group = (
        await gateway.do(
            "createOrganization",
            leader,
            "organization { id }",
            name=f"Lists {uuid4()}",
            kind="INTEREST_GROUP",
            membershipPolicy="OPEN",
        )
    )["organization"]["id"]
    lists = Lists(gateway, leader, Organization=group)
    invited = await lists.do(
        used("Invitations", organizationId=group),
        "createInvitation",
        "invitationLink { link }",
        organizationId=group,
    )
    link = invited["invitationLink"]["link"]
    roster = used("Roster", organizationId=group)
    person = {"displayName": "Entered", "timeZone": "UTC"}
    await lists.do(roster, "addMember", "membership { id }", organizationId=group, **person)

    times = {
        "startTime": in_hours(30).ToJsonString(),
        "endTime": in_hours(32).ToJsonString(),
    }
    month = used(
        "MonthCalendar",
        organizationIds=[group],
        **{"from": in_hours(0).ToJsonString(), "until": in_hours(90).ToJsonString()},
    )
    event = (
        await lists.do(
            month,
            "createEvent",
            "event { id }",
            organizationId=group,
            title="First",
            timeZone="UTC",
            visibility="PUBLIC",
            **times,
        )
    )["event"]["id"]
    start = in_hours(50).ToJsonString()
    copied = await lists.do(month, "duplicateEvent", "event { id }", eventId=event, startTime=start)
    await lists.do(month, "deleteEvent", "event { id }", eventId=copied["event"]["id"])

    lists.ids = {"Event": event}
    page = used("EventPage", id=event)
    made = [
        (
            await lists.do(
                page,
                "createShift",
                "shift { id }",
                eventId=event,
                title=title,
                capacity=2,
                **times,
            )
        )["shift"]["id"]
        for title in ("One", "Two")
    ]
    await lists.do(page, "deleteShift", "shift { id }", shiftId=made[1])
    assert (await gateway.do("publishEvent", leader, eventId=event))["errors"] == []
    await lists.do(
        used("CheckInList", eventId=event), "createSignUp", "signUp { id }", shiftId=made[0]
    )
    done |= lists.done

    lists = Lists(gateway, token)
    groups, mine = used("MyGroups"), used("MyShifts", now=in_hours(0).ToJsonString())
    signed_up = await lists.do(mine, "createSignUp", "signUp { id }", shiftId=made[0])
    await lists.do(mine, "cancelSignUp", "signUp { id }", signUpId=signed_up["signUp"]["id"])
    secret = link.rpartition("#")[2]
    joined = await lists.do(groups, "acceptInvitation", "membership { id }", token=secret)
    await lists.do(
        groups, "endMembership", "membership { id }", membershipId=joined["membership"]["id"]
    )
    await lists.do(groups, "applyForMembership", "membership { id }", organizationId=group)
    assert done | lists.done == set(CHANGED)
