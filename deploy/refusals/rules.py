"""The reasons that the rules of the contract give."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from banyan.images.v1.image_pb2 import Image
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.kit.contract.fields import text_formats
from services.kit.contract.formats import FORMATS
from services.kit.contract.rules import reason_of_rule

# Rules that the library reports under another name, or under several.
_REPORTED = {
    "string.uuid": ("string.uuid", "string.uuid_empty"),
    "int32.gte": ("int32.gte", "int32.gte_lte"),
    "double.gte": ("double.gte", "double.gte_lte"),
}
# What the kit refuses where a resource has an image.
_OF_IMAGES = {
    "RECEIPT_NOT_VALID": "The receipt of an upload does not hold.",
    "IMAGE_GONE": "The image was removed.",
}
_NO_KINDS = ("ignore", "required", "cel")


@cache
def rules_of(message: Descriptor) -> dict[str, str]:
    """Returns the reasons that the rules of a message and of its parts give, each with its meaning."""
    return dict(_rules(message, frozenset()))


def _rules(message: Descriptor, seen: frozenset[Descriptor]) -> Iterator[tuple[str, str]]:
    extensions: Any = message.GetOptions().Extensions
    for rule in extensions[validate_pb2.message].cel:
        yield reason_of_rule(rule.id), rule.message
    for field in message.fields:
        yield from _of_field(field)
        part = field.message_type
        if part is not None and part.full_name.startswith("banyan.") and part not in seen:
            yield from _rules(part, seen | {message})
    if message is Image.DESCRIPTOR:
        yield from _OF_IMAGES.items()
    for kind in text_formats(message).values():
        yield FORMATS[kind].reason, FORMATS[kind].text


def _of_field(field: FieldDescriptor) -> Iterator[tuple[str, str]]:
    extensions: Any = field.GetOptions().Extensions
    yield from _of_rules(extensions[validate_pb2.field])


def _of_rules(rules: Any) -> Iterator[tuple[str, str]]:
    if rules.required:
        yield _named("required")
    for rule in rules.cel:
        yield _named(rule.id)
    for kind, own in rules.ListFields():
        if kind.name in _NO_KINDS:
            continue
        for rule, value in own.ListFields():
            if rule.name == "items":
                yield from _of_rules(value)
            else:
                name = f"{kind.name}.{rule.name}"
                yield from map(_named, _REPORTED.get(name, (name,)))


def _named(rule: str) -> tuple[str, str]:
    return reason_of_rule(rule), f"The field breaks the rule `{rule}` of the contract."
