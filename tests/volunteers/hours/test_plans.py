"""How the database answers what is asked about hours: by an index, whatever the question."""

from typing import Any

import asyncpg
import pytest_asyncio
from banyan.volunteers.v1 import hours_attestation_pb2, hours_balance_pb2, hours_entry_pb2

from services.kit.process.ids import uuid7
from tests.plans import plans
from tests.services import Platform
from tests.volunteers.books import work_once

ROWS = 20_000
TABLES = ("hours_entry", "hours_balance", "hours_attestation", "hours_account")
# Of 1,000 people, each with one of 200 organizations: an hour recorded, and one entered, each time.
# Few wait for approval.
FILL = f"""
    CREATE TEMP TABLE one AS SELECT gen_random_uuid() AS id, i % 1000 AS p, i % 200 AS o,
        md5('person' || i % 1000)::uuid AS person_id,
        md5('organization' || i % 200)::uuid AS organization_id,
        now() - i * interval '1 minute' AS t
    FROM generate_series(1, {ROWS}) AS i;
    INSERT INTO hours_account (id, hours_class, organization_id)
        SELECT DISTINCT md5('o' || o)::uuid, 'RECORDED', organization_id FROM one;
    INSERT INTO hours_account (id, hours_class, organization_id, person_id)
        SELECT DISTINCT md5('p' || p)::uuid, 'RECORDED', organization_id, person_id FROM one;
    INSERT INTO hours_entry (id, version, create_time, update_time, hours_class, person_id,
        organization_id, debit_account_id, credit_account_id, transferred_minutes,
        reversals_before, sign_up_id)
        SELECT id, 1, t, t, 'RECORDED', person_id, organization_id, md5('o' || o)::uuid,
        md5('p' || p)::uuid, 60, 0, gen_random_uuid() FROM one;
    INSERT INTO hours_balance (id, version, create_time, update_time, person_id, organization_id,
        recorded_minutes, attested_minutes)
        SELECT gen_random_uuid(), 1, now(), now(), person_id, organization_id, 60, 0 FROM one
        GROUP BY person_id, organization_id;
    INSERT INTO hours_attestation (id, version, create_time, update_time, organization_id,
        person_id, date, minutes, description, state, submitter_id, reason)
        SELECT id, 1, t, t, organization_id, person_id, now()::date, 60, 't',
        CASE WHEN random() < 0.01 THEN 'SUBMITTED' ELSE 'DECLINED' END, id, '' FROM one;
    INSERT INTO membership (id, organization_id, person_id, state, roles)
        SELECT id, organization_id, person_id, 'ACTIVE', ARRAY['LEADER'] FROM one;
    INSERT INTO organization (id, state, ancestor_ids, inherit_roles)
        SELECT id, 'ACTIVE', ARRAY[organization_id], true FROM one;
    SELECT gin_clean_pending_list('organization_ancestors');
    ANALYZE;
"""
ANY = str(uuid7())
SUBMITTED = hours_attestation_pb2.HOURS_ATTESTATION_STATE_SUBMITTED
QUESTIONS: list[tuple[Any, Any]] = [
    (
        hours_entry_pb2.ListHoursEntriesRequest(person_id=ANY),
        hours_entry_pb2.ListHoursEntriesResponse,
    ),
    (
        hours_entry_pb2.ListHoursEntriesRequest(
            person_id=ANY,
            start_date="2026-07-01",
            end_date="2026-07-31",
            time_zone="Asia/Shanghai",
            order_by={
                "field": "HOURS_ENTRY_ORDER_FIELD_WORK_TIME",
                "direction": "SORT_DIRECTION_ASCENDING",
            },
        ),
        hours_entry_pb2.ListHoursEntriesResponse,
    ),
    (
        hours_balance_pb2.ListHoursBalancesRequest(person_id=ANY),
        hours_balance_pb2.ListHoursBalancesResponse,
    ),
    *(
        (
            hours_attestation_pb2.ListHoursAttestationsRequest(**about),
            hours_attestation_pb2.ListHoursAttestationsResponse,
        )
        for about in (
            {"person_id": ANY},
            {"organization_id": ANY},
            {"organization_id": ANY, "states": [SUBMITTED]},
        )
    ),
]


@pytest_asyncio.fixture
async def filled(volunteers: Platform) -> Platform:
    """The volunteers service with 20,000 entries and attestations."""
    connection = await asyncpg.connect(volunteers.site.urls["volunteers"])
    try:
        await connection.execute(FILL)
    finally:
        await connection.close()
    return volunteers


async def test_every_list_is_read_by_an_index(filled: Platform) -> None:
    for passport in (
        filled.office.person(admin=True),
        filled.office.person(roles={uuid7(): ["LEADER"]}),
        filled.office.person(has_more_roles=True),
    ):
        for request, answer_type in QUESTIONS:
            call = filled.call(request, answer_type, passport)
            for plan in await plans(filled, "volunteers", TABLES, call):
                assert "Seq Scan on hours" not in plan, plan


async def test_whose_roles_count_is_found_by_indexes(filled: Platform) -> None:
    passport = filled.office.person(has_more_roles=True)

    async def plan() -> str:
        request, answer_type = QUESTIONS[0]
        call = filled.call(request, answer_type, passport)
        (found,) = await plans(filled, "volunteers", TABLES, call)
        return found

    assert "membership_person" in await plan()
    assert "organization_ancestors" in await plan()
    await filled.site.sql("volunteers", "DROP INDEX organization_ancestors")
    assert "Seq Scan on organization" in await plan()  # the control


async def test_what_waits_for_approval_is_found_among_what_was_settled(filled: Platform) -> None:
    request, answer_type = QUESTIONS[-1]

    async def plan() -> str:
        call = filled.call(request, answer_type, filled.office.person(admin=True))
        (found,) = await plans(filled, "volunteers", TABLES, call)
        return found

    assert "Filter" not in await plan()
    await filled.site.sql("volunteers", "DROP INDEX hours_attestation_state")
    assert (
        "Filter: ((state)::text = ANY ('{SUBMITTED}'::text[]))" in await plan()
    )  # it reads all others too


async def test_a_booking_finds_what_stands_by_an_index(filled: Platform) -> None:
    booking = work_once(filled, uuid7(), uuid7(), 60)
    for plan in await plans(filled, "volunteers", TABLES, booking, by_consumers=True):
        assert "Seq Scan on hours" not in plan, plan
