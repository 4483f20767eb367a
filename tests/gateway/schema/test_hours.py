"""Hours through GraphQL: from the check-out to the statement, and from one leader to the other."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.gateway.conftest import Gateway, Json, global_id
from tests.waiting import eventually
from tests.world import World

STATEMENT = """query($id: ID!) { node(id: $id) { ... on Person {
    hoursBalances(first: 10) { nodes { recordedMinutes attestedMinutes organization { id } } }
    hoursEntries(first: 10) { nodes { minutes hoursClass startTime endTime date
        reverses { minutes } signUp { id state } shift { title } event { title }
        hoursAttestation { description } } } } } }"""


class Leaders:
    """The people of the community, who act through the gateway."""

    def __init__(self, gateway: Gateway, world: World) -> None:
        self.gateway, self.world = gateway, world
        self.subject = global_id("Person", world.people["subject"])
        self.group = global_id("Organization", world.ids["group"])

    async def do(self, kind: str, mutation: str, selection: str, **input_: Any) -> Json:
        payload = await self.gateway.do(mutation, self.world.tokens[kind], selection, **input_)
        assert payload["errors"] == []
        return payload

    async def statement(self, kind: str = "subject") -> Json:
        answer = await self.gateway.ask(STATEMENT, self.world.tokens[kind], id=self.subject)
        person: Json = answer["node"]
        return person

    async def balance(self) -> tuple[int, int]:
        (mine,) = (await self.statement())["hoursBalances"]["nodes"]
        return mine["recordedMinutes"], mine["attestedMinutes"]


async def test_a_check_out_becomes_minutes_and_a_correction_two_more_lines(
    gateway: Gateway, world: World
) -> None:
    leaders = Leaders(gateway, world)
    recorded, attested = await leaders.balance()
    now = datetime.now(UTC)
    times = {
        "startTime": (now - timedelta(hours=1)).isoformat(),
        "endTime": (now + timedelta(hours=1)).isoformat(),
    }
    event = (
        await leaders.do(
            "leader",
            "createEvent",
            "event { id }",
            organizationId=leaders.group,
            title="清洁日",
            timeZone="Asia/Shanghai",
            visibility="PUBLIC",
            **times,
        )
    )["event"]["id"]
    shift = (
        await leaders.do(
            "leader",
            "createShift",
            "shift { id }",
            eventId=event,
            title="扫地",
            capacity=1,
            **times,
        )
    )["shift"]["id"]
    await leaders.do("leader", "publishEvent", "event { id }", eventId=event)
    sign_up = (await leaders.do("subject", "createSignUp", "signUp { id }", shiftId=shift))[
        "signUp"
    ]["id"]
    check_in, check_out = now - timedelta(minutes=50), now - timedelta(minutes=5)
    for mutation, values in (
        ("checkIn", {"checkInTime": check_in.isoformat()}),
        ("checkOut", {"checkOutTime": check_out.isoformat()}),
    ):
        await leaders.do("leader", mutation, "signUps { state }", signUpIds=[sign_up], **values)

    async def has(minutes: int) -> bool:
        return await leaders.balance() == (recorded + minutes, attested)

    await eventually(lambda: has(45))
    line = (await leaders.statement())["hoursEntries"]["nodes"][0]
    assert (line["minutes"], line["hoursClass"], line["reverses"]) == (45, "RECORDED", None)
    assert line["signUp"] == {"id": sign_up, "state": "COMPLETED"}
    assert (line["shift"], line["event"]) == ({"title": "扫地"}, {"title": "清洁日"})
    await leaders.do(
        "leader",
        "correctAttendance",
        "signUp { state }",
        signUpId=sign_up,
        checkInTime=check_in.isoformat(),
        checkOutTime=(check_out - timedelta(minutes=15)).isoformat(),
        reason="clock",
    )
    await eventually(lambda: has(30))
    lines = (await leaders.statement())["hoursEntries"]["nodes"]
    assert [each["minutes"] for each in lines[:3]] == [30, -45, 45]
    assert lines[1]["reverses"] == {"minutes": 45}


async def test_what_one_leader_enters_another_approves(gateway: Gateway, world: World) -> None:
    leaders = Leaders(gateway, world)
    recorded, attested = await leaders.balance()
    submitted = await leaders.do(
        "leader",
        "submitHoursAttestation",
        "hoursAttestation { id state submitter { id } }",
        organizationId=leaders.group,
        personId=leaders.subject,
        date="2026-09-30",
        minutes=75,
        description="修椅子",
    )
    attestation = submitted["hoursAttestation"]
    assert attestation["state"] == "SUBMITTED"
    refused = await gateway.do(
        "approveHoursAttestation",
        world.tokens["leader"],
        "hoursAttestation { id }",
        hoursAttestationId=attestation["id"],
    )
    assert [error["reason"] for error in refused["errors"]] == ["SECOND_PERSON_NEEDED"]
    approved = await leaders.do(
        "owner",
        "approveHoursAttestation",
        "hoursAttestation { state decider { id } }",
        hoursAttestationId=attestation["id"],
    )
    assert approved["hoursAttestation"]["state"] == "APPROVED"
    assert await leaders.balance() == (recorded, attested + 75)
    line = (await leaders.statement())["hoursEntries"]["nodes"][0]
    assert (line["minutes"], line["hoursClass"], line["date"]) == (75, "ATTESTED", "2026-09-30")
    assert line["hoursAttestation"] == {"description": "修椅子"}
