"""AvailabilityService: when people can come, seen by themselves and by those who plan."""

from typing import Any

import pytest
from banyan.volunteers.v1 import availability_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import Conflict, InvalidArgument, NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import published_about, spoken
from tests.services import Platform
from tests.volunteers.groups import Group
from tests.volunteers.told import membership, tell

EVENING = pb.WeeklyWindow(weekday=pb.WEEKDAY_TUESDAY, start_minute=1080, end_minute=1320)
HOLIDAY = pb.Absence(first_date="2027-02-06", last_date="2027-02-20")


async def say(group: Group, passport: str | None = None, **values: Any) -> pb.Availability:
    """Says when the worker can come, as the worker unless told otherwise."""
    request = pb.UpdateAvailabilityRequest(
        person_id=str(group.worker),
        availability=pb.Availability(**values),
        update_mask=FieldMask(paths=[name for name in values if name != "etag"]),
    )
    passport = passport or group.platform.office.person(group.worker)
    return await group.platform.call(request, pb.Availability, passport)


async def seen(group: Group, passport: str) -> pb.Availability | None:
    """Returns what Get and BatchGet show, which must agree."""
    batch = await group.platform.call(
        pb.BatchGetAvailabilitiesRequest(ids=[str(group.worker)]),
        pb.BatchGetAvailabilitiesResponse,
        passport,
    )
    get = group.platform.call(
        pb.GetAvailabilityRequest(person_id=str(group.worker)), pb.Availability, passport
    )
    if batch.availabilities:
        assert await get == batch.availabilities[0]
        return batch.availabilities[0]
    with pytest.raises(PermissionDenied):
        await get
    return None


async def test_is_said_bit_by_bit_and_announced(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    said = await say(group, weekly_windows=[EVENING], wanted_minutes_a_week=120)
    assert (said.id, said.person_id) == (str(group.worker), str(group.worker))
    assert said.time_zone == "Asia/Shanghai"  # where the person lives
    said = await say(group, absences=[HOLIDAY], etag=said.etag)
    assert list(said.weekly_windows) == [EVENING]
    assert list(said.absences) == [HOLIDAY]
    assert said.wanted_minutes_a_week == 120
    assert not said.HasField("most_minutes_a_week")
    notices = await published_about(volunteers.site, "volunteers", "availability", 2)
    assert spoken(notices) == ["availability.updated"] * 2
    assert pb.Availability.FromString(notices[-1].payload) == said
    with pytest.raises(Conflict):
        await say(group, absences=[], etag="old")


async def test_is_seen_by_oneself_and_by_those_who_plan(volunteers: Platform) -> None:
    group, office = await Group.with_member(volunteers), volunteers.office
    own, companion = office.person(group.worker), uuid7()
    await tell(volunteers, membership(companion, group.id))
    empty = await volunteers.call(
        pb.GetAvailabilityRequest(person_id=str(group.worker)), pb.Availability, own
    )
    assert (empty.id, list(empty.weekly_windows)) == (str(group.worker), [])
    said = await say(group, weekly_windows=[EVENING])
    for passport in (own, group.leader, group.coordinator):
        assert await seen(group, passport) == said
    for passport in (
        office.person(admin=True),
        office.person(roles={group.id: ["SUPERVISOR"]}),
        office.person(companion),
        office.person(roles={uuid7(): ["OWNER"]}),
    ):
        assert await seen(group, passport) is None


async def test_is_one_s_own_to_say(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    for passport in (group.leader, volunteers.office.person(admin=True)):
        with pytest.raises(PermissionDenied):
            await say(group, passport, weekly_windows=[EVENING])
    stranger = uuid7()
    with pytest.raises(NotFound):
        await volunteers.call(
            pb.UpdateAvailabilityRequest(
                person_id=str(stranger), update_mask=FieldMask(paths=["absences"])
            ),
            pb.Availability,
            volunteers.office.person(stranger),
        )


@pytest.mark.parametrize(
    "values",
    [
        {
            "weekly_windows": [
                pb.WeeklyWindow(weekday="WEEKDAY_MONDAY", start_minute=600, end_minute=600)
            ]
        },
        {
            "weekly_windows": [
                pb.WeeklyWindow(weekday="WEEKDAY_MONDAY", start_minute=1380, end_minute=60)
            ]
        },
        {
            "weekly_windows": [
                pb.WeeklyWindow(weekday="WEEKDAY_UNSPECIFIED", start_minute=0, end_minute=60)
            ]
        },
        {"weekly_windows": [EVENING] * 51},
        {"absences": [pb.Absence(first_date="2027-02-02", last_date="2027-02-01")]},
        {"absences": [pb.Absence(first_date="2027-02-29", last_date="2027-03-01")]},
        {"absences": [HOLIDAY] * 51},
        {"time_zone": "Asia/Atlantis"},
        {"most_minutes_a_week": 10081},
        {"wanted_minutes_a_week": -1},
    ],
)
async def test_refuses_what_no_week_or_calendar_has(
    volunteers: Platform, values: dict[str, Any]
) -> None:
    group = await Group.with_member(volunteers)
    with pytest.raises(InvalidArgument) as refused:
        await say(group, **values)
    (name,) = values
    assert all(each.field.startswith(f"availability.{name}") for each in refused.value.violations)
