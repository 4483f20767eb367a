"""Forms: a person hears at once of everything that is wrong, once for each cause."""

from typing import Any

import pytest

from tests.gateway.binding.test_mutations import EVENT, GROUP, SHIFT, Newcomer, registered
from tests.gateway.conftest import Gateway, Json
from tests.waiting import eventually
from tests.world import World

SELECTION = "errors { code reason field message params { name value } }"


@pytest.fixture
async def newcomer(gateway: Gateway, world: World) -> Newcomer:
    return await registered(gateway, world)


@pytest.fixture
async def group(newcomer: Newcomer) -> str:
    return await newcomer.done("createOrganization", "organization", name="邻里小组", **GROUP)


async def errors(newcomer: Newcomer, mutation: str, **input_: Any) -> list[Json]:
    found: list[Json] = (await newcomer.do(mutation, SELECTION, **input_))["errors"]
    assert {each["code"] for each in found} <= {"INVALID_ARGUMENT"}
    return found


def told(found: list[Json]) -> set[tuple[str, str]]:
    """Returns field and reason of each error, none of which is told twice."""
    pairs = [(each["field"][-1], each["reason"]) for each in found]
    assert len(set(pairs)) == len(pairs)
    return set(pairs)


BAD_EVENT = {
    "title": "",
    "timeZone": "Mars/Olympus",
    "startTime": "2030-05-01T12:00:00Z",
    "endTime": "2030-05-01T09:00:00Z",
}
WRONG_EVENT = {
    ("title", "STRING_MIN_LEN"),
    ("timeZone", "NO_SUCH_TIME_ZONE"),
    ("endTime", "END_NOT_AFTER_START"),
}


async def test_an_event_with_three_mistakes(newcomer: Newcomer, group: str) -> None:
    found = await errors(newcomer, "createEvent", organizationId=group, **EVENT | BAD_EVENT)
    assert told(found) == WRONG_EVENT
    event = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
    assert told(await errors(newcomer, "updateEvent", eventId=event, **BAD_EVENT)) == WRONG_EVENT
    # What is wrong by the rules of the domain alone is told together too.
    long_ago = {"startTime": "1999-05-01T09:00:00Z", "endTime": "1999-08-01T09:00:00Z"}
    far_and_long = {
        ("startTime", "TIME_OUT_OF_RANGE"),
        ("endTime", "TIME_OUT_OF_RANGE"),
        ("endTime", "EVENT_TOO_LONG"),
    }
    found = await errors(newcomer, "createEvent", organizationId=group, **EVENT | long_ago)
    assert told(found) == far_and_long
    assert told(await errors(newcomer, "updateEvent", eventId=event, **long_ago)) == far_and_long


async def test_a_shift_with_four_mistakes(newcomer: Newcomer, group: str) -> None:
    event = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
    bad = {
        "title": "x" * 500,
        "startTime": "2030-05-01T08:00:00+08:00",
        "endTime": "2030-05-01T13:00:00+08:00",
        "requiredSkills": ["急救", "急救"],
    }
    wrong = {
        ("title", "STRING_MAX_LEN"),
        ("startTime", "OUTSIDE_EVENT"),
        ("endTime", "OUTSIDE_EVENT"),
        ("requiredSkills", "DUPLICATE"),
    }
    found = await errors(newcomer, "createShift", eventId=event, **SHIFT | bad)
    assert told(found) == wrong
    shift = await newcomer.done("createShift", "shift", eventId=event, **SHIFT)
    assert told(await errors(newcomer, "updateShift", shiftId=shift, **bad)) == wrong


async def test_a_profile_with_four_mistakes(newcomer: Newcomer) -> None:
    bad = {
        "displayName": "",
        "timeZone": "PRC",
        "birthDate": "2026-02-30",
        "skills": [{"name": "急救", "level": "BEGINNER"}] * 2,
    }
    wrong = {
        ("displayName", "STRING_MIN_LEN"),
        ("timeZone", "NO_SUCH_TIME_ZONE"),
        ("birthDate", "DATE_NOT_VALID"),
        ("skills", "DUPLICATE"),
    }
    for mutation in ("registerPerson", "updatePerson"):
        of = {"personId": newcomer.id} if mutation == "updatePerson" else {}
        assert told(await errors(newcomer, mutation, **bad, **of)) == wrong
    ahead = {"displayName": "", "birthDate": "2999-01-01"}
    found = await errors(newcomer, "updatePerson", personId=newcomer.id, **ahead)
    assert told(found) == {
        ("displayName", "STRING_MIN_LEN"),
        ("birthDate", "BIRTH_DATE_OUT_OF_RANGE"),
    }


async def test_an_invitation_with_two_mistakes(newcomer: Newcomer, group: str) -> None:
    found = await errors(
        newcomer,
        "createInvitation",
        organizationId=group,
        note="x" * 5000,
        expireTime="2001-01-01T00:00:00Z",
    )
    assert told(found) == {("note", "STRING_MAX_LEN"), ("expireTime", "OUT_OF_RANGE")}


async def test_hours_with_three_mistakes(newcomer: Newcomer, group: str) -> None:
    async def is_all_told(date: str, reason: str) -> bool:
        found = await errors(
            newcomer,
            "submitHoursAttestation",
            organizationId=group,
            personId=newcomer.id,
            description="",
            minutes=0,
            date=date,
        )
        return told(found) == {
            ("minutes", "INT32_GTE_LTE"),
            ("description", "STRING_MIN_LEN"),
            ("date", reason),
        }

    # Once volunteers has heard that the person belongs to the group.
    await eventually(lambda: is_all_told("2999-01-01", "NOT_YET_WORKED"))
    for date, reason in (
        ("", "STRING_PATTERN"),
        ("1", "STRING_PATTERN"),
        ("2026-02-30", "DATE_NOT_VALID"),
    ):
        assert await is_all_told(date, reason)


async def test_what_a_stranger_may_not_see_is_not_looked_at(
    newcomer: Newcomer, group: str, gateway: Gateway, world: World
) -> None:
    """The times of an event of others are not told by what is wrong with a shift in it."""
    event = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
    stranger = await registered(gateway, world)
    late = {"title": "", "startTime": "2031-05-01T08:00:00Z", "endTime": "2031-05-01T09:00:00Z"}
    found = await errors(stranger, "createShift", eventId=event, **SHIFT | late)
    assert told(found) == {("title", "STRING_MIN_LEN")}
    own = await errors(newcomer, "createShift", eventId=event, **SHIFT | late)
    assert ("endTime", "OUTSIDE_EVENT") in told(own)  # the control


async def test_what_an_error_is_about_is_beside_it(newcomer: Newcomer, group: str) -> None:
    [error] = await errors(
        newcomer, "createEvent", organizationId=group, **EVENT | {"title": "x" * 500}
    )
    assert {each["name"]: each["value"] for each in error["params"]} == {
        "max": "200",
        "unit": "characters",
    }
    assert error["message"] == "must be at most 200 characters"


@pytest.mark.parametrize("name", ["", "x" * 500])
async def test_a_group_needs_a_name_of_some_length(newcomer: Newcomer, name: str) -> None:
    found = await errors(
        newcomer, "createOrganization", name=name, kind="VOLUNTEER_GROUP", membershipPolicy="OPEN"
    )
    assert told(found) == {("name", "STRING_MAX_LEN" if name else "STRING_MIN_LEN")}
