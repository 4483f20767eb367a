"""A page of a roster: what it costs among a million memberships, against a roster of a thousand."""

from collections.abc import Callable, Sequence
from typing import Any

from banyan.organizations.v1 import organization_pb2, roster_pb2
from sqlalchemy import text

from services.kit.work.database import open_engine
from services.organizations.memberships.models import Membership
from tests.bench.data import BEGIN, PERSON, add, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles, rate, times

SIZE = 50
SMALL, LARGE = 1_000, 1_000_000
CALLS = 8


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about the first page of a roster by name."""
    large = options.of(LARGE, least=2 * SMALL)
    passport = place.passport(id_of(PERSON, 1), admin=True)
    rosters = {}
    for size in (SMALL, large):
        say(f"making a roster of {size}")
        rosters[size] = await _roster(place, size, passport)
    await _analyze(place)
    rounds = await Rounds.of(
        options,
        {
            f"{size} memberships": _measuring(place, organization_id, passport, options.seconds)
            for size, organization_id in rosters.items()
        },
        lambda what: say(f"roster page, {what}"),
    )
    figures = {
        "p50": ("median time, 1 at a time", "ms"),
        "p99": ("99th percentile", "ms"),
        "rate": (f"pages a second, {CALLS} at a time", "/s"),
    }
    subject = f"gRPC ListRosterEntries, {SIZE} of {large}"
    return rounds.rows(subject, figures, f"{large} memberships", f"{SMALL} memberships")


async def _roster(place: Place, size: int, passport: str) -> str:
    """Founds an organization with so many members; returns its ID."""
    organization = await place.client.call(
        organization_pb2.CreateOrganizationRequest(
            organization=organization_pb2.Organization(
                name=f"Roster of {size}",
                kind=organization_pb2.ORGANIZATION_KIND_SOCIAL_ORGANIZATION,
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
            )
        ),
        organization_pb2.Organization,
        passport=passport,
    )
    engine = open_engine(place.plan.databases["organizations"])
    try:
        async with engine.begin() as connection:
            await add(
                connection,
                Membership,
                size,
                id="gen_random_uuid()",
                organization_id=f"'{organization.id}'::uuid",
                person_id="gen_random_uuid()",
                state="'ACTIVE'",
                sort_name="'person ' || lpad(i::text, 7, '0')",
                start_time=f"{BEGIN} + i * interval '1 second'",
            )
    finally:
        await engine.dispose()
    return organization.id


async def _analyze(place: Place) -> None:
    engine = open_engine(place.plan.databases["organizations"], isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE membership"))
    finally:
        await engine.dispose()


def _measuring(place: Place, organization_id: str, passport: str, seconds: float) -> Any:
    request = roster_pb2.ListRosterEntriesRequest(organization_id=organization_id, page_size=SIZE)

    async def ask() -> None:
        answer_type = roster_pb2.ListRosterEntriesResponse
        page = await place.client.call(request, answer_type, passport=passport)
        if len(page.roster_entries) != SIZE:
            raise RuntimeError(f"a page has {len(page.roster_entries)} entries, not {SIZE}")

    async def measure_it() -> Numbers:
        latencies = percentiles(await times(ask, seconds=seconds))
        return {**latencies, "rate": await rate([ask] * CALLS, seconds=seconds)}

    return measure_it
