"""ListPeople: whom administrators find, by name and by standing."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from banyan.lists.v1 import lists_pb2
from banyan.volunteers.v1 import person_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from deploy.local.postgres import Postgres
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.text.names import search_name, sort_name
from services.kit.work.migrate import migrate_async
from tests.plans import plans
from tests.services import Platform
from tests.upgrades import upgrade_to
from tests.volunteers.people.test_people import lin, register

APPLICANT = pb.VOLUNTEER_STANDING_APPLICANT
ASCENDING, DESCENDING = lists_pb2.SORT_DIRECTION_ASCENDING, lists_pb2.SORT_DIRECTION_DESCENDING
NAMES = ["Berta Özil", "林秀英", "阿里", "吕布", "zoe"]
# By pinyin: a li, berta, lin, lü bu, zoe.
SORTED = ["阿里", "Berta Özil", "林秀英", "吕布", "zoe"]


@pytest.fixture
async def people(volunteers: Platform) -> dict[str, UUID]:
    """People by name, in the order in which they registered."""
    found = {name: uuid7() for name in NAMES}
    for name, id_ in found.items():
        await register(volunteers, id_, lin(display_name=name))
    return found


async def page(
    platform: Platform, passport: str | None = None, **question: Any
) -> pb.ListPeopleResponse:
    request = pb.ListPeopleRequest(**question)
    passport = passport or platform.office.person(admin=True)
    return await platform.call(request, pb.ListPeopleResponse, passport)


async def names(platform: Platform, **question: Any) -> list[str]:
    """Returns the names that a question finds, two on a page."""
    found: list[str] = []
    token = ""
    while True:
        answer = await page(platform, page_size=2, page_token=token, **question)
        found += [each.display_name for each in answer.people]
        token = answer.next_page_token
        if not token:
            return found


def by(field: pb.PersonOrderField, direction: lists_pb2.SortDirection) -> pb.PersonOrder:
    return pb.PersonOrder(field=field, direction=direction)


@pytest.mark.usefixtures("people")
async def test_lists_everyone_by_name(volunteers: Platform) -> None:
    assert await names(volunteers) == SORTED
    name = by(pb.PERSON_ORDER_FIELD_NAME, DESCENDING)
    assert await names(volunteers, order_by=name) == SORTED[::-1]


@pytest.mark.usefixtures("people")
async def test_lists_by_the_time_of_registration(volunteers: Platform) -> None:
    time = by(pb.PERSON_ORDER_FIELD_CREATE_TIME, ASCENDING)
    assert await names(volunteers, order_by=time) == NAMES
    last = await page(volunteers, order_by=time, page_size=2, backward=True)
    assert [each.display_name for each in last.people] == NAMES[-2:]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "found"),
    [("xiuying", ["林秀英"]), ("ozil", ["Berta Özil"]), ("lvbu", ["吕布"]), ("nobody", [])],
)
async def test_finds_names_as_rosters_do(
    volunteers: Platform, query: str, found: list[str]
) -> None:
    assert await names(volunteers, query=query) == found


async def test_finds_people_under_their_new_name(
    volunteers: Platform, people: dict[str, UUID]
) -> None:
    update = pb.UpdatePersonRequest(
        person_id=str(people["zoe"]),
        person=pb.Person(display_name="Amira"),
        update_mask=FieldMask(paths=["display_name"]),
    )
    await volunteers.call(update, pb.Person, volunteers.office.person(people["zoe"]))
    assert await names(volunteers, query="amira") == ["Amira"]
    assert await names(volunteers, query="zoe") == []


async def test_finds_who_waits_for_approval(volunteers: Platform, people: dict[str, UUID]) -> None:
    me = people["林秀英"]
    apply = pb.ApplyAsVolunteerRequest(person_id=str(me))
    await volunteers.call(apply, pb.Person, volunteers.office.person(me))
    assert await names(volunteers, standings=[APPLICANT]) == ["林秀英"]
    counted = await page(volunteers, standings=[APPLICANT], count_only=True)
    assert (counted.total_count, counted.total_count_is_exact) == (1, True)
    approve = pb.ApproveVolunteerRequest(person_id=str(me))
    await volunteers.call(approve, pb.Person, volunteers.office.person(admin=True))
    assert await names(volunteers, standings=[APPLICANT]) == []


async def test_finds_who_is_suspended(volunteers: Platform, people: dict[str, UUID]) -> None:
    suspend = pb.SuspendPersonRequest(person_id=str(people["吕布"]))
    await volunteers.call(suspend, pb.Person, volunteers.office.person(admin=True))
    assert await names(volunteers, states=[pb.PERSON_STATE_SUSPENDED]) == ["吕布"]
    assert "吕布" not in await names(volunteers, states=[pb.PERSON_STATE_ACTIVE])


@pytest.mark.usefixtures("people")
async def test_refuses_those_who_do_not_administer(volunteers: Platform) -> None:
    leader = volunteers.office.person(roles={uuid7(): ["OWNER"]})
    with pytest.raises(PermissionDenied):
        await page(volunteers, leader)


async def test_every_question_is_answered_by_an_index(volunteers: Platform) -> None:
    connection = await asyncpg.connect(volunteers.site.urls["volunteers"])
    await connection.execute(
        "INSERT INTO person (id, version, create_time, update_time, display_name, sort_name,"
        " search_name, languages, time_zone, skills, state, standing)"
        " SELECT gen_random_uuid(), 1, now(), now(), 'n', 'n' || i, ' n' || i % 300, '{}', 'UTC',"
        " '[]', CASE WHEN i % 2000 = 1 THEN 'SUSPENDED' ELSE 'ACTIVE' END,"
        " CASE WHEN i % 2000 = 0 THEN 'APPLICANT' ELSE 'NONE' END"
        " FROM generate_series(1, 20000) AS i;"
        " SELECT gin_clean_pending_list('person_search'); ANALYZE person"
    )
    await connection.close()
    passport = volunteers.office.person(admin=True)
    for question, index in (
        (pb.ListPeopleRequest(), "person_name"),
        (pb.ListPeopleRequest(standings=[APPLICANT]), "person_standing"),
        (pb.ListPeopleRequest(states=[pb.PERSON_STATE_SUSPENDED]), "person_state"),
        (pb.ListPeopleRequest(query="n77"), "person_search"),
        (
            pb.ListPeopleRequest(order_by=by(pb.PERSON_ORDER_FIELD_CREATE_TIME, DESCENDING)),
            "person_age",
        ),
    ):
        call = volunteers.call(question, pb.ListPeopleResponse, passport)
        (plan,) = await plans(volunteers, "volunteers", ("person",), call)
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan


async def test_people_who_are_there_get_the_names_by_which_they_are_found(
    postgres: Postgres,
) -> None:
    """volunteers_0010."""
    url = postgres.create_database(f"people_{uuid4().hex[:8]}")
    await upgrade_to(url, "volunteers", "volunteers_0009")
    connection = await asyncpg.connect(url)
    await connection.execute(
        "INSERT INTO person (id, version, create_time, update_time, display_name, languages,"
        " time_zone, skills, state, standing) SELECT gen_random_uuid(), 1, now(), now(),"
        " '曾静 ' || i, '{}', 'UTC', '[]', 'ACTIVE', 'NONE' FROM generate_series(1, 1500) AS i"
    )
    await migrate_async("volunteers", url)
    found = await connection.fetch("SELECT * FROM person")
    await connection.close()
    assert len(found) == 1500
    for row in found:
        assert row["sort_name"] == sort_name(row["display_name"], of_person=True)
        assert row["search_name"] == search_name(row["display_name"])
