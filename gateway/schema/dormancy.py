"""Dormancies: groups that are cultivated and hold no events any more."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import dormancy_pb2, organization_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(dormancy_pb2.Dormancy)
class Dormancy(Node):
    """A time for which a group was warned, and dormant if it came to that."""

    state: auto
    quiet_since: auto
    share_time: auto
    is_shared: auto
    dormant_time: auto
    end_time: auto
    note: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    waker = reference("waker_id")


@shows(organization_pb2.DormancyRules)
class DormancyRules:
    """The rules by which groups are dormant that an organization cultivates."""

    warn_days: auto
    share_days: auto
    dormant_days: auto


@strawberry.type
class Queries:
    """Queries for dormancies."""

    dormancy = get(dormancy_pb2.GetDormancyRequest)


@strawberry.type
class Mutations:
    """Mutations of dormancies."""

    answer_dormancy = mutation(dormancy_pb2.AnswerDormancyRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to dormancies."""

    dormancy_changes = changes(
        dormancy_pb2.GetDormancyRequest,
        "organization_id",
        description="Sends each new or changed dormancy of a group that the viewer may see.",
    )
