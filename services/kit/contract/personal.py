"""Removes personal data from messages, for logs and for the audit trail."""

from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from services.kit.contract.fields import is_personal

REDACTED = "[redacted]"


def without_personal_data(message: Message) -> Message:
    """Returns a copy of the message without personal data."""
    copy = type(message)()
    copy.CopyFrom(message)
    _redact(copy)
    return copy


def _redact(message: Message) -> None:
    field: Any
    for field, value in message.ListFields():
        if is_personal(field):
            if field.type == FieldDescriptor.TYPE_STRING and not field.is_repeated:
                setattr(message, field.name, REDACTED)
            else:
                message.ClearField(field.name)
        elif field.message_type is not None:
            for item in value if field.is_repeated else [value]:
                _redact(item)
