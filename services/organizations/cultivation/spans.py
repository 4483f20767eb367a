"""How a group was from day to day, as pure functions: spans of days on which nothing changes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from services.organizations.cultivation.models import FOREVER


class GroupState(NamedTuple):
    """How a group at a stage is at the end of a day.

    Attributes:
        programme_id: The version of its programme.
        stage_key: Its stage.
        stage_start_time: When it reached the stage.
        stuck_day: The first day on which it has been there for longer than expected.
        state: The state of its enrolment.
        kind: Its kind.
        is_ready: Whether it meets the requirements.
        is_fading: Whether it is fading, and those who cultivate it may know.
        members_count: How many members it has.
        is_late: Whether that was written down only later.
        area_id: The area in which it is at home.
    """

    programme_id: UUID
    stage_key: str
    stage_start_time: datetime
    stuck_day: date
    state: str
    kind: str
    is_ready: bool
    is_fading: bool
    members_count: int
    is_late: bool = False
    area_id: UUID | None = None

    def is_at_stage_of(self, other: "GroupState") -> bool:
        """Returns whether it is at the same stage as another, and has been for as long."""
        return self[:3] == other[:3]


class Span(NamedTuple):
    """Some days on which a group was the same.

    Attributes:
        day: The first day.
        until_day: The first day on which that does not hold any more.
        state: How it was.
    """

    day: date
    until_day: date
    state: GroupState


def rewritten(
    spans: Sequence[Span], changes: Iterable[tuple[date, GroupState | None]]
) -> list[Span]:
    """Returns how a group was, once it is known what changed.

    Args:
        spans: How it was, as far as that is known, in order.
        changes: How it was from a day on, in order; None if it was at no stage. Each holds until the next one, and the
            last one for good. What was known of the days from the first one on is forgotten.
    """
    by_day = dict(changes)
    first = min(by_day)
    found = [
        each._replace(until_day=min(each.until_day, first)) for each in spans if each.day < first
    ]
    current = found.pop() if found and found[-1].until_day == first else None
    for day, state in by_day.items():
        if current is not None and current.state == state:
            continue
        if current is not None:
            found.append(current._replace(until_day=day))
        current = None if state is None else Span(day, FOREVER, state)
    if current is not None:
        found.append(current._replace(until_day=FOREVER))
    return found


def state_on(spans: Sequence[Span], day: date) -> GroupState | None:
    """Returns how a group was at the end of a day; None if it was at no stage."""
    found = (each.state for each in spans if each.day <= day < each.until_day)
    return next(found, None)
