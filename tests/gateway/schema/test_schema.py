"""The schema as a whole: what it must have, so that nobody has to remember it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_scalar_type,
)
from strawberry.types.base import get_object_definition

from gateway.binding.messages import DESCRIBED_BY, type_named, type_showing
from gateway.binding.mutations import parameters_of
from gateway.binding.node import Node
from gateway.contract import reading as contract
from gateway.schema import __main__ as printed
from gateway.schema import build, hours, import_job, root_type
from gateway.transport.settings import TransportSettings
from services.kit.contract.fields import is_input_only, referenced
from services.kit.contract.rpc import methods_of
from tests.access.mutations import BETWEEN_SERVICES
from tests.contract import FILES


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build(TransportSettings())._schema


def test_the_printed_schema_is_current() -> None:
    assert printed.OUTPUT.read_text() == printed.generate(), "run python -m gateway.schema"


def test_every_changing_method_has_its_mutation(schema: GraphQLSchema) -> None:
    assert schema.mutation_type is not None
    changing = {
        contract.mutation_name(method.request_type)
        for file in FILES
        for service in file.services_by_name.values()
        for method in methods_of(service)
        if method.mutates and f"{service.name}.{method.name}" not in BETWEEN_SERVICES
    }
    assert set(schema.mutation_type.fields) == changing


def test_two_modules_cannot_have_the_same_field() -> None:
    root_type("Query", "Both.", [hours.Queries, import_job.Queries])

    @strawberry.type
    class Queries:
        import_job: str

    with pytest.raises(TypeError, match="test_schema both have the field import_job of Query"):
        root_type("Query", "Both.", [import_job.Queries, Queries])


def test_every_id_that_a_mutation_takes_is_that_of_something_in_the_schema() -> None:
    taken = {
        parameter.field.full_name: referenced(parameter.field)
        for file in FILES
        for service in file.services_by_name.values()
        for method in methods_of(service)
        if method.mutates and method.each is None
        for parameter in parameters_of(method.request_type)
    }
    resources = {name: type_showing(name).message for name in taken.values() if name}
    assert "banyan.organizations.v1.Organization" in resources
    assert taken["banyan.organizations.v1.Organization.external_id"] is None


def test_everything_has_a_description(schema: GraphQLSchema) -> None:
    assert [name for name, text in descriptions(schema) if not text] == []


def test_descriptions_call_fields_as_the_schema_does(schema: GraphQLSchema) -> None:
    texts = dict(descriptions(schema))
    assert "joinWaitlist" in (texts["Mutation.createSignUp"] or "")
    assert [name for name, text in texts.items() if re.search("[a-z]_[a-z]", text or "")] == []


def descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for value_name, value in kind.values.items():
                yield f"{name}.{value_name}", value.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            fields: dict[str, Any] = dict(kind.fields)
            for field_name, field in fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument_name})", argument.description


@pytest.mark.parametrize(
    "message",
    [
        message
        for file in FILES
        for message in file.message_types_by_name.values()
        # The fields `viewerCan…` show permissions; `AgeCheck` is asked between services alone; orders, points, conditions
        # and what devices have noted go in. A `CalendarEntry` is shown as iCalendar, and a `PersonalRecord` in a file. Errors show a `FailedRequest`, and the fields of events and shifts what is counted. A dry run
        # shows an `AffectedResource` as the object itself. No frontend sees a passport, and none what services tell each
        # other of the contact details in a list, with whose consent they are imported, or of the starter kit of a group.
        if not message.name.endswith(
            (
                "Request",
                "Response",
                "Resolution",
                "Permissions",
                "Check",
                "Order",
                "Near",
                "ViewerRoles",
                "Count",
                "AffectedResource",
                "AddressedPassport",
                "ValueCondition",
                "NotedAttendance",
                "PeopleImportColumn",
                "CalendarEntry",
                "PersonalRecord",
                "ContactConsent",
                "ContactDraft",
                "ContactComparison",
                "ContactEquality",
                "StarterKitCopy",
            )
        )
    ],
    ids=lambda message: message.name,
)
def test_every_field_of_a_resource_is_shown(message: Any) -> None:
    """By its name, as what it refers to, or in the global id; or it goes in and never comes out."""
    shown = type_named(message.name)
    fields = get_object_definition(shown, strict=True).fields
    names = {field.metadata.get(DESCRIBED_BY, field.python_name) for field in fields}
    # The id of an activity or a contact is that of the person or organization that it hangs on.
    names.add(contract.key_of(shown.message))
    hidden = {
        field.name
        for field in message.fields
        if field.name not in names and not is_input_only(field)
    }
    assert hidden == set()


def test_every_resource_that_can_be_got_alone_is_a_node() -> None:
    resources = {
        method.response_type.DESCRIPTOR.name
        for file in FILES
        for service in file.services_by_name.values()
        for method in methods_of(service)
        if method.name.startswith("Get")
    }
    assert {name for name in resources if not issubclass(type_named(name), Node)} == set()


def test_it_satisfies_the_connections_of_relay(schema: GraphQLSchema) -> None:
    connections = {name for name in schema.type_map if name.endswith("Connection")}
    assert connections
    for name in connections:
        connection = schema.type_map[name]
        assert isinstance(connection, GraphQLObjectType)
        assert str(connection.fields["pageInfo"].type) == "PageInfo!"
        assert str(connection.fields["edges"].type) == f"[{name.replace('Connection', 'Edge')}!]!"
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            for field in kind.fields.values():
                if str(field.type) in connections:
                    assert {"first", "after"} <= set(field.args)
