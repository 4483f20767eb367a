"""Screens that people look at while others act: the subscription of each keeps Apollo's cache as the gateway says."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from graphql import OperationType, parse

from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.screens import by, hold, looked, shown, used
from tests.gateway.subscribers import sign_up
from tests.gateway.test_frontends import PAGE, newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World, in_hours

# The rows of the table of screens: queries, subscriptions and mutations.
SCREENS = [
    [re.findall(r"`(\w+)`", cell) for cell in row.split("|")]
    for row in re.findall(
        r"^\| [^|`]+ \|(.*)\|$", PAGE.split("## Screens")[1].split("\n## ")[0], re.MULTILINE
    )[2:]
]


class Scene:
    """An event of the group of the community that is under way, and who runs it."""

    def __init__(self, gateway: Gateway, world: World) -> None:
        self.gateway, self.token = gateway, world.tokens["coordinator"]
        self.group = global_id("Organization", world.ids["group"])
        self.event = ""

    async def make(self, start: float = -1, end: float = 1) -> str:
        """Makes an event with these hours from now; returns its ID."""
        self.times = {
            "startTime": in_hours(start).ToJsonString(),
            "endTime": in_hours(end).ToJsonString(),
        }
        payload = await self.do(
            "createEvent",
            "event { id }",
            organizationId=self.group,
            title=f"Scene {uuid4()}",
            timeZone="UTC",
            visibility="PUBLIC",
            **self.times,
        )
        self.event = payload["event"]["id"]
        await self.do("publishEvent", eventId=self.event)
        return self.event

    async def shift(self, capacity: int = 9, times: Json | None = None) -> str:
        """Makes a shift; returns its ID."""
        values = {"eventId": self.event, "title": "Shift", "capacity": capacity}
        payload = await self.do("createShift", "shift { id }", **values | (times or self.times))
        id_: str = payload["shift"]["id"]
        return id_

    async def do(self, mutation: str, selection: str = "__typename", **input_: Any) -> Json:
        payload = await self.gateway.do(mutation, self.token, selection, **input_)
        assert payload["errors"] == []
        return payload


def test_each_screen_is_one_query_and_one_subscription_at_most() -> None:
    sources = "".join(
        (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        for name in ("test_screens", "test_live_screens", "test_roster_screens")
    )
    assert len(SCREENS) == 9
    for query, subscription, mutations in SCREENS:
        assert (len(query), len(subscription) <= 1) == (1, True)
        for kind, names in zip(OperationType, (query, mutations, subscription), strict=True):
            for name in names:
                (definition,) = parse(OPERATIONS[name]).definitions
                assert getattr(definition, "operation", None) is kind
                assert f'"{name}"' in sources


async def test_places_of_a_month(gateway: Gateway, world: World) -> None:
    scene = Scene(gateway, world)
    await scene.make(30, 32)
    shifts = [await scene.shift(), await scene.shift()]
    month = used(
        "MonthCalendar",
        organizationIds=[scene.group],
        **{"from": in_hours(29).ToJsonString(), "until": in_hours(33).ToJsonString()},
    )
    token, *others = [await newcomer(gateway, world) for _ in range(4)]
    acts = [
        by(other, "SignUpForShift", shiftId=shift)
        for other, shift in zip(others, (shifts[0], shifts[1], shifts[0]), strict=True)
    ]
    live = used("ShiftPlaces", shiftIds=shifts)
    # One screen without, the control, and one with the subscription.
    unheard = {"screens": [month], "live": None, "lists": [], "others": acts[:1]}
    heard = {"screens": [month], "live": live, "lists": ["MonthCalendar"], "others": acts[1:]}
    stale, *steps = await looked(gateway, token, unheard, heard)
    assert stale["before"] == stale["shown"] != stale["fresh"]
    hold(steps)
    rows = {
        shift["id"]: shift["placesTaken"]
        for event in steps[-1]["shown"][0]["events"]["nodes"]
        for shift in event["shifts"]["nodes"]
    }
    assert [rows[shift] for shift in shifts] == [2, 1]


async def test_a_check_in_list(gateway: Gateway, world: World) -> None:
    """People sign up for the second of two shifts, and others check them in, across all shifts of the event."""
    scene, leader = Scene(gateway, world), world.tokens["leader"]
    event = await scene.make()
    times = {"startTime": scene.times["startTime"], "endTime": in_hours(0.5).ToJsonString()}
    first = await scene.shift(times=times)
    times = {"startTime": in_hours(0.5).ToJsonString(), "endTime": scene.times["endTime"]}
    second = await scene.shift(times=times)
    people = [await newcomer(gateway, world) for _ in range(2)]
    early = [await sign_up(gateway, token, first) for token in people]

    async def are_shown() -> Any:
        answer = await gateway.ask(OPERATIONS["CheckInList"], scene.token, eventId=event)
        # Volunteers show the people to organizers once they have heard of the sign-ups.
        nodes = answer["event"]["signUps"]["nodes"]
        return len(nodes) == 2 and all(node["person"] for node in nodes)

    await eventually(are_shown)
    page = used("CheckInList", eventId=event)
    watching = {
        "screens": [page],
        "live": used("CheckInListChanges", eventId=event),
        "lists": ["CheckInList"],
        "others": [
            by(people[0], "SignUpForShift", shiftId=second),
            by(leader, "CheckIn", signUpIds=early[:1]),
            by(leader, "UndoCheckIn", signUpId=early[0]),
            by(leader, "CheckIn", signUpIds=early),
        ],
    }
    steps = await looked(gateway, scene.token, watching)
    hold(steps)
    shown_at_last = steps[-1]["shown"][0]["event"]
    assert (len(shown_at_last["signUps"]["nodes"]), shown_at_last["checkedInCount"]) == (3, 2)

    acts = [
        used("CheckOut", signUpIds=early[:1], requestId=str(uuid4())),
        used("RecordNoShow", signUpIds=early[1:], requestId=str(uuid4())),
        used("UndoCheckIn", signUpId=early[0], requestId=str(uuid4())),
    ]
    steps = await shown(
        gateway, scene.token, *({"screens": [page], "mutation": act} for act in acts)
    )
    hold(steps)
    rows = {
        each["id"]: each["state"] for each in steps[-1]["shown"][0]["event"]["signUps"]["nodes"]
    }
    assert [rows[each] for each in early] == ["CONFIRMED", "NO_SHOW"]


async def test_my_next_shifts_when_a_place_is_offered(gateway: Gateway, world: World) -> None:
    scene = Scene(gateway, world)
    event = await scene.make(30, 32)
    shift = await scene.shift(capacity=1)
    holder, token = [await newcomer(gateway, world) for _ in range(2)]
    taken = await sign_up(gateway, holder, shift)
    waiting = await gateway.do(
        "createSignUp", token, "signUp { id state }", shiftId=shift, joinWaitlist=True
    )
    assert waiting["signUp"]["state"] == "WAITLISTED"
    mine = used("MyShifts", now=in_hours(0).ToJsonString())
    offered = {
        "screens": [mine],
        "live": used("MyShiftChanges"),
        "lists": ["MyShifts"],
        "others": [by(holder, "CancelSignUp", signUpId=taken)],
    }
    (step,) = await looked(gateway, token, offered)
    hold([step])
    (row,) = step["shown"][0]["viewer"]["signUps"]["nodes"]
    assert (row["id"], row["state"]) == (waiting["signUp"]["id"], "OFFERED")

    accept = used("AcceptOffer", signUpId=row["id"], requestId=str(uuid4()))
    pages = [mine, used("EventPage", id=event)]
    steps = await shown(gateway, token, {"screens": pages, "mutation": accept})
    hold(steps)
    (row,) = steps[0]["shown"][0]["viewer"]["signUps"]["nodes"]
    assert row["state"] == "CONFIRMED"


async def test_past_events(gateway: Gateway, world: World) -> None:
    scene = Scene(gateway, world)
    event = await scene.make(-3, -1)
    before = {"organizationId": scene.group, "before": in_hours(0).ToJsonString()}
    complete = used("CompleteEvent", eventId=event, requestId=str(uuid4()))
    steps = await shown(
        gateway, scene.token, {"screens": [used("PastEvents", **before)], "mutation": complete}
    )
    hold(steps)
    rows = {each["id"]: each["state"] for each in steps[0]["shown"][0]["events"]["nodes"]}
    assert rows[event] == "COMPLETED"
