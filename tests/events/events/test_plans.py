"""How the database answers the questions of the contract: by an index, whatever the question."""

import contextlib
from collections.abc import Collection
from typing import Any

import pytest_asyncio
from banyan.events.v1 import eligibility_pb2, event_pb2, shift_pb2, sign_up_pb2
from banyan.lists.v1 import lists_pb2
from google.protobuf.message import Message

from services.events.waitlist.jobs import find_expired, find_shifts_with_a_place, first_in_line
from services.kit.calls.passport import Caller
from services.kit.errors import NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours
from tests.plans import plans, statements

ROWS = 20_000
TABLES = ("event", "shift", "sign_up", "membership", "organization")
# Those that no job reads first, where queries are counted: jobs run meanwhile.
UNHEARD = tuple(table for table in TABLES if table not in ("shift", "sign_up"))
# One event, shift and sign-up an hour, of 2,000 organizations and 1,000 people.
FILL = f"""
    CREATE TEMP TABLE one AS SELECT i, gen_random_uuid() AS id, gen_random_uuid() AS shift_id,
        md5('organization' || i % 2000)::uuid AS organization_id,
        md5('person' || i % 1000)::uuid AS person_id,
        now() + (i - {ROWS // 2}) * interval '1 hour' AS begins
    FROM generate_series(1, {ROWS}) AS i;
    INSERT INTO event SELECT id, 1, now(), now(), organization_id, 't', '', begins,
        begins + interval '1 hour', 'Asia/Shanghai', 'PUBLIC', 'PUBLISHED', '', now() FROM one;
    INSERT INTO shift SELECT shift_id, 1, now(), now(), id, organization_id, 't', begins,
        begins + interval '1 hour', 9, 1, 0, ARRAY[]::text[] FROM one;
    INSERT INTO sign_up SELECT gen_random_uuid(), 1, now(), now(), shift_id, id, organization_id,
        person_id, begins, begins + interval '1 hour', 'CONFIRMED', '' FROM one;
    INSERT INTO membership SELECT id, organization_id, person_id, 'ACTIVE',
        CASE WHEN i % 10 = 0 THEN ARRAY['LEADER'] ELSE ARRAY[]::text[] END FROM one;
    INSERT INTO organization SELECT md5('organization' || i)::uuid, 'ACTIVE',
        ARRAY[md5('organization' || i / 10)::uuid], i % 2 = 0 FROM one;
    SELECT gin_clean_pending_list('organization_ancestors');
    ANALYZE;
"""

BY_START = sign_up_pb2.SignUpOrder(
    field=sign_up_pb2.SIGN_UP_ORDER_FIELD_START_TIME, direction=lists_pb2.SORT_DIRECTION_ASCENDING
)


@pytest_asyncio.fixture
async def filled(stage: Stage) -> Stage:
    """The stage among 20,000 events."""
    await stage.script(FILL)
    return stage


async def asked(
    stage: Stage,
    request: Message,
    answer_type: Any,
    passport: str,
    tables: Collection[str] = TABLES,
) -> list[str]:
    """Returns the plans of the queries of some tables that a request leads to."""
    call = stage.call(request, answer_type, passport)
    return await plans(stage.platform, "events", tables, call)


