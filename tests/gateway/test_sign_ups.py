"""docs/sign-ups.md: its operations, from a place that somebody cannot keep to the one who takes it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from banyan.events.v1 import event_pb2, event_series_pb2, shift_pb2

from services.events.reminders.jobs import PLAN, TELL
from tests.access.resources.event_series import new_event_series
from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.subscribers import new_shift, sign_up
from tests.gateway.test_frontends import newcomer
from tests.waiting import eventually
from tests.world import World

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "sign-ups.md").read_text(encoding="utf-8")
BLOCKS = {
    re.findall(r"^(?:query|mutation|subscription) (\w+)", block)[0]: block
    for block in re.findall(r"^```graphql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}
NAMES = tuple(BLOCKS)


def test_the_operations_of_the_page_are_files() -> None:
    files = {name: DOCS / "operations" / f"{name}.graphql" for name in NAMES}
    assert {name: path.read_text(encoding="utf-8") for name, path in files.items()} == BLOCKS


async def published(world: World) -> str:
    """Returns the ID of a new event that is published."""
    request = event_pb2.CreateEventRequest(event=world.event())
    created = await world.call("coordinator", request, event_pb2.Event)
    publish = event_pb2.PublishEventRequest(event_id=created.id)
    await world.call("coordinator", publish, event_pb2.Event)
    return created.id


async def done(gateway: Gateway, token: str, name: str, **variables: Any) -> Json:
    """Returns the payload of a mutation of the page that succeeds."""
    variables.setdefault("requestId", str(uuid4()))
    payload: Json
    (payload,) = (await gateway.ask(BLOCKS[name], token, **variables)).values()
    assert payload["errors"] == []
    return payload


async def test_an_event_has_rules_and_what_is_late_stays_on_record(
    gateway: Gateway, world: World
) -> None:
    event = await published(world)
    rules = {"lateCancellationMinutes": 30 * 24 * 60, "mostShiftsAWeek": 1}
    values = {"eventId": global_id("Event", event), "signUpRules": rules}
    told = await done(gateway, world.tokens["leader"], "SetSignUpRules", **values)
    assert told["event"]["signUpRules"] == rules | {"mostHoursAWeek": None, "needsApproval": False}
    one, other = [await new_shift(gateway, world, event, capacity=1) for _ in range(2)]
    person = await newcomer(gateway, world)
    place = await sign_up(gateway, person, one)
    question = (
        "query($id: ID!) { shift(id: $id) { eligibility { reasons { reason params { value } } } } }"
    )
    said = (await gateway.ask(question, person, id=other))["shift"]["eligibility"]["reasons"]
    reason = {"reason": "TOO_MANY_SHIFTS_A_WEEK", "params": [{"value": "1"}]}
    assert reason in said
    cancel = (
        "mutation($id: ID!) { cancelSignUp(input: {signUpId: $id}) { signUp { cancelledLate } } }"
    )
    cancelled = (await gateway.ask(cancel, person, id=place))["cancelSignUp"]["signUp"]
    assert cancelled == {"cancelledLate": True}
    group = global_id("Organization", world.ids["group"])
    listed = await gateway.ask(
        BLOCKS["LateCancellations"], world.tokens["leader"], organizationId=group
    )
    assert place in [each["id"] for each in listed["organization"]["signUps"]["nodes"]]


async def test_organizers_approve_and_decline(gateway: Gateway, world: World) -> None:
    leader, event = world.tokens["leader"], await published(world)
    await done(
        gateway,
        leader,
        "SetSignUpRules",
        eventId=global_id("Event", event),
        signUpRules={"needsApproval": True},
    )
    shift = await new_shift(gateway, world, event, capacity=2)
    people = [await newcomer(gateway, world) for _ in range(2)]
    requests = [await sign_up(gateway, each, shift) for each in people]
    group = global_id("Organization", world.ids["group"])
    listed = await gateway.ask(BLOCKS["SignUpsToApprove"], leader, organizationId=group)
    assert {each["id"] for each in listed["organization"]["signUps"]["nodes"]} >= set(requests)
    approved = await done(gateway, leader, "ApproveSignUps", signUpIds=requests[:1])
    assert [each["state"] for each in approved["signUps"]] == ["CONFIRMED"]
    declined = await done(gateway, leader, "DeclineSignUp", signUpId=requests[1], reason="满了")
    assert declined["signUp"] | {"id": ""} == {
        "id": "",
        "state": "DECLINED",
        "cancelReason": "满了",
    }
    mine = "query($id: ID!) { shift(id: $id) { placesRequested viewerSignUp { state } } }"
    seen = [(await gateway.ask(mine, each, id=shift))["shift"] for each in people]
    confirmed = {"placesRequested": 0, "viewerSignUp": {"state": "CONFIRMED"}}
    assert seen == [confirmed, {"placesRequested": 0, "viewerSignUp": None}]


async def test_people_check_themselves_in_and_devices_catch_up(
    gateway: Gateway, world: World
) -> None:
    now, leader = datetime.now(UTC), world.tokens["leader"]
    event = world.event()
    event.start_time.FromDatetime(now - timedelta(minutes=30))
    event.end_time.FromDatetime(now + timedelta(hours=2))
    created = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=event), event_pb2.Event
    )
    publish = event_pb2.PublishEventRequest(event_id=created.id)
    await world.call("coordinator", publish, event_pb2.Event)
    shift = world.shift(created.id)
    shift.start_time.CopyFrom(event.start_time)
    shift.end_time.CopyFrom(event.end_time)
    request = shift_pb2.CreateShiftRequest(shift=shift)
    made = await world.call("coordinator", request, shift_pb2.Shift)
    people = [await newcomer(gateway, world) for _ in range(2)]
    places = [await sign_up(gateway, each, global_id("Shift", made.id)) for each in people]
    event_id = global_id("Event", created.id)
    opened = await done(gateway, leader, "OpenCheckIn", eventId=event_id)
    assert opened["event"]["selfCheckIn"] is True
    screen = (await gateway.ask(BLOCKS["CheckInScreen"], leader, eventId=event_id))["event"]
    hidden = (await gateway.ask(BLOCKS["CheckInScreen"], people[0], eventId=event_id))["event"]
    assert hidden["checkInCode"] is None
    code = screen["checkInCode"]["code"]
    arrived = await done(gateway, people[0], "CheckInMyself", signUpId=places[0], code=code)
    assert (arrived["signUp"]["state"], arrived["signUp"]["selfCheckedIn"]) == ("CHECKED_IN", True)
    noted = [
        {"signUpId": place, "checkInTime": (now - timedelta(minutes=20)).isoformat()}
        for place in places
    ]
    told = await done(
        gateway,
        leader,
        "SyncAttendance",
        eventId=event_id,
        entries=noted,
        deviceTime=datetime.now(UTC).isoformat(),
    )
    entries = told["attendanceSync"]["entries"]
    assert [each["outcome"] for each in entries] == ["UNCHANGED", "RECORDED"]
    assert [each["signUp"]["id"] for each in entries] == places


async def test_a_shift_has_roles(gateway: Gateway, world: World) -> None:
    shift = await new_shift(gateway, world, await published(world), capacity=2)
    leader = world.tokens["leader"]
    person, late = [await newcomer(gateway, world) for _ in range(2)]
    roles = [{"title": "司机 Driver", "places": 1}]
    payload = await done(gateway, leader, "SetRoles", shiftId=shift, capacity=2, roles=roles)
    (driver,) = payload["shift"]["roles"]
    chosen = {"shiftId": shift, "roleId": driver["roleId"]}
    place = (await done(gateway, person, "SignUpForRole", **chosen))["signUp"]
    assert (place["state"], place["roleId"]) == ("CONFIRMED", driver["roleId"])
    seen = (await gateway.ask(BLOCKS["RolesOfShift"], late, shiftId=shift))["shift"]
    (counted,) = seen["rolePlaces"]
    assert (counted["placesTaken"], seen["placesFree"]) == (1, 1)
    (of_role,) = seen["eligibility"]["roles"]
    assert seen["eligibility"]["canSignUp"]
    assert (of_role["canSignUp"], of_role["canJoinWaitlist"]) == (False, True)
    waits = (await done(gateway, late, "SignUpForRole", **chosen, joinWaitlist=True))["signUp"]
    assert (waits["state"], waits["shift"]["rolePlaces"][0]["waitlistLength"]) == ("WAITLISTED", 1)


async def test_places_are_reserved_for_a_group(gateway: Gateway, world: World) -> None:
    shift = await new_shift(gateway, world, await published(world), capacity=2)
    group = global_id("Organization", world.ids["group"])
    reservation = {"organizationId": group, "places": 1, "lapseMinutes": 60}
    payload = await done(
        gateway, world.tokens["leader"], "ReservePlaces", shiftId=shift, reservation=reservation
    )
    kept = {"places": 1, "lapseMinutes": 60, "organization": {"id": group}}
    payload["shift"]["reservation"]["organization"].pop("name")
    assert payload["shift"] == {
        "id": shift,
        "placesFree": 1,
        "placesReserved": 1,
        "reservation": kept,
    }
    person = await newcomer(gateway, world)
    await sign_up(gateway, await newcomer(gateway, world), shift)

    async def seen(token: str) -> tuple[int, int, bool]:
        found = (await gateway.ask(BLOCKS["ReservedPlaces"], token, shiftId=shift))["shift"]
        own = found["eligibility"]
        return found["placesFree"], own["placesFree"], own["canJoinWaitlist"]

    assert await seen(person) == (0, 0, True)
    assert await seen(world.tokens["member"]) == (0, 1, False)
    payload = await done(
        gateway, world.tokens["leader"], "ReservePlaces", shiftId=shift, reservation=None
    )
    assert (payload["shift"]["placesFree"], payload["shift"]["reservation"]) == (1, None)
    assert await seen(person) == (1, 1, False)


async def test_somebody_comes_every_time(gateway: Gateway, world: World) -> None:
    series = await world.call(
        "leader",
        event_series_pb2.CreateEventSeriesRequest(event_series=new_event_series(world)),
        event_series_pb2.EventSeries,
    )
    person = await newcomer(gateway, world)
    made = await done(
        gateway,
        person,
        "SignUpEveryTime",
        eventSeriesId=global_id("EventSeries", series.id),
        shiftTemplateId=global_id("ShiftTemplate", series.shift_templates[0].id),
    )
    standing = made["standingSignUp"]["id"]
    mine = "{ viewer { signUps(first: 9) { nodes { state standingSignUp { id } } } } }"

    async def is_signed_up() -> bool:
        found = (await gateway.ask(mine, person))["viewer"]["signUps"]["nodes"]
        return {"state": "CONFIRMED", "standingSignUp": {"id": standing}} in found

    await eventually(is_signed_up)
    days = {"from": "2027-07-01", "until": "2027-08-31"}
    paused = await done(gateway, person, "PauseStandingSignUp", standingSignUpId=standing, **days)
    assert paused["standingSignUp"]["pauseEndDate"] == "2027-08-31"
    listed = (await gateway.ask(BLOCKS["MyStandingSignUps"], person))["viewer"]
    (found,) = listed["standingSignUps"]["nodes"]
    assert found["shiftTemplateId"] in [
        each["id"] for each in found["eventSeries"]["shiftTemplates"]
    ]
    ended = await done(gateway, person, "EndStandingSignUp", standingSignUpId=standing)
    assert ended["standingSignUp"]["state"] == "ENDED"


async def test_a_duty_goes_round(gateway: Gateway, world: World) -> None:
    new = event_series_pb2.CreateEventSeriesRequest(event_series=new_event_series(world))
    new.event_series.recurrence.CopyFrom(event_series_pb2.Recurrence(rule="FREQ=WEEKLY"))
    series = await world.call("leader", new, event_series_pb2.EventSeries)
    # Other tests count on what the subject is signed up for, and on the time that the member has.
    people = [world.people[kind] for kind in ("supervisor", "coordinator")]
    rota_input = {
        "eventSeriesId": global_id("EventSeries", series.id),
        "shiftTemplateId": global_id("ShiftTemplate", series.shift_templates[0].id),
        "personIds": [global_id("Person", each) for each in people],
        "peoplePerTurn": 1,
        "daysAhead": 60,
        "requestId": str(uuid4()),
    }
    leader, member = world.tokens["leader"], world.tokens["supervisor"]
    made = (await gateway.ask(BLOCKS["CreateRota"], leader, input=rota_input))["createRota"]
    assert made["errors"] == []
    rota = made["rota"]["id"]
    names = [each["displayName"] for each in made["rota"]["people"]]

    async def are_given_out() -> Json:
        found: Json = (await gateway.ask(BLOCKS["RotaPage"], member, id=rota))["rota"]["schedule"]
        assert [each["state"] for each in found["turns"][:3]] == ["FILLED"] * 3
        return found

    found = await eventually(are_given_out)
    turns = [each["people"][0]["displayName"] for each in found["turns"][:3]]
    assert turns == [names[0], names[1], names[0]]
    left = await done(gateway, member, "LeaveRota", rotaId=rota)
    assert left["rota"] == {"id": rota}
    end = "mutation($input: EndRotaInput!) { endRota(input: $input) { rota { state } errors { message } } }"
    ended = await gateway.ask(end, leader, input={"rotaId": rota, "requestId": str(uuid4())})
    assert ended["endRota"]["rota"] == {"state": "ENDED"}


async def test_a_stand_in_takes_a_place(gateway: Gateway, world: World) -> None:
    shift = await new_shift(gateway, world, await published(world), capacity=1)
    asker, taker = [await newcomer(gateway, world) for _ in range(2)]
    place = await sign_up(gateway, asker, shift)
    group = global_id("Organization", world.ids["group"])
    watch = """subscription($id: ID!) { standInChanges(organizationId: $id) { standIn { id state signUp { id } } } }"""
    async with gateway.events(watch, world.tokens["leader"], id=group) as changes:

        async def change() -> Any:
            return (await anext(changes))["data"]["standInChanges"]["standIn"]

        assert await change() is None  # read the list
        asked = await done(gateway, asker, "AskForStandIn", signUpId=place, note="生病了 ill")
        assert asked["standIn"]["state"] == "OPEN"
        heard = await change()
        assert (heard["state"], heard["signUp"]["id"]) == ("OPEN", place)

        found = (await gateway.ask(BLOCKS["StandInsWanted"], taker))["viewer"]["standInsWanted"]
        wanted = {each["id"]: each for each in found["standIns"]}[asked["standIn"]["id"]]
        assert (wanted["note"], wanted["shift"]["id"]) == ("生病了 ill", shift)
        taken = await done(gateway, taker, "TakeStandIn", standInId=wanted["id"])
        own = taken["standIn"]["takerSignUp"]
        assert (own["state"], own["shift"]["viewerSignUp"]["id"]) == ("CONFIRMED", own["id"])
        assert (await change())["state"] == "TAKEN"

    query = "query($id: ID!) { shift(id: $id) { placesTaken standIns { nodes { state signUp { id } } } } }"
    seen = (await gateway.ask(query, taker, id=shift))["shift"]
    assert seen["placesTaken"] == 1
    assert seen["standIns"]["nodes"] == [{"state": "TAKEN", "signUp": None}]


async def test_an_absence_is_reported_once(gateway: Gateway, world: World) -> None:
    event = await published(world)
    shifts = [await new_shift(gateway, world, event, capacity=1) for _ in range(2)]
    absent, other = [await newcomer(gateway, world) for _ in range(2)]
    place = await sign_up(gateway, absent, shifts[0])
    now = datetime.now(UTC)
    span = {"from": now.isoformat(), "until": (now + timedelta(days=30)).isoformat()}
    query, ask = BLOCKS["WouldBeAbsent"], "ASK_FOR_STAND_IN"
    said = (await gateway.ask(query, absent, **span, manner=ask))["viewer"]["absenceReport"]
    (missed,) = said["signUps"]
    assert (missed["outcome"], missed["signUp"]["id"]) == ("STAND_IN_ASKED", place)
    assert missed["signUp"]["shift"]["id"] == shifts[0]
    told = await done(gateway, absent, "ReportAbsence", **span, manner=ask, note="出差 travelling")
    (missed,) = told["absenceReport"]["signUps"]
    assert (missed["standIn"]["state"], missed["signUp"]["state"]) == ("OPEN", "CONFIRMED")
    told = await done(gateway, absent, "ReportAbsence", **span, manner="CANCEL", reason="出差")
    (missed,) = told["absenceReport"]["signUps"]
    assert (missed["outcome"], missed["signUp"]["state"]) == ("CANCELLED", "CANCELLED")
    none = (await gateway.ask(query, other, **span, manner=ask))["viewer"]["absenceReport"]
    assert none["signUps"] == []


async def test_shifts_that_one_can_do(gateway: Gateway, world: World) -> None:
    shift = await new_shift(gateway, world, await published(world), capacity=1)
    one, other = [await newcomer(gateway, world) for _ in range(2)]

    start = await gateway.ask(
        "query ($id: ID!) { node(id: $id) { ... on Shift { startTime } } }", one, id=shift
    )
    # Others have left shifts in this community, and a page has twenty.
    no_earlier = {"from": start["node"]["startTime"]}

    async def found(token: str) -> dict[str, Any]:
        answer = await gateway.ask(BLOCKS["ShiftsICanDo"], token, **no_earlier)
        openings = answer["viewer"]["shiftsICanDo"]["fits"]
        return {each["shift"]["id"]: each["reasons"] for each in openings}

    assert "URGENT" in (await found(one))[shift]
    await sign_up(gateway, other, shift)
    assert shift not in await found(one)


async def test_people_and_organizers_are_told(gateway: Gateway, world: World) -> None:
    leader = world.tokens["leader"]
    group = global_id("Organization", world.ids["group"])
    shift = await new_shift(gateway, world, await published(world), capacity=100)
    person = await newcomer(gateway, world)
    await sign_up(gateway, person, shift)
    async with gateway.events(BLOCKS["MyReminderChanges"], person) as changes:
        first = (await anext(changes))["data"]["viewerReminderChanges"]
        assert first == {"reminder": None}
        rule = {"organizationId": group, "reminderMinutes": 0, "requestId": str(uuid4())}
        payload = await done(gateway, leader, "SetReminderRule", input=rule)
        assert payload["reminderRule"]["reminderMinutes"] == 0
    mine = (await gateway.ask(BLOCKS["MyReminders"], person))["viewer"]["reminders"]
    assert mine["nodes"] == []

    async def alert() -> Json | None:
        bell = world.platform.services["events"].units.bell
        bell(PLAN).set()
        bell(TELL).set()
        answer = await gateway.ask(BLOCKS["StaffingAlerts"], leader, organizationId=group)
        assert answer["organization"]["reminderRule"]["reminderMinutes"] == 0
        alerts = answer["organization"]["staffingAlerts"]["nodes"]
        return next((each for each in alerts if each["shift"]["id"] == shift), None)

    found = await eventually(alert)
    assert found is not None
    assert (found["kind"], found["placesFilled"], found["capacity"]) == ("UNDERSTAFFED", 1, 100)


async def test_two_people_swap(gateway: Gateway, world: World) -> None:
    event = await published(world)
    one, other = [await newcomer(gateway, world) for _ in range(2)]
    shifts = [await new_shift(gateway, world, event, capacity=1) for _ in range(2)]
    places = [
        await sign_up(gateway, token, shift)
        for token, shift in zip((one, other), shifts, strict=True)
    ]

    async def partners() -> list[Json]:
        found = await gateway.ask(BLOCKS["SwapPartners"], one, signUpId=places[0])
        partners: list[Json] = found["node"]["swapPartners"]["partners"]
        return partners

    assert await partners() == []
    await done(gateway, other, "AskForStandIn", signUpId=places[1], note="换班?")
    (partner,) = await partners()
    assert (partner["signUpId"], partner["shift"]["id"]) == (places[1], shifts[1])
    assert partner["standIn"]["note"] == "换班?"
    proposed = await done(
        gateway,
        one,
        "ProposeSwap",
        signUpId=places[0],
        otherSignUpId=partner["signUpId"],
        note="换? swap?",
    )
    listed = (await gateway.ask(BLOCKS["SwapsToAnswer"], other))["viewer"]["receivedSwaps"]
    (found,) = listed["nodes"]
    assert (found["id"], found["note"]) == (proposed["swap"]["id"], "换? swap?")
    assert (found["shift"]["id"], found["otherSignUp"]["id"]) == (shifts[0], places[1])
    accepted = (await done(gateway, other, "AcceptSwap", swapId=found["id"]))["swap"]
    assert accepted["state"] == "ACCEPTED"
    assert accepted["otherNewSignUp"]["shift"]["id"] == shifts[0]
    listed = (await gateway.ask(BLOCKS["SwapsToAnswer"], other))["viewer"]["receivedSwaps"]
    assert listed["nodes"] == []
