"""What the organizers are told of how a shift fills up."""

from typing import Any

from banyan.events.v1 import attendance_pb2, event_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import reminder_pb2 as pb

from tests.events.reminders.test_reminders import listed, rule, shift_at, told
from tests.events.stage import Stage

OPEN = pb.REMINDER_KIND_ATTENDANCE_OPEN


async def alerts(stage: Stage, passport: str | None = None, **values: Any) -> list[str]:
    """Returns the kinds of what was told and holds, oldest first."""
    found = await listed(stage, passport, organization_id=str(stage.organization_id), **values)
    return [
        pb.ReminderKind.Name(each.kind).removeprefix("REMINDER_KIND_")
        for each in reversed(found)
        if each.state == pb.REMINDER_STATE_TOLD
    ]


async def test_from_too_few_to_enough_and_back(timed: Stage) -> None:
    shift = await shift_at(timed, 24 * 4, capacity=5)
    for _ in range(3):
        await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == []
    timed.clock.advance(hours=24)
    for _ in range(2):
        await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED"]
    last = await timed.sign_up(shift)
    for _ in range(2):
        await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED", "ALL_CLEAR"]
    timed.clock.advance(minutes=1)
    await timed.cancel(last)
    await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED", "ALL_CLEAR", "UNDERSTAFFED"]
    (found, *_) = await listed(timed, organization_id=str(timed.organization_id))
    assert (found.places_filled, found.capacity, found.HasField("person_id")) == (3, 5, False)
    cancel = event_pb2.CancelEventRequest(event_id=shift.event_id)
    await timed.call(cancel, event_pb2.Event)
    await told(timed)
    assert await alerts(timed) == []


async def test_a_role_that_nobody_has_is_told_though_the_shift_is_almost_full(timed: Stage) -> None:
    driver = shift_pb2.ShiftRole(title="司机", places=1)
    shift = await shift_at(timed, 24 * 2, capacity=10, roles=[driver])
    for _ in range(8):
        await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED"]
    (found,) = await listed(timed, organization_id=str(timed.organization_id))
    gap = pb.RoleGap(role_id=shift.roles[0].role_id, missing=1)
    assert (found.places_filled, list(found.role_gaps)) == (8, [gap])
    request = sign_up_pb2.CreateSignUpRequest(shift_id=shift.id, role_id=shift.roles[0].role_id)
    await timed.call(request, sign_up_pb2.SignUp, timed.office.person())
    await told(timed)
    assert sorted(await alerts(timed)) == ["ALL_CLEAR", "ALMOST_FULL", "UNDERSTAFFED"]
    for each in await listed(timed, organization_id=str(timed.organization_id)):
        if each.kind != pb.REMINDER_KIND_UNDERSTAFFED:
            assert not each.role_gaps


async def test_almost_full_is_told_once(timed: Stage) -> None:
    shift = await shift_at(timed, 24 * 10, capacity=10)
    for _ in range(8):
        await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == []
    last = await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == ["ALMOST_FULL"]
    await timed.cancel(last)
    await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == ["ALMOST_FULL"]


async def test_keeps_to_the_rule_and_to_those_who_may_know(timed: Stage) -> None:
    await rule(timed, understaffed_days=0, almost_full_percent=0)
    shift = await shift_at(timed, 40, capacity=2)
    await timed.sign_up(shift)
    await told(timed)
    assert await alerts(timed) == []
    await rule(timed, understaffed_days=2, enough_percent=50)
    await told(timed)
    assert await alerts(timed) == []
    await rule(timed, enough_percent=51)
    await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED"]
    assert await alerts(timed, kinds=[pb.REMINDER_KIND_ALL_CLEAR]) == []
    assert await alerts(timed, timed.holding("SUPERVISOR")) == ["UNDERSTAFFED"]
    assert await alerts(timed, await timed.member()) == []
    await shift_at(timed, 41)
    draft = await timed.draft()
    await timed.shift(draft)
    await told(timed)
    assert await alerts(timed) == ["UNDERSTAFFED"] * 2


async def test_attendance_that_nobody_closes_is_told_once(timed: Stage) -> None:
    shift, closed = await shift_at(timed, 1), await shift_at(timed, 1)
    await shift_at(timed, 1)  # nobody signed up for it, so there is nothing to close
    open_one, done = await timed.sign_up(shift), await timed.sign_up(closed)
    timed.clock.advance(hours=1, minutes=30)
    for each, request in (
        (open_one, attendance_pb2.CheckInRequest),
        (done, attendance_pb2.RecordNoShowRequest),
    ):
        await timed.call(request(sign_up_id=each.id), sign_up_pb2.SignUp)
    await told(timed)
    assert "ATTENDANCE_OPEN" not in await alerts(timed)
    timed.clock.advance(hours=2)
    for _ in range(2):
        await told(timed)
    assert (await alerts(timed)).count("ATTENDANCE_OPEN") == 1
    found = await listed(timed, organization_id=str(timed.organization_id))
    assert [each.shift_id for each in found if each.kind == OPEN] == [shift.id]
