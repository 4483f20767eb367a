"""Every refusal of events and shifts says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2, check_in_pb2, event_pb2, shift_pb2, sign_up_pb2
from banyan.places.v1.place_pb2 import Contact

from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "events",
    "areas",
    "categories",
    "events",
    "organizations",
    "shifts",
    elsewhere={"NO_SUCH_RESOURCE": "the remedy is to wait for the notice"},
)
remedy = REMEDIES.of


async def change_event(stage: Stage, event: event_pb2.Event, **values: Any) -> event_pb2.Event:
    move = values.pop("move_shifts", False)
    request = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(**values),
        update_mask=mask(*values),
        move_shifts=move,
    )
    return await stage.call(request, event_pb2.Event)


async def change_shift(stage: Stage, shift: shift_pb2.Shift, **values: Any) -> shift_pb2.Shift:
    request = shift_pb2.UpdateShiftRequest(
        shift_id=shift.id, shift=shift_pb2.Shift(**values), update_mask=mask(*values)
    )
    return await stage.call(request, shift_pb2.Shift)


@remedy("CATEGORY_NOT_OPEN")
async def choose_another_category(stage: Stage) -> None:
    retired, other = uuid7(), uuid7()
    add = "INSERT INTO category (id, retired) VALUES ($1, $2)"
    await stage.sql(add, retired, True)
    await stage.sql(add, other, False)
    for unknown in (retired, uuid7()):
        await refused(stage.draft(category_id=str(unknown)), "CATEGORY_NOT_OPEN")
    event = await stage.draft(category_id=str(other))
    await refused(change_event(stage, event, category_id=str(retired)), "CATEGORY_NOT_OPEN")
    assert (await change_event(stage, event, category_id=str(other), tags=["户外"])).tags == [
        "户外"
    ]


@remedy("AREA_NOT_OPEN")
async def choose_another_area(stage: Stage) -> None:
    retired, other, below, merged = (uuid7() for _ in range(4))
    add = "INSERT INTO area (id, retired, above_id) VALUES ($1, $2, $3)"
    for area, is_retired, above in (
        (retired, True, None),
        (other, False, None),
        (below, False, other),
        (merged, True, below),
    ):
        await stage.sql(add, area, is_retired, above)
    for unknown in (retired, uuid7()):
        await refused(stage.draft(area_id=str(unknown)), "AREA_NOT_OPEN")
    event = await stage.draft(area_id=str(below))
    await refused(change_event(stage, event, area_id=str(retired)), "AREA_NOT_OPEN")
    await stage.sql("UPDATE event SET area_id = $2 WHERE id = $1", UUID(event.id), merged)
    for asked, found in ((other, [event.id]), (below, [event.id]), (retired, [])):
        request = event_pb2.ListEventsRequest(area_ids=[str(asked)])
        answer = await stage.call(request, event_pb2.ListEventsResponse)
        assert [each.id for each in answer.events] == found
    assert (await change_event(stage, event, area_id=str(merged), tags=["户外"])).tags == ["户外"]


@remedy("ORGANIZATION_CLOSED: Choose an active one", "ORGANIZATION_CLOSED: Cancel the event")
async def choose_another_organization(stage: Stage) -> None:
    event = await stage.published()
    await stage.knows_organization(state="CLOSED")
    await refused(stage.draft(), "ORGANIZATION_CLOSED")
    await refused(change_event(stage, event, title="晚会"), "ORGANIZATION_CLOSED")
    cancelled = await stage.call(event_pb2.CancelEventRequest(event_id=event.id), event_pb2.Event)
    assert cancelled.state == event_pb2.EVENT_STATE_CANCELLED
    other = Stage(stage.platform)
    assert (await other.draft()).id


@remedy(
    "SHIFT_OUTSIDE",
    "OUTSIDE_EVENT: before the event starts",
    "OUTSIDE_EVENT: after the event ends",
)
async def move_the_shifts_along(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    times = {"start_time": in_hours(96), "end_time": in_hours(120)}
    await refused(change_event(stage, event, **times), "SHIFT_OUTSIDE")
    moving = change_shift(stage, shift, start_time=in_hours(96), end_time=in_hours(98))
    await refused(moving, "OUTSIDE_EVENT")
    moving = change_shift(stage, shift, start_time=in_hours(20), end_time=in_hours(26))
    assert "change the event first" in await refused(moving, "OUTSIDE_EVENT")
    move = event_pb2.MoveEventRequest(event_id=event.id, start_time=in_hours(96))
    await stage.call(move, event_pb2.Event)
    assert (await stage.get_shift(shift)).start_time == in_hours(96)
    await change_shift(stage, shift, start_time=in_hours(97), end_time=in_hours(98))


@remedy("DEADLINE_TOO_LATE")
async def let_people_sign_up_until_the_end(stage: Stage) -> None:
    event = await stage.published()
    late = change_event(stage, event, sign_up_deadline=in_hours(73))
    assert "not be after the end" in await refused(late, "DEADLINE_TOO_LATE")
    await change_event(stage, event, sign_up_deadline=event.end_time)


@remedy("OPENING_TOO_LATE")
async def open_before_it_closes(stage: Stage) -> None:
    event = await stage.published(sign_up_deadline=in_hours(10))
    late = change_event(stage, event, sign_up_open_time=in_hours(11))
    assert "before the deadline" in await refused(late, "OPENING_TOO_LATE")
    await change_event(stage, event, sign_up_open_time=in_hours(9))


@remedy("CONTACT_NOT_MEMBER")
async def name_a_member(stage: Stage) -> None:
    stranger, member = uuid7(), uuid7()
    await stage.knows_membership(member)
    said = await refused(
        stage.draft(contact=Contact(person_id=str(stranger))), "CONTACT_NOT_MEMBER"
    )
    assert "Name a member" in said
    assert (await stage.draft(contact=Contact(person_id=str(member)))).id
    assert (await stage.draft(contact=Contact(phones=["010"], email="a@example.org"))).id


@remedy("SIGN_UPS_STAND: Create another shift", "SIGN_UPS_STAND: Move the event")
async def cancel_the_sign_ups_first(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    held = await stage.sign_up(shift)
    times = {"start_time": in_hours(30), "end_time": in_hours(31)}
    moved = {"start_time": in_hours(48), "end_time": in_hours(96), "move_shifts": True}
    await refused(change_shift(stage, shift, **times), "SIGN_UPS_STAND")
    said = await refused(change_event(stage, event, **moved), "SIGN_UPS_STAND")
    assert "MoveEvent" in said
    moving = event_pb2.MoveEventRequest(event_id=event.id, start_time=in_hours(48))
    assert (await stage.call(moving, event_pb2.Event)).start_time == in_hours(48)
    back = event_pb2.MoveEventRequest(event_id=event.id, start_time=event.start_time)
    await stage.call(back, event_pb2.Event)
    assert (await stage.shift(event, **times)).start_time == in_hours(30)
    await stage.cancel(held, stage.leader)
    await change_shift(stage, shift, **times)
    await change_event(stage, event, **moved)


@remedy("PLACES_TAKEN")
async def cancel_sign_ups_for_fewer_places(stage: Stage) -> None:
    shift = await stage.shift(capacity=2)
    held, _ = await stage.sign_up(shift), await stage.sign_up(shift)
    await refused(change_shift(stage, shift, capacity=1), "PLACES_TAKEN")
    await stage.cancel(held, stage.leader)
    assert (await change_shift(stage, shift, capacity=1)).capacity == 1


@remedy("STATE_DOES_NOT_ALLOW: takes check-ins")
async def publish_what_takes_check_ins(stage: Stage) -> None:
    draft = await stage.draft()
    request = check_in_pb2.OpenCheckInRequest(event_id=draft.id)
    said = await refused(stage.call(request, event_pb2.Event), "STATE_DOES_NOT_ALLOW")
    assert "Publish it" in said
    await stage.call(event_pb2.PublishEventRequest(event_id=draft.id), event_pb2.Event)
    assert (await stage.call(request, event_pb2.Event)).self_check_in


@remedy("ROLE_TAKEN", "ROLES_OVER_CAPACITY", "UNKNOWN_ROLE: or is there twice")
async def cancel_sign_ups_for_other_roles(stage: Stage) -> None:
    shift = await stage.shift(capacity=2, roles=[shift_pb2.ShiftRole(title="司机", places=1)])
    (driver,) = shift.roles
    request = sign_up_pb2.CreateSignUpRequest(shift_id=shift.id, role_id=driver.role_id)
    held = await stage.call(request, sign_up_pb2.SignUp, stage.office.person())
    cook = shift_pb2.ShiftRole(title="厨师", places=2)
    await refused(change_shift(stage, shift, roles=[cook]), "ROLE_TAKEN")
    await stage.cancel(held, stage.leader)
    await refused(change_shift(stage, shift, roles=[driver, cook]), "ROLES_OVER_CAPACITY")
    strange = shift_pb2.ShiftRole(role_id=str(uuid7()), title="厨师", places=2)
    await refused(change_shift(stage, shift, roles=[strange]), "UNKNOWN_ROLE")
    strange.ClearField("role_id")
    changed = await change_shift(stage, shift, roles=[strange, driver], capacity=3)
    assert [each.title for each in changed.roles] == ["厨师", "司机"]


@remedy(
    "EVENT_ENDED",
    "EVENT_NOT_ENDED",
    "EVENT_OVER",
    "STATE_DOES_NOT_ALLOW: be published",
    "STATE_DOES_NOT_ALLOW: be cancelled",
    "STATE_DOES_NOT_ALLOW: be completed",
)
async def complete_it_instead(stage: Stage) -> None:
    event = await stage.published()
    complete = event_pb2.CompleteEventRequest(event_id=event.id)
    await refused(stage.call(complete, event_pb2.Event), "EVENT_NOT_ENDED")
    stage.clock.advance(hours=73)
    cancel = event_pb2.CancelEventRequest(event_id=event.id)
    await refused(stage.call(cancel, event_pb2.Event), "EVENT_ENDED")
    completed = await stage.call(complete, event_pb2.Event)
    assert completed.state == event_pb2.EVENT_STATE_COMPLETED
    await refused(change_event(stage, event, title="晚会"), "EVENT_OVER")
    for request in (event_pb2.PublishEventRequest(event_id=event.id), cancel, complete):
        said = await refused(stage.call(request, event_pb2.Event), "STATE_DOES_NOT_ALLOW")
        assert "Check the state" in said
    found = await stage.call(event_pb2.GetEventRequest(event_id=event.id), event_pb2.Event)
    assert found.state == event_pb2.EVENT_STATE_COMPLETED
    assert (await stage.draft(start_time=in_hours(96), end_time=in_hours(97))).id


@remedy(
    "TIME_OUT_OF_RANGE",
    "END_NOT_AFTER_START",
    "EVENT_TOO_LONG",
    "DUPLICATE",
)
async def choose_a_time_that_is_meant(stage: Stage) -> None:
    years = stage.draft(start_time=in_hours(-9000), end_time=in_hours(-8999))
    await refused(years, "TIME_OUT_OF_RANGE")
    await refused(stage.draft(time_zone="localtime"), "NO_SUCH_TIME_ZONE")
    for hours, reason in ((0, "END_NOT_AFTER_START"), (24 * 400, "EVENT_TOO_LONG")):
        late = stage.draft(start_time=in_hours(24), end_time=in_hours(24 + hours))
        assert "after the start time" in await refused(late, reason)
    event = await stage.draft()
    none = stage.shift(event, end_time=event.start_time)
    assert "after the start time" in await refused(none, "END_NOT_AFTER_START")
    await refused(stage.shift(event, required_skills=["急救", "急救"]), "DUPLICATE")
    assert (await stage.shift(event, required_skills=["急救"])).id


@remedy("SIGN_UPS_KEPT: for this shift", "SIGN_UPS_KEPT: for this event", "SHIFT_OVER")
async def cancel_what_people_signed_up_for(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    await stage.cancel(await stage.sign_up(shift))
    delete_shift = shift_pb2.DeleteShiftRequest(shift_id=shift.id)
    said = await refused(stage.call(delete_shift, shift_pb2.Shift), "SIGN_UPS_KEPT")
    assert "Cancel it instead" in said
    cancel_shift = shift_pb2.CancelShiftRequest(shift_id=shift.id)
    after = await stage.call(cancel_shift, shift_pb2.Shift)
    assert after.state == shift_pb2.SHIFT_STATE_CANCELLED
    await refused(change_shift(stage, shift, title="搬桌子"), "SHIFT_OVER")
    assert (await stage.shift(event, title="搬桌子")).title == "搬桌子"
    delete = event_pb2.DeleteEventRequest(event_id=event.id)
    said = await refused(stage.call(delete, event_pb2.Event), "SIGN_UPS_KEPT")
    assert "Cancel it instead" in said
    cancel = event_pb2.CancelEventRequest(event_id=event.id)
    cancelled = await stage.call(cancel, event_pb2.Event)
    assert cancelled.state == event_pb2.EVENT_STATE_CANCELLED


@remedy("ATTENDANCE_RECORDED: for this event")
async def reset_what_was_recorded_by_mistake(stage: Stage) -> None:
    event = await stage.published(start_time=in_hours(-2), end_time=in_hours(1))
    sign_up = await stage.sign_up(await stage.shift(event, end_time=event.end_time))
    await stage.call(
        attendance_pb2.CheckInRequest(sign_up_id=sign_up.id, check_in_time=in_hours(-2)),
        sign_up_pb2.SignUp,
    )
    move = event_pb2.MoveEventRequest(event_id=event.id, by_minutes=1440)
    said = await refused(stage.call(move, event_pb2.Event), "ATTENDANCE_RECORDED")
    assert "create a copy" in said
    duplicate = event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(22))
    assert (await stage.call(duplicate, event_pb2.Event)).start_time == in_hours(22)
    reset = attendance_pb2.ResetAttendanceRequest(sign_up_id=sign_up.id)
    await stage.call(reset, sign_up_pb2.SignUp)
    assert (await stage.call(move, event_pb2.Event)).start_time == in_hours(22)


@remedy("TOO_MANY_TO_MOVE")
async def cancel_what_is_too_large_to_move(stage: Stage) -> None:
    event = await stage.published()
    await stage.sql(
        "INSERT INTO shift SELECT (jsonb_populate_record(shift, jsonb_build_object("
        "'id', gen_random_uuid()))).* FROM shift, generate_series(1, 500) WHERE id = $1",
        UUID((await stage.shift(event)).id),
    )
    move = event_pb2.MoveEventRequest(event_id=event.id, by_minutes=1440)
    said = await refused(stage.call(move, event_pb2.Event), "TOO_MANY_TO_MOVE")
    assert "Cancel the event and create a new one" in said
    cancelled = await stage.call(event_pb2.CancelEventRequest(event_id=event.id), event_pb2.Event)
    assert cancelled.state == event_pb2.EVENT_STATE_CANCELLED
    assert (await stage.draft(start_time=in_hours(48))).id


@remedy("EVENT_DELETED", "TOO_MANY_SHIFTS")
async def create_a_new_event_instead(stage: Stage) -> None:
    event = await stage.draft()
    duplicate = event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(240))
    await stage.sql(
        "INSERT INTO shift SELECT (jsonb_populate_record(shift, jsonb_build_object("
        "'id', gen_random_uuid()))).* FROM shift, generate_series(1, 500) WHERE id = $1",
        UUID((await stage.shift(event)).id),
    )
    said = await refused(stage.call(duplicate, event_pb2.Event), "TOO_MANY_SHIFTS")
    assert "Create a new event" in said
    assert (await stage.shift(await stage.draft())).id
    await stage.call(event_pb2.DeleteEventRequest(event_id=event.id), event_pb2.Event)
    said = await refused(stage.call(duplicate, event_pb2.Event), "EVENT_DELETED")
    assert "Create a new one" in said
    assert (await stage.draft()).id


@remedy("SHIFT_ENDED")
async def record_who_came_instead(stage: Stage) -> None:
    shift = await stage.shift()
    sign_up = await stage.sign_up(shift)
    stage.clock.advance(hours=27)
    cancel = shift_pb2.CancelShiftRequest(shift_id=shift.id)
    said = await refused(stage.call(cancel, shift_pb2.Shift), "SHIFT_ENDED")
    assert "Record who came" in said
    absent = attendance_pb2.RecordNoShowRequest(sign_up_id=sign_up.id)
    done = await stage.call(absent, sign_up_pb2.SignUp)
    assert done.state == sign_up_pb2.SIGN_UP_STATE_NO_SHOW


@remedy("SHIFT_TOO_LONG")
async def split_long_work(stage: Stage) -> None:
    event, noon = await stage.published(), in_hours(48)
    whole = stage.shift(event, end_time=event.end_time)
    assert "several shifts" in await refused(whole, "SHIFT_TOO_LONG")
    assert (await stage.shift(event, end_time=noon)).end_time == noon
    assert (await stage.shift(event, start_time=noon, end_time=event.end_time)).id


@remedy("RESERVED_OVER_CAPACITY", "UNKNOWN_ORGANIZATION")
async def reserve_what_there_is_for_a_group_that_is_known(stage: Stage) -> None:
    group, shift = uuid7(), await stage.shift(capacity=2)

    def reserve(places: int, **more: int) -> Awaitable[shift_pb2.Shift]:
        wanted = shift_pb2.ShiftReservation(organization_id=str(group), places=places)
        return change_shift(stage, shift, reservation=wanted, **more)

    await refused(reserve(2), "UNKNOWN_ORGANIZATION")
    await stage.knows_organization(group)
    assert (await reserve(2)).places_reserved == 2
    await refused(reserve(3), "RESERVED_OVER_CAPACITY")
    assert (await reserve(1)).places_reserved == 1
    assert (await reserve(3, capacity=3)).places_reserved == 3


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(timed: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, timed)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
