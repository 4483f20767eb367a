from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SignUpRules(_message.Message):
    __slots__ = ("late_cancellation_minutes", "most_shifts_a_week", "most_hours_a_week", "needs_approval")
    LATE_CANCELLATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MOST_SHIFTS_A_WEEK_FIELD_NUMBER: _ClassVar[int]
    MOST_HOURS_A_WEEK_FIELD_NUMBER: _ClassVar[int]
    NEEDS_APPROVAL_FIELD_NUMBER: _ClassVar[int]
    late_cancellation_minutes: int
    most_shifts_a_week: int
    most_hours_a_week: int
    needs_approval: bool
    def __init__(self, late_cancellation_minutes: _Optional[int] = ..., most_shifts_a_week: _Optional[int] = ..., most_hours_a_week: _Optional[int] = ..., needs_approval: _Optional[bool] = ...) -> None: ...
