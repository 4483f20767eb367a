"""The view of an organization that cultivates groups: how all of them are doing."""

from banyan.organizations.v1 import cultivation_pb2
from strawberry import auto

from gateway.binding.fields import reference, references
from gateway.binding.messages import shows


@shows(cultivation_pb2.CultivationSummary)
class CultivationSummary:
    """How the groups are doing that an organization cultivates."""

    groups: auto
    ready: auto
    stuck: auto
    fading: auto
    on_hold: auto
    members: auto
    stages: auto
    kinds: auto
    funnel: auto

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


@shows(cultivation_pb2.FunnelStep)
class FunnelStep:
    """How many have come to a step, and how long it took."""

    step: auto
    count: auto
    median_days: auto
