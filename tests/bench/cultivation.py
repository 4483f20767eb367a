"""What a station sees of the groups that it cultivates, with three years of history: as they are, were, and over time."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from banyan.organizations.v1 import cultivation_pb2, enrolment_pb2, organization_pb2, programme_pb2
from sqlalchemy import text

from services.kit.calls.passport import Caller
from services.kit.process.clock import SystemClock
from services.kit.process.config import DatabaseSettings
from services.kit.service.running import units_of
from services.kit.work.database import create_engine, dispose, open_engine
from services.kit.work.jobs import BatchedJob, run_once
from services.organizations.__main__ import ORGANIZATIONS
from services.organizations.activities.models import GroupDay, GroupVisit
from services.organizations.cultivation.models import EnrolmentDay
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.models import Membership
from services.organizations.organizations.models import Organization
from services.organizations.signs.checking import check_next
from services.organizations.signs.models import SignCheck
from tests.bench.data import PERSON, add, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles, times

GROUPS, MEMBERS_EACH, MORE_MEMBERS_EACH = 5_000, 10, 10
_YEARS = 3
# How often something changes about a group, in days.
_CHANGE = 55
_SPANS = _YEARS * 365 // _CHANGE
_RECOMPUTED = 100
_FIGURES = {
    "standing": ("standing of one group: median", "ms"),
    "now": ("the view as it is: median", "ms"),
    "past": ("the view of a day a year ago: median", "ms"),
    "chart": ("36 months by stage, as seen and as known: median", "ms"),
    "recomputed": ("groups a second recomputed from scratch, a year of days each", "/s"),
}


def _id(kind: int, number: str) -> str:
    return f"('01930000-{kind:04x}-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid"


_GROUP, _ENROLMENT, _MEMBERSHIP = range(1, 4)
_AGO = "now() - interval '3 years'"


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about cultivation; a contender of its own has 50,000 memberships more."""
    passport = place.passport(id_of(PERSON, 1), admin=True)
    groups = options.of(GROUPS, least=50)
    say(f"making {groups} groups that are cultivated")
    station, programme = await _station(place, passport)
    await _fill(place, groups, station, programme)

    async def ask(seconds: float) -> Numbers:
        found = {
            name: percentiles(await times(each, seconds=seconds))["p50"]
            for name, each in _asked(place, station, passport).items()
        }
        return {**found, "recomputed": await _recompute(place, options.of(_RECOMPUTED, least=5))}

    async def with_few() -> Numbers:
        return await ask(options.seconds)

    async def with_more() -> Numbers:
        await _add_members(place, groups, MEMBERS_EACH, MORE_MEMBERS_EACH)
        return await ask(options.seconds)

    few = f"{groups * MEMBERS_EACH} memberships"
    more = f"{groups * MORE_MEMBERS_EACH} more"
    once = Options(options.scale, 1, options.seconds)
    rounds = await Rounds.of(
        once, {few: with_few, more: with_more}, lambda what: say(f"cultivation, {what}")
    )
    return rounds.rows(f"Cultivation of {groups} groups, with {more}", _FIGURES, more, few)


def _asked(place: Place, station: str, passport: str) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    chart = cultivation_pb2.ChartCultivationRequest(
        organization_id=station,
        start_date=str(today - timedelta(days=36 * 30)),
        end_date=str(today),
        period=cultivation_pb2.CULTIVATION_PERIOD_MONTH,
        parts=cultivation_pb2.CULTIVATION_PARTS_STAGE,
    )
    now = cultivation_pb2.SummarizeCultivationRequest(organization_id=station)
    past = cultivation_pb2.SummarizeCultivationRequest(
        organization_id=station, date=str(today - timedelta(days=365))
    )
    one = f"01930000-{_ENROLMENT:04x}-7000-8000-{1:012x}"
    standing = enrolment_pb2.BatchGetEnrolmentStandingsRequest(ids=[one])

    def asking(request: Any, answer: Any, holds: Callable[[Any], bool]) -> Any:
        async def ask() -> None:
            found = await place.client.call(request, answer, passport=passport)
            if not holds(found):
                raise RuntimeError(f"an answer to {request} has nothing in it")

        return ask

    summary = cultivation_pb2.CultivationSummary
    return {
        "standing": asking(
            standing,
            enrolment_pb2.BatchGetEnrolmentStandingsResponse,
            lambda found: len(found.enrolment_standings) == 1,
        ),
        "now": asking(now, summary, lambda found: found.groups > 0),
        "past": asking(past, summary, lambda found: found.groups > 0),
        "chart": asking(
            chart,
            cultivation_pb2.CultivationChart,
            lambda found: found.series[0].points[9].value > 0,
        ),
    }


async def _station(place: Place, passport: str) -> tuple[str, str]:
    """Founds a station with the ready-made programme; returns their IDs."""
    call = place.client.call
    station = await call(
        organization_pb2.CreateOrganizationRequest(
            organization=organization_pb2.Organization(
                name="槐柏树街社区服务站",
                kind=organization_pb2.ORGANIZATION_KIND_SERVICE_STATION,
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
            )
        ),
        organization_pb2.Organization,
        passport=passport,
    )
    draft = await call(
        programme_pb2.CreateDefaultProgrammeRequest(organization_id=station.id),
        programme_pb2.Programme,
        passport=passport,
    )
    request = programme_pb2.PublishProgrammeRequest(programme_id=draft.id)
    await call(request, programme_pb2.Programme, passport=passport)
    return station.id, draft.id


