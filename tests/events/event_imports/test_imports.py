"""EventImportJobService, called over gRPC: what a plan says is what happens, again and again, and can be undone."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from banyan.events.v1 import event_import_job_pb2 as pb
from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.places.v1.place_pb2 import Place
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import PermissionDenied, Refused
from tests.events.event_imports.calendars import (
    CONFLICT,
    CREATE,
    ERROR,
    UNCHANGED,
    UPDATE,
    calendar,
    codes,
    component,
    event_of,
    execute,
    imported,
    known,
    local,
    moment,
    occurrences,
    on_day,
    outcomes,
    plan,
    reaching,
    rows,
    series_of,
    undo,
)
from tests.events.stage import Stage, mask

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


async def rename(stage: Stage, event: event_pb2.Event, title: str) -> None:
    request = event_pb2.UpdateEventRequest(
        event_id=event.id, event=event_pb2.Event(title=title), update_mask=mask("title")
    )
    await stage.call(request, event_pb2.Event)


async def test_a_plan_changes_nothing_and_its_execution_does_what_it_says(stage: Stage) -> None:
    job = await plan(
        stage,
        calendar(
            component("a@x", "LOCATION:文化宫", "CATEGORIES:Choir,Music"),
            component("b@x", "STATUS:TENTATIVE"),
            component("c@x", "DTSTART:nonsense"),
            component("d@x", start=on_day(-3)),
        ),
        publish=True,
    )
    assert (job.rows_total, job.create_count, job.unchanged_count, job.error_count) == (4, 2, 1, 1)
    planned = await rows(stage, job)
    assert outcomes(planned) == [CREATE, CREATE, ERROR, UNCHANGED]
    assert codes(planned[2]) == ["NO_START"]
    assert codes(planned[3]) == ["IS_OVER"]
    changes = {each.field: each.after for each in planned[0].changes}
    assert changes["title"] == "合唱排练"
    assert changes["location"] == "文化宫"
    assert not any(each.event_id for each in planned)
    done = await execute(stage, job)
    assert (done.rows_done, done.conflict_count) == (4, 0)
    found = await rows(stage, job)
    event, draft = await event_of(stage, found[0]), await event_of(stage, found[1])
    assert event.state == event_pb2.EVENT_STATE_PUBLISHED
    assert event.start_time.ToDatetime() == moment(on_day(3)).replace(tzinfo=None)
    assert (event.place.name, list(event.tags)) == ("文化宫", ["Choir", "Music"])
    assert draft.state == event_pb2.EVENT_STATE_DRAFT


async def test_what_a_file_says_is_in_no_trail(stage: Stage) -> None:
    job = await plan(stage, calendar(component("a@x", "DESCRIPTION:only-in-the-file")))
    assert len(await rows(stage, job)) == 1
    (found,) = await stage.sql(
        "SELECT count(*) FROM audit t WHERE t::text LIKE '%only-in-the-file%'"
    )
    assert found["count"] == 0


async def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    parts = (component("a@x"), component("s@x", WEEKLY))
    first = await imported(stage, *parts)
    assert outcomes(first) == [CREATE, CREATE]
    again = await imported(stage, *parts)
    assert outcomes(again) == [UNCHANGED, UNCHANGED]
    assert [each.event_id for each in again] == [first[0].event_id, ""]
    assert again[1].event_series_id == first[1].event_series_id


async def test_what_changes_in_the_file_changes_here_and_people_stay(stage: Stage) -> None:
    (row,) = await imported(stage, component("a@x"), publish=True)
    event = await event_of(stage, row)
    shift = await stage.shift(event)
    sign_up = await stage.sign_up(shift)
    (changed,) = await imported(
        stage, component("a@x", "SEQUENCE:1", title="新的名字", start=on_day(4))
    )
    assert outcomes([changed]) == [UPDATE]
    assert {each.field for each in changed.changes} == {"title", "start", "end"}
    moved = await event_of(stage, changed)
    assert moved.title == "新的名字"
    assert moved.start_time.ToDatetime() == moment(on_day(4)).replace(tzinfo=None)
    (standing,) = await stage.sql(
        "SELECT state, start_time FROM sign_up WHERE id = $1", UUID(sign_up.id)
    )
    assert (standing["state"], standing["start_time"]) == ("CONFIRMED", moment(on_day(4)))


async def test_what_somebody_changed_here_stays(stage: Stage) -> None:
    (row,) = await imported(stage, component("a@x", "LOCATION:A"))
    await rename(stage, await event_of(stage, row), "Ours")
    same, later = component("a@x", "LOCATION:A"), component("a@x", "LOCATION:B", title="Theirs")
    (unchanged,) = await imported(stage, same)
    assert outcomes([unchanged]) == [UNCHANGED]
    (changed,) = await imported(stage, later)
    assert outcomes([changed]) == [UPDATE]
    assert codes(changed) == ["CHANGED_HERE"]
    event = await event_of(stage, changed)
    assert (event.title, event.place.name) == ("Ours", "B")


async def test_what_calendars_do_not_know_of_a_place_stays(stage: Stage) -> None:
    (row,) = await imported(stage, component("a@x", "LOCATION:文化宫"))
    place = Place(name="文化宫", instructions="走东门")
    request = event_pb2.UpdateEventRequest(
        event_id=row.event_id, event=event_pb2.Event(place=place), update_mask=mask("place")
    )
    await stage.call(request, event_pb2.Event)
    (moved,) = await imported(stage, component("a@x", "LOCATION:少年宫"))
    found = (await event_of(stage, moved)).place
    assert (found.name, found.instructions) == ("少年宫", "走东门")


async def test_an_older_version_changes_nothing(stage: Stage) -> None:
    await imported(stage, component("a@x", "SEQUENCE:5"))
    (older,) = await imported(stage, component("a@x", "SEQUENCE:4", title="Old"))
    assert (outcomes([older]), codes(older)) == ([UNCHANGED], ["OLDER_VERSION"])
    twice = await imported(
        stage,
        component("b@x", "SEQUENCE:1", title="Old"),
        component("b@x", "SEQUENCE:2", title="New"),
    )
    assert outcomes(twice) == [UNCHANGED, CREATE]
    assert (await event_of(stage, twice[1])).title == "New"


async def test_what_is_cancelled_in_the_file_is_cancelled_here(stage: Stage) -> None:
    (row, other) = await imported(stage, component("a@x"), component("s@x", WEEKLY), publish=True)
    sign_up = await stage.sign_up(await stage.shift(await event_of(stage, row)))
    job = await plan(
        stage,
        calendar(component("a@x"), component("s@x"), component("never@x"), method="CANCEL"),
    )
    planned = await rows(stage, job)
    assert outcomes(planned) == [UPDATE, UPDATE, UNCHANGED]
    assert codes(planned[2]) == ["NOT_HERE"]
    await execute(stage, job)
    assert (await event_of(stage, row)).state == event_pb2.EVENT_STATE_CANCELLED
    assert (await series_of(stage, other)).state == event_series_pb2.EVENT_SERIES_STATE_ENDED
    (ended,) = await stage.sql("SELECT state FROM sign_up WHERE id = $1", UUID(sign_up.id))
    assert ended["state"] == "CANCELLED"
    back = await imported(stage, component("a@x", "SEQUENCE:2"))
    assert (outcomes(back), codes(back[0])) == ([UNCHANGED], ["CLOSED_HERE"])


async def test_a_series_with_occurrences_that_differ(stage: Stage) -> None:
    days = [3, 10, 17, 24]
    moved, gone = local(on_day(10), "RECURRENCE-ID"), local(on_day(17), "RECURRENCE-ID")
    parts = (
        component("s@x", WEEKLY),
        component("s@x", moved, title="Elsewhere", start=on_day(11)),
        component("s@x", gone, "STATUS:CANCELLED"),
    )
    found = await imported(stage, *parts, publish=True)
    assert outcomes(found) == [CREATE, CREATE, UPDATE]
    by_day = await occurrences(stage, found[0])
    assert list(by_day) == [f"{on_day(day):%Y-%m-%dT%H:%M}" for day in days]
    first, second, third, _ = by_day.values()
    assert (first.title, first.state) == ("合唱排练", event_pb2.EVENT_STATE_PUBLISHED)
    assert second.title == "Elsewhere"
    assert second.start_time.ToDatetime() == moment(on_day(11)).replace(tzinfo=None)
    assert third.state == event_pb2.EVENT_STATE_CANCELLED
    assert outcomes(await imported(stage, *parts)) == [UNCHANGED] * 3


async def test_a_series_moves_with_its_occurrences(stage: Stage) -> None:
    (row,) = await imported(stage, component("s@x", WEEKLY))
    before = await occurrences(stage, row)
    (changed,) = await imported(stage, component("s@x", WEEKLY, "SEQUENCE:1", start=on_day(4)))
    assert outcomes([changed]) == [UPDATE]
    after = await occurrences(stage, row)
    assert {each.id for each in before.values()} == {each.id for each in after.values()}
    assert list(after) == [f"{on_day(day):%Y-%m-%dT%H:%M}" for day in (4, 11, 18, 25)]
    # Another kind cannot take its place.
    (other,) = await imported(stage, component("s@x", "SEQUENCE:2"))
    assert (outcomes([other]), codes(other)) == ([CONFLICT], ["KIND_CHANGED"])


async def test_an_occurrence_far_ahead_is_made_with_its_difference(stage: Stage) -> None:
    far = on_day(3 + 7 * 30)
    found = await imported(
        stage,
        component("s@x", "RRULE:FREQ=WEEKLY"),
        component("s@x", local(far, "RECURRENCE-ID"), title="Jubilee", start=far),
    )
    by_day = await occurrences(stage, found[0])
    assert by_day[f"{far:%Y-%m-%dT%H:%M}"].title == "Jubilee"
    assert len(by_day) < 30  # the others are made when their time comes


async def test_an_occurrence_without_its_series_is_an_event(stage: Stage) -> None:
    (row,) = await imported(
        stage, component("alone@x", local(on_day(3), "RECURRENCE-ID"), title="Alone")
    )
    assert row.kind == pb.EVENT_IMPORT_KIND_EVENT
    assert (await event_of(stage, row)).title == "Alone"


async def test_what_has_changed_since_the_plan_is_left_alone(stage: Stage) -> None:
    (row, other) = await imported(stage, component("a@x"), component("b@x"))
    job = await plan(stage, calendar(component("a@x", title="New"), component("b@x", title="New")))
    await rename(stage, await event_of(stage, row), "Ours")
    done = await execute(stage, job)
    assert (done.update_count, done.conflict_count) == (1, 1)
    left, changed = await rows(stage, job)
    assert (outcomes([left]), codes(left)) == ([CONFLICT], ["CHANGED_SINCE_IMPORT"])
    assert (await event_of(stage, left)).title == "Ours"
    assert (await event_of(stage, changed)).title == "New"
    del other


async def test_a_refusal_leaves_the_rest_of_the_import(stage: Stage) -> None:
    (row,) = await imported(stage, component("a@x"))
    job = await plan(stage, calendar(component("a@x", title="New"), component("b@x")))
    cancel = event_pb2.CancelEventRequest(event_id=row.event_id)
    await stage.call(cancel, event_pb2.Event)
    await execute(stage, job)
    left, done = await rows(stage, job)
    assert (outcomes([left, done]), codes(left)) == ([CONFLICT, CREATE], ["EVENT_OVER"])


async def test_undo_takes_back_what_nobody_has_touched(stage: Stage) -> None:
    job = await execute(
        stage,
        await plan(
            stage,
            calendar(
                component("a@x"), component("b@x"), component("c@x"), component("s@x", WEEKLY)
            ),
            publish=True,
        ),
    )
    clean, touched, taken, series = await rows(stage, job)
    await rename(stage, await event_of(stage, touched), "Ours")
    await stage.sign_up(await stage.shift(await event_of(stage, taken)))
    undone = await undo(stage, job)
    assert undone.undone_count == 2
    found = await rows(stage, job)
    assert [each.is_undone for each in found] == [True, False, False, True]
    assert codes(found[1]) == ["CHANGED_SINCE_IMPORT"]
    assert codes(found[2]) == ["SIGN_UPS_KEPT"]
    assert (await event_of(stage, clean)).state == event_pb2.EVENT_STATE_DELETED
    assert (await series_of(stage, series)).state == event_series_pb2.EVENT_SERIES_STATE_ENDED
    assert await occurrences(stage, series) == {}
    # What is gone can be imported again.
    assert outcomes(await imported(stage, component("a@x"))) == [CREATE]


async def test_undo_gives_back_what_was_there(stage: Stage) -> None:
    (row, series) = await imported(stage, component("a@x", "LOCATION:A"), component("s@x", WEEKLY))
    job = await execute(
        stage,
        await plan(
            stage,
            calendar(
                component("a@x", "LOCATION:B", title="New", start=on_day(6)),
                component("s@x", WEEKLY, title="New", start=on_day(4)),
            ),
        ),
    )
    await undo(stage, job)
    event = await event_of(stage, row)
    assert (event.title, event.place.name) == ("合唱排练", "A")
    assert event.start_time.ToDatetime() == moment(on_day(3)).replace(tzinfo=None)
    assert (await series_of(stage, series)).title == "合唱排练"
    assert next(iter(await occurrences(stage, series))) == f"{on_day(3):%Y-%m-%dT%H:%M}"
    assert outcomes(await imported(stage, component("a@x", "LOCATION:A"))) == [UNCHANGED]


async def test_events_of_the_organization_come_back_as_themselves(stage: Stage) -> None:
    event = await stage.draft(**_at(on_day(3)))
    (row,) = await imported(stage, component(f"{event.id}@banyan", title=event.title))
    assert (row.outcome, row.event_id) == (UNCHANGED, event.id)
    other = await known(Stage(stage.platform))
    (copy,) = await imported(other, component(f"{event.id}@banyan", title=event.title))
    assert copy.outcome == CREATE
    assert copy.event_id != event.id


def _at(start: datetime) -> dict[str, Timestamp]:
    begins = Timestamp()
    begins.FromDatetime(moment(start).replace(tzinfo=None))
    ends = Timestamp(seconds=begins.seconds + 7200)
    return {"start_time": begins, "end_time": ends}


async def test_only_those_who_manage_events_import_and_see_it(stage: Stage) -> None:
    for passport in (stage.holding("SUPERVISOR"), stage.office.person()):
        with pytest.raises(PermissionDenied):
            await plan(stage, calendar(component("a@x")), passport)
    job = await plan(stage, calendar(component("a@x")), stage.holding("COORDINATOR"))
    request = pb.GetEventImportJobRequest(event_import_job_id=job.id)
    with pytest.raises(PermissionDenied):
        await stage.call(request, pb.EventImportJob, stage.holding("SUPERVISOR"))


async def test_the_right_is_asked_again_with_each_step(stage: Stage) -> None:
    coordinator = stage.holding("COORDINATOR")
    job = await plan(stage, calendar(component("a@x")))
    # The passport lets them begin; the table of memberships knows nothing of the role, as once it has ended.
    request = pb.ExecuteEventImportJobRequest(event_import_job_id=job.id)
    await stage.call(request, pb.EventImportJob, coordinator)
    await reaching(stage, job, pb.EVENT_IMPORT_STATE_COMPLETED)
    (row,) = await rows(stage, job)
    assert (row.outcome, codes(row)) == (CONFLICT, ["RIGHT_ENDED"])


async def test_one_of_two_who_execute_at_once_does(stage: Stage) -> None:
    job = await plan(stage, calendar(*(component(f"{index}@x") for index in range(20))))
    request = pb.ExecuteEventImportJobRequest(event_import_job_id=job.id)
    attempts = [stage.call(request, pb.EventImportJob) for _ in range(5)]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(each, Refused) for each in answers) == 4
    done = await reaching(stage, job, pb.EVENT_IMPORT_STATE_COMPLETED)
    assert done.rows_done == 20
    (count,) = await stage.sql(
        "SELECT count(*) FROM event WHERE organization_id = $1", stage.organization_id
    )
    assert count["count"] == 20


async def test_a_calendar_may_arrive_as_bytes_in_another_encoding(stage: Stage) -> None:
    job = await plan(
        stage, calendar(component("a@x", title="社区合唱团排练活动")).encode("gb18030")
    )
    (row,) = await rows(stage, job)
    assert row.title == "社区合唱团排练活动"


async def test_whole_days_and_lengths(stage: Stage) -> None:
    day = on_day(5)
    whole, short = await imported(
        stage,
        component(
            "d@x",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            "DTEND;VALUE=DATE:" + f"{day + timedelta(days=2):%Y%m%d}",
        ),
        component("e@x", "DTEND;VALUE=DATE:20200101", "DURATION:PT45M"),
    )
    event = await event_of(stage, whole)
    assert event.end_time.seconds - event.start_time.seconds == 2 * 86400
    assert codes(short) == ["END_ASSUMED"]
