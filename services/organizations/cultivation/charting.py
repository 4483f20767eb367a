"""Charts: how groups were doing at the end of each period, and what happened in it, as pure functions of sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import cultivation_pb2 as pb

from services.organizations.cultivation.states import Basis
from services.organizations.cultivation.summing import told
from services.organizations.indicators.history import DAY

MOST_PERIODS = 120
AT_THE_END = ("GROUPS", "READY", "FADING", "ON_HOLD", "MEMBERS")


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a chart, in order.

    Attributes:
        starts: Their first days.
        ends: Their last days.
        labels: What a chart calls them.
    """

    starts: Sequence[date]
    ends: Sequence[date]
    labels: Sequence[str]

    @property
    def beginnings(self) -> list[datetime]:
        """When each begins, and when the last one is over."""
        days = (*self.starts, self.ends[-1] + DAY)
        return [datetime.combine(day, time(), UTC) for day in days]


def periods_of(start: date, end: date, unit: str) -> Periods:
    """Returns the weeks or months of some days; the first and the last one can be shorter."""
    starts, ends, labels = [], [], []
    day = start
    while day <= end:
        if unit == "WEEK":
            last = day + (6 - day.weekday()) * DAY
            label = f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
        else:
            last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - DAY
            label = day.isoformat()[:7]
        starts.append(day)
        ends.append(min(last, end))
        labels.append(label)
        day = last + DAY
    return Periods(starts, ends, labels)


class Part(NamedTuple):
    """Which groups a series is about.

    Attributes:
        first_version_id: The programme, if it is about a stage.
        stage_key: The stage, if it is about one.
        kind: The kind, if it is about one.
    """

    first_version_id: UUID | None = None
    stage_key: str = ""
    kind: str = ""


def part_of(first_version_id: UUID, stage_key: str, kind: str, parts: str) -> Part:
    """Returns the part to which a group belongs."""
    match parts:
        case "STAGE":
            return Part(first_version_id, stage_key)
        case "KIND":
            return Part(kind=kind)
        case _:
            return Part()


@dataclass(slots=True)
class Levels:
    """What there was at the end of each period, by part, measure and basis.

    Attributes:
        count: How many periods there are.
        parts: Into which parts groups are divided.
        changes: By how much each number differs from that of the period before.
    """

    count: int
    parts: str
    changes: dict[tuple[Part, str, str], list[int]] = field(default_factory=dict)

    def add(self, row: Sequence[Any], measures: Mapping[str, int]) -> None:
        """Adds a sum.

        Args:
            row: Basis, programme, stage, kind, the place of the first period, and that after the last one; then numbers.
            measures: For each measure, the place of its number in the row.
        """
        basis, first_version_id, stage_key, kind, first, after = row[:6]
        part = part_of(first_version_id, stage_key, kind, self.parts)
        for measure, place in measures.items():
            changes = self.changes.setdefault((part, measure, basis), [0] * (self.count + 1))
            changes[first] += row[place]
            changes[after] -= row[place]

    def known(self) -> list[Part]:
        """Returns the parts of which there is anything."""
        return list(dict.fromkeys(part for part, _, _ in self.changes))

    def series(self, part: Part, measure: str, basis: str) -> list[int]:
        """Returns a number at the end of each period."""
        changes = self.changes.get((part, measure, basis))
        return [0] * self.count if changes is None else list(accumulate(changes[:-1]))

    def points(self, part: Part, measure: str) -> list[tuple[float | None, float | None]]:
        """Returns what was seen at the end of each period, and what is known now, if that is something else."""
        seen = self.series(part, measure, Basis.SEEN)
        now = self.series(part, measure, Basis.KNOWN)
        say = told if measure == "MEMBERS" else float
        pairs = [(say(one), say(other)) for one, other in zip(seen, now, strict=True)]
        return [(one, other if other != one else None) for one, other in pairs]


@dataclass(slots=True)
class Flows:
    """What happened in each period, by measure; None where there is no number."""

    count: int
    values: dict[str, list[float | None]] = field(default_factory=dict)

    def count_of(self, measure: str, rows: Iterable[Sequence[Any]], days: str = "") -> None:
        """Adds how often something happened in which period, and the median of the days that it took."""
        counts: list[float | None] = [0.0] * self.count
        medians: list[float | None] = [None] * self.count
        for period, count, *rest in rows:
            if 1 <= period <= self.count:
                counts[period - 1] = float(count)
                if rest and rest[0] is not None:
                    medians[period - 1] = float(round(rest[0]))
        self.values[measure] = counts
        if days:
            self.values[days] = medians

    def percent_of(self, measure: str, rows: Iterable[Sequence[Any]]) -> None:
        """Adds how many percent came through until the end of each period, of all who had come so far until then."""
        came, through = [0] * (self.count + 1), [0] * (self.count + 1)
        for period, count, surviving in rows:
            if period <= self.count:
                came[period] += count
                through[period] += surviving
        sums = zip(accumulate(came), accumulate(through), strict=True)
        shares = [float(100 * some // all_) if all_ else None for all_, some in sums]
        # Those before the first period count in all of them.
        self.values[measure] = shares[1:]

    def shares_of(
        self, measure: str, half: str, rows: Iterable[Sequence[Any]], fewest: Any
    ) -> None:
        """Adds how much there was in each period, and to how few groups half of it went."""
        by_period: defaultdict[int, dict[UUID, int]] = defaultdict(dict)
        for period, group_id, count in rows:
            by_period[period][group_id] = count
        found = [by_period.get(place + 1, {}) for place in range(self.count)]
        self.values[measure] = [float(sum(each.values())) for each in found]
        self.values[half] = [float(fewest(each)) if each else None for each in found]


def points(
    periods: Periods, values: Iterable[tuple[float | None, float | None]]
) -> list[pb.CultivationPoint]:
    """Returns the points of a series."""
    return [
        pb.CultivationPoint(
            date=end.isoformat(), label=label, value=value, corrected_value=corrected
        )
        for end, label, (value, corrected) in zip(periods.ends, periods.labels, values, strict=True)
    ]
