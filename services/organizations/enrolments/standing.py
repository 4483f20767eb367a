"""Where a group stands at its stage, as a pure function of its history.

The same function serves the page of a group and the decision about it, so they cannot disagree.
"""

from collections.abc import Sequence
from datetime import date, datetime

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import indicator_pb2, programme_pb2

from services.kit.contract.values import enum_name
from services.organizations.enrolments.trend import expected_date
from services.organizations.indicators.catalogue import CATALOGUE, Definition, Indicator
from services.organizations.indicators.history import DAY, History

MOST_DAYS_BACK = 90


def standing_of(
    stages: Sequence[programme_pb2.ProgrammeStage],
    stage_key: str,
    history: History,
    *,
    since: datetime,
    day: date,
) -> pb.EnrolmentStanding:
    """Returns where a group stands.

    Args:
        stages: The stages of its programme.
        stage_key: The stage at which it is.
        history: Its history.
        since: When it reached the stage.
        day: The day at whose end everything is counted.
    """
    keys = [each.key for each in stages]
    place = keys.index(stage_key)
    stage = stages[place]
    requirements = [_requirement(each, history, day) for each in stage.requirements]
    days = max(0, (day - since.date()).days)
    has_stayed = days >= stage.minimum_days
    return pb.EnrolmentStanding(
        stage_key=stage_key,
        next_stage_key=keys[place + 1] if place + 1 < len(keys) else "",
        date=day.isoformat(),
        days_at_stage=days,
        minimum_days=stage.minimum_days,
        expected_days=stage.expected_days if stage.HasField("expected_days") else None,
        is_met=has_stayed and all(each.is_met for each in requirements),
        can_be_waived=has_stayed and all(map(_can_be_waived, requirements)),
        requirements=requirements,
    )


def meets(
    stage: programme_pb2.ProgrammeStage, history: History, *, since: datetime, day: date
) -> bool:
    """Returns whether a group meets what its stage asks for: what `standing_of` says of it, without saying why.

    Args:
        stage: The stage.
        history: The history of the group.
        since: When it reached the stage.
        day: The day at whose end everything is counted.
    """
    return max(0, (day - since.date()).days) >= stage.minimum_days and all(
        sum(_is_met(each, history, day) for each in requirement.criteria) >= _needed(requirement)
        for requirement in stage.requirements
    )


def _is_met(criterion: programme_pb2.ProgrammeCriterion, history: History, day: date) -> bool:
    value = _definition(criterion).value(history, day, criterion.window_days)
    return not _missing(criterion, value)


def missing_criteria(
    standing: pb.EnrolmentStanding,
) -> list[tuple[str, pb.CriterionStanding]]:
    """Returns the criteria that keep a group where it is, each with its path in the standing."""
    return [
        (f"standing.requirements[{place}].criteria[{index}]", criterion)
        for place, requirement in enumerate(standing.requirements)
        if not _can_be_waived(requirement)
        for index, criterion in enumerate(requirement.criteria)
        if not criterion.is_met and not criterion.waivable
    ]


def _needed(requirement: pb.RequirementStanding | programme_pb2.ProgrammeRequirement) -> int:
    has_count = requirement.HasField("needed_count")
    return requirement.needed_count if has_count else len(requirement.criteria)


def _can_be_waived(requirement: pb.RequirementStanding) -> bool:
    """Returns whether a requirement is met once what can be waived is waived."""
    possible = sum(each.is_met or each.waivable for each in requirement.criteria)
    return possible >= _needed(requirement)


def _requirement(
    requirement: programme_pb2.ProgrammeRequirement, history: History, day: date
) -> pb.RequirementStanding:
    criteria = [_criterion(each, history, day) for each in requirement.criteria]
    has_count = requirement.HasField("needed_count")
    standing = pb.RequirementStanding(
        needed_count=requirement.needed_count if has_count else None,
        met_count=sum(each.is_met for each in criteria),
        criteria=criteria,
    )
    standing.is_met = standing.met_count >= _needed(standing)
    return standing


def _criterion(
    criterion: programme_pb2.ProgrammeCriterion, history: History, day: date
) -> pb.CriterionStanding:
    definition = _definition(criterion)
    value = definition.value(history, day, criterion.window_days)
    missing = _missing(criterion, value)
    expected = (
        expected_date(
            definition,
            criterion.window_days,
            history,
            day,
            missing=lambda each: _missing(criterion, each),
        )
        if missing
        else None
    )
    return pb.CriterionStanding(
        indicator=criterion.indicator,
        unit=f"INDICATOR_UNIT_{definition.unit}",
        comparator=criterion.comparator,
        threshold=criterion.threshold,
        window_days=criterion.window_days,
        waivable=criterion.waivable,
        value=value,
        is_met=missing == 0,
        missing=missing,
        met_since="" if missing else _met_since(criterion, history, day).isoformat(),
        expected_date="" if expected is None else expected.isoformat(),
    )


def _definition(criterion: programme_pb2.ProgrammeCriterion) -> Definition:
    name = enum_name(indicator_pb2.Indicator.DESCRIPTOR, criterion.indicator)
    return CATALOGUE[Indicator(name)]


def _missing(criterion: programme_pb2.ProgrammeCriterion, value: int) -> int:
    """Returns by how much a value would have to be greater, or smaller."""
    if criterion.comparator == programme_pb2.COMPARATOR_AT_MOST:
        return max(0, value - criterion.threshold)
    return max(0, criterion.threshold - value)


def _met_since(criterion: programme_pb2.ProgrammeCriterion, history: History, day: date) -> date:
    """Returns the first of the days up to this one on which a criterion was met without a break."""
    value = _definition(criterion).value
    first = max(history.founded, day - MOST_DAYS_BACK * DAY)
    since = day
    while since > first:
        if _missing(criterion, value(history, since - DAY, criterion.window_days)):
            break
        since -= DAY
    return since
