"""What a violated rule of the contract is called, and how it is said to people."""

from collections.abc import Mapping
from typing import Any

import protovalidate
from buf.validate import validate_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from services.kit.errors import Violation
from services.kit.language import Params, Plural, Text, phrase

_EMPTY = phrase("must not be empty")
# What people are told, by the rule; of numbers, by the last part of its name.
RULE_TEXTS: Mapping[str, Text] = {
    "required": phrase("is required"),
    "string.min_len": Plural(
        "must be at least {min} character", "must be at least {min} characters", "min"
    ),
    "string.max_len": Plural(
        "must be at most {max} character", "must be at most {max} characters", "max"
    ),
    "string.uuid": phrase("must be a valid UUID"),
    "string.uuid_empty": phrase("must not be empty"),
    "bytes.max_len": Plural("must be at most {max} byte", "must be at most {max} bytes", "max"),
    "repeated.min_items": Plural(
        "must have at least {min} item", "must have at least {min} items", "min"
    ),
    "repeated.max_items": Plural(
        "must have at most {max} item", "must have at most {max} items", "max"
    ),
    "repeated.unique": phrase("must not have the same item twice"),
    "gte": phrase("must be at least {min}"),
    "lte": phrase("must be at most {max}"),
    "lt": phrase("must be less than {max}"),
    "gte_lte": phrase("must be between {min} and {max}"),
    "enum.not_in": phrase("must be chosen"),
    "enum.defined_only": phrase("is not one of the values to choose from"),
}
_OTHERWISE = phrase("is not allowed")
_NOT_HERE = phrase("is not possible here. Choose another value")
# The parameters of rules, by the last part of their name.
_PARAMS = {
    "min_len": "min",
    "max_len": "max",
    "min_items": "min",
    "max_items": "max",
    "gte": "min",
    "lte": "max",
    "lt": "max",
}
_UNITS = {"string": "characters", "bytes": "bytes", "repeated": "items"}


def reason_of_rule(rule_id: str) -> str:
    """Returns the reason that a violated rule of the contract gives, such as STRING_MAX_LEN."""
    return rule_id.replace(".", "_").upper()


def of_rule(violation: protovalidate.Violation, message: Message, path: str) -> Violation:
    """Returns what people are told of a violated rule. A rule written for one field says it in the contract.

    Args:
        violation: What the library found.
        message: The message in which it found it.
        path: The path of the field in the request.
    """
    rule = str(violation.proto.rule_id)
    params = _params(violation, message)
    text = (
        RULE_TEXTS.get(rule)
        or RULE_TEXTS.get(rule.partition(".")[2])
        or str(violation.proto.message)
        or _OTHERWISE
    )
    if rule == "string.min_len" and params.get("min") == 1:
        text = _EMPTY
    if rule == "enum.not_in" and violation.field_value:
        text = _NOT_HERE
    return Violation(path, text, reason_of_rule(rule), params=params)


def _params(violation: protovalidate.Violation, message: Message) -> Params:
    """Returns the bounds that a rule sets, and their unit."""
    kind, _, name = str(violation.proto.rule_id).partition(".")
    if name == "gte_lte":
        rules = getattr(_rules_of(violation, message), kind)
        return {"min": _whole(rules.gte), "max": _whole(rules.lte)}
    if name not in _PARAMS:
        return {}
    found: dict[str, str | int] = {_PARAMS[name]: _whole(violation.rule_value)}
    return found | ({"unit": _UNITS[kind]} if kind in _UNITS else {})


def _rules_of(violation: protovalidate.Violation, message: Message) -> Any:
    """Returns the rules of the field that a violation is about, or of the items in it."""
    descriptor: Any = message.DESCRIPTOR
    field: FieldDescriptor | None = None
    for element in violation.proto.field.elements if violation.proto.field else ():
        field = descriptor.fields_by_name[element.field_name]
        descriptor = field.message_type
    extensions: Any = field.GetOptions().Extensions if field is not None else None
    rules = extensions[validate_pb2.field]
    return rules.repeated.items if field is not None and field.is_repeated else rules


def _whole(bound: float) -> int | str:
    """Returns a bound without a fraction that it does not have."""
    return int(bound) if bound == int(bound) else str(bound)
