"""What is planned, what graphql-core does, and that nothing is asked or done twice."""

import asyncio
from typing import Any

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from graphql import GraphQLObjectType, get_nullable_type, is_leaf_type
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from gateway import schema
from gateway.binding.resolver import resolve
from gateway.binding.scalars import SCALARS
from gateway.contract.reading import fields_of
from gateway.execution.run import Ask
from gateway.transport.execution import Schema
from gateway.transport.settings import TransportSettings
from services.kit.errors import NotFound
from tests.gateway.conftest import NOBODYS_ID, Json, global_id
from tests.gateway.execution.services import Services
from tests.gateway.execution.ways import LIBRARY, PLANNED, ways

SHOWN: dict[str, type[Message]] = {
    "event": event_pb2.Event,
    "organization": organization_pb2.Organization,
    "person": person_pb2.Person,
    "shift": shift_pb2.Shift,
}


class One(Services):
    """Answers every Get with one message, and knows nothing else."""

    def __init__(self, message: Message) -> None:
        super().__init__(0)
        self._message = message

    async def call(self, request: Any, answer_type: type[Any], **options: Any) -> Any:
        self.calls.append(request)
        if isinstance(self._message, answer_type):
            return self._message
        raise NotFound("There is nothing else.")


def values(field: FieldDescriptor, *, wild: bool) -> st.SearchStrategy[Any]:
    """Values that a field can hold, also such as no service would send."""
    if field.message_type is not None and field.message_type.name == "Timestamp":
        seconds = st.integers(-(2**62), 2**62) if wild else st.integers(0, 2**33)
        return st.builds(dict, seconds=seconds, nanos=st.integers(0, 999_999_999))
    if field.message_type is not None:
        return st.builds(dict)
    if field.enum_type is not None:
        known = [value.number for value in field.enum_type.values]
        return st.sampled_from([*known, 99])
    if field.type == FieldDescriptor.TYPE_STRING:
        return st.text(max_size=5)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return st.booleans()
    if field.type == FieldDescriptor.TYPE_INT32:
        return st.integers(-(2**31), 2**31 - 1)
    return st.integers(-(2**63), 2**63 - 1)


@st.composite
def messages(draw: st.DrawFn, message_type: type[Message]) -> Message:
    whole, wild = draw(st.booleans()), draw(st.booleans())
    drawn = {}
    for field in fields_of(message_type).values():
        if whole or draw(st.booleans()):
            value = values(field, wild=wild)
            drawn[field.name] = draw(st.lists(value, max_size=2) if field.is_repeated else value)
    return message_type(**drawn)


def leaves(name: str) -> list[str]:
    """The fields of a type that hold neither objects nor lists."""
    shown = PLANNED._schema.get_type(name)
    assert isinstance(shown, GraphQLObjectType)
    return [
        field_name
        for field_name, field in shown.fields.items()
        if is_leaf_type(get_nullable_type(field.type)) and not field.args
    ]


def operation(query: str, type_name: str) -> str:
    """Asks for each leaf plainly, by another name, in fragments, and under a directive."""
    plain = leaves(type_name)
    return f"""query All($id: ID!, $yes: Boolean!) {{
      {query}(id: $id) {{
        __typename {" ".join(plain)}
        first: {plain[0]} last: {plain[-1]} {plain[-1]} @skip(if: $yes) left: {plain[-1]} @include(if: $yes)
        ...Rest @include(if: $yes)
        ... on {type_name} {{ again: {plain[1]} }}
      }}
    }}
    fragment Rest on {type_name} {{ {" ".join(plain)} }}"""


async def answer(asked: Schema, query: str, services: Services, **variables: Any) -> Json:
    context = services.context(anonymous=True)
    result = await asked.execute(query, variable_values=variables, context_value=context)
    errors = [error.formatted for error in result.errors or []]
    for error in errors:
        error["extensions"].pop("traceId", None)  # of each failure its own
    return {"data": result.data, "errors": errors}


@pytest.mark.parametrize("query", SHOWN)
@given(data=st.data(), yes=st.booleans())
@settings(max_examples=60, deadline=None)
def test_both_ways_give_the_same(query: str, data: st.DataObject, yes: bool) -> None:
    message = data.draw(messages(SHOWN[query]))
    text = operation(query, SHOWN[query].DESCRIPTOR.name)
    variables = {"id": global_id(SHOWN[query].DESCRIPTOR.name, NOBODYS_ID), "yes": yes}

    async def both() -> tuple[Json, Json]:
        return (
            await answer(PLANNED, text, One(message), **variables),
            await answer(LIBRARY, text, One(message), **variables),
        )

    planned, library = asyncio.run(both())
    assert planned == library
    if planned["data"] and planned["data"][query]:
        assert list(planned["data"][query]) == list(library["data"][query])


PUBLISHED = event_pb2.EVENT_STATE_PUBLISHED
LATE = event_pb2.Event(
    title="lunch", state=PUBLISHED, start_time={"seconds": 2**60}, create_time={"seconds": 1}
)
NEVER = event_pb2.Event(title="lunch", state=PUBLISHED, create_time={"seconds": 1})


