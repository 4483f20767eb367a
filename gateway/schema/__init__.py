"""The GraphQL schema, put together from one module for each resource."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from gateway.execution import Schema
from gateway.node import NodeQueries
from gateway.resolver import resolve
from gateway.scalars import SCALARS
from gateway.schema.contact import ContactMutations
from gateway.schema.event import EventMutations, EventQueries
from gateway.schema.membership import MembershipMutations
from gateway.schema.organization import OrganizationMutations, OrganizationQueries
from gateway.schema.person import PersonMutations, PersonQueries
from gateway.schema.shift import ShiftMutations, ShiftQueries, ShiftSubscriptions
from gateway.schema.sign_up import SignUpMutations
from gateway.schema.viewer import ViewerQueries
from gateway.settings import TransportSettings
from gateway.tracing import Tracing


@strawberry.type(description="What can be asked.")
class Query(
    NodeQueries, ViewerQueries, PersonQueries, OrganizationQueries, EventQueries, ShiftQueries
):
    """What can be asked."""


@strawberry.type(description="What can be done.")
class Mutation(
    PersonMutations,
    ContactMutations,
    OrganizationMutations,
    MembershipMutations,
    EventMutations,
    ShiftMutations,
    SignUpMutations,
):
    """What can be done."""


@strawberry.type(description="What can be watched.")
class Subscription(ShiftSubscriptions):
    """What can be watched."""


def build(settings: TransportSettings) -> Schema:
    """Returns the schema, held to the limits of the settings."""
    return Schema(
        Query,
        mutation=Mutation,
        subscription=Subscription,
        settings=settings,
        extensions=[Tracing],
        config=StrawberryConfig(default_resolver=resolve, scalar_map=SCALARS),
    )