async def _fill(place: Place, groups: int, station: str, programme: str) -> None:
    stage = "(ARRAY['seed', 'sprout', 'sapling', 'tree', 'banyan'])[1 + {} % 5]"
    cultivation = {
        "cultivator_id": f"'{station}'::uuid",
        "first_version_id": f"'{programme}'::uuid",
        "programme_id": f"'{programme}'::uuid",
    }
    number = f"1 + (i - 1) / {2 * _SPANS}"  # of the enrolment of a span
    place_ = f"(i - 1) % {2 * _SPANS} / 2"  # of the span among those of an enrolment
    first = f"current_date - {_YEARS * 365} + {_CHANGE} * ({place_})"
    engine = open_engine(place.plan.databases["organizations"])
    try:
        async with engine.begin() as connection:
            await add(
                connection,
                Organization,
                groups,
                id=_id(_GROUP, "i"),
                name="'邻里小组 ' || i",
                sort_name="'group ' || i",
                match_name="'group ' || i",
                kind="(ARRAY['VOLUNTEER_GROUP', 'INTEREST_GROUP', 'MUTUAL_AID_GROUP'])[1 + i % 3]",
                membership_policy="'OPEN'",
                create_time=_AGO,
            )
            await add(
                connection,
                Enrolment,
                groups,
                **cultivation,
                id=_id(_ENROLMENT, "i"),
                organization_id=_id(_GROUP, "i"),
                state="'ENROLLED'",
                stage_key=stage.format("i"),
                stage_start_time="now() - interval '200 days'",
                enrol_time=_AGO,
                create_time=_AGO,
                update_time=_AGO,
                members_count="10",
            )
            await add(
                connection,
                SignCheck,
                groups,
                organization_id=_id(_GROUP, "i"),
                first_day=f"current_date - {_YEARS * 365}",
                from_day="current_date",
                due_time="now() + interval '1 year'",
                check_time="now() + interval '1 year'",
            )
            await add(
                connection,
                EnrolmentDay,
                groups * _SPANS * 2,
                **cultivation,
                enrolment_id=_id(_ENROLMENT, number),
                basis="(ARRAY['SEEN', 'KNOWN'])[1 + i % 2]",
                day=first,
                until_day=f"CASE WHEN {place_} = {_SPANS - 1} THEN '9999-12-31' ELSE {first} + {_CHANGE} END",
                stage_key=stage.format(f"({number} + {place_} / 4)"),
                stage_start_time=f"({first})::timestamptz",
                stuck_day=f"{first} + 40",
                state="'ENROLLED'",
                kind="(ARRAY['VOLUNTEER_GROUP', 'INTEREST_GROUP'])[1 + i / 2 % 2]",
                is_ready="i / 2 % 4 = 0",
                is_fading="i / 2 % 7 = 0",
                members_count="8 + i / 2 % 9",
            )
            # An event a week, and ten people at each; the more groups there are, the more do so.
            weeks = _YEARS * 52
            busy = min(groups, 2 * _RECOMPUTED)
            await add(
                connection,
                GroupDay,
                busy * weeks,
                organization_id=_id(_GROUP, f"1 + (i - 1) / {weeks}"),
                day=f"current_date - 7 * ((i - 1) % {weeks})",
                events_held="1",
                events_cancelled="0",
            )
            await add(
                connection,
                GroupVisit,
                busy * weeks * 10,
                organization_id=_id(_GROUP, f"1 + (i - 1) / {weeks * 10}"),
                day=f"current_date - 7 * ((i - 1) / 10 % {weeks})",
                person_id=_id(9, "i % 10"),
                minutes="120",
            )
    finally:
        await engine.dispose()
    await _add_members(place, groups, 0, MEMBERS_EACH)


async def _add_members(place: Place, groups: int, before: int, each: int) -> None:
    engine = open_engine(place.plan.databases["organizations"])
    try:
        async with engine.begin() as connection:
            await add(
                connection,
                Membership,
                groups * each,
                id=_id(_MEMBERSHIP, f"{groups * before} + i"),
                organization_id=_id(_GROUP, f"1 + i % {groups}"),
                person_id=_id(10 + before, "i"),
                state="'ACTIVE'",
                sort_name="'person ' || i",
                start_time=f"{_AGO} + i % 900 * interval '1 day'",
                create_time=_AGO,
                update_time=_AGO,
            )
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    finally:
        await engine.dispose()


async def _recompute(place: Place, groups: int) -> float:
    """Computes the first groups anew, as the job does, and returns how many were a second."""
    settings = DatabaseSettings(
        database_url=place.plan.databases["organizations"], statement_timeout=60.0
    )
    engine = create_engine(settings, "bench")
    units = units_of(ORGANIZATIONS, settings, engine, SystemClock(), _Nobody())
    job = BatchedJob("check_signs", 0.0, partial(check_next, sharing=timedelta(days=14)))
    due = text(
        "UPDATE sign_check SET due_time = now(), check_time = now(), from_day = first_day WHERE organization_id IN"
        " (SELECT organization_id FROM sign_check ORDER BY organization_id LIMIT :groups)"
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(due, {"groups": groups})
        started = time.perf_counter()
        await run_once(job, units, Caller(principal_id=f"job:{job.name}"))
        return groups / (time.perf_counter() - started)
    finally:
        await dispose(engine)


class _Nobody:
    """Takes the place of the relay: the services that run publish what is announced."""

    def wake(self) -> None:
        """Does nothing."""
