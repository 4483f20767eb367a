from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.organizations.v1 import organization_pb2 as _organization_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CultivationPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CULTIVATION_PERIOD_UNSPECIFIED: _ClassVar[CultivationPeriod]
    CULTIVATION_PERIOD_WEEK: _ClassVar[CultivationPeriod]
    CULTIVATION_PERIOD_MONTH: _ClassVar[CultivationPeriod]

class CultivationParts(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CULTIVATION_PARTS_UNSPECIFIED: _ClassVar[CultivationParts]
    CULTIVATION_PARTS_STAGE: _ClassVar[CultivationParts]
    CULTIVATION_PARTS_KIND: _ClassVar[CultivationParts]

class CultivationMeasure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CULTIVATION_MEASURE_UNSPECIFIED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_GROUPS: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_READY: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_STUCK: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_FADING: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_ON_HOLD: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_MEMBERS: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_PROPOSED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_ACCEPTED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_ENROLLED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_ADVANCED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_GRADUATED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_LEFT: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_DAYS_TO_ACCEPT: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_DAYS_TO_ADVANCE: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_DAYS_TO_GRADUATE: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_SURVIVED_6_MONTHS: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_SURVIVED_12_MONTHS: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_SURVIVED_24_MONTHS: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_SUPPORTED: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_GROUPS_WITH_HALF: _ClassVar[CultivationMeasure]
    CULTIVATION_MEASURE_COMPLETED: _ClassVar[CultivationMeasure]

class CultivationStep(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CULTIVATION_STEP_UNSPECIFIED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_PROPOSED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_ACCEPTED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_ENROLLED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_ADVANCED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_GRADUATED: _ClassVar[CultivationStep]
    CULTIVATION_STEP_COMPLETED: _ClassVar[CultivationStep]
CULTIVATION_PERIOD_UNSPECIFIED: CultivationPeriod
CULTIVATION_PERIOD_WEEK: CultivationPeriod
CULTIVATION_PERIOD_MONTH: CultivationPeriod
CULTIVATION_PARTS_UNSPECIFIED: CultivationParts
CULTIVATION_PARTS_STAGE: CultivationParts
CULTIVATION_PARTS_KIND: CultivationParts
CULTIVATION_MEASURE_UNSPECIFIED: CultivationMeasure
CULTIVATION_MEASURE_GROUPS: CultivationMeasure
CULTIVATION_MEASURE_READY: CultivationMeasure
CULTIVATION_MEASURE_STUCK: CultivationMeasure
CULTIVATION_MEASURE_FADING: CultivationMeasure
CULTIVATION_MEASURE_ON_HOLD: CultivationMeasure
CULTIVATION_MEASURE_MEMBERS: CultivationMeasure
CULTIVATION_MEASURE_PROPOSED: CultivationMeasure
CULTIVATION_MEASURE_ACCEPTED: CultivationMeasure
CULTIVATION_MEASURE_ENROLLED: CultivationMeasure
CULTIVATION_MEASURE_ADVANCED: CultivationMeasure
CULTIVATION_MEASURE_GRADUATED: CultivationMeasure
CULTIVATION_MEASURE_LEFT: CultivationMeasure
CULTIVATION_MEASURE_DAYS_TO_ACCEPT: CultivationMeasure
CULTIVATION_MEASURE_DAYS_TO_ADVANCE: CultivationMeasure
CULTIVATION_MEASURE_DAYS_TO_GRADUATE: CultivationMeasure
CULTIVATION_MEASURE_SURVIVED_6_MONTHS: CultivationMeasure
CULTIVATION_MEASURE_SURVIVED_12_MONTHS: CultivationMeasure
CULTIVATION_MEASURE_SURVIVED_24_MONTHS: CultivationMeasure
CULTIVATION_MEASURE_SUPPORTED: CultivationMeasure
CULTIVATION_MEASURE_GROUPS_WITH_HALF: CultivationMeasure
CULTIVATION_MEASURE_COMPLETED: CultivationMeasure
CULTIVATION_STEP_UNSPECIFIED: CultivationStep
CULTIVATION_STEP_PROPOSED: CultivationStep
CULTIVATION_STEP_ACCEPTED: CultivationStep
CULTIVATION_STEP_ENROLLED: CultivationStep
CULTIVATION_STEP_ADVANCED: CultivationStep
CULTIVATION_STEP_GRADUATED: CultivationStep
CULTIVATION_STEP_COMPLETED: CultivationStep

class CultivationSummary(_message.Message):
    __slots__ = ("groups", "ready", "stuck", "fading", "on_hold", "members", "stages", "kinds", "ready_enrolment_ids", "stuck_enrolment_ids", "fading_enrolment_ids", "funnel", "areas", "date", "survival", "support_concentration", "correction", "late_groups")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    FADING_FIELD_NUMBER: _ClassVar[int]
    ON_HOLD_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    READY_ENROLMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    STUCK_ENROLMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    FADING_ENROLMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    FUNNEL_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    SURVIVAL_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_CONCENTRATION_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    LATE_GROUPS_FIELD_NUMBER: _ClassVar[int]
    groups: int
    ready: int
    stuck: int
    fading: int
    on_hold: int
    members: int
    stages: _containers.RepeatedCompositeFieldContainer[StageSummary]
    kinds: _containers.RepeatedCompositeFieldContainer[KindSummary]
    ready_enrolment_ids: _containers.RepeatedScalarFieldContainer[str]
    stuck_enrolment_ids: _containers.RepeatedScalarFieldContainer[str]
    fading_enrolment_ids: _containers.RepeatedScalarFieldContainer[str]
    funnel: _containers.RepeatedCompositeFieldContainer[FunnelStep]
    areas: _containers.RepeatedCompositeFieldContainer[AreaSummary]
    date: str
    survival: _containers.RepeatedCompositeFieldContainer[CultivationSurvival]
    support_concentration: _containers.RepeatedCompositeFieldContainer[SupportConcentration]
    correction: CultivationCorrection
    late_groups: int
    def __init__(self, groups: _Optional[int] = ..., ready: _Optional[int] = ..., stuck: _Optional[int] = ..., fading: _Optional[int] = ..., on_hold: _Optional[int] = ..., members: _Optional[int] = ..., stages: _Optional[_Iterable[_Union[StageSummary, _Mapping]]] = ..., kinds: _Optional[_Iterable[_Union[KindSummary, _Mapping]]] = ..., ready_enrolment_ids: _Optional[_Iterable[str]] = ..., stuck_enrolment_ids: _Optional[_Iterable[str]] = ..., fading_enrolment_ids: _Optional[_Iterable[str]] = ..., funnel: _Optional[_Iterable[_Union[FunnelStep, _Mapping]]] = ..., areas: _Optional[_Iterable[_Union[AreaSummary, _Mapping]]] = ..., date: _Optional[str] = ..., survival: _Optional[_Iterable[_Union[CultivationSurvival, _Mapping]]] = ..., support_concentration: _Optional[_Iterable[_Union[SupportConcentration, _Mapping]]] = ..., correction: _Optional[_Union[CultivationCorrection, _Mapping]] = ..., late_groups: _Optional[int] = ...) -> None: ...

class CultivationCorrection(_message.Message):
    __slots__ = ("groups", "ready", "stuck", "fading", "members", "corrected_groups", "enrolment_ids")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    FADING_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_GROUPS_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    groups: int
    ready: int
    stuck: int
    fading: int
    members: int
    corrected_groups: int
    enrolment_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, groups: _Optional[int] = ..., ready: _Optional[int] = ..., stuck: _Optional[int] = ..., fading: _Optional[int] = ..., members: _Optional[int] = ..., corrected_groups: _Optional[int] = ..., enrolment_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class CultivationSurvival(_message.Message):
    __slots__ = ("months", "groups", "surviving", "completed")
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    SURVIVING_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    months: int
    groups: int
    surviving: int
    completed: int
    def __init__(self, months: _Optional[int] = ..., groups: _Optional[int] = ..., surviving: _Optional[int] = ..., completed: _Optional[int] = ...) -> None: ...

class SupportConcentration(_message.Message):
    __slots__ = ("currency", "total", "groups", "groups_with_half")
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    GROUPS_WITH_HALF_FIELD_NUMBER: _ClassVar[int]
    currency: str
    total: float
    groups: int
    groups_with_half: int
    def __init__(self, currency: _Optional[str] = ..., total: _Optional[float] = ..., groups: _Optional[int] = ..., groups_with_half: _Optional[int] = ...) -> None: ...

class StageSummary(_message.Message):
    __slots__ = ("programme_id", "stage_key", "groups", "ready", "stuck", "fading", "median_days", "members")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    FADING_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_DAYS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    stage_key: str
    groups: int
    ready: int
    stuck: int
    fading: int
    median_days: int
    members: int
    def __init__(self, programme_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., groups: _Optional[int] = ..., ready: _Optional[int] = ..., stuck: _Optional[int] = ..., fading: _Optional[int] = ..., median_days: _Optional[int] = ..., members: _Optional[int] = ...) -> None: ...

class KindSummary(_message.Message):
    __slots__ = ("kind", "groups", "ready", "stuck", "fading")
    KIND_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    FADING_FIELD_NUMBER: _ClassVar[int]
    kind: _organization_pb2.OrganizationKind
    groups: int
    ready: int
    stuck: int
    fading: int
    def __init__(self, kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ..., groups: _Optional[int] = ..., ready: _Optional[int] = ..., stuck: _Optional[int] = ..., fading: _Optional[int] = ...) -> None: ...

class AreaSummary(_message.Message):
    __slots__ = ("area_id", "groups", "ready", "stuck", "fading", "organizations")
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    FADING_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    area_id: str
    groups: int
    ready: int
    stuck: int
    fading: int
    organizations: int
    def __init__(self, area_id: _Optional[str] = ..., groups: _Optional[int] = ..., ready: _Optional[int] = ..., stuck: _Optional[int] = ..., fading: _Optional[int] = ..., organizations: _Optional[int] = ...) -> None: ...

class FunnelStep(_message.Message):
    __slots__ = ("step", "count", "median_days")
    STEP_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_DAYS_FIELD_NUMBER: _ClassVar[int]
    step: CultivationStep
    count: int
    median_days: int
    def __init__(self, step: _Optional[_Union[CultivationStep, str]] = ..., count: _Optional[int] = ..., median_days: _Optional[int] = ...) -> None: ...

class CultivationChart(_message.Message):
    __slots__ = ("series",)
    SERIES_FIELD_NUMBER: _ClassVar[int]
    series: _containers.RepeatedCompositeFieldContainer[CultivationSeries]
    def __init__(self, series: _Optional[_Iterable[_Union[CultivationSeries, _Mapping]]] = ...) -> None: ...

class CultivationSeries(_message.Message):
    __slots__ = ("measure", "programme_id", "stage_key", "kind", "label", "points")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    measure: CultivationMeasure
    programme_id: str
    stage_key: str
    kind: _organization_pb2.OrganizationKind
    label: str
    points: _containers.RepeatedCompositeFieldContainer[CultivationPoint]
    def __init__(self, measure: _Optional[_Union[CultivationMeasure, str]] = ..., programme_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ..., label: _Optional[str] = ..., points: _Optional[_Iterable[_Union[CultivationPoint, _Mapping]]] = ...) -> None: ...

class CultivationPoint(_message.Message):
    __slots__ = ("date", "label", "value", "corrected_value")
    DATE_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_VALUE_FIELD_NUMBER: _ClassVar[int]
    date: str
    label: str
    value: float
    corrected_value: float
    def __init__(self, date: _Optional[str] = ..., label: _Optional[str] = ..., value: _Optional[float] = ..., corrected_value: _Optional[float] = ...) -> None: ...

class ChartCultivationRequest(_message.Message):
    __slots__ = ("organization_id", "start_date", "end_date", "period", "measures", "parts")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    MEASURES_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    start_date: str
    end_date: str
    period: CultivationPeriod
    measures: _containers.RepeatedScalarFieldContainer[CultivationMeasure]
    parts: CultivationParts
    def __init__(self, organization_id: _Optional[str] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., period: _Optional[_Union[CultivationPeriod, str]] = ..., measures: _Optional[_Iterable[_Union[CultivationMeasure, str]]] = ..., parts: _Optional[_Union[CultivationParts, str]] = ...) -> None: ...

class SummarizeCultivationRequest(_message.Message):
    __slots__ = ("organization_id", "date")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    date: str
    def __init__(self, organization_id: _Optional[str] = ..., date: _Optional[str] = ...) -> None: ...
