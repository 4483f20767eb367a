"""What a feed said before and does not say any more: it is told once, or cancelled."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import and_, or_, select, tuple_, update
from sqlmodel import col

from services.events.event_import_feeds.models import EventImportFeed
from services.events.event_imports import remarks
from services.events.event_imports.models import ImportedEvent
from services.events.event_imports.planning import CANCELLED, GONE
from services.events.event_imports.reading import MOST, Item
from services.events.events.models import OPEN_EVENTS, Event
from services.events.series.models import EventSeries, EventSeriesState
from services.kit.work.work import Work

_LINKS: Any = cast("Any", ImportedEvent).__table__


class Vanished(NamedTuple):
    """What a calendar does not have any more.

    Attributes:
        items: A component for each, as it was said last.
        untold: The UIDs of those that nobody was told of.
    """

    items: Sequence[Item]
    untold: Sequence[str]


async def find_vanished(feed: EventImportFeed, items: Sequence[Item], work: Work) -> Vanished:
    """Finds events and series of a feed that are still to come and not in its calendar any more.

    Args:
        feed: The feed.
        items: What the calendar says.
        work: The work.
    """
    links = await work.session.scalars(
        select(ImportedEvent)
        .outerjoin(Event, col(Event.id) == col(ImportedEvent.event_id))
        .outerjoin(EventSeries, col(EventSeries.id) == col(ImportedEvent.event_series_id))
        .where(
            col(ImportedEvent.event_import_feed_id) == feed.id,
            col(ImportedEvent.recurrence_id) == "",
            col(ImportedEvent.uid).not_in({each.uid for each in items}),
            or_(
                and_(col(Event.state).in_(OPEN_EVENTS), col(Event.end_time) > work.now),
                col(EventSeries.state) == EventSeriesState.ACTIVE,
            ),
        )
        .order_by(col(ImportedEvent.uid))
        .limit(MOST)
    )
    found = list(links)
    status = CANCELLED if feed.cancels_vanished else GONE
    last = max((each.line for each in items), default=0)
    return Vanished(
        [_item(each, line, status) for line, each in enumerate(found, last + 1)],
        [each.uid for each in found if each.vanished_time is None],
    )


async def note_vanished(
    feed: EventImportFeed, items: Sequence[Item], vanished: Vanished, work: Work
) -> None:
    """Notes what the feed says now, and of what it was told that it is gone.

    Args:
        feed: The feed.
        items: What the calendar says.
        vanished: What it does not say any more.
        work: The work.
    """
    said = list({each.uid for each in items})
    of_organization = _LINKS.c.organization_id == feed.organization_id
    await work.session.execute(
        update(_LINKS)
        .where(of_organization, _LINKS.c.uid.in_(said))
        .values(event_import_feed_id=feed.id, vanished_time=None)
    )
    if vanished.untold:
        keys = [(feed.organization_id, uid) for uid in vanished.untold]
        await work.session.execute(
            update(_LINKS)
            .where(tuple_(_LINKS.c.organization_id, _LINKS.c.uid).in_(keys))
            .values(vanished_time=work.now)
        )


def _item(link: ImportedEvent, line: int, status: str) -> Item:
    return Item(
        line=line,
        uid=link.uid,
        sequence=link.sequence,
        status=status,
        is_series=link.event_series_id is not None,
        values=link.said,
        remarks=[remarks.VANISHED],
    )
