"""Support: what organizations give to the groups that they cultivate."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import group_support_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(group_support_pb2.GroupSupport)
class GroupSupport(Node):
    """What an organization gives to a group that it cultivates."""

    stage_key: auto
    kind: auto
    description: auto
    amount: auto
    currency: auto
    source: auto
    is_from_outside: auto
    due_time: auto
    settle_due_time: auto
    state: auto
    is_overdue: auto
    reason: auto
    correction: auto
    promise_time: auto
    deliver_time: auto
    settle_time: auto
    create_time: datetime
    update_time: datetime

    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    booking = reference("booking_id")
    event = reference("event_id")


@shows(group_support_pb2.SupportSummary)
class SupportSummary:
    """What the support cost that an organization gives."""

    costs: auto


@shows(group_support_pb2.SupportCost)
class SupportCost:
    """What the support of a group cost at a stage, in a currency."""

    stage_key: auto
    currency: auto
    count: auto
    delivered_count: auto
    promised_amount: auto
    paid_amount: auto
    settled_amount: auto
    outside_amount: auto

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for support."""

    group_support = get(group_support_pb2.GetGroupSupportRequest)


@strawberry.type
class Mutations:
    """Mutations of support."""

    request_stage_support = mutation(group_support_pb2.RequestStageSupportRequest)
    promise_support = mutation(group_support_pb2.PromiseSupportRequest)
    grant_support = mutation(group_support_pb2.GrantSupportRequest)
    deliver_support = mutation(group_support_pb2.DeliverSupportRequest)
    withdraw_support = mutation(group_support_pb2.WithdrawSupportRequest)
    correct_support = mutation(group_support_pb2.CorrectSupportRequest)
    settle_support = mutation(group_support_pb2.SettleSupportRequest)
