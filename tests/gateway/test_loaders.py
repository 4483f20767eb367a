import asyncio
from typing import Any
from uuid import uuid4

import pytest
from banyan.volunteers.v1 import person_activity_pb2, person_pb2
from google.protobuf.message import Message

from gateway.loaders import LARGEST_BATCH, Loaders
from services.kit.errors import Unavailable

Person = person_pb2.Person


class People:
    """A community, asked in batches; it leaves out whoever is hidden."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.hidden: set[str] = set()

    async def answer(self, request: Any, answer_type: type[Message]) -> Message:
        self.batches.append(list(request.ids))
        shown = [Person(id=id_) for id_ in request.ids if id_ not in self.hidden]
        return person_pb2.BatchGetPeopleResponse(people=shown)


@pytest.fixture
def people() -> People:
    return People()


async def test_one_call_serves_all_who_ask_at_once(people: People) -> None:
    loaders = Loaders(people.answer)
    one, other = str(uuid4()), str(uuid4())
    found = await asyncio.gather(*(loaders.load(Person, id_) for id_ in (one, other, one)))
    assert found == [Person(id=one), Person(id=other), Person(id=one)]
    assert people.batches == [[one, other]]


async def test_what_is_left_out_is_none(people: People) -> None:
    loaders = Loaders(people.answer)
    seen, unseen = str(uuid4()), str(uuid4())
    people.hidden.add(unseen)
    assert await loaders.load_many(Person, [unseen, seen]) == [None, Person(id=seen)]


async def test_no_id_is_none_without_a_call(people: People) -> None:
    assert await Loaders(people.answer).load(Person, "") is None
    assert people.batches == []


async def test_many_are_asked_for_in_batches_that_the_contract_allows(people: People) -> None:
    ids = [str(uuid4()) for _ in range(2 * LARGEST_BATCH + 1)]
    found = await Loaders(people.answer).load_many(Person, ids)
    assert [message.id for message in found if isinstance(message, Person)] == ids
    assert [len(batch) for batch in people.batches] == [LARGEST_BATCH, LARGEST_BATCH, 1]


async def test_each_is_read_once_until_all_is_forgotten(people: People) -> None:
    loaders, id_ = Loaders(people.answer), str(uuid4())
    await loaders.load(Person, id_)
    await loaders.load(Person, id_)
    assert len(people.batches) == 1
    loaders.clear()
    await loaders.load(Person, id_)
    assert len(people.batches) == 2


async def test_the_key_is_whose_it_is_where_there_is_no_id() -> None:
    kind = person_activity_pb2.PersonActivity
    id_ = str(uuid4())

    async def answer(request: Any, answer_type: type[Message]) -> Message:
        found = [kind(person_id=id_, planned_minutes=90)]
        return person_activity_pb2.BatchGetPersonActivitiesResponse(person_activities=found)

    loaded = await Loaders(answer).load(kind, id_)
    assert isinstance(loaded, kind)
    assert loaded.planned_minutes == 90


async def test_a_failure_is_everybodys() -> None:
    async def answer(request: Message, answer_type: type[Message]) -> Message:
        raise Unavailable("The service is away.")

    loaders = Loaders(answer)
    outcomes = await asyncio.gather(
        *(loaders.load(Person, str(uuid4())) for _ in range(2)), return_exceptions=True
    )
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
