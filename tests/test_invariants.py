"""`verify` finds what no constraint refuses."""

from services.catalogue import NAMES
from services.kit.work.invariants import verify
from tests.services import Platform, service_named
from tests.world import World

# For each invariant, a change by hand that breaks it, and nothing else.
BREAKS = {
    "places taken are sign-ups": "UPDATE shift SET places_taken = places_taken - 1 WHERE places_taken > 0",
    "places offered are offers": "UPDATE shift SET places_offered = 1 WHERE places_taken > 0",
    "places requested are requests": (
        "UPDATE shift SET places_requested = 1 WHERE places_taken > places_offered"
    ),
    "the waitlist is as long as it says": "UPDATE shift SET waitlist_length = waitlist_length + 1",
    "reserved places are left": "UPDATE shift SET places_reserved = 1 WHERE capacity > 1",
    "the places of roles are sign-ups": (
        "UPDATE shift SET role_places = jsonb_set(role_places, '{{0,waitlist_length}}', '1')"
        " WHERE role_capacity > 0"
    ),
    "proposals of a plan are offers": (
        "INSERT INTO plan_assignment (schedule_plan_id, shift_id, person_id, start_time, state,"
        " grounds, able_count, free_count, refused_reasons) VALUES ('{id}', '{id}', '{id}', now(),"
        " 'PROPOSED', '{{}}', 0, 0, '{{}}')"
    ),
    "people with a sign-up are known": "DELETE FROM person",
    "organizations with a sign-up are known": "DELETE FROM organization",
    "recorded hours are booked": "UPDATE hours_balance SET recorded_minutes = recorded_minutes + 1",
    "attested hours are booked": "UPDATE hours_balance SET attested_minutes = attested_minutes + 1",
    "images of resources are known": "DELETE FROM image",
    "images are of as many resources as they say": "UPDATE image SET uses = uses + 1",
    "organizations list those above them": "UPDATE organization SET ancestor_ids = '{{{id}}}'",
}
_ROW = "01920000-0000-7000-8000-000000000001"


async def broken(platform: Platform, name: str) -> set[str]:
    """Returns the invariants that do not hold in a service."""
    found = verify(platform.services[name].units.engine, service_named(name).invariants)
    return {verdict.invariant.name async for verdict in found if verdict.rows}


async def test_each_is_found_broken_and_no_other(platform: Platform) -> None:
    await World.make(platform)
    known = {name: [each.name for each in service_named(name).invariants] for name in NAMES}
    assert {each for invariants in known.values() for each in invariants} == BREAKS.keys()
    for name, invariants in known.items():
        assert await broken(platform, name) == set()
        for invariant in invariants:
            assert await _broken_by(platform, name, BREAKS[invariant]) == {invariant}


async def _broken_by(platform: Platform, name: str, change: str) -> set[str]:
    table = change.split()[1 if change.startswith("UPDATE") else 2]
    sql = platform.site.sql
    await sql(name, f"CREATE TABLE kept AS SELECT * FROM {table}")
    quietly = "SET LOCAL session_replication_role = replica;"
    await platform.site.sql(name, f"DO $$ BEGIN {quietly} {change.format(id=_ROW)}; END $$")
    found = await broken(platform, name)
    back = f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
    await sql(name, f"DO $$ BEGIN {quietly} {back}; END $$")
    assert await broken(platform, name) == set()
    return found
