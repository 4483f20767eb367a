"""The GraphQL schema, put together from one module for each resource.

Types, descriptions and inputs follow from the contract, so that to add

- a field takes a line in the class of its resource, such as `website: auto`; callers can set it, where
  the contract lets them, without any;
- a mutation, a query for one, or a list takes a line: `close_event = mutation(...)`, `get(...)`,
  `connection(...)`;
- a subscription takes a line: `live(...)`, `changes(...)`, `viewer_changes(...)`;
- a resource takes a module like these, and its name in the classes below.

Afterwards `python -m gateway.describe` and `python -m gateway.schema` bring what is generated up to
date; a test fails until then, as it does for a field or a mutation of the contract that is not here.
"""

import strawberry
from strawberry.schema.config import StrawberryConfig

from gateway.execution import Schema
from gateway.metrics import Measuring
from gateway.node import NodeQueries
from gateway.resolver import resolve
from gateway.scalars import SCALARS
from gateway.schema.contact import ContactMutations
from gateway.schema.event import EventMutations, EventQueries
from gateway.schema.hours import HoursMutations, HoursQueries, HoursSubscriptions
from gateway.schema.import_job import (
    ImportJobMutations,
    ImportJobQueries,
    ImportJobSubscriptions,
)
from gateway.schema.invitation import InvitationMutations, InvitationQueries
from gateway.schema.membership import MembershipMutations, MembershipSubscriptions
from gateway.schema.organization import OrganizationMutations, OrganizationQueries
from gateway.schema.person import PersonMutations, PersonQueries
from gateway.schema.shift import ShiftMutations, ShiftQueries, ShiftSubscriptions
from gateway.schema.sign_up import SignUpMutations, SignUpSubscriptions
from gateway.schema.viewer import ViewerQueries
from gateway.settings import TransportSettings
from gateway.tracing import Tracing


@strawberry.type(
    description="What can be asked. What the viewer may not see, or what cannot be answered at the "
    "moment, is null, with an error whose `extensions.code` says why."
)
class Query(
    NodeQueries,
    ViewerQueries,
    PersonQueries,
    OrganizationQueries,
    InvitationQueries,
    EventQueries,
    ShiftQueries,
    HoursQueries,
    ImportJobQueries,
):
    """What can be asked."""


@strawberry.type(
    description="What can be done. What a person can act on stands in the `errors` of the payload; "
    "everything else, such as UNAUTHENTICATED for a request without a credential, is an error of "
    "the request, and the payload is null."
)
class Mutation(
    PersonMutations,
    ContactMutations,
    OrganizationMutations,
    MembershipMutations,
    InvitationMutations,
    ImportJobMutations,
    EventMutations,
    ShiftMutations,
    SignUpMutations,
    HoursMutations,
):
    """What can be done."""


@strawberry.type(
    description="What can be watched. A subscription to a single resource sends its present state at "
    "once, and ends with an error when the viewer may not see it, or no longer. A subscription to "
    "changes sends those that the viewer may see at the time, and keeps silent about others."
)
class Subscription(
    ShiftSubscriptions,
    SignUpSubscriptions,
    MembershipSubscriptions,
    ImportJobSubscriptions,
    HoursSubscriptions,
):
    """What can be watched."""


def build(settings: TransportSettings) -> Schema:
    """Returns the schema, held to the limits of the settings."""
    return Schema(
        Query,
        mutation=Mutation,
        subscription=Subscription,
        settings=settings,
        extensions=[Measuring, Tracing],
        config=StrawberryConfig(default_resolver=resolve, scalar_map=SCALARS),
    )