@pytest.mark.parametrize("asked", [PLANNED, LIBRARY])
async def test_a_value_that_cannot_be_shown_is_a_masked_error_at_its_place(asked: Schema) -> None:
    query = f"{{ event(id: {_quoted()}) {{ title start: startTime }} }}"
    result = await answer(asked, query, One(LATE))
    assert result["data"] == {"event": None}
    [error] = result["errors"]
    assert error["path"] == ["event", "start"]
    assert error["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize("asked", [PLANNED, LIBRARY])
async def test_a_null_that_may_not_be_reaches_the_next_that_may(asked: Schema) -> None:
    query = f"{{ event(id: {_quoted()}) {{ title updateTime }} }}"
    result = await answer(asked, query, One(NEVER))
    assert result["data"] == {"event": None}
    assert [error["path"] for error in result["errors"]] == [["event", "updateTime"]]


@pytest.mark.parametrize(
    ("query", "way"),
    [
        ("{ event(id: $id) { title state id __typename } }", "planned"),
        ("{ event(id: $id) { title updateTime } }", "repeated"),
        ("{ event(id: $id) { title } __schema { queryType { name } } }", "library"),
    ],
)
async def test_which_way_an_operation_takes(query: str, way: str) -> None:
    before = ways()
    await answer(PLANNED, query.replace("$id", _quoted()), One(NEVER))
    assert ways() - before == {way: 1}


async def test_an_error_asks_no_service_again() -> None:
    services = One(NEVER)
    query = f"{{ event(id: {_quoted()}) {{ updateTime organization {{ name }} }} }}"
    result = await answer(PLANNED, query, services)
    assert [error["path"] for error in result["errors"]] == [["event", "updateTime"]]
    assert [type(request).__name__ for request in services.calls] == ["GetEventRequest"]


async def test_an_error_below_a_mutation_does_not_repeat_it() -> None:
    services = One(NEVER)
    publish = f"publishEvent(input: {{ eventId: {_quoted()} }}) {{ event {{ title updateTime }} }}"
    result = await answer(PLANNED, f"mutation {{ a: {publish} b: {publish} }}", services)
    assert [error["path"] for error in result["errors"]] == [
        ["a", "event", "updateTime"],
        ["b", "event", "updateTime"],
    ]
    # Once for each field, although they are alike.
    assert [type(request).__name__ for request in services.calls] == ["PublishEventRequest"] * 2


class Watching(SchemaExtension):
    """Notes every field that is resolved."""

    names: list[str] = []  # noqa: RUF012

    def resolve(self, _next: Any, root: Any, info: Any, *args: str, **kwargs: Any) -> Any:
        self.names.append(info.field_name)
        return _next(root, info, *args, **kwargs)


async def test_whoever_watches_fields_sees_them_all() -> None:
    watched = Schema(
        schema.Query,
        settings=TransportSettings(),
        extensions=[Watching],
        config=StrawberryConfig(default_resolver=resolve, scalar_map=SCALARS),
    )
    Watching.names.clear()
    await answer(watched, f"{{ event(id: {_quoted()}) {{ title state }} }}", One(NEVER))
    assert Watching.names == ["event", "title", "state"]


def _quoted() -> str:
    return f'"{global_id("Event", NOBODYS_ID)}"'


class Many(Services):
    """Answers with 100 events of one organization, whose description is as long as it may be."""

    async def call(self, request: Any, answer_type: type[Any], **options: Any) -> Any:
        if answer_type is event_pb2.ListEventsResponse:
            event = event_pb2.Event(id=NOBODYS_ID, organization_id=NOBODYS_ID)
            return event_pb2.ListEventsResponse(events=[event] * 100, cursors=["x"] * 100)
        organization = organization_pb2.Organization(id=NOBODYS_ID, description="x" * 5000)
        return organization_pb2.BatchGetOrganizationsResponse(organizations=[organization])


async def test_a_small_query_gets_no_answer_of_any_size() -> None:
    texts = " ".join(f"a{number}: description" for number in range(15))
    inner = f"events(first: 100) {{ nodes {{ organization {{ {texts} }} }} }}"
    result = await answer(PLANNED, f"{{ {inner} }}", Many(0))
    assert not result["errors"]  # the control: 7.5 MB, which one page may have
    query = f"{{ events(first: 100) {{ nodes {{ organization {{ {inner} }} }} }} }}"
    result = await answer(PLANNED, query, Many(0))
    assert {error["extensions"]["code"] for error in result["errors"]} == {"RESOURCE_EXHAUSTED"}
    assert len(str(result["data"])) < 10_000_000


async def test_what_follows_from_an_object_is_no_question_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(name: str, *arguments: Any) -> Ask:
        asked.append(name)
        return Ask(name, *arguments)

    monkeypatch.setattr("gateway.execution.plan.Ask", ask)
    text = "query ($id: ID!) { event(id: $id) { title whatToBring organization { name } } }"
    id_ = global_id("Event", NOBODYS_ID)
    context = Services(0).context()
    result = await PLANNED.execute(text, variable_values={"id": id_}, context_value=context)
    assert result.data is not None
    assert asked == ["event", "organization"]
