"""Labels: words by which organizations sort the people on their rosters."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import label_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(label_pb2.Label)
class Label(Node):
    """A word by which an organization sorts the people on its roster. Those who have it do not see it."""

    display_name: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """The query for a labels."""

    label = get(label_pb2.GetLabelRequest)


@strawberry.type
class Mutations:
    """Mutations of labels."""

    create_label = mutation(label_pb2.CreateLabelRequest)
    update_label = mutation(label_pb2.UpdateLabelRequest)
    delete_label = mutation(label_pb2.DeleteLabelRequest)
