from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class Indicator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INDICATOR_UNSPECIFIED: _ClassVar[Indicator]
    INDICATOR_ACTIVE_MEMBERS: _ClassVar[Indicator]
    INDICATOR_NEW_MEMBERS: _ClassVar[Indicator]
    INDICATOR_LEAVING_MEMBERS: _ClassVar[Indicator]
    INDICATOR_OFFICERS: _ClassVar[Indicator]
    INDICATOR_DAYS_WITH_DEPUTY: _ClassVar[Indicator]
    INDICATOR_MONTHS_SINCE_FOUNDING: _ClassVar[Indicator]
    INDICATOR_EVENTS_HELD: _ClassVar[Indicator]
    INDICATOR_EVENTS_CANCELLED: _ClassVar[Indicator]
    INDICATOR_DAYS_WITHOUT_EVENT: _ClassVar[Indicator]
    INDICATOR_PARTICIPANTS: _ClassVar[Indicator]
    INDICATOR_PARTICIPANT_HOURS: _ClassVar[Indicator]
    INDICATOR_REGULARS_PERCENT: _ClassVar[Indicator]
    INDICATOR_PEOPLE_DOING_HALF: _ClassVar[Indicator]
    INDICATOR_AGREEMENTS_ADOPTED: _ClassVar[Indicator]
    INDICATOR_SUPPORT_RECEIVED: _ClassVar[Indicator]
    INDICATOR_OUTSIDE_SUPPORT_PERCENT: _ClassVar[Indicator]
    INDICATOR_FEEDBACK_GIVEN: _ClassVar[Indicator]
    INDICATOR_FEEDBACK_SCORE: _ClassVar[Indicator]
    INDICATOR_PLACES_FILLED_PERCENT: _ClassVar[Indicator]
    INDICATOR_ATTESTED_HOURS: _ClassVar[Indicator]
    INDICATOR_OFFICER_QUALIFICATIONS: _ClassVar[Indicator]
    INDICATOR_PARTNERS: _ClassVar[Indicator]

class IndicatorUnit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INDICATOR_UNIT_UNSPECIFIED: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_PEOPLE: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_DAYS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_MONTHS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_EVENTS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_HOURS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_PERCENT: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_AGREEMENTS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_TIMES: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_TENTHS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_QUALIFICATIONS: _ClassVar[IndicatorUnit]
    INDICATOR_UNIT_ORGANIZATIONS: _ClassVar[IndicatorUnit]
INDICATOR_UNSPECIFIED: Indicator
INDICATOR_ACTIVE_MEMBERS: Indicator
INDICATOR_NEW_MEMBERS: Indicator
INDICATOR_LEAVING_MEMBERS: Indicator
INDICATOR_OFFICERS: Indicator
INDICATOR_DAYS_WITH_DEPUTY: Indicator
INDICATOR_MONTHS_SINCE_FOUNDING: Indicator
INDICATOR_EVENTS_HELD: Indicator
INDICATOR_EVENTS_CANCELLED: Indicator
INDICATOR_DAYS_WITHOUT_EVENT: Indicator
INDICATOR_PARTICIPANTS: Indicator
INDICATOR_PARTICIPANT_HOURS: Indicator
INDICATOR_REGULARS_PERCENT: Indicator
INDICATOR_PEOPLE_DOING_HALF: Indicator
INDICATOR_AGREEMENTS_ADOPTED: Indicator
INDICATOR_SUPPORT_RECEIVED: Indicator
INDICATOR_OUTSIDE_SUPPORT_PERCENT: Indicator
INDICATOR_FEEDBACK_GIVEN: Indicator
INDICATOR_FEEDBACK_SCORE: Indicator
INDICATOR_PLACES_FILLED_PERCENT: Indicator
INDICATOR_ATTESTED_HOURS: Indicator
INDICATOR_OFFICER_QUALIFICATIONS: Indicator
INDICATOR_PARTNERS: Indicator
INDICATOR_UNIT_UNSPECIFIED: IndicatorUnit
INDICATOR_UNIT_PEOPLE: IndicatorUnit
INDICATOR_UNIT_DAYS: IndicatorUnit
INDICATOR_UNIT_MONTHS: IndicatorUnit
INDICATOR_UNIT_EVENTS: IndicatorUnit
INDICATOR_UNIT_HOURS: IndicatorUnit
INDICATOR_UNIT_PERCENT: IndicatorUnit
INDICATOR_UNIT_AGREEMENTS: IndicatorUnit
INDICATOR_UNIT_TIMES: IndicatorUnit
INDICATOR_UNIT_TENTHS: IndicatorUnit
INDICATOR_UNIT_QUALIFICATIONS: IndicatorUnit
INDICATOR_UNIT_ORGANIZATIONS: IndicatorUnit
