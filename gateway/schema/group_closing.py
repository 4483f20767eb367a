"""Closings: how groups ended well, and the record that stays of them."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import group_closing_pb2
from strawberry import auto

from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(group_closing_pb2.GroupClosing)
class GroupClosing(Node):
    """How a group ended, and what it had done until then."""

    cause: auto
    text: auto
    approve_time: auto
    handovers: auto
    members_count: auto
    events_count: auto
    participants_count: auto
    recorded_minutes: auto
    attested_minutes: auto
    months: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    successor = reference("successor_id")
    closer = reference("closer_id")


@shows(group_closing_pb2.ClosingHandover)
class ClosingHandover:
    """What a group handed over when it ended."""

    description: auto
    receiver: auto

    organization = reference("organization_id")
    group_support = reference("group_support_id")


@shows(group_closing_pb2.UnfinishedBusiness)
class UnfinishedBusiness:
    """What is unfinished in an organization."""

    can_end: auto
    items: auto

    group_supports = references("group_support_ids")


@shows(group_closing_pb2.UnfinishedItem)
class UnfinishedItem:
    """Things of a kind that are unfinished."""

    kind: auto
    count: auto
    must_be_settled: auto


@strawberry.type
class Queries:
    """Queries for closings."""

    group_closing = get(group_closing_pb2.GetGroupClosingRequest)


@strawberry.type
class Mutations:
    """Mutations of closings."""

    end_group = mutation(group_closing_pb2.EndGroupRequest)
    approve_succession = mutation(group_closing_pb2.ApproveSuccessionRequest)
