"""The execution of plans: the components with one UID in each unit of work, so that they are done together or not at all.

Replicas may work on the same import: each takes other components, whose rows it locks first. What no longer is as it was
planned is refused, and a unit of work of its own says so on its rows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.places.v1.place_pb2 import Place
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.json_format import MessageToDict, ParseDict
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.events.bookings.following import follow_event
from services.events.event_imports import remarks
from services.events.event_imports.here import of_event, of_series
from services.events.event_imports.models import (
    EventImportJob,
    EventImportJobRow,
    EventImportKind,
    EventImportOutcome,
    ImportedEvent,
)
from services.events.event_imports.planning import CANCELLED, parse
from services.events.event_imports.values import (
    PLACE,
    RECURRENCE,
    TEXTS,
    Values,
    event_message,
    place_of,
    series_message,
)
from services.events.events.models import Event, EventVisibility
from services.events.events.moving import begin_move, finish_move, lock_people
from services.events.organizations.queries import refuse_closed
from services.events.series.clock import moment_at
from services.events.series.ending import cancel_next_occurrences, cancel_occurrence
from services.events.series.expansion import Occurrence
from services.events.series.models import EventSeries
from services.events.series.planning import planned
from services.events.series.servicer import begin_series, update_series
from services.events.shifts.models import Shift, ShiftState
from services.kit.errors import Refused
from services.kit.work.mapping import create
from services.kit.work.work import Work

NOT_HELD = "It is cancelled in the calendar from which it was imported."
NO_LONGER_THERE = "It is no longer in the calendar from which it was imported."
_CHANGED = Refused(remarks.CHANGED_SINCE_IMPORT.text, reason=remarks.CHANGED_SINCE_IMPORT.code)


async def apply_row(job: EventImportJob, row: EventImportJobRow, work: Work) -> None:
    """Does what a row plans.

    Args:
        job: The import.
        row: The row, locked. It creates or updates something.
        work: The work.

    Raises:
        DomainError: That is not possible any more.
    """
    await refuse_closed(job.organization_id, work)
    if row.kind == EventImportKind.OCCURRENCE:
        await _apply_occurrence(job, row, work)
    elif row.outcome == EventImportOutcome.CREATE:
        await _create(job, row, work)
    elif row.kind == EventImportKind.SERIES:
        await _update_series(row, work)
    else:
        await change_event(await lock_event(row.event_id, work), row, work)
    await _remember(job, row, work)


async def _create(job: EventImportJob, row: EventImportJobRow, work: Work) -> None:
    values = row.said["values"]
    is_draft = not job.publish or row.said["status"] == "TENTATIVE"
    shown_to = EventVisibility.MEMBERS if row.said["is_private"] else job.visibility
    if row.kind == EventImportKind.SERIES:
        visibility = event_pb2.EventVisibility.Value(f"EVENT_VISIBILITY_{shown_to}")
        message = series_message(
            values,
            organization_id=str(job.organization_id),
            visibility=visibility,
            publish_occurrences=not is_draft,
        )
        row.event_series_id = (await begin_series(message, work)).id
        return
    event: Event = create(
        Event,
        event_message(values),
        "event",
        organization_id=job.organization_id,
        visibility=shown_to,
    )
    if not is_draft:
        event.publish(at=work.now)
    await work.add(event)
    await work.announce(event, "created")
    row.event_id = event.id


async def _update_series(row: EventImportJobRow, work: Work) -> None:
    series = await work.lock(EventSeries, str(row.event_series_id))
    series.check_active()
    if row.said["status"] == CANCELLED:
        series.end(_why(row), cancel_from=work.now)
        await cancel_next_occurrences(series, "ended", work)
        return
    before, after = row.said["before"], row.said["values"]
    refuse_changed(of_series(series), before)
    await set_series(series, {name: after[name] for name in before}, work)


async def set_series(series: EventSeries, values: Values, work: Work) -> None:
    """Gives a series other values, and carries them into its occurrences.

    Args:
        series: The series, locked.
        values: The fields that change, with their new values.
        work: The work.
    """
    if not values:
        return
    wanted = {**of_series(series), **values}
    message = series_message(wanted)
    if (place := _place(series, wanted, values)) is not None:
        message.place.CopyFrom(place)
    paths = {name for name in values if name not in (*PLACE, *RECURRENCE)}
    if any(name in values for name in PLACE):
        paths.add("place")
    if any(name in values for name in RECURRENCE):
        paths.add("recurrence")
    request = event_series_pb2.UpdateEventSeriesRequest(
        event_series_id=str(series.id),
        event_series=message,
        update_mask=FieldMask(paths=sorted(paths)),
    )
    await update_series(series, request, work)
    await work.announce(series, "updated")


async def _apply_occurrence(job: EventImportJob, row: EventImportJobRow, work: Work) -> None:
    """Changes an occurrence, which is made if the series has not come to it yet."""
    if row.event_series_id is None:  # the series of the same import
        row.event_series_id = await _series_of(job, row, work)
    series = await work.lock(EventSeries, str(row.event_series_id))
    known = await work.session.scalar(
        select(col(Event.id)).where(
            col(Event.series_id) == series.id, col(Event.recurrence_id) == row.recurrence_id
        )
    )
    is_planned = row.event_id is not None
    if known is None:
        known = (await _make(series, row.recurrence_id, work)).id
    row.event_id = known
    event = await lock_event(known, work)
    if is_planned:
        await change_event(event, row, work)
    elif row.said["status"] == CANCELLED:
        await cancel_occurrence(event, NOT_HELD, work)
    else:
        event.check_open()
        await set_event(event, row.said["values"], work)


async def _make(series: EventSeries, recurrence_id: str, work: Work) -> Event:
    local = parse(recurrence_id)
    moment = moment_at(local, series.zone)
    if moment is None:
        raise _CHANGED
    event, shifts = planned(series, Occurrence(local, moment), work.now)
    await work.add(event)
    await work.add_many(shifts)
    await work.announce_all([event, *shifts], "created")
    return event


async def _series_of(job: EventImportJob, row: EventImportJobRow, work: Work) -> UUID:
    found = await work.session.scalar(
        select(col(ImportedEvent.event_series_id)).where(
            col(ImportedEvent.organization_id) == job.organization_id,
            col(ImportedEvent.uid) == row.uid,
            col(ImportedEvent.recurrence_id) == "",
        )
    )
    if found is None:
        raise Refused(remarks.NO_SERIES.text, reason=remarks.NO_SERIES.code)
    return found


async def lock_event(event_id: UUID | None, work: Work) -> Event:
    """Returns an event, locked, with its people before it, as for every move."""
    if event_id is None:
        raise _CHANGED
    await lock_people(event_id, work)
    return await work.lock(Event, str(event_id))


async def change_event(event: Event, row: EventImportJobRow, work: Work) -> None:
    """Gives an event the values of a row, or cancels it.

    Raises:
        Refused: It has changed since the plan, or cannot change.
    """
    if row.said["status"] == CANCELLED:
        await cancel_occurrence(event, _why(row), work)
        return
    event.check_open()
    before, after = row.said["before"], row.said["values"]
    refuse_changed(of_event(event), before)
    await set_event(event, {name: after[name] for name in before}, work)


def _why(row: EventImportJobRow) -> str:
    """Returns why an event is cancelled."""
    is_gone = any(each["code"] == remarks.VANISHED.code for each in row.reasons)
    return NO_LONGER_THERE if is_gone else NOT_HELD


def refuse_changed(here: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Refuses to change what is not as it was planned.

    Raises:
        Refused: Something is not.
    """
    if any(here.get(name) != value for name, value in before.items()):
        raise _CHANGED


