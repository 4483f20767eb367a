"""Reminders of sign-ups: each is told once, before its shift, to its person."""

import asyncio
from contextlib import suppress
from datetime import UTC
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import reminder_pb2 as pb

from services.events.reminders import jobs
from services.events.reminders.queries import find_outdated, find_waiting
from services.kit.calls.passport import Caller
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.kit.work.work import Work
from tests.events.stage import Stage, in_hours, mask
from tests.waiting import eventually

SIGN_UP, TOLD, WITHDRAWN = (
    pb.REMINDER_KIND_SIGN_UP,
    pb.REMINDER_STATE_TOLD,
    pb.REMINDER_STATE_WITHDRAWN,
)


async def shift_at(stage: Stage, hours: float, **values: Any) -> shift_pb2.Shift:
    """Creates a shift of an hour that begins in so many hours."""
    span = {"start_time": in_hours(hours), "end_time": in_hours(hours + 1)}
    return await stage.shift(await stage.published(**span), **(span | values))


async def rule(stage: Stage, **values: Any) -> pb.ReminderRule:
    """Changes the rule of the organization."""
    request = pb.UpdateReminderRuleRequest(
        organization_id=str(stage.organization_id),
        reminder_rule=pb.ReminderRule(**values),
        update_mask=mask(*values),
    )
    return await stage.call(request, pb.ReminderRule)


async def listed(stage: Stage, passport: str | None = None, **values: Any) -> list[pb.Reminder]:
    request = pb.ListRemindersRequest(**values)
    return list((await stage.call(request, pb.ListRemindersResponse, passport)).reminders)


async def reminders(stage: Stage, person_id: UUID) -> list[pb.Reminder]:
    return await listed(stage, stage.office.person(person_id), person_id=str(person_id))


async def run(stage: Stage) -> None:
    """Does what is due, beside whatever the service does by itself."""
    units = stage.platform.services["events"].units
    for each in jobs.jobs(None):  # type: ignore[arg-type] # they take nothing from it
        await run_once(each, units, Caller("test"))


async def told(stage: Stage) -> None:
    """Does what is due, and waits until what the service has claimed is done as well."""

    async def is_done() -> bool:
        await run(stage)
        units = stage.platform.services["events"].units
        async with units.reading() as session:
            work = units.work(session, Caller("test"))
            return not [*await find_waiting(work), *await find_outdated(work)]

    await eventually(is_done)


async def states(stage: Stage, person_id: UUID) -> list[pb.ReminderState]:
    return [each.state for each in await reminders(stage, person_id)]


async def test_tells_each_person_once_and_in_time(timed: Stage) -> None:
    person_id, waiting_id = uuid7(), uuid7()
    shift = await shift_at(timed, 48, capacity=1)
    sign_up = await timed.sign_up(shift, person_id)
    await timed.wait_for(shift, waiting_id)
    timed.clock.advance(hours=23)
    await told(timed)
    assert await reminders(timed, person_id) == []
    timed.clock.advance(hours=1)
    await asyncio.gather(*(run(timed) for _ in range(6)))
    await told(timed)
    (found,) = await reminders(timed, person_id)
    assert (found.kind, found.state, found.sign_up_id) == (SIGN_UP, TOLD, sign_up.id)
    assert (found.shift_id, found.start_time) == (shift.id, shift.start_time)
    assert (found.places_filled, found.capacity) == (1, 1)
    notices = await timed.notices(until=f"reminder.{found.id}.told")
    assert pb.Reminder.FromString(notices[f"reminder.{found.id}.told"]) == found
    await told(timed)
    assert await reminders(timed, person_id) == [found]
    assert await reminders(timed, waiting_id) == []
    rows = await timed.sql("SELECT version FROM reminder WHERE person_id IS NOT NULL")
    assert [row["version"] for row in rows] == [2]


async def test_only_the_person_sees_it(timed: Stage) -> None:
    person_id = uuid7()
    await timed.sign_up(await shift_at(timed, 48), person_id)
    timed.clock.advance(hours=24)
    await told(timed)
    (found,) = await reminders(timed, person_id)
    assert await listed(timed, person_id=str(person_id)) == []
    organization_id = str(timed.organization_id)
    seen = await listed(timed, organization_id=organization_id)
    assert found.id not in {each.id for each in seen}
    with pytest.raises(PermissionDenied):
        await timed.call(pb.GetReminderRequest(reminder_id=found.id), pb.Reminder)


