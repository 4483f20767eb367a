"""Looking for the signs of groups that are at a stage: what changed since the last time, and what the day brought."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.activities.counting import day_of
from services.organizations.cultivation.models import EnrolmentStep
from services.organizations.cultivation.recording import MARGIN, Look, record
from services.organizations.dormancies.watching import leave, watch
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.indicators.history import DAY, History
from services.organizations.indicators.queries import histories
from services.organizations.memberships.models import Membership
from services.organizations.signs.marking import mark_changed
from services.organizations.signs.models import (
    GroupSign,
    GroupSignKind,
    GroupSignState,
    SignCheck,
)
from services.organizations.signs.pulse import take_pulse
from services.organizations.signs.rules import Seen
from services.organizations.signs.settling import Episode, settled

AT_ONCE = 25
# No day further back is looked at again, and rosters tell how they were then.
MOST_DAYS_BACK = 365
_OPEN, _CORRECTED = GroupSignState.OPEN, GroupSignState.CORRECTED


async def enter_groups(work: Work) -> None:
    """Begins to look for the signs of groups that have come to a stage."""
    begun = day_of(func.min(col(Enrolment.enrol_time)))
    known = select(col(SignCheck.organization_id)).where(
        col(SignCheck.organization_id) == col(Enrolment.organization_id)
    )
    new = (
        select(col(Enrolment.organization_id), begun, begun, literal(work.now))
        .where(col(Enrolment.state).in_(AT_A_STAGE), ~known.exists())
        .group_by(col(Enrolment.organization_id))
    )
    names = ["organization_id", "first_day", "from_day", "due_time"]
    await work.session.execute(insert(SignCheck).from_select(names, new).on_conflict_do_nothing())


async def mark_rosters(work: Work) -> None:
    """Has the signs of groups looked for again whose roster has changed.

    What changes about a member can change how many there were since they joined.
    """
    since = func.min(func.coalesce(col(Membership.start_time), col(Membership.create_time)))
    changed = (
        select(col(SignCheck.organization_id), cast(day_of(since), Date).label("since"))
        .join(Membership, col(Membership.organization_id) == col(SignCheck.organization_id))
        .where(
            col(SignCheck.check_time).is_not(None),
            col(Membership.update_time) > col(SignCheck.check_time) - MARGIN,
        )
        .group_by(col(SignCheck.organization_id))
        .subquery()
    )
    free = (
        select(col(SignCheck.organization_id))
        .where(col(SignCheck.organization_id).in_(select(changed.c.organization_id)))
        .with_for_update(skip_locked=True)
    )
    ids = (await work.session.scalars(free)).all()
    await work.session.execute(
        update(SignCheck)
        .where(
            col(SignCheck.organization_id).in_(ids),
            col(SignCheck.organization_id) == changed.c.organization_id,
        )
        .values(
            from_day=func.least(col(SignCheck.from_day), changed.c.since),
            due_time=func.least(col(SignCheck.due_time), work.now),
        )
        .execution_options(synchronize_session=False)
    )


async def mark_moved(work: Work) -> None:
    """Has groups looked at that have come to another stage, or to none, since the last time."""
    # Who moved before then is looked at because of the day.
    moved = (
        select(col(Enrolment.organization_id))
        .join(EnrolmentStep, col(EnrolmentStep.enrolment_id) == col(Enrolment.id))
        .where(
            col(EnrolmentStep.time) > work.now - 2 * DAY,
            col(Enrolment.organization_id) == col(SignCheck.organization_id),
            col(EnrolmentStep.time) > col(SignCheck.check_time) - MARGIN,
        )
    )
    free = (
        select(col(SignCheck.organization_id))
        .where(col(SignCheck.due_time) > work.now, moved.exists())
        .with_for_update(skip_locked=True)
    )
    ids = (await work.session.scalars(free)).all()
    await work.session.execute(
        update(SignCheck)
        .where(col(SignCheck.organization_id).in_(ids))
        .values(due_time=work.now)
        .execution_options(synchronize_session=False)
    )


async def check_next(work: Work, *, sharing: timedelta) -> bool:
    """Looks for the signs of the next groups whose time has come. Returns whether there may be more.

    Args:
        work: The work.
        sharing: After how long a sign is shared with those who help the group.
    """
    due = (
        select(SignCheck)
        .where(col(SignCheck.due_time) <= work.now)
        .order_by(col(SignCheck.due_time), col(SignCheck.organization_id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    checks = (await work.session.scalars(due)).all()
    ids = [each.organization_id for each in checks]
    at_a_stage = set(
        await work.session.scalars(
            select(col(Enrolment.organization_id)).where(
                col(Enrolment.organization_id).in_(ids), col(Enrolment.state).in_(AT_A_STAGE)
            )
        )
    )
    known = await histories(ids, work)
    for check in checks:
        history = known[check.organization_id]
        if check.organization_id in at_a_stage:
            await _check(check, history, work, sharing)
        else:
            await _leave(check, history, work, sharing)
    return len(checks) == AT_ONCE


async def _leave(check: SignCheck, history: History, work: Work, sharing: timedelta) -> None:
    """Looks for the signs of a group no more that is at no stage."""
    group_id, today = check.organization_id, work.now.date()
    fading = (
        select(col(GroupSign.start_date), col(GroupSign.end_date))
        .where(
            col(GroupSign.organization_id) == group_id,
            col(GroupSign.kind) == GroupSignKind.FADING,
            col(GroupSign.state) != _CORRECTED,
        )
        .order_by(col(GroupSign.start_date))
    )
    episodes = [(start, end) for start, end in (await work.session.execute(fading)).all()]
    since = max(check.first_day, check.from_day, today - MOST_DAYS_BACK * DAY)
    await record(_look(check, history, episodes, since, sharing), work)
    left = await _locked(work, col(GroupSign.organization_id) == group_id, _is_open())
    for sign in left:
        sign.set_time(sign.start_date, work.now.date(), sign.value, sign.compared)
    await work.announce_all(left, "closed")
    await leave(group_id, work)
    await work.session.execute(delete(SignCheck).where(col(SignCheck.organization_id) == group_id))


async def _check(check: SignCheck, history: History, work: Work, sharing: timedelta) -> None:
    today = work.now.date()
    since = max(check.first_day, check.from_day, today - MOST_DAYS_BACK * DAY)
    rows = await _locked(
        work,
        col(GroupSign.organization_id) == check.organization_id,
        col(GroupSign.state) != _CORRECTED,
        _is_open() | (col(GroupSign.end_date) >= since),
    )
    by_kind: defaultdict[GroupSignKind, list[GroupSign]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.start_date):
        by_kind[row.kind].append(row)
    fading: list[tuple[date, date | None]] = []
    for kind in GroupSignKind:
        present = by_kind[kind]
        known = [_episode(row) for row in present]
        found = settled(kind, known, history, since=since, today=today)
        await _write(check.organization_id, kind, present, found, work, sharing)
        if kind == GroupSignKind.FADING:
            fading = [(each.start, each.end) for each in found]
    await take_pulse(check.organization_id, history, work)
    await record(_look(check, history, fading, since, sharing), work)
    await watch(check.organization_id, history, work)
    check.from_day, check.check_time = today, work.now
    check.due_time = datetime.combine(today + DAY, time(), UTC)


def _look(
    check: SignCheck,
    history: History,
    fading: Sequence[tuple[date, date | None]],
    since: date,
    sharing: timedelta,
) -> Look:
    return Look(
        check.organization_id,
        history,
        fading,
        first=check.first_day,
        since=since,
        last=check.check_time,
        sharing=sharing,
    )


def _episode(row: GroupSign) -> Episode:
    return Episode(row.start_date, Seen(row.value, row.compared), row.end_date)


async def _write(
    group_id: UUID,
    kind: GroupSignKind,
    rows: Sequence[GroupSign],
    found: Sequence[Episode],
    work: Work,
    sharing: timedelta,
) -> None:
    """Makes the rows of a kind of sign equal to what was found.

    Args:
        group_id: The group.
        kind: The kind.
        rows: The rows, locked, in order.
        found: What was found, in order.
        work: The work.
        sharing: After how long a sign is shared.
    """
    left = list(rows)
    pairs = [(each, _match(each, left)) for each in found]
    for row in left:
        row.correct()
    ended = [(each, row) for each, row in pairs if row is not None and each.end is not None]
    for episode, row in ended:
        row.set_time(episode.start, episode.end, *episode.seen)
    await work.announce_all(left, "corrected")
    await work.announce_all([row for _, row in ended], "closed")  # before another one opens
    for episode, known in pairs:
        if known is not None and episode.end is not None:
            continue
        sign = known or GroupSign(
            organization_id=group_id,
            kind=kind,
            start_date=episode.start,
            value=episode.seen.value,
            compared=episode.seen.compared,
            share_time=work.now + sharing,
        )
        sign.set_time(episode.start, episode.end, *episode.seen)
        if known is None:
            await work.add(sign)
        await work.announce(sign, "opened" if episode.end is None else "closed")


def _match(episode: Episode, rows: list[GroupSign]) -> GroupSign | None:
    """Takes the first row that has a day in common with an episode, or begins on the same day."""
    for place, row in enumerate(rows):
        begins_before_end = episode.end is None or row.start_date <= episode.end
        ends_after_start = row.end_date is None or episode.start <= row.end_date
        if begins_before_end and ends_after_start:
            return rows.pop(place)
    return None


def _is_open() -> ColumnElement[bool]:
    is_open: ColumnElement[bool] = col(GroupSign.state) == _OPEN
    return is_open


async def _locked(work: Work, *conditions: ColumnElement[bool]) -> list[GroupSign]:
    ids = await work.session.scalars(select(col(GroupSign.id)).where(*conditions))
    return await work.lock_all(GroupSign, ids.all())


async def share_next(work: Work) -> bool:
    """Shares the next signs whose time has come with those who help the group. Returns whether there may be more."""
    ids = await work.session.scalars(
        select(col(GroupSign.id))
        .where(_is_open(), ~col(GroupSign.is_shared), col(GroupSign.share_time) <= work.now)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    signs = await work.lock_all(GroupSign, ids.all())
    for sign in signs:
        sign.is_shared = True
    await work.announce_all(signs, "shared")
    # How the group is seen from now on.
    groups = {each.organization_id for each in signs if each.kind == GroupSignKind.FADING}
    for group_id in groups:
        await mark_changed(group_id, [work.now.date()], work)
    return len(signs) == AT_ONCE
