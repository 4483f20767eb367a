"""GraphQL types that show messages: each has its name for itself and refers to what is declared."""

from typing import Any

import pytest
import strawberry
from banyan.organizations.v1 import membership_pb2
from google.protobuf.message_factory import GetMessageClass
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import claim, enum_type, output_type, shows, type_showing
from gateway.binding.parameters import input_class
from gateway.contract.reading import fields_of
from gateway.schema.membership import Membership
from tests.kit.descriptors import finished, message_with, new_file

MEMBERSHIP = "banyan.organizations.v1.Membership"


def test_refuses_a_second_message_of_the_same_name() -> None:
    other = message_with("Membership", "note")
    another: Any = type(
        "Membership", (), {"__doc__": "Another.", "__annotations__": {"note": auto}}
    )
    with pytest.raises(TypeError) as refused:
        shows(GetMessageClass(other))(another)
    assert str(refused.value) == (
        f"{MEMBERSHIP} and {other.full_name} would both make the GraphQL type Membership. "
        "Rename one of them."
    )
    assert type_showing(MEMBERSHIP) is Membership


def test_refuses_an_enum_named_like_a_message() -> None:
    file = new_file()
    file.enum_type.add(name="Membership").value.add(name="MEMBERSHIP_UNSPECIFIED", number=0)
    with pytest.raises(TypeError, match=f"{MEMBERSHIP} and {file.package}.Membership would both"):
        enum_type(finished(file).enum_types_by_name["Membership"])


def test_refuses_an_input_named_like_that_of_another_method() -> None:
    with pytest.raises(TypeError, match="would both make the GraphQL type EndRoleInput"):
        input_class("EndRoleInput", "banyan.made.v1.EndRoleInput", "Ends a role.", [])


def test_one_element_may_make_a_type_twice() -> None:
    claim("Membership", MEMBERSHIP)


def test_a_message_of_the_same_name_is_not_shown_as_the_other() -> None:
    """A list in one package must not get the type of another package for its nodes."""
    other = message_with("Membership")
    with pytest.raises(LookupError, match=f"No GraphQL type shows {other.full_name}"):
        type_showing(other.full_name)


def test_an_id_is_not_shown_as_a_text() -> None:
    with pytest.raises(TypeError, match=r"Membership\.person_id is an ID: show what it refers to"):
        output_type(fields_of(membership_pb2.Membership)["person_id"])


def test_refuses_a_reference_by_a_field_that_refers_to_nothing() -> None:
    with pytest.raises(TypeError, match=r"Membership\.reason refers to no resource"):
        reference("reason", of=membership_pb2.Membership)


def test_a_schema_whose_reference_is_not_shown_is_refused() -> None:
    other = message_with("Unshown", "id")

    @strawberry.type
    class Query:
        unshown = reference("person_id", to=GetMessageClass(other), of=membership_pb2.Membership)

    with pytest.raises(TypeError, match=f"No GraphQL type shows {other.full_name}"):
        strawberry.Schema(Query)
