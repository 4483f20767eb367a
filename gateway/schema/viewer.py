"""The viewer: the person who is asking."""

from typing import Any

import strawberry
from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2
from google.protobuf.message import Message

from gateway.connections import connection
from gateway.context import Context
from gateway.fields import field, reference
from gateway.ids import GlobalId


async def _person_id(root: Any, context: Context) -> str:
    return str(GlobalId("Person", root.person_id))


@strawberry.type(description="Whoever is asking.")
class Viewer:
    """Whoever is asking; what stands behind it is the answer to the exchange of a credential."""

    person_id: strawberry.ID = field(
        _person_id,
        returns=strawberry.ID,
        description="The global id of the person that the viewer is, or will be once registered.",
    )
    person = reference(
        "person_id", description="The person that the viewer is; null until registered."
    )
    memberships = connection(
        membership_pb2.ListMembershipsRequest,
        person_id="person_id",
        description="The viewer's memberships, newest first.",
    )
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        person_id="person_id",
        description="The viewer's sign-ups, oldest first.",
    )


async def _viewer(root: object, context: Context) -> Message | None:
    if context.is_anonymous:
        return None
    passport = await context.passport()
    return passport if passport.person_id else None


@strawberry.type
class ViewerQueries:
    """The query for the viewer."""

    viewer: Viewer | None = field(
        _viewer,
        returns=Viewer | None,
        description="Whoever is asking; null for nobody in particular.",
    )
