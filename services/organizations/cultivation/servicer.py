"""CultivationService: how all groups are doing that an organization cultivates, and how they were."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from banyan.organizations.v1 import cultivation_pb2 as pb

from services.kit.errors import InvalidArgument
from services.kit.work.work import Work
from services.organizations.cultivation.areas import sum_up_areas
from services.organizations.cultivation.chart import chart
from services.organizations.cultivation.queries import (
    DAY_GROUPS,
    ENROLLED,
    GROUPS,
    PROPOSED,
    STAGES,
    SUPPORTED,
    SURVIVAL_MONTHS,
    SURVIVED,
)
from services.organizations.cultivation.states import Basis
from services.organizations.cultivation.summing import (
    Group,
    Programmes,
    concentration,
    correction,
    step,
    summary,
)
from services.organizations.indicators.history import DAY

_SUPPORT_DAYS = 365


class CultivationServicer:
    """Sums up how groups are doing."""

    service = pb.DESCRIPTOR.services_by_name["CultivationService"]

    async def SummarizeCultivation(
        self, request: pb.SummarizeCultivationRequest, work: Work
    ) -> pb.CultivationSummary:
        """Sums up how the groups of an organization are doing, or were at the end of a day."""
        await work.require("view_cultivation", request.organization_id)
        today = work.now.date()
        day = date.fromisoformat(request.date) if request.HasField("date") else today
        refuse_future("date", day, today)
        until = datetime.combine(day, time(), UTC) + DAY
        if day == today:
            groups = [Group(*row) for row in await work.fetch(GROUPS, request)]
            programmes = await _programmes(groups, work)
            found = summary(groups, programmes, work.now)
            found.areas.extend(await sum_up_areas(request, groups, programmes, work))
        else:
            found = await _past(request, day, work)
        found.date = day.isoformat()
        await _add_steps(found, request, until, work)
        (survived,) = await work.fetch(SURVIVED, request, until=min(until, work.now))
        found.survival.extend(
            pb.CultivationSurvival(
                months=months,
                groups=survived[3 * place],
                surviving=survived[3 * place + 1],
                completed=survived[3 * place + 2],
            )
            for place, months in enumerate(SURVIVAL_MONTHS)
        )
        since = until - timedelta(days=_SUPPORT_DAYS)
        supported = await work.fetch(SUPPORTED, request, since=since, until=until)
        found.support_concentration.extend(concentration(map(tuple, supported)))
        return found

    async def ChartCultivation(
        self, request: pb.ChartCultivationRequest, work: Work
    ) -> pb.CultivationChart:
        """Shows how the groups of an organization were doing over time."""
        await work.require("view_cultivation", request.organization_id)
        return await chart(request, work)


def refuse_future(field: str, day: date, today: date) -> None:
    """Lets nobody ask how groups will be.

    Raises:
        InvalidArgument: The day is to come.
    """
    if day > today:
        text = "is a day that is still to come. Choose today, or an earlier day"
        raise InvalidArgument.of(field, text, "DAY_TO_COME")


async def _past(
    request: pb.SummarizeCultivationRequest, day: date, work: Work
) -> pb.CultivationSummary:
    """Returns how the groups were seen at the end of a day, and what is known otherwise now."""
    seen = await work.fetch(DAY_GROUPS, request, basis=Basis.SEEN, day=day)
    known = await work.fetch(DAY_GROUPS, request, basis=Basis.KNOWN, day=day)
    groups, others = [Group(*row) for row in seen], [Group(*row) for row in known]
    programmes = await _programmes([*groups, *others], work)
    at = datetime.combine(day, time(), UTC)
    found = summary(groups, programmes, at)
    found.areas.extend(await sum_up_areas(request, groups, programmes, work, day=day))
    if (corrected := correction(groups, others, programmes, at)) is not None:
        found.correction.CopyFrom(corrected)
    return found


async def _programmes(groups: Sequence[Group], work: Work) -> Programmes:
    versions = list({each.programme_id for each in groups})
    return Programmes({row[0]: row[1] for row in await work.fetch(STAGES, ids=versions)})


async def _add_steps(
    found: pb.CultivationSummary,
    request: pb.SummarizeCultivationRequest,
    until: datetime,
    work: Work,
) -> None:
    ((proposed, accepted, days_to_accept),) = await work.fetch(PROPOSED, request, until=until)
    (enrolled,) = await work.fetch(ENROLLED, request, until=until)
    found.funnel.extend(
        (
            step("PROPOSED", proposed),
            step("ACCEPTED", accepted, days_to_accept),
            step("ENROLLED", *enrolled[0:2]),
            step("ADVANCED", *enrolled[2:4]),
            step("GRADUATED", *enrolled[4:6]),
            step("COMPLETED", *enrolled[6:8]),
        )
    )
