"""Signing somebody else up, as a frontend does it."""

from datetime import UTC, datetime, timedelta

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

SELECTION = """signUp { state overrideReason overriddenReasons
    person { displayName } creator { displayName } }"""


async def test_a_coordinator_signs_a_member_up_with_a_reason(
    gateway: Gateway, world: World
) -> None:
    coordinator, start = world.tokens["coordinator"], datetime.now(UTC) + timedelta(days=90)
    times = {
        "startTime": start.isoformat(),
        "endTime": (start + timedelta(hours=2)).isoformat(),
    }
    made = await gateway.do(
        "createEvent",
        coordinator,
        "event { id }",
        organizationId=global_id("Organization", world.ids["group"]),
        title="扫雪",
        timeZone="Asia/Shanghai",
        visibility="PUBLIC",
        **times,
    )
    event = made["event"]["id"]
    skills = ["开铲雪车"]
    made = await gateway.do(
        "createShift",
        coordinator,
        "shift { id }",
        eventId=event,
        title="铲雪",
        capacity=2,
        requiredSkills=skills,
        **times,
    )
    shift = made["shift"]["id"]
    await gateway.do("publishEvent", coordinator, eventId=event)

    about = {"shiftId": shift, "personId": global_id("Person", world.people["member"])}
    refused = await gateway.do("createSignUp", coordinator, SELECTION, **about)
    assert [each["reason"] for each in refused["errors"]] == ["SKILL_MISSING"]
    done = await gateway.do(
        "createSignUp", coordinator, SELECTION, overrideReason="会开 can do it", **about
    )
    assert done["errors"] == []
    assert done["signUp"] == {
        "state": "CONFIRMED",
        "overrideReason": "会开 can do it",
        "overriddenReasons": ["SKILL_MISSING"],
        "person": {"displayName": "member 居民"},
        "creator": {"displayName": "coordinator 居民"},
    }

    about["personId"] = global_id("Person", world.people["stranger"])
    refused = await gateway.do("createSignUp", coordinator, SELECTION, **about)
    assert [(each["reason"], each["field"]) for each in refused["errors"]] == [
        ("PERSON_UNKNOWN", ["input", "personId"])
    ]
