"""What the contract says of a field."""

from typing import Any

import pytest
from banyan.volunteers.v1 import person_contact_pb2, person_pb2

from services.kit.contract.fields import (
    confidential_fields,
    field_named,
    fields_of,
    is_input_only,
    is_output_only,
    is_personal,
    is_updatable,
    may_be_announced,
)
from tests.kit.notes import contract as pb


def of_note(name: str) -> Any:
    field = field_named(pb.Note(), name)
    assert field is not None
    return field


@pytest.mark.parametrize(
    ("name", "output_only", "input_only", "updatable", "personal"),
    [
        ("title", False, False, True, False),
        ("author_name", False, False, True, True),
        ("secret", False, True, True, True),
        ("kind", False, False, False, False),
        ("etag", True, False, False, False),
    ],
)
def test_the_contract_says_who_writes_a_field_and_how_personal_it_is(
    name: str, output_only: bool, input_only: bool, updatable: bool, personal: bool
) -> None:
    field = of_note(name)
    assert is_output_only(field) == output_only
    assert is_input_only(field) == input_only
    assert is_updatable(field) == updatable
    assert is_personal(field) == personal


def test_fields_come_in_the_order_of_the_contract() -> None:
    numbers = [field.number for field in fields_of(pb.Note)]
    assert numbers == sorted(numbers)


def test_a_field_that_is_not_there_is_none() -> None:
    assert field_named(pb.Note(), "nonsense") is None


def test_confidential_fields_are_found_by_their_class() -> None:
    assert confidential_fields(pb.Diary.DESCRIPTOR) == {"text", "photo", "weight_grams", "home"}
    assert confidential_fields(pb.Note.DESCRIPTOR) == {"secret"}


def test_a_message_with_confidential_fields_is_never_announced() -> None:
    assert not may_be_announced(pb.Diary.DESCRIPTOR)
    assert not may_be_announced(person_contact_pb2.PersonContact.DESCRIPTOR)


def test_a_message_around_a_confidential_one_is_never_announced() -> None:
    assert not may_be_announced(pb.UpdateDiaryRequest.DESCRIPTOR)


def test_what_goes_in_and_never_comes_out_does_not_hinder_an_announcement() -> None:
    assert may_be_announced(pb.Note.DESCRIPTOR)
    assert may_be_announced(person_pb2.Person.DESCRIPTOR)