async def test_no_question_reads_a_whole_table(filled: Stage) -> None:
    known = (
        await filled.sql(
            f"SELECT event_id::text, shift_id::text, sign_up.id::text AS sign_up_id,"
            f" organization_id::text, person_id::text FROM sign_up"
            f" ORDER BY start_time OFFSET {ROWS // 2 + 10} LIMIT 1"
        )
    )[0]
    lists = event_pb2.ListEventsRequest
    signed = sign_up_pb2.ListSignUpsRequest
    questions: list[tuple[Message, Any]] = [
        (lists(), event_pb2.ListEventsResponse),
        (lists(end_time_after=in_hours(0)), event_pb2.ListEventsResponse),
        (
            lists(end_time_after=in_hours(0), start_time_before=in_hours(48)),
            event_pb2.ListEventsResponse,
        ),
        (
            lists(end_time_after=in_hours(0), states=[event_pb2.EVENT_STATE_PUBLISHED]),
            event_pb2.ListEventsResponse,
        ),
        (lists(organization_ids=[known["organization_id"]]), event_pb2.ListEventsResponse),
        (
            lists(organization_ids=[known["organization_id"]], count_only=True),
            event_pb2.ListEventsResponse,
        ),
        (
            lists(organization_ids=[known["organization_id"]], backward=True),
            event_pb2.ListEventsResponse,
        ),
        (
            lists(
                organization_ids=[known["organization_id"], str(uuid7())],
                end_time_after=in_hours(0),
            ),
            event_pb2.ListEventsResponse,
        ),
        (
            lists(
                organization_ids=[known["organization_id"]],
                include_descendants=True,
                end_time_after=in_hours(0),
            ),
            event_pb2.ListEventsResponse,
        ),
        (lists(query="重阳节"), event_pb2.ListEventsResponse),
        (event_pb2.GetEventRequest(event_id=known["event_id"]), event_pb2.Event),
        (shift_pb2.GetShiftRequest(shift_id=known["shift_id"]), shift_pb2.Shift),
        (shift_pb2.ListShiftsRequest(event_id=known["event_id"]), shift_pb2.ListShiftsResponse),
        (
            shift_pb2.BatchListShiftsRequest(
                requests=[shift_pb2.ListShiftsRequest(event_id=known["event_id"])]
            ),
            shift_pb2.BatchListShiftsResponse,
        ),
        (
            eligibility_pb2.BatchGetEligibilitiesRequest(ids=[known["shift_id"]]),
            eligibility_pb2.BatchGetEligibilitiesResponse,
        ),
        (signed(shift_id=known["shift_id"]), sign_up_pb2.ListSignUpsResponse),
        (signed(person_id=known["person_id"]), sign_up_pb2.ListSignUpsResponse),
        (signed(event_id=known["event_id"]), sign_up_pb2.ListSignUpsResponse),
        (
            signed(person_id=known["person_id"], end_time_after=in_hours(0), order_by=BY_START),
            sign_up_pb2.ListSignUpsResponse,
        ),
        (
            signed(organization_id=known["organization_id"], order_by=BY_START),
            sign_up_pb2.ListSignUpsResponse,
        ),
        (
            signed(shift_id=known["shift_id"], person_id=known["person_id"]),
            sign_up_pb2.ListSignUpsResponse,
        ),
        (sign_up_pb2.CreateSignUpRequest(shift_id=known["shift_id"]), sign_up_pb2.SignUp),
    ]
    for request, answer_type in questions:
        # Not all roles fit into the passport, so the condition of who sees what is at its longest.
        passport = filled.office.person(roles={uuid7(): ["LEADER"]}, has_more_roles=True)
        for plan in await asked(filled, request, answer_type, passport):
            check(plan)


async def test_whose_roles_count_is_found_by_indexes(filled: Stage) -> None:
    for passport in (
        filled.office.person(),
        filled.office.person(roles={uuid7(): ["LEADER"]}, has_more_roles=True),
    ):
        (plan,) = await asked(
            filled, event_pb2.ListEventsRequest(), event_pb2.ListEventsResponse, passport, UNHEARD
        )
        assert "membership_person" in plan, plan
        assert "organization_ancestors" in plan, plan
    await filled.sql("DROP INDEX organization_ancestors")
    (plan,) = await asked(
        filled, event_pb2.ListEventsRequest(), event_pb2.ListEventsResponse, passport, UNHEARD
    )
    assert "Seq Scan on organization" in plan, plan  # the control


async def test_whose_roles_count_costs_one_statement_at_most(filled: Stage) -> None:
    unknown = event_pb2.CreateEventRequest(event=filled.event(organization_id=str(uuid7())))

    async def count(passport: str, request: Message, answer_type: Any) -> int:
        async def ask() -> None:
            with contextlib.suppress(PermissionDenied, NotFound):
                await filled.call(request, answer_type, passport)

        return len(await statements(UNHEARD, ask()))

    for passport, expected in (
        (filled.office.person(), 0),
        (filled.office.person(admin=True), 1),  # which looks for the organization
        (filled.office.person(roles={uuid7(): ["LEADER"]}), 1),
        (filled.office.person(has_more_roles=True), 1),
    ):
        assert await count(passport, unknown, event_pb2.Event) == expected
    for passport in (filled.office.anonymous(), filled.office.person()):
        request = event_pb2.ListEventsRequest()
        assert await count(passport, request, event_pb2.ListEventsResponse) == 1


async def test_due_work_reads_no_whole_table(filled: Stage) -> None:
    units = filled.platform.services["events"].units
    shift_id = (await filled.sql("SELECT id FROM shift LIMIT 1"))[0]["id"]
    async with units.writing(Caller("job:test")) as work:
        for doing in (
            find_expired(work),
            find_shifts_with_a_place(work),
            first_in_line(shift_id, work),
        ):
            for plan in await plans(filled.platform, "events", TABLES, doing):
                check(plan)


def check(plan: str) -> None:
    """Checks that a plan reads no whole table."""
    for table in TABLES:
        assert f"Seq Scan on {table} " not in f"{plan} ", plan
