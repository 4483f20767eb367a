"""The enums that strings with a format have in the schema: their values grow with the services."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor

from gateway.contract.audited import AuditAction, known_action
from gateway.contract.reasons import ErrorReason, known_reason
from services.kit.contract.fields import format_of


@dataclass(frozen=True, slots=True)
class TextEnum:
    """An enum for strings.

    Attributes:
        type: The enum.
        known: Returns the member for a string; there is one for strings that this gateway does not know.
    """

    type: Any
    known: Callable[[str], Enum]


_ENUMS: dict[int, TextEnum] = {
    annotations_pb2.TEXT_FORMAT_REASON: TextEnum(ErrorReason, known_reason),
    annotations_pb2.TEXT_FORMAT_ACTION: TextEnum(AuditAction, known_action),
}


def text_enum(field: FieldDescriptor) -> TextEnum | None:
    """Returns the enum of a string; None if it is shown as text."""
    return _ENUMS.get(format_of(field))
