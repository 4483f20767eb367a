"""What the kit takes for granted of every contract; each test names the fields that offend."""

from collections.abc import Iterator
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.kit.contract.fields import is_output_only
from tests.kit.messages import contract_files, contract_messages


def every_field(name: str | None = None) -> Iterator[FieldDescriptor]:
    for message in contract_messages():
        for field in message.fields:
            if name in (None, field.name):
                yield field


def owner(field: FieldDescriptor) -> Descriptor:
    assert field.containing_type is not None
    return field.containing_type


def rules(field: FieldDescriptor) -> validate_pb2.FieldRules:
    extensions: Any = field.GetOptions().Extensions
    found: validate_pb2.FieldRules = extensions[validate_pb2.field]
    return found


def test_there_are_many_messages() -> None:
    assert len(list(contract_messages())) > 50


def test_there_are_no_maps() -> None:
    """Redaction, mapping and the rules for texts walk through messages and lists only."""
    assert [
        field.full_name
        for field in every_field()
        if field.message_type is not None and field.message_type.GetOptions().map_entry
    ] == []


def test_no_message_contains_itself() -> None:
    def walk(message: Descriptor, above: tuple[Descriptor, ...]) -> Iterator[str]:
        if message in above:
            yield message.full_name
            return
        for field in message.fields:
            if field.message_type is not None:
                yield from walk(field.message_type, (*above, message))

    assert [name for message in contract_messages() for name in walk(message, ())] == []


def test_a_request_id_can_be_absent_and_is_a_uuid() -> None:
    assert [
        field.full_name
        for field in every_field("request_id")
        if not (field.has_presence and rules(field).string.uuid)
    ] == []


def test_a_page_size_is_never_negative_and_comes_with_a_token() -> None:
    assert [
        field.full_name
        for field in every_field("page_size")
        if not rules(field).int32.HasField("gte")
        or rules(field).int32.gte != 0
        or "page_token" not in owner(field).fields_by_name
    ] == []


def test_an_etag_is_for_the_service_to_set() -> None:
    assert [field.full_name for field in every_field("etag") if not is_output_only(field)] == []


def test_an_id_in_a_request_is_a_uuid() -> None:
    """Handlers turn them into UUIDs without asking again."""

    def is_uuid(field: FieldDescriptor) -> bool:
        rule = rules(field)
        text = rule.repeated.items.string if field.is_repeated else rule.string
        return bool(text.uuid)

    def refers_to_none(field: FieldDescriptor) -> bool:
        extensions: Any = field.GetOptions().Extensions
        return bool(extensions[annotations_pb2.reference].none)

    assert [
        field.full_name
        for field in every_field()
        if owner(field).name.endswith("Request")
        and (field.name in ("id", "ids") or field.name.endswith(("_id", "_ids")))
        and not refers_to_none(field)
        and not is_uuid(field)
    ] == []


def test_every_request_type_belongs_to_one_method() -> None:
    """The client finds the method by the request's type."""
    requests = [
        method.input_type.full_name
        for file in contract_files()
        for service in file.services_by_name.values()
        for method in service.methods
    ]
    assert len(requests) == len(set(requests))
