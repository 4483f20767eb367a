"""Signs: what the days and the roster of a group that is cultivated say about how it is doing."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import group_sign_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(group_sign_pb2.GroupSign)
class GroupSign(Node):
    """A sign that a group shows or has shown."""

    kind: auto
    state: auto
    start_date: auto
    end_date: auto
    value: auto
    compared: auto
    observation: auto
    advice: auto
    share_time: auto
    is_shared: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for signs."""

    group_sign = get(group_sign_pb2.GetGroupSignRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to signs."""

    group_sign_changes = changes(
        group_sign_pb2.GetGroupSignRequest,
        "organization_id",
        description="Sends each new or changed sign of a group that the viewer may see.",
    )
