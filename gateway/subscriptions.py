"""Subscriptions: every change of a resource, or of those that belong together, in its order.

One line in the schema makes one; see gateway.watching for what they send.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

import strawberry
from google.protobuf.message import Message

from gateway import contract
from gateway.context import Context, Info
from gateway.contract import once
from gateway.errors import coded
from gateway.fields import with_signature
from gateway.messages import named, object_type
from gateway.notices import Kind, Topic
from gateway.parameters import Parameter, fill, parameter
from gateway.watching import NO_ID, feed, states
from services.kit.errors import DomainError

# The kinds of resources that subscriptions of the schema watch; see gateway.notices.
WATCHED: dict[str, Kind] = {}
_IN_ORDER = (
    " A subscriber who is very slow, and every subscriber after an interruption of the platform's bus,"
    " gets the present state in place of the changes that were missed."
)
_FEED = (
    " The first message holds none: it says that changes are heard of from then on, so read the list"
    " when it comes. Such a message comes again whenever changes may have been missed, as after an"
    " interruption: read the list again. Of two states the one with the later updateTime is the newer."
)


def live(request_type: type[Message], description: str, *, uniform: bool = False) -> Any:
    """Makes a subscription to a resource that a Get method reads.

    Args:
        request_type: The request of the method.
        description: What it sends.
        uniform: Whether all who may see the resource see the same of it. Then every change is sent;
            otherwise of changes in quick succession perhaps only the last, as the subscriber sees it.
    """
    message = contract.method_of(request_type).response_type
    [id_field] = contract.fields_of(request_type).values()
    parameters = [parameter(id_field)]

    def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        request = fill(request_type, parameters, given)
        topic = _topic(message, "id", getattr(request, id_field.name))
        return states(context, topic, request, uniform=uniform)

    _topic(message, "id", "")
    return _subscription(start, named(message.DESCRIPTOR.name), description + _IN_ORDER, parameters)


def changes(
    request_type: type[Message], matching: str, description: str, *, uniform: bool = False
) -> Any:
    """Makes a subscription to the changes of all resources in which a field has a given value.

    Args:
        request_type: The request of the Get method of such a resource.
        matching: The field of the resource, such as "shift_id"; it is what the caller gives.
        description: What it sends.
        uniform: As for `live`.
    """
    message = contract.method_of(request_type).response_type
    parameters = [parameter(contract.fields_of(message)[matching], required=True)]

    def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        filled: Any = fill(message, parameters, given)
        topic = _topic(message, matching, getattr(filled, matching))
        return feed(context, topic, request_type, uniform=uniform)

    _topic(message, matching, "")
    return _subscription(start, change_type(message), description + _FEED, parameters)


def viewer_changes(request_type: type[Message], description: str, *, uniform: bool = False) -> Any:
    """Makes a subscription to the changes of all resources that are the viewer's own.

    Args:
        request_type: The request of the Get method of such a resource, which has a person_id.
        description: What it sends.
        uniform: As for `live`.
    """
    message = contract.method_of(request_type).response_type

    async def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        topic = _topic(message, "person_id", (await context.passport()).person_id or NO_ID)
        async with aclosing(feed(context, topic, request_type, uniform=uniform)) as shown:
            async for change in shown:
                yield change

    _topic(message, "person_id", "")
    return _subscription(start, change_type(message), description + _FEED, [])


def _topic(message: type[Message], field: str, id_: str) -> Topic:
    """Returns a topic, and sees to it that notices are routed to those who watch such topics."""
    domain = message.DESCRIPTOR.full_name.split(".")[1]
    name = f"banyan.{domain}.{contract.snake_case(message.DESCRIPTOR.name)}"
    WATCHED.setdefault(name, Kind(message)).fields.add(field)
    return Topic(name, field, id_)


def _subscription(
    start: Callable[[Context, dict[str, Any]], AsyncGenerator[Any, None]],
    returns: Any,
    description: str,
    parameters: Sequence[Parameter],
) -> Any:
    async def resolver(root: object, info: Info, **given: Any) -> AsyncGenerator[Any, None]:
        try:
            async with aclosing(start(info.context, given)) as shown:
                async for message in shown:
                    info.context.renew()
                    yield message
        except DomainError as error:
            raise coded(error, parameters) from error

    with_signature(resolver, parameters)
    return strawberry.subscription(resolver=resolver, graphql_type=returns, description=description)


@once
def change_type(message: type[Message]) -> Any:
    """Returns the GraphQL type of what a feed of such resources sends."""
    name = message.DESCRIPTOR.name
    field = (
        named(name) | None,
        "The resource after the change. Null in the first message, and in place of changes that may "
        "have been missed: read the list then.",
    )
    return object_type(
        f"{name}Change", "A message of a feed of changes.", **{contract.snake_case(name): field}
    )
