"""Validates input at the boundary of a service: the rules of the contract, and rules for all text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import protovalidate
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from services.kit.contract.contacts import cleaned
from services.kit.contract.fields import (
    TEXT_LINE,
    has_text_formats,
    ignored_fields,
    longest_lists,
    text_fields,
    text_formats,
    verbatim_fields,
)
from services.kit.contract.formats import FORMATS
from services.kit.contract.rules import of_rule
from services.kit.contract.texts import FORBIDDEN, LINE_BREAK, tidy_texts
from services.kit.errors import InvalidArgument, Violation

# Yields what is wrong with a message beyond the rules of the contract.
Rules = Callable[[Any], Iterable[Violation]]


def parse(request_type: type[Message], data: bytes) -> Message:
    """Parses a request, and cleans the values that have a format.

    Raises:
        InvalidArgument: The bytes are not a valid message.
    """
    try:
        message = request_type.FromString(data)
    except (DecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument("The request is not a valid message.", reason="MALFORMED") from error
    _clean(message)
    return message


def _clean(message: Message) -> None:
    """Removes characters that do not belong to a format, such as direction marks."""
    if not has_text_formats(message.DESCRIPTOR):
        return
    formats = text_formats(message.DESCRIPTOR)
    for field, value in message.ListFields():
        if field.name in formats and field.is_repeated:
            value[:] = map(cleaned, value)
        elif field.name in formats:
            setattr(message, field.name, cleaned(value))
        elif field.message_type is not None:
            for item in value if field.is_repeated else (value,):
                _clean(item)


def validate(message: Message, path: str = "", *, rules: Rules | None = None) -> None:
    """Tidies the texts of a message, then checks it against the rules of the contract and further ones.

    Args:
        message: The message. Its texts that people read are tidied in place.
        path: The path of the message in the request, such as "person"; empty for the request.
        rules: Yields what else is wrong with the message.

    Raises:
        InvalidArgument: One violation for each cause. It repeats no value.
    """
    found = violations_of(message, path)
    refuse_violations(found if rules is None else joined(found, rules(message)))


def violations_of(message: Message, path: str = "") -> list[Violation]:
    """Tidies the texts of a message in place, and returns its violations of the contract, one for each cause."""
    prefix = f"{path}." if path else ""
    message = _bounded(message)
    tidy_texts(message)
    of_rules = [
        of_rule(found, message, f"{prefix}{_path(found)}".rstrip("."))
        for found in _one_for_each_cause(protovalidate.collect_violations(message))
    ]
    return joined(of_rules, _text_violations(message, prefix))


def _one_for_each_cause(
    found: Sequence[protovalidate.Violation],
) -> Iterator[protovalidate.Violation]:
    """Yields violations, but not that a text is too short of one that also lacks its form."""
    formless = {_path(each) for each in found if _rule(each) == "string.pattern"}
    for each in found:
        if _rule(each) != "string.min_len" or _path(each) not in formless:
            yield each


def _rule(violation: protovalidate.Violation) -> str:
    return str(violation.proto.rule_id)


def joined(found: Sequence[Violation], more: Iterable[Violation]) -> list[Violation]:
    """Returns violations with those of further rules, but for fields that break a rule already.

    What is wrong with a field is told once: a text that is missing is not also one of a wrong form.
    """
    broken = {each.field for each in found}
    return [*found, *(each for each in more if each.field not in broken)]


def refuse_violations(found: Sequence[Violation]) -> None:
    """Refuses a request that breaks rules.

    Raises:
        InvalidArgument: There are violations.
    """
    if found:
        raise InvalidArgument(violations=found)


def _bounded(message: Message) -> Message:
    """Returns the message, or a copy with its overlong lists truncated.

    One item too many remains, to violate the rule. Checking a million items would take many seconds.
    """
    if next(_long_lists(message), None) is None:
        return message
    copy = type(message)()
    copy.CopyFrom(message)
    for items, most in _long_lists(copy):
        del items[most + 1 :]
    return copy


def _long_lists(message: Message) -> Iterator[tuple[Any, int]]:
    """Yields the overlong lists, each with its maximum number of items."""
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


def _text_violations(
    message: Message, prefix: str, *, is_ignored: bool = False
) -> Iterator[Violation]:
    """Yields the violations of the rules for text.

    Args:
        message: The message.
        prefix: The path of the message in the request.
        is_ignored: Whether the contract leaves the rules of its fields to the handler. Then formats are not
            checked here.
    """
    verbatim, texts = verbatim_fields(message.DESCRIPTOR), text_fields(message.DESCRIPTOR)
    formats = {} if is_ignored else text_formats(message.DESCRIPTOR)
    ignored = ignored_fields(message.DESCRIPTOR)
    for field, value in message.ListFields():
        if field.type != FieldDescriptor.TYPE_STRING and field.message_type is None:
            continue
        if field.name in verbatim:
            continue
        for index, item in enumerate(value if field.is_repeated else (value,)):
            place = f"{prefix}{field.name}[{index}]" if field.is_repeated else prefix + field.name
            if field.message_type is not None:
                leave = is_ignored or field.name in ignored
                yield from _text_violations(item, f"{place}.", is_ignored=leave)
            elif FORBIDDEN.search(item):
                yield Violation(
                    place,
                    "must not contain control characters or marks that change the text direction",
                    "CONTROL_CHARACTERS",
                )
            elif texts.get(field.name) == TEXT_LINE and LINE_BREAK.search(item):
                yield Violation(place, "must be a single line", "LINE_BREAK")
            elif field.name in formats:
                expected = FORMATS[formats[field.name]]
                if not expected.is_valid(item):
                    yield Violation(place, expected.text, expected.reason, params=expected.params)
