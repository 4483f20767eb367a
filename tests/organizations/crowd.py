"""An organization with a crowd of members, written straight into the tables."""

import asyncpg
from banyan.organizations.v1 import organization_pb2

from services.kit.text.names import search_name, sort_name
from tests.organizations.community import Community

_FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
_LATIN = ("María García", "Zoë Müller", "Jean Valjean", "O'Brien", "Łukasz Nowak")
_FILL = """
    CREATE TEMP TABLE one AS SELECT i, gen_random_uuid() AS id, gen_random_uuid() AS person_id,
        now() - i * interval '1 minute' AS began, name.*
    FROM generate_series(1, {size}) AS i JOIN name ON name.number = i % {names};
    INSERT INTO person (id, display_name, sort_name, search_name, standing, state)
        SELECT person_id, display_name, sort_name, search_name,
        CASE WHEN i % 1000 = 0 THEN 'PAUSED' ELSE 'NONE' END, 'ACTIVE' FROM one;
    INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,
        sort_name, search_name, recorded_minutes, attested_minutes, application_message, state,
        reason, start_time)
        SELECT id, 1, began, began, '{organization}', person_id, sort_name, search_name, i % 5000,
        i % 700, '', CASE WHEN i % 1000 = 1 THEN 'SUSPENDED' ELSE 'ACTIVE' END, '', began FROM one;
    INSERT INTO membership_role (id, membership_id, role, start_time)
        SELECT gen_random_uuid(), id, CASE WHEN i % 5000 = 0 THEN 'LEADER' ELSE 'COORDINATOR' END,
        began FROM one WHERE i % 500 = 0;
    SET session_replication_role = replica;  -- the labels and fields themselves are not needed
    INSERT INTO membership_label (membership_id, label_id) SELECT id, gen_random_uuid() FROM one;
    INSERT INTO roster_value (membership_id, roster_field_id, value, number_key, text_key, match_key)
        SELECT id, gen_random_uuid(), '1', 1, '1', '1' FROM one;
    RESET session_replication_role;
    CREATE TEMP TABLE two AS SELECT gen_random_uuid() AS id FROM one;
    INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,
        sort_name, application_message, state, reason, start_time)
        SELECT id, 1, now(), now(), '{elsewhere}', gen_random_uuid(), '', '', 'ACTIVE', '', now()
        FROM two;
    INSERT INTO membership_role (id, membership_id, role, start_time)
        SELECT gen_random_uuid(), id, 'LEADER', now() FROM two;
    ANALYZE;
"""


def names() -> list[str]:
    """Returns the names that occur, some of them once in the crowd."""
    chinese = [f"{family}{one}{two}" for family in _FAMILIES for one in _GIVEN for two in _GIVEN]
    return [*chinese, *_LATIN]


async def crowd(community: Community, size: int) -> organization_pb2.Organization:
    """Returns an organization with so many members, beside as many leaders of others."""
    organization, elsewhere = await community.found(), await community.found()
    known = [
        (i, name, sort_name(name, of_person=True), search_name(name))
        for i, name in enumerate(names())
    ]
    connection = await asyncpg.connect(community.platform.site.urls["organizations"])
    try:
        await connection.execute(
            "CREATE TEMP TABLE name (number int, display_name text, sort_name text, search_name text)"
        )
        await connection.copy_records_to_table("name", records=known)
        await connection.execute(
            _FILL.format(
                size=size,
                names=len(known),
                organization=organization.id,
                elsewhere=elsewhere.id,
            )
        )
    finally:
        await connection.close()
    return organization
