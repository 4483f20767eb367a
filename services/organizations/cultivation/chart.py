"""Reading a chart: what was written down of the groups, and what happened to them, summed up by period."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import cultivation_pb2 as pb

from services.kit.contract.values import enum_name
from services.kit.errors import InvalidArgument
from services.kit.language import spoken, worded
from services.kit.work.work import Work
from services.organizations.cultivation import chart_queries as queries
from services.organizations.cultivation.chart_texts import KINDS, MEASURES
from services.organizations.cultivation.charting import (
    AT_THE_END,
    MOST_PERIODS,
    Flows,
    Levels,
    Part,
    Periods,
    periods_of,
    points,
)
from services.organizations.indicators.measures import fewest_with_half

_USUAL = ("GROUPS", "READY", "STUCK", "FADING")
_LEVELS = (*AT_THE_END, "STUCK")
_SHORTEST_DAYS = {"WEEK": 7, "MONTH": 28}
# The measures that one query answers, and that query.
_COUNTED = (
    ("PROPOSED", "", queries.PROPOSED),
    ("ACCEPTED", "DAYS_TO_ACCEPT", queries.ACCEPTED),
    ("ENROLLED", "", queries.ENROLLED),
    ("ADVANCED", "DAYS_TO_ADVANCE", queries.ADVANCED),
    ("GRADUATED", "DAYS_TO_GRADUATE", queries.GRADUATED),
    ("COMPLETED", "", queries.COMPLETED),
    ("LEFT", "", queries.LEFT),
)
Stages = Mapping[UUID, Sequence[Mapping[str, Any]]]


async def chart(request: pb.ChartCultivationRequest, work: Work) -> pb.CultivationChart:
    """Returns the series that a request asks for.

    Raises:
        InvalidArgument: The last day is before the first one, or there are too many periods.
    """
    periods = _periods(request, work.now.date())
    names = [enum_name(pb.CultivationMeasure.DESCRIPTOR, each) for each in request.measures]
    measures = names or list(_USUAL)
    answer = pb.CultivationChart()
    if periods is None:
        return answer
    levels = await _levels(request, measures, periods, work)
    stages = await _stages(levels, work)
    flows = await _flows(request, measures, periods, work)
    for measure in sorted(measures, key=list(MEASURES).index):
        if measure not in _LEVELS:
            answer.series.add(
                measure=f"CULTIVATION_MEASURE_{measure}",
                label=worded(MEASURES[measure]),
                points=points(periods, [(value, None) for value in flows.values[measure]]),
            )
            continue
        for part in _ordered(levels, stages):
            answer.series.add(
                measure=f"CULTIVATION_MEASURE_{measure}",
                programme_id=str(part.first_version_id) if part.first_version_id else "",
                stage_key=part.stage_key,
                kind=f"ORGANIZATION_KIND_{part.kind}" if part.kind else None,
                label=_label(part, measure, stages),
                points=points(periods, levels.points(part, measure)),
            )
    return answer


def _periods(request: pb.ChartCultivationRequest, today: date) -> Periods | None:
    """Returns the periods of a chart; None if all of them are to come."""
    start, end = map(date.fromisoformat, (request.start_date, request.end_date))
    if end < start:
        raise InvalidArgument.of("end_date", "must not be before the first day", "END_BEFORE_START")
    unit = enum_name(pb.CultivationPeriod.DESCRIPTOR, request.period)
    if (end - start).days >= MOST_PERIODS * _SHORTEST_DAYS[unit]:
        raise InvalidArgument.of(
            "end_date",
            "leads to more than {max} periods. Choose fewer days or longer periods",
            "TOO_MANY_PERIODS",
            params={"max": MOST_PERIODS},
        )
    end = min(end, today)
    return periods_of(start, end, unit) if start <= end else None


async def _levels(
    request: pb.ChartCultivationRequest, measures: Sequence[str], periods: Periods, work: Work
) -> Levels:
    parts = enum_name(pb.CultivationParts.DESCRIPTOR, request.parts)
    levels = Levels(len(periods.ends), parts)
    about: dict[str, Any] = {
        "ends": periods.ends,
        "first": periods.ends[0],
        "last": periods.ends[-1],
    }
    if set(AT_THE_END) & set(measures):
        for row in await work.fetch(queries.SPANS, request, **about):
            levels.add(row, {name: 6 + place for place, name in enumerate(AT_THE_END)})
    if "STUCK" in measures:
        for row in await work.fetch(queries.STUCK, request, **about):
            levels.add(row, {"STUCK": 6})
    return levels


async def _flows(
    request: pb.ChartCultivationRequest, measures: Sequence[str], periods: Periods, work: Work
) -> Flows:
    flows = Flows(len(periods.ends))
    beginnings = periods.beginnings
    about: dict[str, Any] = {
        "beginnings": beginnings,
        "since": beginnings[0],
        "until": beginnings[-1],
    }
    for measure, days, query in _COUNTED:
        if {measure, days} & set(measures):
            flows.count_of(measure, await work.fetch(query, request, **about), days)
    for months, query in queries.SURVIVED.items():
        measure = f"SURVIVED_{months}_MONTHS"
        if measure in measures:
            until = min(beginnings[-1], work.now)
            asked = about | {"until": until}
            flows.percent_of(measure, await work.fetch(query, request, **asked))
    if {"SUPPORTED", "GROUPS_WITH_HALF"} & set(measures):
        rows = await work.fetch(queries.SUPPORTED, request, **about)
        flows.shares_of(
            "SUPPORTED", "GROUPS_WITH_HALF", rows, lambda each: fewest_with_half(Counter(each))
        )
    return flows


async def _stages(levels: Levels, work: Work) -> Stages:
    """Returns the stages of the programmes, by their first versions; those of later versions come last."""
    ids = list({each.first_version_id for each in levels.known() if each.first_version_id})
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    if ids:
        for first_version_id, stages in await work.fetch(queries.VERSIONS, ids=ids):
            earlier = found.get(first_version_id, [])
            keys = {each["key"] for each in stages}
            found[first_version_id] = [*stages, *(e for e in earlier if e["key"] not in keys)]
    return found


def _ordered(levels: Levels, stages: Stages) -> list[Part]:
    """Returns the parts in order: stages as the programme has them, kinds by name."""
    if levels.parts not in ("STAGE", "KIND"):
        return [Part()]

    def place(part: Part) -> tuple[str, int, str]:
        keys = [each["key"] for each in stages.get(part.first_version_id or UUID(int=0), ())]
        at = keys.index(part.stage_key) if part.stage_key in keys else len(keys)
        return str(part.first_version_id), at, part.stage_key + part.kind

    return sorted(levels.known(), key=place)


def _label(part: Part, measure: str, stages: Stages) -> str:
    """Returns what a chart calls a series, in the language of the request."""
    if part.kind:
        return worded(KINDS[part.kind])
    if part.first_version_id is None:
        return worded(MEASURES[measure])
    for stage in stages.get(part.first_version_id, ()):
        if stage["key"] == part.stage_key:
            names = {each["language"]: each.get("name") for each in stage.get("translations", ())}
            return str(names.get(spoken()) or stage["name"])
    return part.stage_key
