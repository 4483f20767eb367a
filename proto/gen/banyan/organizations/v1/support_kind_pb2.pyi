from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class GroupSupportKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SUPPORT_KIND_UNSPECIFIED: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_SPACE: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_MONEY: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_TRAINING: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_EQUIPMENT: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_ADVICE: _ClassVar[GroupSupportKind]
    GROUP_SUPPORT_KIND_INTRODUCTION: _ClassVar[GroupSupportKind]
GROUP_SUPPORT_KIND_UNSPECIFIED: GroupSupportKind
GROUP_SUPPORT_KIND_SPACE: GroupSupportKind
GROUP_SUPPORT_KIND_MONEY: GroupSupportKind
GROUP_SUPPORT_KIND_TRAINING: GroupSupportKind
GROUP_SUPPORT_KIND_EQUIPMENT: GroupSupportKind
GROUP_SUPPORT_KIND_ADVICE: GroupSupportKind
GROUP_SUPPORT_KIND_INTRODUCTION: GroupSupportKind
