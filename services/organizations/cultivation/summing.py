"""Summing up how groups are doing, as pure functions of a row for each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import cultivation_pb2 as pb

from services.organizations.enrolments.models import EnrolmentState
from services.organizations.indicators.measures import fewest_with_half

# A smaller number of people might tell who they are.
FEWEST_PEOPLE = 5
MOST_LISTED = 50


class Group(NamedTuple):
    """A group at a stage.

    Attributes:
        enrolment_id: Its enrolment.
        first_version_id: Its programme.
        programme_id: The version at which it is.
        stage_key: Its stage.
        since: When it reached the stage.
        state: The state of its enrolment.
        is_ready: Whether it meets the requirements.
        members: How many members it has.
        kind: Its kind.
        is_fading: Whether it is fading.
        is_late: Whether it is shown as it was by what was known later: nobody looked at it yet.
    """

    enrolment_id: UUID
    first_version_id: UUID
    programme_id: UUID
    stage_key: str
    since: datetime
    state: str
    is_ready: bool
    members: int
    kind: str
    is_fading: bool
    is_late: bool = False

    def differs_from(self, other: "Group") -> bool:
        """Returns whether anything is known of it but its kind that differs from what was seen."""
        return self[1:8] != other[1:8] or self.is_fading != other.is_fading

    def is_otherwise(self, other: "Group") -> bool:
        """Returns whether more than the number of members differs from what was seen."""
        return self._replace(members=0, kind="", is_late=False) != other._replace(
            members=0, kind="", is_late=False
        )


@dataclass(frozen=True, slots=True)
class Programmes:
    """The stages of programmes, by version.

    Attributes:
        stages: The stages of each version, as they are stored.
    """

    stages: Mapping[UUID, Sequence[Mapping[str, Any]]]

    def is_stuck(self, group: Group, now: datetime) -> bool:
        """Returns whether a group has been at its stage for longer than expected."""
        for stage in self.stages.get(group.programme_id, ()):
            if stage["key"] == group.stage_key:
                expected = int(stage.get("expected_days") or 0)
                return bool(expected) and (now.date() - group.since.date()).days > expected
        return False

    def place(self, group: Group) -> int:
        """Returns the place of the stage of a group in its programme."""
        keys = [stage["key"] for stage in self.stages.get(group.programme_id, ())]
        return keys.index(group.stage_key) if group.stage_key in keys else len(keys)


def summary(
    groups: Sequence[Group], programmes: Programmes, now: datetime
) -> pb.CultivationSummary:
    """Returns how groups are doing.

    Args:
        groups: The groups, longest at their stage first.
        programmes: Their programmes.
        now: The time.
    """
    stuck = {each.enrolment_id for each in groups if programmes.is_stuck(each, now)}
    stages = list(_stages(groups, programmes, stuck, now))
    found = pb.CultivationSummary(
        **counts(groups, stuck),
        on_hold=sum(each.state == EnrolmentState.ON_HOLD for each in groups),
        stages=stages,
        kinds=_kinds(groups, stuck),
        ready_enrolment_ids=_listed(each for each in groups if each.is_ready),
        stuck_enrolment_ids=_listed(each for each in groups if each.enrolment_id in stuck),
        fading_enrolment_ids=_listed(each for each in groups if each.is_fading),
    )
    found.late_groups = sum(each.is_late for each in groups)
    # From the whole and all parts but one, that one could be told.
    members = told(sum(each.members for each in groups))
    if members is not None and all(each.HasField("members") for each in stages):
        found.members = members
    return found


def told(people: int) -> int | None:
    """Returns a number of people as it is told: in steps, so that no difference of two says what a few of them did."""
    return people - people % FEWEST_PEOPLE if people >= FEWEST_PEOPLE else None


def correction(
    seen: Sequence[Group], known: Sequence[Group], programmes: Programmes, now: datetime
) -> pb.CultivationCorrection | None:
    """Returns what is known of a day now; None if it is what was seen.

    Args:
        seen: The groups as they were seen, longest at their stage first.
        known: The groups as they are known now, in the same order.
        programmes: Their programmes.
        now: A time of the day.
    """
    was = {each.enrolment_id: each for each in seen}
    now_known = {each.enrolment_id: each for each in known}
    ids = list(dict.fromkeys((*now_known, *was)))
    pairs = [(id_, was.get(id_), now_known.get(id_)) for id_ in ids]
    differing = [
        (id_, before is None or after is None or before.is_otherwise(after))
        for id_, before, after in pairs
        if before is None or after is None or before.differs_from(after)
    ]
    if not differing:
        return None
    whole = summary(known, programmes, now)
    return pb.CultivationCorrection(
        groups=whole.groups,
        ready=whole.ready,
        stuck=whole.stuck,
        fading=whole.fading,
        members=whole.members if whole.HasField("members") else None,
        corrected_groups=len(differing),
        enrolment_ids=[str(id_) for id_, is_shown in differing if is_shown][:MOST_LISTED],
    )


def concentration(rows: Iterable[tuple[UUID, str, int, int]]) -> list[pb.SupportConcentration]:
    """Returns to how few groups support went.

    Args:
        rows: For groups and currencies, how often support was delivered, and how much money it was.
    """
    parts: dict[str, Counter[UUID]] = {"": Counter()}
    for group_id, currency, count, amount in rows:
        parts[""][group_id] += count
        if currency:
            parts.setdefault(currency, Counter())[group_id] += int(amount)
    return [
        pb.SupportConcentration(
            currency=currency,
            total=parts[currency].total(),
            groups=len(parts[currency]),
            groups_with_half=fewest_with_half(parts[currency]),
        )
        for currency in sorted(parts)
    ]


def counts(groups: Sequence[Group], stuck: set[UUID]) -> dict[str, Any]:
    """Returns how many groups there are, and how many of them are ready, stuck, and fading."""
    return {
        "groups": len(groups),
        "ready": sum(each.is_ready for each in groups),
        "stuck": sum(each.enrolment_id in stuck for each in groups),
        "fading": sum(each.is_fading for each in groups),
    }


def _stages(
    groups: Sequence[Group], programmes: Programmes, stuck: set[UUID], now: datetime
) -> Iterable[pb.StageSummary]:
    parts: dict[tuple[UUID, int, str], list[Group]] = {}
    for each in groups:
        key = (each.first_version_id, programmes.place(each), each.stage_key)
        parts.setdefault(key, []).append(each)
    merged: dict[tuple[UUID, str], list[Group]] = {}
    for first_version_id, _, stage_key in sorted(parts):
        # Versions of a programme can have a stage at different places.
        part = parts[first_version_id, _, stage_key]
        merged.setdefault((first_version_id, stage_key), []).extend(part)
    for (first_version_id, stage_key), part in merged.items():
        members = sum(each.members for each in part)
        yield pb.StageSummary(
            programme_id=str(first_version_id),
            stage_key=stage_key,
            **counts(part, stuck),
            median_days=int(median((now.date() - each.since.date()).days for each in part)),
            members=told(members),
        )


def _kinds(groups: Sequence[Group], stuck: set[UUID]) -> list[pb.KindSummary]:
    parts: dict[str, list[Group]] = {}
    for each in groups:
        parts.setdefault(each.kind, []).append(each)
    ordered = sorted(parts, key=lambda kind: (-len(parts[kind]), kind))
    return [
        pb.KindSummary(
            kind=f"ORGANIZATION_KIND_{kind}",
            **counts(parts[kind], stuck),
        )
        for kind in ordered
    ]


def _listed(groups: Iterable[Group]) -> list[str]:
    return [str(each.enrolment_id) for each in groups][:MOST_LISTED]


def step(name: str, count: int, days: float | None = None) -> pb.FunnelStep:
    """Returns a step of the funnel.

    Args:
        name: The step.
        count: How many have come to it.
        days: The median of the days that it took; None if there is none.
    """
    return pb.FunnelStep(
        step=f"CULTIVATION_STEP_{name}",
        count=count,
        median_days=None if days is None else round(days),
    )
