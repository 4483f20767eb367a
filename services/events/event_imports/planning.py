"""Planning: what would become of each component of a calendar, compared with what is here.

A field changes only where the event still has what the file said before: what somebody has changed here stays. So a plan
compares three things: what the file says, what it said last (`ImportedEvent.said`), and what is here now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.events.event_imports import remarks
from services.events.event_imports.known import Known, Target
from services.events.event_imports.models import (
    EventImportJob,
    EventImportJobRow,
    EventImportKind,
    EventImportOutcome,
)
from services.events.event_imports.reading import Item
from services.events.event_imports.remarks import Remark
from services.events.event_imports.values import EMPTY, Values, changes_of
from services.events.events.checking import LONGEST_AHEAD
from services.events.series.clock import parse_local
from services.events.series.expansion import occurrences_after

OPEN, CANCELLED = "OPEN", "CANCELLED"
GONE = "GONE"  # the status of what is not in the file any more, and stays as it is
_Kind, _Outcome = EventImportKind, EventImportOutcome


class Plan(NamedTuple):
    """A plan.

    Attributes:
        rows: Its rows, in the order of the file.
        outcomes: How many have each outcome.
    """

    rows: Sequence[EventImportJobRow]
    outcomes: Mapping[EventImportOutcome, int]


def planned(job: EventImportJob, items: Iterable[Item], known: Known, now: datetime) -> Plan:
    """Returns the plan of an import.

    Args:
        job: The import, which need not be stored yet.
        items: The components of the file.
        known: What is known of them.
        now: The time.
    """
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.uid, []).append(item)
    rows = [
        row
        for group in groups.values()
        for row in _Group(job, known, now, group[0].line).rows(group)
    ]
    rows.sort(key=lambda row: row.line)
    return Plan(rows, Counter(EventImportOutcome(row.outcome) for row in rows))


class _Group:
    """The components with one UID: a single event, or a series with the occurrences that differ."""

    def __init__(self, job: EventImportJob, known: Known, now: datetime, head: int) -> None:
        self._job = job
        self._known = known
        self._now = now
        self._head = head

    def rows(self, items: Sequence[Item]) -> list[EventImportJobRow]:
        """Returns their rows."""
        newest = _newest(items)
        master = next((each for each in newest if not each.recurrence), None)
        rows = [
            self._row(each, _Kind.EVENT, _Outcome.UNCHANGED, remarks.OLDER_VERSION)
            for each in items
            if each not in newest
        ]
        own = None if master is None else self._master(master)
        if own is not None:
            rows.append(own)
        rows += [self._occurrence(each, master, own) for each in newest if each is not master]
        return rows

    def _master(self, item: Item) -> EventImportJobRow:
        target = self._known.target(item.uid)
        kind = _Kind.SERIES if item.is_series or target.series is not None else _Kind.EVENT
        if item.is_refused:
            return self._row(item, kind, _Outcome.ERROR)
        if item.status == GONE:
            return self._row(item, kind, _Outcome.CONFLICT, target=target)
        is_other_kind = target.row is not None and item.is_series != (target.series is not None)
        if is_other_kind and item.status != CANCELLED:
            return self._row(item, kind, _Outcome.CONFLICT, remarks.KIND_CHANGED, target=target)
        if target.row is None and item.status != CANCELLED:
            if item.is_series:
                return self._new_series(item)
            return self._new(item, kind, item.values["start"], item.values["end"])
        return self._known_one(item, kind, target)

    def _new_series(self, item: Item) -> EventImportJobRow:
        pattern = self._known.pattern(item.values)
        following = next(occurrences_after(pattern, self._now), None)
        if following is None:
            return self._row(item, _Kind.SERIES, _Outcome.UNCHANGED, remarks.IS_OVER)
        # A series begins at most a year ago: the first occurrence that is left stands for its start.
        start = following.moment.isoformat()
        return self._new(item, _Kind.SERIES, start, start)

    def _new(
        self, item: Item, kind: EventImportKind, start: str, end: str, target: Target | None = None
    ) -> EventImportJobRow:
        if datetime.fromisoformat(end) <= self._now:
            return self._row(item, kind, _Outcome.UNCHANGED, remarks.IS_OVER)
        if datetime.fromisoformat(start) > self._now + LONGEST_AHEAD:
            return self._row(item, kind, _Outcome.ERROR, remarks.TOO_FAR)
        names = [name for name, value in item.values.items() if value or name not in EMPTY]
        return self._row(item, kind, _Outcome.CREATE, changed=names, target=target)

    def _occurrence(
        self, item: Item, master: Item | None, own: EventImportJobRow | None
    ) -> EventImportJobRow:
        """Returns the row of an occurrence that differs from the others."""
        series = self._known.target(item.uid).series
        is_new = own is not None and own.kind == _Kind.SERIES and own.outcome == _Outcome.CREATE
        if series is None and not is_new:
            if master is not None and master.is_series:
                return self._row(item, _Kind.OCCURRENCE, _Outcome.ERROR, remarks.NO_SERIES)
            return self._alone(item)
        said = (
            master.values
            if master is not None and master.is_series and not master.is_refused
            else None
        )
        zone, start = self._known.clock(series, said)
        recurrence_id = self._known.local(item.recurrence, zone, start)
        if item.is_refused:
            return self._row(item, _Kind.OCCURRENCE, _Outcome.ERROR, recurrence_id=recurrence_id)
        target = self._known.occurrence(item.uid, series, recurrence_id)
        if target.row is not None:
            return self._known_one(item, _Kind.OCCURRENCE, target, recurrence_id)
        if item.status == CANCELLED:
            moment = self._known.moment(recurrence_id, zone)
            if moment <= self._now:
                return self._row(
                    item,
                    _Kind.OCCURRENCE,
                    _Outcome.UNCHANGED,
                    remarks.IS_OVER,
                    recurrence_id=recurrence_id,
                )
            return self._cancelled(item, _Kind.OCCURRENCE, target, recurrence_id)
        row = self._new(item, _Kind.OCCURRENCE, item.values["start"], item.values["end"], target)
        row.recurrence_id = recurrence_id
        return row

    def _alone(self, item: Item) -> EventImportJobRow:
        """Returns the row of an occurrence whose series is neither here nor in the file: it is an event."""
        target = self._known.target(item.uid, item.recurrence)
        if item.is_refused:
            return self._row(item, _Kind.EVENT, _Outcome.ERROR, recurrence_id=item.recurrence)
        if target.row is None and item.status != CANCELLED:
            row = self._new(item, _Kind.EVENT, item.values["start"], item.values["end"])
            row.recurrence_id = item.recurrence
            return row
        return self._known_one(item, _Kind.EVENT, target, item.recurrence)

    def _known_one(
        self, item: Item, kind: EventImportKind, target: Target, recurrence_id: str = ""
    ) -> EventImportJobRow:
        """Returns the row of a component that is here, or is cancelled."""

        def left(remark: Remark) -> EventImportJobRow:
            return self._row(
                item, kind, _Outcome.UNCHANGED, remark, target=target, recurrence_id=recurrence_id
            )

        if target.link is not None and item.sequence < target.link.sequence:
            return left(remarks.OLDER_VERSION)
        if target.row is None:
            return left(remarks.NOT_HERE)
        if not target.is_open:
            is_expected = item.status == CANCELLED
            return (
                left(remarks.CLOSED_HERE)
                if not is_expected
                else self._row(
                    item, kind, _Outcome.UNCHANGED, target=target, recurrence_id=recurrence_id
                )
            )
        if item.status == CANCELLED:
            return self._cancelled(item, kind, target, recurrence_id)
        changed, is_kept = _changed(item.values, target)
        found = [remarks.CHANGED_HERE] if is_kept else []
        outcome = _Outcome.UPDATE if changed else _Outcome.UNCHANGED
        return self._row(
            item, kind, outcome, *found, changed=changed, target=target, recurrence_id=recurrence_id
        )

    def _cancelled(
        self, item: Item, kind: EventImportKind, target: Target, recurrence_id: str
    ) -> EventImportJobRow:
        row = self._row(item, kind, _Outcome.UPDATE, target=target, recurrence_id=recurrence_id)
        row.changes = [{"field": "state", "before": OPEN, "after": CANCELLED}]
        return row

    def _row(
        self,
        item: Item,
        kind: EventImportKind,
        outcome: EventImportOutcome,
        *more: Remark,
        changed: Iterable[str] = (),
        target: Target | None = None,
        recurrence_id: str = "",
    ) -> EventImportJobRow:
        before: Values = {} if target is None else target.values
        names = list(changed)
        row = target.row if target is not None else None
        series = target.series if target is not None else None
        link = target.link if target is not None else None
        return EventImportJobRow(
            event_import_job_id=self._job.id,
            line=item.line,
            head=self._head,
            uid=item.uid,
            recurrence_id=recurrence_id,
            title=item.values.get("title", ""),
            kind=kind,
            outcome=outcome,
            reasons=[each.stored() for each in (*item.remarks, *more)],
            changes=changes_of(before, item.values, names),
            said={
                "values": item.values,
                "before": {name: before.get(name) for name in names},
                "status": item.status,
                "is_private": item.is_private,
                "sequence": item.sequence,
                "link": None if link is None else {"said": link.said, "sequence": link.sequence},
            },
            event_id=row.id if row is not None and row is not series else None,
            event_series_id=None if series is None else series.id,
        )


def _newest(items: Sequence[Item]) -> list[Item]:
    """Returns the latest version of each component."""
    found: dict[str, Item] = {}
    for item in items:
        other = found.get(item.recurrence)
        if other is None or (item.sequence, item.changed) >= (other.sequence, other.changed):
            found[item.recurrence] = item
    return list(found.values())


def _changed(said: Values, target: Target) -> tuple[list[str], bool]:
    """Returns the names of the fields that change, and whether something that was changed here stays."""
    here = target.values
    last: Mapping[str, Any] | None = target.link.said if target.link is not None else None
    changed, is_kept = [], False
    for name, value in said.items():
        if name not in here or value == here[name]:
            continue
        if last is None:
            if value or name not in EMPTY:  # what the file does not say stays
                changed.append(name)
        elif value != last.get(name, EMPTY.get(name)):
            if here[name] == last.get(name, EMPTY.get(name)):
                changed.append(name)
            else:
                is_kept = True
    return changed, is_kept


def parse(recurrence_id: str) -> datetime:
    """Returns which occurrence it is, on the clock of the series."""
    return parse_local(recurrence_id)
