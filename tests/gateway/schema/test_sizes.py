"""Resources of strangers that are as large as they may be: what is shown beside them stays."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.backend.loaders import LARGEST_BATCH
from tests.gateway.conftest import Gateway, global_id
from tests.world import World

EVENTS, SHIFTS = 9, 100
# The longest names of skills in the fewest characters: four bytes each.
SKILLS = [f"{number:02}" + "𠮷" * 58 for number in range(16)]
PAGE = """query($id: ID!, $from: DateTime!, $until: DateTime!) { organization(id: $id) {
    events(first: 20, endTimeAfter: $from, startTimeBefore: $until) { nodes {
        id title shifts(first: 100) { nodes { id } } } } } }"""
_EVENT = """INSERT INTO event SELECT (jsonb_populate_record(event,
    jsonb_build_object('id', $2::uuid, 'start_time', $3::timestamptz,
    'end_time', $3::timestamptz + interval '4 hours'))).* FROM event WHERE id = $1"""
_SHIFTS = """INSERT INTO shift SELECT (jsonb_populate_record(shift, jsonb_build_object(
    'id', gen_random_uuid(), 'event_id', $2::uuid, 'title', repeat('𠮷', 100),
    'required_skills', $3::text[]))).* FROM shift, generate_series(1, $4) WHERE shift.id = $1"""


# A day of which no other test knows.
_DAY = datetime.now(UTC).replace(microsecond=0) + timedelta(days=4000)


@pytest.fixture
async def crowded(world: World) -> AsyncIterator[list[UUID]]:
    """Ten events of the group on one day: the first has one shift, the others a hundred large ones each."""
    events = [uuid4() for _ in range(EVENTS + 1)]
    sql = world.platform.site.sql
    for event in events:
        await sql("events", _EVENT, world.ids["event"], event, _DAY)
        is_first = event == events[0]
        skills, count = ([], 1) if is_first else (SKILLS, SHIFTS)
        await sql("events", _SHIFTS, world.ids["shift"], event, skills, count)
    yield events
    await sql("events", "DELETE FROM shift WHERE event_id = ANY($1)", events)
    await sql("events", "DELETE FROM event WHERE id = ANY($1)", events)


async def test_everyone_elses_lists_stay(
    gateway: Gateway, world: World, crowded: list[UUID]
) -> None:
    assert EVENTS <= LARGEST_BATCH  # so they are asked for together
    data = await gateway.ask(
        PAGE,
        **{"id": global_id("Organization", world.ids["group"]), "from": _DAY.isoformat()},
        until=(_DAY + timedelta(seconds=1)).isoformat(),
    )
    events = data["organization"]["events"]["nodes"]
    shifts = {event["id"]: len(event["shifts"]["nodes"]) for event in events}
    assert shifts[global_id("Event", str(crowded[0]))] == 1
    assert sum(count == SHIFTS for count in shifts.values()) == EVENTS
