import asyncio
from typing import Any
from uuid import uuid4

import pytest
from banyan.volunteers.v1 import person_activity_pb2, person_pb2
from google.protobuf.message import Message

from gateway.backend.loaders import LARGEST_BATCH, Loaders
from services.kit.errors import Exhausted, Unavailable

Person = person_pb2.Person


class People:
    """A community, asked in batches; it leaves out whoever is hidden."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.hidden: set[str] = set()

    async def answer(
        self, request: Any, answer_type: type[Message], service: str | None = None
    ) -> Message:
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
    assert await loaders.load_all(Person, [unseen, seen]) == [None, Person(id=seen)]


async def test_no_id_is_none_without_a_call(people: People) -> None:
    assert await Loaders(people.answer).load(Person, "") is None
    assert people.batches == []


async def test_many_are_asked_for_in_batches_that_the_contract_allows(people: People) -> None:
    ids = [str(uuid4()) for _ in range(2 * LARGEST_BATCH + 1)]
    found = await Loaders(people.answer).load_all(Person, ids)
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

    async def answer(request: Any, answer_type: type[Message], service: str | None) -> Message:
        found = [kind(person_id=id_, planned_minutes=90)]
        return person_activity_pb2.BatchGetPersonActivitiesResponse(person_activities=found)

    loaded = await Loaders(answer).load(kind, id_)
    assert isinstance(loaded, kind)
    assert loaded.planned_minutes == 90


class TestTooLarge:
    """Answers of which nobody knows beforehand how large they are."""

    def limited(self, people: People, most: int, large: str = "") -> Loaders:
        """Returns loaders for a service whose answers hold so many people, or none with a large one."""

        async def answer(request: Any, answer_type: type[Message], service: str | None) -> Message:
            answered = await people.answer(request, answer_type)
            if len(request.ids) > most or large in request.ids:
                raise Exhausted("Too large.", reason="ANSWER_TOO_LARGE")
            return answered

        return Loaders(answer)

    async def test_what_is_too_large_together_is_asked_for_in_parts(self, people: People) -> None:
        ids = [str(uuid4()) for _ in range(10)]
        found = await self.limited(people, 3).load_all(Person, ids)
        assert [message.id for message in found if isinstance(message, Person)] == ids
        assert [len(batch) for batch in people.batches] == [10, 5, 2, 3, 5, 2, 3]

    async def test_what_is_too_large_alone_fails_alone(self, people: People) -> None:
        ids = [str(uuid4()) for _ in range(10)]
        loaders = self.limited(people, 10, large=ids[6])
        outcomes = await asyncio.gather(
            *(loaders.load(Person, id_) for id_ in ids), return_exceptions=True
        )
        failed = [index for index, each in enumerate(outcomes) if isinstance(each, Exhausted)]
        assert failed == [6]
        assert [each for each in outcomes if isinstance(each, Person)] == [
            Person(id=id_) for id_ in ids if id_ != ids[6]
        ]

    async def test_what_fits_is_asked_for_once(self, people: People) -> None:
        await self.limited(people, 10).load_all(Person, [str(uuid4()) for _ in range(10)])
        assert len(people.batches) == 1


async def test_a_failure_is_everybodys() -> None:
    async def answer(request: Message, answer_type: type[Message], service: str | None) -> Message:
        raise Unavailable("The service is away.")

    loaders = Loaders(answer)
    outcomes = await asyncio.gather(
        *(loaders.load(Person, str(uuid4())) for _ in range(2)), return_exceptions=True
    )
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
