"""Nodes: what has a global id, and can be got by it alone."""

import asyncio
from typing import Any, ClassVar

import strawberry
from google.protobuf.message import Message

from gateway.context import Context
from gateway.fields import field
from gateway.ids import GlobalId
from gateway.messages import type_named
from gateway.parameters import Argument
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied, Unauthenticated

LARGEST_NODES = 100


@strawberry.interface(description="Something that can be got by its global id.")
class Node:
    """The base of the types that show resources.

    Attributes:
        message: The message that the type shows; set by `shows`.
        id: The global id; see `gateway.resolver`.
    """

    message: ClassVar[type[Message]]

    id: strawberry.ID = strawberry.field(
        description="The global id: opaque, and the same for as long as there is the resource."
    )

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Tells whether the type shows a value, which is a message."""
        return isinstance(value, cls.message)

    @classmethod
    def resolve_type(cls, value: Message, *_: object) -> str:
        """Returns the name of the type that shows a message: that of the message."""
        return value.DESCRIPTOR.name


async def _node(root: object, context: Context, **given: Any) -> Message | None:
    global_id = GlobalId.parse(given["id"])
    try:
        node_type = type_named(global_id.type_name) if global_id else None
    except LookupError:
        return None
    if global_id is None or node_type is None or not issubclass(node_type, Node):
        return None
    try:
        return await context.loaders.load(node_type.message, global_id.id)
    except (NotFound, PermissionDenied):
        return None
    except Unauthenticated:
        # Nobody in particular sees only what is public; a credential that does not hold is another matter.
        if context.is_anonymous:
            return None
        raise


async def _nodes(root: object, context: Context, **given: Any) -> list[Message | None]:
    if len(given["ids"]) > LARGEST_NODES:
        raise InvalidArgument.of("ids", f"must be {LARGEST_NODES} at most", "TOO_MANY")
    return await asyncio.gather(*(_node(root, context, id=id_) for id_ in given["ids"]))


@strawberry.type
class NodeQueries:
    """Queries by global id."""

    node: Node | None = field(
        _node,
        returns=Node | None,
        description="Gets a resource by its global id; null where there is none, where the viewer "
        "may not see it, and where the id is not one.",
        arguments=[Argument(name="id", annotation=strawberry.ID, description="The global id.")],
    )
    nodes: list[Node | None] | None = field(
        _nodes,
        returns=list[Node | None] | None,
        description="Gets several resources in the order asked, each as `node` does.",
        arguments=[
            Argument(
                name="ids",
                annotation=list[strawberry.ID],
                description=f"The global ids, {LARGEST_NODES} at most.",
            )
        ],
    )
