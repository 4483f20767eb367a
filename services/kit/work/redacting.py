"""Takes what belonged to a person out of audit entries and of messages, and leaves that something happened.

Of a row that was theirs all texts go; states, times, numbers and IDs stay. Of any other row those values go that name them, such
as the contact of an event. What is left says who did what when, and that something was erased.
"""

import re
from collections.abc import Collection
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from services.kit.contract.fields import referenced

ERASED = "[erased]"
# What programs write: IDs, times, names of states. Everything else was written by people.
_WRITTEN_BY_PROGRAMS = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|[A-Z][A-Z0-9_]*|"
)


def redact_changes(changes: list[dict[str, Any]], ids: Collection[str], person_id: str) -> bool:
    """Redacts the changes of an audit entry in place. Returns whether anything was there to redact.

    Args:
        changes: The changes, as `services.kit.work.audit.Changes` has them.
        ids: The IDs of what was the person's.
        person_id: The person.
    """
    found = False
    for change in changes:
        is_theirs = any(part in ids for part in change["id"].split("/"))
        for side in ("before", "after"):
            values = change[side]
            for name, value in values.items():
                if is_theirs:
                    less = _without_texts(value)
                elif isinstance(value, dict | list) and person_id in str(value):
                    less = ERASED
                else:
                    continue
                if less != value:
                    values[name], found = less, True
    return found


def _without_texts(value: Any) -> Any:
    if isinstance(value, str):
        return value if _WRITTEN_BY_PROGRAMS.fullmatch(value) else ERASED
    if isinstance(value, dict):
        return ERASED if value else value
    if isinstance(value, list):
        return [_without_texts(each) for each in value]
    return value


def redact_message(message: Message, ids: Collection[str], person_id: str) -> bool:
    """Redacts a message in place, however deep. Returns whether anything was there to redact."""
    found = False
    if _is_theirs(message, ids, person_id):
        for field, _ in message.ListFields():
            if _is_written_by_people(field):
                message.ClearField(field.name)
                found = True
        return found
    for field, value in message.ListFields():
        if field.message_type is not None:
            for each in value if field.is_repeated else [value]:
                found |= redact_message(each, ids, person_id)
    return found


def _is_theirs(message: Any, ids: Collection[str], person_id: str) -> bool:
    fields = message.DESCRIPTOR.fields_by_name
    if "id" in fields and message.id in ids:
        return True
    return "person_id" in fields and message.person_id == person_id


def _is_written_by_people(field: FieldDescriptor) -> bool:
    """Returns whether a field is text, or consists of more than a time."""
    if field.message_type is not None:
        return not field.message_type.full_name.startswith("google.protobuf.")
    is_text = field.type == FieldDescriptor.TYPE_STRING
    return is_text and not referenced(field) and field.name not in ("id", "etag")
