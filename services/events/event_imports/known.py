"""What is known of the components of a calendar: what they became here, and what they said last."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from services.events.event_imports.here import of_event, of_series
from services.events.event_imports.models import ImportedEvent
from services.events.event_imports.reading import Item
from services.events.event_imports.values import Values
from services.events.events.models import OPEN_EVENTS, Event
from services.events.series.clock import local_at, parse_local, show_local
from services.events.series.expansion import Pattern
from services.events.series.models import EventSeries, EventSeriesState
from services.events.series.rules import parse_rule
from services.kit.work.work import Work

_OWN = re.compile(r"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@banyan")


@dataclass(frozen=True, slots=True)
class Target:
    """What a component is about here.

    Attributes:
        event: The event; None if there is none, or it is about a series.
        series: The series, of an occurrence too; None if there is none.
        link: What is known from the last import; None if it was never imported.
    """

    event: Event | None = None
    series: EventSeries | None = None
    link: ImportedEvent | None = None
    is_occurrence: bool = False

    @property
    def row(self) -> Event | EventSeries | None:
        """The event or the series; None if it is not here."""
        return self.event if self.is_occurrence or self.series is None else self.series

    @property
    def is_open(self) -> bool:
        """Whether it can still change."""
        row = self.row
        if isinstance(row, EventSeries):
            return row.state == EventSeriesState.ACTIVE
        return row is not None and row.state in OPEN_EVENTS

    @property
    def values(self) -> Values:
        """What it says."""
        row = self.row
        if isinstance(row, EventSeries):
            return of_series(row)
        return {} if row is None else of_event(row)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the components of a calendar.

    Attributes:
        links: What is known from imports, by UID and recurrence.
        events: The events that these name, and those that come back from calendars of the organization.
        series: The series, likewise.
        occurrences: Their occurrences, by series and recurrence.
    """

    links: dict[tuple[str, str], ImportedEvent]
    events: dict[UUID, Event]
    series: dict[UUID, EventSeries]
    occurrences: dict[tuple[UUID, str], Event]

    @classmethod
    async def read(cls, organization_id: UUID, items: Sequence[Item], work: Work) -> "Known":
        """Reads what is known of components."""
        uids = {each.uid for each in items}
        found = await work.session.scalars(
            select(ImportedEvent).where(
                col(ImportedEvent.organization_id) == organization_id,
                col(ImportedEvent.uid).in_(uids),
            )
        )
        links = {(each.uid, each.recurrence_id): each for each in found}
        own = {id_ for uid in uids if (id_ := own_id(uid)) is not None}
        event_ids = own | {each.event_id for each in links.values() if each.event_id}
        series_ids = {each.event_series_id for each in links.values() if each.event_series_id}
        events = await work.session.scalars(
            select(Event).where(
                col(Event.id).in_(event_ids), col(Event.organization_id) == organization_id
            )
        )
        series = await work.session.scalars(
            select(EventSeries).where(
                col(EventSeries.id).in_(series_ids),
                col(EventSeries.organization_id) == organization_id,
            )
        )
        by_series = {each.id: each for each in series}
        return cls(
            links,
            {each.id: each for each in events},
            by_series,
            await _occurrences(by_series.values(), items, links, work),
        )

    def target(self, uid: str, recurrence_id: str = "") -> Target:
        """Returns what a component is about."""
        link = self.links.get((uid, recurrence_id))
        if link is None:
            id_ = own_id(uid)
            return Target(event=self.events.get(id_) if id_ else None)
        event = self.events.get(link.event_id) if link.event_id else None
        series = self.series.get(link.event_series_id) if link.event_series_id else None
        return Target(event, series, link)

    def occurrence(self, uid: str, series: EventSeries | None, recurrence_id: str) -> Target:
        """Returns what a component about an occurrence is about."""
        event = self.occurrences.get((series.id, recurrence_id)) if series else None
        return Target(event, series, self.links.get((uid, recurrence_id)), is_occurrence=True)

    @staticmethod
    def clock(series: EventSeries | None, said: Values | None) -> tuple[ZoneInfo, datetime]:
        """Returns the time zone and the start of a series, as the file says or else as it is here."""
        if series is not None and said is None:
            return series.zone, parse_local(series.start)
        known = said or {}
        return ZoneInfo(known["time_zone"]), parse_local(known["start"])

    @staticmethod
    def local(recurrence: str, zone: ZoneInfo, start: datetime) -> str:
        """Returns a RECURRENCE-ID as a time on the clock of its series."""
        if "T" not in recurrence:
            return f"{recurrence}T{start:%H:%M}"
        moment = datetime.fromisoformat(recurrence)
        local = moment if moment.tzinfo is None else local_at(moment, zone)
        return show_local(local.replace(second=0))

    @staticmethod
    def moment(recurrence_id: str, zone: ZoneInfo) -> datetime:
        """Returns when an occurrence starts."""
        return parse_local(recurrence_id).replace(tzinfo=zone)

    @staticmethod
    def pattern(values: Values) -> Pattern:
        """Returns when a series takes place that values say."""
        return Pattern(
            parse_local(values["start"]),
            ZoneInfo(values["time_zone"]),
            parse_rule(values["rule"]),
            frozenset(map(parse_local, values["extra_starts"])),
            frozenset(map(parse_local, values["excluded_starts"])),
        )


def own_id(uid: str) -> UUID | None:
    """Returns the event whose UID in calendars of this platform it is; None if it is none."""
    found = _OWN.fullmatch(uid)
    return UUID(found[1]) if found else None


async def _occurrences(
    series: Iterable[EventSeries],
    items: Sequence[Item],
    links: dict[tuple[str, str], ImportedEvent],
    work: Work,
) -> dict[tuple[UUID, str], Event]:
    """Returns the occurrences of series that components are about."""
    by_id = {each.id: each for each in series}
    masters = {each.uid: each for each in items if not each.recurrence and each.is_series}
    wanted: set[str] = set()
    for item in items:
        link = links.get((item.uid, ""))
        if not item.recurrence or link is None or link.event_series_id not in by_id:
            continue
        master = masters.get(item.uid)
        said = None if master is None or master.is_refused else master.values
        clock = Known.clock(by_id[link.event_series_id], said)
        wanted.add(Known.local(item.recurrence, *clock))
    if not wanted:
        return {}
    found = await work.session.scalars(
        select(Event).where(col(Event.series_id).in_(by_id), col(Event.recurrence_id).in_(wanted))
    )
    return {(each.series_id, each.recurrence_id): each for each in found if each.series_id}
