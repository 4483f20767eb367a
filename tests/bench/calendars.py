"""Calendars: what a rule expands to, against dateutil alone; and a feed of 1,000 events, against icalendar alone."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import icalendar
from dateutil import rrule

from services.events.series.expansion import Pattern, occurrences
from services.events.series.rules import parse_rule
from services.kit.contract.global_ids import GlobalId
from tests.bench.data import ORGANIZATION, SUBJECT, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, Work, rate, times

EVENTS, AT_ONCE = 1000, 500
DATEUTIL, ICALENDAR = "dateutil alone", "icalendar alone"
_RULE = "FREQ=MONTHLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1"
_START = datetime(2026, 1, 1, 9)
_ZONE = ZoneInfo("Asia/Shanghai")
_COPY = """
INSERT INTO event SELECT (jsonb_populate_record(one, jsonb_build_object(
  'id', gen_random_uuid(), 'organization_id', $1::text, 'series_id', NULL,
  'start_time', now() + number * interval '3 hours', 'end_time', now() + (number + 1) * interval '3 hours'))).*
FROM (SELECT event AS one FROM event WHERE visibility = 'PUBLIC' AND state = 'PUBLISHED' LIMIT 1) AS model,
  generate_series(1, $2) AS number
"""


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about calendars."""
    return [*await _expanding(options, say), *await _feeding(place, options, say)]


async def _expanding(options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    pattern = Pattern(_START, _ZONE, parse_rule(_RULE))

    async def expand() -> None:
        assert len(list(islice(occurrences(pattern), AT_ONCE))) == AT_ONCE

    async def expand_alone() -> None:
        days = (rrule.MO, rrule.WE, rrule.FR)
        rule = rrule.rrule(rrule.MONTHLY, dtstart=_START, byweekday=days, bysetpos=(1, -1))
        found = [each.replace(tzinfo=_ZONE).astimezone(UTC) for each in islice(rule, AT_ONCE)]
        assert len(found) == AT_ONCE

    def counting(work: Work) -> Callable[[], Awaitable[Numbers]]:
        async def measure_it() -> Numbers:
            return {"rate": AT_ONCE * await rate([work], seconds=options.seconds)}

        return measure_it

    rounds = await Rounds.of(
        options,
        {"ours": counting(expand), DATEUTIL: counting(expand_alone)},
        lambda text: say(f"occurrences, {text}"),
    )
    figures = {"rate": ("occurrences of a rule, expanded", "/s")}
    return rounds.rows("Calendars", figures, "ours", DATEUTIL)


async def _feeding(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    number, organization = options.of(EVENTS, least=20), id_of(ORGANIZATION, 2)
    connection = await asyncpg.connect(place.plan.databases["events"])
    try:
        await connection.execute(_COPY, organization, number)
        await connection.execute("ANALYZE event")
    finally:
        await connection.close()
    address = urlsplit(place.plan.endpoint)
    url = f"{address.scheme}://{address.netloc}/calendars/{GlobalId('Organization', organization)}.ics"
    token = place.plan.issuer.mint(SUBJECT, "Resident")
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:

        async def feed() -> bytes:
            answer = await client.get(url, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200, answer.text
            return answer.content

        shown = (await feed()).count(b"BEGIN:VEVENT")  # it has others besides, up to a most
        assert shown >= number

        async def ask() -> None:
            assert (await feed()).count(b"BEGIN:VEVENT") == shown

        async def make_alone() -> None:
            assert _alone(shown).count(b"BEGIN:VEVENT") == shown

        def timing(work: Work) -> Callable[[], Awaitable[Numbers]]:
            async def measure_it() -> Numbers:
                # One each round: whoever is not signed in has points for seven such feeds.
                [taken] = await times(work, seconds=0, least=1)
                return {"ms": taken}

            return measure_it

        rounds = await Rounds.of(
            options,
            {"feed": timing(ask), ICALENDAR: timing(make_alone)},
            lambda text: say(f"a feed, {text}"),
        )
    figures = {"ms": (f"a feed of {shown} events", "ms")}
    return rounds.rows("Calendars", figures, "feed", ICALENDAR)


def _alone(number: int) -> bytes:
    """Returns a calendar with so many short events, made in this process."""
    calendar = icalendar.Calendar()
    for each in range(number):
        event = icalendar.Event()
        start = _START.replace(tzinfo=_ZONE) + timedelta(hours=3 * each)
        event.add("uid", f"{each}@example.org")
        event.add("summary", "读书会")
        event.add("description", "每周一起读书")
        event.add("dtstamp", _START.replace(tzinfo=UTC))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(hours=3))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