async def test_follows_moves_and_cancellations(timed: Stage) -> None:
    moved_id, left_id, early_id = uuid7(), uuid7(), uuid7()
    shift = await shift_at(timed, 48, capacity=3)
    await timed.sign_up(shift, moved_id)
    leaving = await timed.sign_up(shift, left_id)
    await timed.cancel(await timed.sign_up(shift, early_id))
    timed.clock.advance(hours=24)
    await told(timed)
    await timed.cancel(leaving)
    await told(timed)
    assert await states(timed, left_id) == [WITHDRAWN]
    assert await states(timed, early_id) == []
    move = event_pb2.MoveEventRequest(event_id=shift.event_id, by_minutes=600)
    await timed.call(move, event_pb2.Event)

    async def has_moved() -> bool:
        found = await timed.sql(
            "SELECT FROM sign_up WHERE start_time = $1 AND state = 'CONFIRMED'",
            in_hours(58).ToDatetime(UTC),
        )
        return bool(found)

    await eventually(has_moved)
    await told(timed)
    assert await states(timed, moved_id) == [WITHDRAWN]
    timed.clock.advance(hours=10)
    await told(timed)
    assert await states(timed, moved_id) == [TOLD, WITHDRAWN]
    cancel = event_pb2.CancelEventRequest(event_id=shift.event_id)
    await timed.call(cancel, event_pb2.Event)
    await told(timed)
    assert await states(timed, moved_id) == [WITHDRAWN, WITHDRAWN]


async def test_what_is_cancelled_between_planning_and_telling_is_not_told(timed: Stage) -> None:
    person_id = uuid7()
    sign_up = await timed.sign_up(await shift_at(timed, 48), person_id)
    units = timed.platform.services["events"].units
    tell = jobs.jobs(None)[1]  # type: ignore[arg-type] # as above
    timed.clock.advance(hours=24)
    async with units.writing(Caller("test")) as work:
        await jobs.plan(work)
        work.triggered.clear()
        await timed.sql("UPDATE sign_up SET state = 'CANCELLED' WHERE id = $1", UUID(sign_up.id))
    await run_once(tell, units, Caller("test"))
    await told(timed)
    assert await timed.sql("SELECT FROM reminder WHERE person_id = $1", person_id) == []


async def test_whoever_signs_up_late_is_not_reminded(timed: Stage) -> None:
    shift = await shift_at(timed, 48)
    timed.clock.advance(hours=25)
    person_id = uuid7()
    await timed.sign_up(shift, person_id)
    await told(timed)
    assert await reminders(timed, person_id) == []


async def test_keeps_to_the_rule_of_the_organization(timed: Stage) -> None:
    person_id = uuid7()
    await timed.sign_up(await shift_at(timed, 48), person_id)
    assert (await rule(timed, reminder_minutes=0)).understaffed_days == 3
    timed.clock.advance(hours=30)
    await told(timed)
    assert await reminders(timed, person_id) == []
    await rule(timed, reminder_minutes=60)
    await told(timed)
    assert await reminders(timed, person_id) == []
    timed.clock.advance(hours=17)
    await told(timed)
    assert await states(timed, person_id) == [TOLD]


async def test_the_rule_begins_with_the_defaults(stage: Stage) -> None:
    request = pb.GetReminderRuleRequest(organization_id=str(stage.organization_id))
    first = await stage.call(request, pb.ReminderRule)
    assert (first.reminder_minutes, first.understaffed_days) == (1440, 3)
    assert (first.enough_percent, first.almost_full_percent) == (80, 90)
    changed = await rule(stage, enough_percent=50)
    assert await stage.call(request, pb.ReminderRule) == changed
    assert changed.almost_full_percent == 90
    with pytest.raises(PermissionDenied):
        await stage.call(request, pb.ReminderRule, stage.office.person())


async def test_who_dies_between_the_claim_and_the_notice_loses_nothing(
    timed: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id, dies = uuid7(), True
    await timed.sign_up(await shift_at(timed, 48), person_id)
    announce, deaths = Work.announce, 0

    async def die(self: Work, row: Any, verb: str) -> None:
        nonlocal deaths
        if dies and verb == "told":
            deaths += 1
            raise ConnectionResetError
        await announce(self, row, verb)

    monkeypatch.setattr(Work, "announce", die)
    timed.clock.advance(hours=24)
    for _ in range(2):
        with suppress(ConnectionResetError):
            await run(timed)
    assert deaths
    # Another replica claims it, and its connection is cut before the commit.
    other = await asyncpg.connect(timed.platform.site.urls["events"])
    await other.execute("BEGIN")
    claimed = await other.execute("UPDATE reminder SET state = 'TOLD' WHERE state = 'WAITING'")
    assert claimed == "UPDATE 2"  # the other is an alert
    dies = False
    await run(timed)
    assert await reminders(timed, person_id) == []
    other.terminate()

    async def is_told() -> bool:
        await run(timed)
        return await states(timed, person_id) == [TOLD]

    await eventually(is_told)
    await run(timed)
    rows = await timed.sql("SELECT state, version FROM reminder")
    assert [tuple(row) for row in rows] == [("TOLD", 2)] * 2
