"""The short way for plain fields gives what the long way gives: values, nulls and errors."""

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
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from gateway import schema
from gateway.context import Bounds
from gateway.contract import fields_of
from gateway.execution import Schema
from gateway.loaders import Loaders
from gateway.resolver import resolve
from gateway.settings import TransportSettings
from services.kit.errors import NotFound
from tests.gateway.conftest import NOBODYS_ID, Json, global_id

SHORT = schema.build(TransportSettings())
LONG = schema.build(TransportSettings())
LONG.execution_context_class = StrawberryGraphQLCoreExecutionContext
SHOWN: dict[str, type[Message]] = {
    "event": event_pb2.Event,
    "organization": organization_pb2.Organization,
    "person": person_pb2.Person,
    "shift": shift_pb2.Shift,
}


class Context:
    """Answers every Get with one message, and knows nothing else."""

    carrier: dict[str, str] = {}  # noqa: RUF012
    is_anonymous = True
    bounds = Bounds()

    def __init__(self, message: Message) -> None:
        self._message = message
        self.loaders = Loaders(self.call)

    async def call(self, _: Message, answer_type: type[Message]) -> Message:
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
    shown = SHORT._schema.get_type(name)
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


async def answer(asked: Schema, query: str, message: Message, **variables: Any) -> Json:
    result = await asked.execute(query, variable_values=variables, context_value=Context(message))
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
            await answer(SHORT, text, message, **variables),
            await answer(LONG, text, message, **variables),
        )

    short, long = asyncio.run(both())
    assert short == long
    if short["data"] and short["data"][query]:
        assert list(short["data"][query]) == list(long["data"][query])


LATE = event_pb2.Event(title="lunch", start_time={"seconds": 2**60}, create_time={"seconds": 1})
NEVER = event_pb2.Event(title="lunch", create_time={"seconds": 1})


@pytest.mark.parametrize("asked", [SHORT, LONG])
async def test_a_value_that_cannot_be_shown_is_a_masked_error_at_its_place(asked: Schema) -> None:
    result = await answer(
        asked, "{ event(id: $id) { title start: startTime } }".replace("$id", _quoted()), LATE
    )
    assert result["data"] == {"event": None}
    [error] = result["errors"]
    assert error["path"] == ["event", "start"]
    assert error["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize("asked", [SHORT, LONG])
async def test_a_null_that_may_not_be_reaches_the_next_that_may(asked: Schema) -> None:
    query = f"{{ event(id: {_quoted()}) {{ title updateTime }} }}"
    result = await answer(asked, query, NEVER)
    assert result["data"] == {"event": None}
    assert [error["path"] for error in result["errors"]] == [["event", "updateTime"]]


async def test_plain_fields_do_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    long_way = StrawberryGraphQLCoreExecutionContext.execute_field
    names: list[str] = []

    def noted(self: Any, parent: Any, source: Any, details: Any, *rest: Any) -> Any:
        names.append(details[0].node.name.value)
        return long_way(self, parent, source, details, *rest)

    monkeypatch.setattr(StrawberryGraphQLCoreExecutionContext, "execute_field", noted)
    result = await answer(SHORT, f"{{ event(id: {_quoted()}) {{ title state id }} }}", NEVER)
    assert result["data"]["event"]["title"] == "lunch"
    assert names == ["event"]


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
        config=StrawberryConfig(default_resolver=resolve),
    )
    Watching.names.clear()
    await answer(watched, f"{{ event(id: {_quoted()}) {{ title state }} }}", NEVER)
    assert Watching.names == ["event", "title", "state"]


def _quoted() -> str:
    return f'"{global_id("Event", NOBODYS_ID)}"'


class Many(Context):
    """Answers with 100 events of one organization, whose description is as long as it may be."""

    def __init__(self) -> None:
        super().__init__(organization_pb2.Organization(id=NOBODYS_ID, description="x" * 5000))

    async def call(self, request: Message, answer_type: type[Message]) -> Message:
        if answer_type is event_pb2.ListEventsResponse:
            event = event_pb2.Event(id=NOBODYS_ID, organization_id=NOBODYS_ID)
            return event_pb2.ListEventsResponse(events=[event] * 100, cursors=["x"] * 100)
        return organization_pb2.BatchGetOrganizationsResponse(organizations=[self._message])  # type: ignore[list-item]


async def test_a_small_query_gets_no_answer_of_any_size() -> None:
    texts = " ".join(f"a{number}: description" for number in range(15))
    inner = f"events(first: 100) {{ nodes {{ organization {{ {texts} }} }} }}"
    result = await SHORT.execute(f"{{ {inner} }}", context_value=Many())
    assert not result.errors  # the control: 7.5 MB, which one page may have
    query = f"{{ events(first: 100) {{ nodes {{ organization {{ {inner} }} }} }} }}"
    result = await SHORT.execute(query, context_value=Many())
    assert result.errors is not None
    assert {(error.extensions or {})["code"] for error in result.errors} == {"RESOURCE_EXHAUSTED"}
    assert len(str(result.data)) < 10_000_000
