"""Input at the boundary of a service: the rules of the contract, and what no text may hold."""

import re
from collections.abc import Iterator
from typing import Any

import protovalidate
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from services.kit.errors import InvalidArgument, Violation
from services.kit.fields import longest_lists, verbatim_fields

# Control characters but for tab and line feed, and the marks that make text show in another order
# than it is stored (Unicode TR 36, "Trojan Source"). PostgreSQL cannot store NUL at all.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")

# Where the library speaks to programmers.
_FOR_PEOPLE = {
    "string.pattern": "is not written in the form that this field takes",
    "enum.not_in": "must be chosen",
    "enum.defined_only": "is not one of the values to choose from",
}


def parse(request_type: type[Message], data: bytes) -> Message:
    """Returns the request that the bytes hold.

    Raises:
        InvalidArgument: They hold none.
    """
    try:
        return request_type.FromString(data)
    except (DecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument("The request is not a valid message.", reason="MALFORMED") from error


def validate(message: Message, path: str = "") -> None:
    """Checks a message against the rules of the contract and the text rules above.

    Args:
        message: The message.
        path: Where the message stands in the request, such as "person"; empty for the request.

    Raises:
        InvalidArgument: With one violation for each rule that is broken. No value is repeated.
    """
    prefix = f"{path}." if path else ""
    message = _bounded(message)
    violations = [
        Violation(f"{prefix}{_path(found)}".rstrip("."), _description(found), _reason(found))
        for found in protovalidate.collect_violations(message)
    ]
    violations += _text_violations(message, prefix)
    if violations:
        first = violations[0]
        raise InvalidArgument(f"{first.field}: {first.description}", violations=violations)


def _bounded(message: Message) -> Message:
    """Returns the message, or a copy in which the lists are cut that are longer than they may be.

    One item too many is left, which offends. To look at each of a million would take many seconds.
    """
    if next(_long_lists(message), None) is None:
        return message
    copy = type(message)()
    copy.CopyFrom(message)
    for items, most in _long_lists(copy):
        del items[most + 1 :]
    return copy


def _long_lists(message: Message) -> Iterator[tuple[Any, int]]:
    """Yields the lists with more items than that, each with how many it may have."""
    longest = longest_lists(message.DESCRIPTOR)
    for field, value in message.ListFields():
        if field.is_repeated and field.name in longest and len(value) > longest[field.name] + 1:
            yield value, longest[field.name]
        if field.message_type is not None:
            for item in value if field.is_repeated else (value,):
                yield from _long_lists(item)


def _path(violation: protovalidate.Violation) -> str:
    parts: list[str] = []
    field = violation.proto.field
    for element in field.elements if field is not None else ():
        parts.append(element.field_name)
        if element.subscript is not None and element.subscript.field == "index":
            parts[-1] += f"[{element.subscript.value}]"
    return ".".join(parts)


def _description(violation: protovalidate.Violation) -> str:
    known = _FOR_PEOPLE.get(str(violation.proto.rule_id))
    return known or str(violation.proto.message) or "is not allowed"


def _reason(violation: protovalidate.Violation) -> str:
    return str(violation.proto.rule_id).replace(".", "_").upper() or "INVALID"


def _text_violations(message: Message, prefix: str) -> Iterator[Violation]:
    verbatim = verbatim_fields(message.DESCRIPTOR)
    for field, value in message.ListFields():
        if field.type != FieldDescriptor.TYPE_STRING and field.message_type is None:
            continue
        if field.name in verbatim:
            continue
        for index, item in enumerate(value if field.is_repeated else (value,)):
            place = f"{prefix}{field.name}[{index}]" if field.is_repeated else prefix + field.name
            if field.message_type is not None:
                yield from _text_violations(item, f"{place}.")
            elif FORBIDDEN.search(item):
                yield Violation(
                    place,
                    "must not hold control characters or marks that reverse the text",
                    "CONTROL_CHARACTERS",
                )
