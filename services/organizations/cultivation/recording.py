"""Writing down how the groups were at the end of each day: what was seen, and what is known now.

It is done whenever a group is looked at, for the days since the last look. Nothing is written while nothing changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.kit.work.work import Work
from services.organizations.cultivation.models import EnrolmentStep
from services.organizations.cultivation.spans import GroupState, Span, rewritten, state_on
from services.organizations.cultivation.states import Basis
from services.organizations.cultivation.stored import Followed, followed, spans_since, write
from services.organizations.enrolments.standing import meets
from services.organizations.indicators.history import DAY, History
from services.organizations.indicators.measures import active_members

# A change that was being made at the last look may have come after it.
MARGIN = timedelta(minutes=1)
# What a step that nobody has looked at leaves as it was seen before.
_LIKE_BEFORE = ("kind", "is_ready", "is_fading", "members_count", "area_id")


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a group.

    Attributes:
        group_id: The group.
        history: Its history.
        fading: From when to when it was fading, up to when it is known: pairs of days; the second is None if it goes on.
        first: The first day that is looked at if nothing is written down yet.
        since: The first day about which something may be known otherwise than at the last look.
        last: When the last look was; None if this is the first one.
        sharing: After how long those who cultivate the group know of a sign.
    """

    group_id: UUID
    history: History
    fading: Sequence[tuple[date, date | None]]
    first: date
    since: date
    last: datetime | None
    sharing: timedelta

    def is_fading(self, day: date) -> bool:
        """Returns whether the group was fading on a day, for so long that those who cultivate it may know."""
        return any(
            start + self.sharing <= day and (end is None or day < end) for start, end in self.fading
        )


async def record(look: Look, work: Work) -> None:
    """Writes down how a group was since the last look, for each of its enrolments."""
    found = await followed(look.group_id, work)
    since = look.since if look.last is None else min(look.since, look.last.date())
    known = await spans_since([each.row.id for each in found], since, work)
    for each in found:
        seen, now = known[each.row.id, Basis.SEEN], known[each.row.id, Basis.KNOWN]
        facts = rewritten(now, _known(each, now, seen, look, work.now.date()))
        await write(each, Basis.KNOWN, now, facts, work)
        changes = dict(_seen(each, seen, facts, look, work.now.date()))
        await write(each, Basis.SEEN, seen, rewritten(seen, changes.items()), work)


def _known(
    enrolment: Followed,
    known: Sequence[Span],
    seen: Sequence[Span],
    look: Look,
    today: date,
) -> Iterator[tuple[date, GroupState | None]]:
    """Yields how a group was on each day, by all that is known now."""
    since = look.since
    if not known and enrolment.steps:
        since = max(look.first, enrolment.steps[0].time.date())
    for number in range((today - since).days + 1):
        day = since + number * DAY
        step = enrolment.step_on(day)
        if step is None:
            yield day, None
            continue
        stage = enrolment.stages.get(step.programme_id, {}).get(step.stage_key)
        was = state_on(seen, day)
        start = step.stage_start_time or step.time
        yield (
            day,
            enrolment.state(
                step,
                kind=was.kind if was is not None else enrolment.row.kind,
                is_ready=stage is not None and meets(stage, look.history, since=start, day=day),
                is_fading=look.is_fading(day),
                members_count=active_members(look.history, day),
                area_id=was.area_id if was is not None else enrolment.row.area_id,
            ),
        )


def _seen(
    enrolment: Followed, seen: Sequence[Span], known: Sequence[Span], look: Look, today: date
) -> Iterator[tuple[date, GroupState | None]]:
    """Yields what was seen at the end of the days on which it changed since the last look."""
    if seen and look.last is not None:
        last: GroupState | None = seen[-1].state
        changed = {each.time.date() for each in enrolment.steps if each.time > look.last - MARGIN}
        for day in sorted(changed):
            if day < today:
                last = _moved(enrolment, last, enrolment.step_on(day))
                yield day, last
    else:
        for span in known:
            if span.day < today:
                yield span.day, span.state._replace(is_late=True)
                yield min(span.until_day, today), None
    step = enrolment.step_on(today)
    row = enrolment.row
    yield (
        today,
        None
        if step is None
        else enrolment.state(
            step,
            kind=row.kind,
            is_ready=row.is_ready,
            is_fading=row.is_fading,
            members_count=row.members_count,
            area_id=row.area_id,
        ),
    )


def _moved(
    enrolment: Followed, last: GroupState | None, step: EnrolmentStep | None
) -> GroupState | None:
    """Returns how a group was seen after a step that nobody has looked at."""
    if step is None:
        return None
    row = enrolment.row
    if last is None:
        return enrolment.state(
            step,
            kind=row.kind,
            is_ready=False,
            is_fading=False,
            members_count=row.members_count,
            area_id=row.area_id,
        )
    was = {name: getattr(last, name) for name in _LIKE_BEFORE}
    moved = enrolment.state(step, **was)
    return moved if moved.is_at_stage_of(last) else moved._replace(is_ready=False)