async def set_event(event: Event, values: Values, work: Work) -> None:
    """Gives an event other values. Its people stay signed up, as with MoveEvent.

    Args:
        event: The event, locked, and its people too.
        values: The fields that change, with their new values.
        work: The work.
    """
    wanted = {**of_event(event), **values}
    for name in (*TEXTS, "tags", "time_zone"):
        if name in values:
            setattr(event, name, values[name])
    if any(name in values for name in PLACE):
        event.place = _stored(_place(event, wanted, values))
    await _set_times(event, wanted, work)
    await work.announce(event, "updated")


def _place(row: Event | EventSeries, wanted: Values, values: Values) -> Place | None:
    """Returns the place that values say, with what calendars do not know of it: how to get in, and its names elsewhere."""
    place = place_of(wanted)
    if place is not None and row.place:
        known = ParseDict(row.place, Place())
        place.instructions = known.instructions
        if "location" not in values:
            place.translations.extend(known.translations)
    return place


def _stored(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else MessageToDict(place, preserving_proto_field_name=True)


async def _set_times(event: Event, wanted: Values, work: Work) -> None:
    here = of_event(event)
    if (here["start"], here["end"]) == (wanted["start"], wanted["end"]):
        return
    start, end = (datetime.fromisoformat(wanted[name]) for name in ("start", "end"))
    if here["start"] != wanted["start"]:
        moving = await begin_move(event, start, work)
        event.end_time = max([end, *(shift.end_time for shift in moving.shifts)])
        await finish_move(moving, work)
    else:
        shifts = await work.session.scalars(
            select(col(Shift.end_time)).where(
                col(Shift.event_id) == event.id, col(Shift.state) == ShiftState.PLANNED
            )
        )
        event.end_time = max([end, *shifts])
    await follow_event(event, work)


async def _remember(job: EventImportJob, row: EventImportJobRow, work: Work) -> None:
    """Notes what a component has become, and what it said."""
    link = row.said["link"] or {"said": {}}
    said = {**link["said"], **row.said["values"]}
    about_series = row.kind == EventImportKind.SERIES
    values = {
        "event_id": None if about_series else row.event_id,
        "event_series_id": row.event_series_id if about_series else None,
        "sequence": row.said["sequence"],
        "said": said,
    }
    if job.event_import_feed_id is not None:
        values |= {"event_import_feed_id": job.event_import_feed_id}
    await work.session.execute(
        insert(ImportedEvent)
        .values(
            organization_id=job.organization_id,
            uid=row.uid,
            recurrence_id=row.recurrence_id,
            **values,
        )
        .on_conflict_do_update(
            index_elements=["organization_id", "uid", "recurrence_id"], set_=values
        )
    )


async def remember_unchanged(
    job: EventImportJob, rows: Sequence[EventImportJobRow], work: Work
) -> None:
    """Notes what components said that changed nothing here, so that the next import compares with that."""
    for row in rows:
        is_same = row.outcome == EventImportOutcome.UNCHANGED and row.said["link"] is not None
        is_later = is_same and row.said["sequence"] >= row.said["link"]["sequence"]
        if is_later and row.said["status"] != CANCELLED:
            await _remember(job, row, work)
