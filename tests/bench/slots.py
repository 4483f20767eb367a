"""A search for free slots over 50 venues, against one hand-written statement with multiranges that finds the same."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time, timedelta

import asyncpg
import grpc
from banyan.events.v1 import venue_time_pb2 as pb

from services.kit.contract.values import timestamp
from tests.bench.data import ORGANIZATION, PERSON, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, Work, percentiles, times

VENUES, DAYS, BOOKINGS_A_DAY = 50, 14, 3
VENUE, BOOKING = 7, 8
SQL = "one statement of SQL"
_SEARCH = "/banyan.events.v1.VenueTimeService/SearchFreeSlots"
_ADD_VENUES = """
INSERT INTO venue (id, version, create_time, update_time, organization_id, name, search_name, description, language,
  translations, capacity, features, tag_keys, time_zone, opening_hours, opening_exceptions, rules, state, close_reason)
SELECT id::uuid, 1, now(), now(), $2, 'hall', '', '', '', '[]', 40, '{}', '{}', 'Asia/Shanghai',
  (SELECT jsonb_agg(jsonb_build_object('day', 'OPENING_DAY_' || day, 'opens', '08:00', 'closes', '22:00'))
   FROM unnest('{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}'::text[]) AS day),
  '[]', '{"borrowers": "VENUE_BORROWERS_EVERY_ORGANIZATION"}', 'ACTIVE', ''
FROM unnest($1::text[]) AS id
"""
_ADD_BOOKINGS = """
INSERT INTO booking (id, version, create_time, update_time, organization_id, venue_id, lender_id, purpose, start_time,
  end_time, clear_time, state, end_reason, seconds_before, seconds_after)
SELECT gen_random_uuid(), 1, now(), now(), $2, id::uuid, $2, '', start, start + interval '2 hours',
  start + interval '2 hours', 'CONFIRMED', '', 0, 0
FROM unnest($1::text[]) AS id, generate_series(0, $4 - 1) AS day, generate_series(0, $5 - 1) AS number,
  LATERAL (SELECT $3::timestamptz + day * interval '1 day' + number * interval '4 hours') AS at (start)
"""
_FIND = """
WITH hours AS (
  SELECT id, range_agg(tstzrange((day + time '08:00') AT TIME ZONE 'Asia/Shanghai',
    (day + time '22:00') AT TIME ZONE 'Asia/Shanghai')) AS opened
  FROM unnest($1::uuid[]) AS id,
    generate_series(date_trunc('day', $2 AT TIME ZONE 'Asia/Shanghai'), $3 AT TIME ZONE 'Asia/Shanghai', '1 day') AS day
  GROUP BY id
), busy AS (
  SELECT venue_id, range_agg(tstzrange(start_time, clear_time)) AS taken FROM booking
  WHERE venue_id = ANY ($1) AND state IN ('PENDING', 'CONFIRMED')
    AND tstzrange(start_time, clear_time) && tstzrange($2, $3)
  GROUP BY venue_id
)
SELECT id, lower(free), upper(free) FROM hours LEFT JOIN busy ON venue_id = id,
  unnest((opened - coalesce(taken, '{}')) * tstzmultirange(tstzrange($2, $3))) AS free
WHERE upper(free) - lower(free) >= interval '1 hour' ORDER BY 2, 1 LIMIT 500
"""


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about free slots."""
    ids = [id_of(VENUE, number) for number in range(1, VENUES + 1)]
    start = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(), UTC)
    end = start + timedelta(days=DAYS)
    request = pb.SearchFreeSlotsRequest(
        venue_ids=ids, start_time=timestamp(start), end_time=timestamp(end), duration_minutes=60
    ).SerializeToString()
    metadata = (("authorization", f"Bearer {place.passport(id_of(PERSON, 1))}"),)
    connection = await asyncpg.connect(place.plan.databases["events"])
    channel = grpc.aio.insecure_channel(place.plan.targets["events"])
    try:
        lender = id_of(ORGANIZATION, 1)
        await connection.execute(_ADD_VENUES, ids, lender)
        await connection.execute(_ADD_BOOKINGS, ids, lender, start, DAYS, BOOKINGS_A_DAY)
        await connection.execute("ANALYZE venue, booking")
        search: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(_SEARCH)

        async def ask() -> None:
            await search(request, metadata=metadata)

        async def ask_sql() -> None:
            await connection.fetch(_FIND, ids, start, end)

        slots = pb.FreeSlots.FromString(await search(request, metadata=metadata)).slots
        rows = await connection.fetch(_FIND, ids, start, end)
        ours = [(each.venue_id, each.start_time.ToDatetime(UTC)) for each in slots]
        if not rows or ours != [(str(row[0]), row[1]) for row in rows]:
            raise RuntimeError("the two found other slots")
        rounds = await Rounds.of(
            options,
            {
                "SearchFreeSlots": _measuring(ask, options.seconds),
                SQL: _measuring(ask_sql, options.seconds),
            },
            lambda text: say(f"free slots, {text}"),
        )
    finally:
        await channel.close()
        await connection.close()
    figures = {"p50": ("median time, 1 at a time", "ms"), "p99": ("99th percentile", "ms")}
    subject = f"Free slots of {VENUES} venues in {DAYS} days, by gRPC"
    return rounds.rows(subject, figures, "SearchFreeSlots", SQL)


def _measuring(work: Work, seconds: float) -> Callable[[], Awaitable[Numbers]]:
    async def measure_it() -> Numbers:
        return percentiles(await times(work, seconds=seconds))

    return measure_it
