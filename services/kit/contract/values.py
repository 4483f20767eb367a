"""Converts values of single fields between the contract and rows.

Enums are stored by name without their prefix, messages as JSON, times in UTC, and text in NFC.
"""

import unicodedata
from datetime import UTC, datetime
from functools import cache
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import InvalidArgument

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS = 24 * 3600


def timestamp(value: datetime) -> Timestamp:
    """Returns a time with a time zone as a protobuf Timestamp."""
    # Timestamp.FromDatetime does the same in ten times the time.
    since = value - _EPOCH
    seconds = since.days * _DAY_SECONDS + since.seconds
    return Timestamp(seconds=seconds, nanos=since.microseconds * 1000)


def to_datetime(value: Timestamp) -> datetime:
    """Returns a Timestamp in UTC, truncated to microseconds.

    Raises:
        ValueError: It is outside the years 1 to 9999.
    """
    try:
        return value.ToDatetime(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


def moment_of(message: Any, name: str) -> datetime | None:
    """Returns the time in a field of a request, or None if it is unset.

    Raises:
        InvalidArgument: It is outside the years 1 to 9999.
    """
    if not message.HasField(name):
        return None
    try:
        return to_datetime(getattr(message, name))
    except ValueError as error:
        raise InvalidArgument.of(name, "is not a valid time", "TIME_NOT_VALID") from error


def known_moment(message: Any, name: str) -> datetime | None:
    """Returns the time in a field of a message, or None if it is unset or outside the years 1 to 9999."""
    try:
        return to_datetime(getattr(message, name)) if message.HasField(name) else None
    except ValueError:
        return None


def stored_value(field: FieldDescriptor, message: Message) -> Any:
    """Returns a field as a row stores it, with IDs, dates and states still as text.

    Raises:
        ValueError: A time or an enum value is not valid.
    """
    if field.is_repeated:
        return [_plain(field, item) for item in getattr(message, field.name)]
    if field.has_presence and not message.HasField(field.name):
        return None
    return _plain(field, getattr(message, field.name))


def _plain(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type is Timestamp.DESCRIPTOR:
        return to_datetime(value)
    if field.message_type is not None:
        return _normal(_json(value))
    if field.enum_type is not None:
        return enum_name(field.enum_type, value)
    return _normal(value)


def _json(message: Message) -> dict[str, Any]:
    try:
        return json_format.MessageToDict(message, preserving_proto_field_name=True)
    except json_format.Error as error:  # a time in it is outside the calendar
        raise ValueError("no JSON") from error


def _normal(value: Any) -> Any:
    """Returns a value with all text in NFC, so that equal texts compare equal."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normal(item) for item in value]
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items()}
    return value


def _prefix(enum: EnumDescriptor) -> str:
    return enum.values_by_number[0].name.removesuffix("UNSPECIFIED")


@cache
def enum_numbers(enum: EnumDescriptor) -> dict[str, int]:
    """Returns the numbers of an enum's values, by name without prefix."""
    return {value.name.removeprefix(_prefix(enum)): value.number for value in enum.values}


def enum_name(enum: EnumDescriptor, number: int) -> str:
    """Returns the name of an enum value without its prefix, such as "ACTIVE".

    Raises:
        ValueError: The enum does not have this value.
    """
    value = enum.values_by_number.get(number)
    if value is None:
        raise ValueError("no such enum value")
    return value.name.removeprefix(_prefix(enum))
