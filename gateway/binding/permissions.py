"""Permissions: fields such as `viewerCanPublish` for every action on a resource.

The services answer with the relations that they check when the action is called, all actions and all objects of a
place together. Nobody is asked for a field that is not selected. `nextActions` lists the actions that also suit the
state of the object, as the contract says.
"""

from collections.abc import Collection, Sequence
from enum import Enum
from operator import attrgetter
from types import GenericAlias
from typing import Any, cast

import strawberry
from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.fields import field
from gateway.binding.messages import claim
from gateway.binding.prices import Price
from gateway.contract.actions import Action, actions_on
from gateway.contract.reading import enum_values, fields_of, key_of, mutation_name
from services.kit.contract.values import enum_name

NEXT_ACTIONS = "next_actions"


def permissions(message: type[Message]) -> dict[str, Any]:
    """Returns the fields that say what the viewer may do with a resource, by name.

    Args:
        message: The message that shows the resource.
    """
    fields = {f"viewer_can_{each.name}": _permission(message, each) for each in actions_on(message)}
    changing = [each for each in actions_on(message) if each.method.from_states]
    return fields | ({NEXT_ACTIONS: _next_actions(message, changing)} if changing else {})


def _permission(message: type[Message], action: Action) -> Any:
    resource = message.DESCRIPTOR.full_name
    read = attrgetter(key_of(message))
    name = action.method.name

    async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
        found = await context.loaders.load_permissions(
            action.method.domain, resource, list(map(read, roots))
        )
        return [each if isinstance(each, Exception) else name in each for each in found]

    mutation = mutation_name(action.method.request_type)
    return field(
        together,
        returns=bool | None,
        description=f"Whether the viewer has the right to call `{mutation}` here. The call can still be "
        "refused for another reason, such as the state of the object. Null if that is not known right now.",
        price=Price(each=1),
        reads=(key_of(message),),
    )


def _next_actions(message: type[Message], changing: Sequence[Action]) -> Any:
    resource = message.DESCRIPTOR.full_name
    (domain,) = {each.method.domain for each in changing}
    members = _action_enum(message, changing)
    read, state = attrgetter(key_of(message)), fields_of(message)["state"]
    by_state = {
        name: [each for each in changing if name in each.method.from_states]
        for name in enum_values(cast("EnumDescriptor", state.enum_type))
    }

    def suiting(root: Any, permitted: Collection[str]) -> list[Any]:
        name = enum_name(cast("EnumDescriptor", state.enum_type), root.state)
        return [
            members[each.name.upper()]
            for each in by_state.get(name, ())
            if each.method.name in permitted
        ]

    async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
        found = await context.loaders.load_permissions(domain, resource, list(map(read, roots)))
        return [
            each if isinstance(each, Exception) else suiting(root, each)
            for root, each in zip(roots, found, strict=True)
        ]

    return field(
        together,
        returns=GenericAlias(list, members) | None,
        description="What the viewer has the right to do now that changes the state of the object. It can still be "
        "refused for another reason, such as the time. Null if that is not known right now.",
        price=Price(each=1),
        reads=(key_of(message), state.name),
    )


def _action_enum(message: type[Message], changing: Sequence[Action]) -> Any:
    """Returns the enum of what changes the state of a resource."""
    name = f"{message.DESCRIPTOR.name}Action"
    claim(name, f"{message.DESCRIPTOR.full_name}.actions")
    values = {
        each.name.upper(): strawberry.enum_value(
            each.name.upper(),
            description=f"`{mutation_name(each.method.request_type)}`, from {_listed(each)}.",
        )
        for each in changing
    }
    made: Any = Enum(name, values)  # type: ignore[misc] # made, not written
    return strawberry.enum(
        made,
        description=f"What changes the state of objects of the type `{message.DESCRIPTOR.name}`.",
    )


def _listed(action: Action) -> str:
    return ", ".join(action.method.from_states)
