"""What a view of many groups reads: as many statements for one group as for many, and no more rows for a longer history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from tests.organizations.community import Community
from tests.organizations.cultivation.passing import day_ago
from tests.organizations.cultivation.test_view import view
from tests.organizations.enrolments.growing import Garden
from tests.organizations.signs.test_signs import look
from tests.roundtrips import marked_requests

MORE, SPANS = 60, 36  # groups, and months of each
_ENROLLED_LIKE = """
    INSERT INTO enrolment SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'organization_id', $2::uuid))).*
    FROM enrolment AS one WHERE id = $1
"""
_DAYS = """
    INSERT INTO enrolment_day (enrolment_id, basis, day, until_day, cultivator_id, first_version_id, programme_id,
        stage_key, stage_start_time, stuck_day, state, kind, is_ready, is_fading, members_count, is_late)
    SELECT id, basis, current_date - 30 * span, current_date - 30 * (span - 1), cultivator_id, first_version_id,
        programme_id, stage_key, stage_start_time, '9999-12-31', state, 'INTEREST_GROUP', false, false, 7, false
    FROM enrolment, unnest(ARRAY['SEEN', 'KNOWN']) AS basis, generate_series(1, $2::int) AS span
    WHERE cultivator_id = $1
    ON CONFLICT DO NOTHING
"""


@contextmanager
def reading() -> Iterator[list[int]]:
    """Notes how many rows each statement of requests returns."""
    read: list[int] = []
    fetch = Connection.fetch

    async def noting(connection: Any, *arguments: Any, **options: Any) -> Any:
        rows = await fetch(connection, *arguments, **options)
        if is_handled():
            read.append(len(rows))
        return rows

    with marked_requests() as is_handled, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "fetch", noting)
        yield read


async def read_by(garden: Garden, day: date | None) -> tuple[int, int, int]:
    """Returns how many groups a view shows, how many statements it took, and how many rows they returned."""
    values = {} if day is None else {"date": day.isoformat()}
    await view(garden, **values)  # the first one prepares statements
    with reading() as read:
        found = await view(garden, **values)
    return found.groups, len(read), sum(read)


async def test_a_view_reads_a_row_for_each_group_whatever_its_history(
    community: Community,
) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await look(community)
    sql = community.platform.site.sql
    station, then = UUID(garden.station.id), day_ago(100)
    await sql("organizations", _DAYS, station, 4)
    few = {day: await read_by(garden, day) for day in (None, then)}
    assert [groups for groups, *_ in few.values()] == [1, 1]
    for _ in range(MORE):
        group = await community.found()
        await sql("organizations", _ENROLLED_LIKE, UUID(enrolment.id), UUID(group.id))
    await sql("organizations", _DAYS, station, 4)
    many = {day: await read_by(garden, day) for day in few}
    await sql("organizations", _DAYS, station, SPANS)
    longer = {day: await read_by(garden, day) for day in few}
    assert longer == many
    for day, (groups, statements, rows) in many.items():
        assert groups == MORE + 1
        assert statements == few[day][1] > 4
        assert rows - few[day][2] >= MORE  # the groups are among what is counted
        # One for each group; of a past day one for how it was seen, and one for how it is known.
        assert rows - few[day][2] <= 2 * MORE
