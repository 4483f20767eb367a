"""Nodes: objects that can be fetched by their global ID."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

import strawberry
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.fields import field, one_by_one
from gateway.binding.messages import type_named
from gateway.binding.parameters import Argument
from gateway.binding.permissions import permissions
from gateway.binding.prices import CALL, Price
from services.kit.contract.global_ids import GlobalId
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied, Unauthenticated

LARGEST_NODES = 100


@strawberry.interface(description="An object with a global ID.")
class Node:
    """The base of the types that show resources.

    Attributes:
        message: The message that the type shows; set by `shows`.
        id: The global id; see `gateway.binding.resolver`.
    """

    message: ClassVar[type[Message]]

    id: strawberry.ID = strawberry.field(
        description="The global ID: opaque, and stable for the life of the object."
    )

    @staticmethod
    def derived_fields(message: type[Message]) -> dict[str, Any]:
        """Returns the fields that every type has and that depend on its message."""
        return permissions(message)

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Returns whether the type shows a message."""
        return isinstance(value, cls.message)

    @classmethod
    def resolve_type(cls, value: Message, *_: object) -> str:
        """Returns the name of the type that shows a message, which is the name of the message."""
        return value.DESCRIPTOR.name


async def _node(root: object, context: Context, **given: Any) -> Any:
    [node] = await _found([given["id"]], context)
    return node


async def _nodes(root: object, context: Context, **given: Any) -> list[Any]:
    if len(given["ids"]) > LARGEST_NODES:
        raise InvalidArgument.of(
            "ids",
            "must be {max} ids at most. Ask for the rest by themselves",
            "TOO_MANY",
            params={"max": LARGEST_NODES},
        )
    return await _found(given["ids"], context)


async def _found(ids: Sequence[str], context: Context) -> list[Message | None]:
    """Returns the objects with these global IDs. Those of one type are loaded together."""
    return await load_nodes([_resource(id_) for id_ in ids], context)


async def load_nodes(
    resources: Sequence[tuple[type[Message], str] | None], context: Context
) -> list[Message | None]:
    """Returns objects, None for those that the viewer may not see. Those of one type are loaded together.

    Args:
        resources: Of each the message and the key; None for what is no object.
        context: The context of the operation.

    Raises:
        DomainError: They could not be loaded.
    """
    wanted: dict[type[Message], list[str]] = {}
    for each in resources:
        if each is not None:
            wanted.setdefault(each[0], []).append(each[1])
    loaded = await asyncio.gather(
        *(context.loaders.load_all(message, keys) for message, keys in wanted.items())
    )
    found = {
        (message, key): outcome
        for (message, keys), outcomes in zip(wanted.items(), loaded, strict=True)
        for key, outcome in zip(keys, outcomes, strict=True)
    }
    return [None if each is None else _visible(found[each], context) for each in resources]


def _resource(id_: str) -> tuple[type[Message], str] | None:
    """Returns the message and the key that a global ID names, or None if it names no object."""
    global_id = GlobalId.parse(id_)
    message = message_of_node(global_id.type_name) if global_id else None
    return (message, global_id.id) if global_id and message else None


def message_of_node(type_name: str) -> type[Message] | None:
    """Returns the message behind a type of objects with an id, or None if there is no such type."""
    try:
        node_type = type_named(type_name)
    except LookupError:
        return None
    return node_type.message if issubclass(node_type, Node) else None


def _visible(outcome: Message | Exception | None, context: Context) -> Message | None:
    """Returns an object that was loaded, or None if the viewer may not see it.

    Raises:
        Exception: It could not be loaded.
    """
    if isinstance(outcome, NotFound | PermissionDenied):
        return None
    if isinstance(outcome, Unauthenticated) and context.is_anonymous:
        # Anonymous callers see public objects only. An invalid credential is a different error.
        return None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@strawberry.type
class NodeQueries:
    """Queries by global id."""

    node: Node | None = field(
        one_by_one(_node),
        returns=Node | None,
        description="Fetches an object by its global ID; null if it does not exist, the viewer "
        "may not see it, or the ID is malformed.",
        arguments=[Argument(name="id", annotation=strawberry.ID, description="The global ID.")],
        price=Price(once=CALL, each=1),
    )
    nodes: list[Node | None] | None = field(
        one_by_one(_nodes),
        returns=list[Node | None] | None,
        description="Fetches several objects, in the order of the IDs, each as `node` does.",
        arguments=[
            Argument(
                name="ids",
                annotation=list[strawberry.ID],
                description=f"The global ids, {LARGEST_NODES} at most.",
            )
        ],
        price=Price(
            once=CALL, each=1, counted_by=("ids",), items=LARGEST_NODES, most=LARGEST_NODES
        ),
    )
