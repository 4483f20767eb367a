"""The sign-ups of an event, across its shifts, by the names of people."""

from uuid import UUID

from banyan.events.v1 import sign_up_pb2

from services.kit.process.ids import uuid7
from services.kit.text.names import search_name
from tests.events.stage import Stage


async def found(stage: Stage, passport: str | None = None, **asked: object) -> list[str]:
    """Returns the IDs of the sign-ups that a list has."""
    request = sign_up_pb2.ListSignUpsRequest(**asked)  # type: ignore[arg-type] # fields by name
    answer = await stage.call(request, sign_up_pb2.ListSignUpsResponse, passport)
    return [each.id for each in answer.sign_ups]


async def named(stage: Stage, name: str) -> UUID:
    """Returns a person whose name has arrived."""
    person_id = uuid7()
    await stage.knows_person(person_id)
    await stage.sql(
        "UPDATE person SET search_name = $2 WHERE id = $1", person_id, search_name(name)
    )
    return person_id


async def test_people_are_found_by_name_in_all_shifts_of_an_event(stage: Stage) -> None:
    event = await stage.published()
    first, second = await stage.shift(event), await stage.shift(event)
    fang, lei = await named(stage, "王芳"), await named(stage, "Zhao Lei")
    elsewhere = await named(stage, "王强")
    of_fang, of_lei = await stage.sign_up(first, fang), await stage.sign_up(second, lei)
    await stage.sign_up(await stage.shift(), elsewhere)
    for query, wanted in (
        ("王", [of_fang.id]),
        ("wang f", [of_fang.id]),
        ("lei", [of_lei.id]),
        ("", [of_fang.id, of_lei.id]),
        ("%", []),
    ):
        assert await found(stage, event_id=event.id, query=query) == wanted, query
    # Who has no overview finds nobody by name but themselves.
    alone = stage.office.person(lei)
    assert await found(stage, alone, event_id=event.id, query="王") == []
    assert await found(stage, alone, event_id=event.id, query="zhao") == [of_lei.id]


async def test_lists_of_several_events_are_searched_too(stage: Stage) -> None:
    other, wanted = await stage.sign_up(await stage.shift()), await named(stage, "王芳")
    hers = await stage.sign_up(await stage.shift(), wanted)
    asked = [
        sign_up_pb2.ListSignUpsRequest(event_id=each.event_id, query=query)
        for query in ("王", "")
        for each in (other, hers)
    ]
    answer = await stage.call(
        sign_up_pb2.BatchListSignUpsRequest(requests=asked), sign_up_pb2.BatchListSignUpsResponse
    )
    listed = [[each.id for each in response.sign_ups] for response in answer.responses]
    assert listed == [[], [hers.id], [other.id], [hers.id]]
