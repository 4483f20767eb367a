"""The view of an organization that cultivates groups: how all of them are doing."""

from banyan.organizations.v1 import cultivation_pb2
from strawberry import auto

from gateway.binding.fields import reference, references
from gateway.binding.messages import shows


@shows(cultivation_pb2.CultivationSummary)
class CultivationSummary:
    """How the groups are doing that an organization cultivates, or how they were seen at the end of a day."""

    date: auto
    groups: auto
    ready: auto
    stuck: auto
    fading: auto
    on_hold: auto
    members: auto
    stages: auto
    kinds: auto
    funnel: auto
    areas: auto
    survival: auto
    support_concentration: auto
    correction: auto
    late_groups: auto

    ready_enrolments = references("ready_enrolment_ids")
    stuck_enrolments = references("stuck_enrolment_ids")
    fading_enrolments = references("fading_enrolment_ids")


@shows(cultivation_pb2.StageSummary)
class StageSummary:
    """How the groups at a stage are doing."""

    stage_key: auto
    groups: auto
    ready: auto
    stuck: auto
    fading: auto
    median_days: auto
    members: auto

    programme = reference("programme_id")


@shows(cultivation_pb2.KindSummary)
class KindSummary:
    """How the groups of a kind are doing."""

    kind: auto
    groups: auto
    ready: auto
    stuck: auto
    fading: auto


@shows(cultivation_pb2.AreaSummary)
class AreaSummary:
    """How the groups in an area are doing. An area without organizations is without a group."""

    groups: auto
    ready: auto
    stuck: auto
    fading: auto
    organizations: auto

    area = reference("area_id")


@shows(cultivation_pb2.FunnelStep)
class FunnelStep:
    """How many have come to a step, and how long it took."""

    step: auto
    count: auto
    median_days: auto


@shows(cultivation_pb2.CultivationSurvival)
class CultivationSurvival:
    """How many groups have come through their first months."""

    months: auto
    groups: auto
    surviving: auto
    completed: auto


@shows(cultivation_pb2.SupportConcentration)
class SupportConcentration:
    """To how few groups support went."""

    currency: auto
    total: auto
    groups: auto
    groups_with_half: auto


@shows(cultivation_pb2.CultivationCorrection)
class CultivationCorrection:
    """What is known now of a day that was seen otherwise."""

    groups: auto
    ready: auto
    stuck: auto
    fading: auto
    members: auto
    corrected_groups: auto

    enrolments = references("enrolment_ids")


@shows(cultivation_pb2.CultivationChart)
class CultivationChart:
    """How groups were doing over time."""

    series: auto


@shows(cultivation_pb2.CultivationSeries)
class CultivationSeries:
    """A number over time."""

    measure: auto
    stage_key: auto
    kind: auto
    label: auto
    points: auto

    programme = reference("programme_id")


@shows(cultivation_pb2.CultivationPoint)
class CultivationPoint:
    """A number at the end of a period."""

    date: auto
    label: auto
    value: auto
    corrected_value: auto
