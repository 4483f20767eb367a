"""Subscriptions: every change of a resource, or of a group of resources, in order.

One line in the schema makes one. `gateway.backend.watching` says what they send.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import strawberry
from google.protobuf.message import Message
from strawberry.utils.str_converters import to_camel_case

from gateway.backend.context import Context, Info
from gateway.backend.looking import NO_ID
from gateway.backend.notices import Kind, Topic
from gateway.backend.watching import feed, states, states_of_several
from gateway.binding.errors import to_graphql_error
from gateway.binding.fields import with_signature
from gateway.binding.messages import object_type, shown
from gateway.binding.parameters import Parameter, fill, parameter
from gateway.binding.prices import CALL, PRICE, Price
from gateway.binding.viewers import refuse_app
from gateway.contract import reading as contract
from gateway.contract.reading import cached
from services.kit.contract.fields import referenced
from services.kit.contract.notices import announced_as, snake_case
from services.kit.errors import DomainError, InvalidArgument

# The kinds of resources that subscriptions of the schema watch; see gateway.backend.notices.
WATCHED: dict[str, Kind] = {}
UPDATE_TIME = "update_time"
# Of a subscription to several resources: the shifts of a month of a busy station.
MOST_WATCHED = 500
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
    kind = _watched(message, "id")
    [id_field] = contract.fields_of(request_type).values()
    parameters = [parameter(id_field)]

    def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        request = fill(request_type, parameters, given)
        topic = Topic(kind, "id", getattr(request, id_field.name))
        return states(context, topic, request, uniform=uniform)

    return _subscription(
        start, shown(message.DESCRIPTOR.full_name), description + _IN_ORDER, parameters
    )


def live_several(
    request_type: type[Message], name: str, description: str, *, uniform: bool = False
) -> Any:
    """Makes a subscription to several resources that a Get method reads.

    Args:
        request_type: The request of the method.
        name: The name of the type that it sends; each holds one of the resources.
        description: What it sends.
        uniform: As for `live`.
    """
    message = contract.method_of(request_type).response_type
    kind = _watched(message, "id")
    resource = snake_case(message.DESCRIPTOR.name)
    [ids] = contract.fields_of(contract.batch_of(message).request_type).values()
    about = f"The ids, {MOST_WATCHED} at most."
    parameters = [parameter(ids, name=f"{resource}_ids", description=about, required=True)]

    async def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        filled: Any = fill(contract.batch_of(message).request_type, parameters, given)
        chosen = list(dict.fromkeys(filled.ids))
        if not 0 < len(chosen) <= MOST_WATCHED:
            raise InvalidArgument.of(
                "ids", "must be 1 to {max} ids", "TOO_MANY", params={"max": MOST_WATCHED}
            )
        sent = states_of_several(context, kind, chosen, request_type, uniform=uniform)
        async with aclosing(sent) as states:
            async for state in states:
                yield SimpleNamespace(**{resource: state})

    shows = shown(message.DESCRIPTOR.full_name)
    returns = object_type(
        name,
        message.DESCRIPTOR.full_name,
        "A message of such a subscription.",
        **{resource: (shows, "The resource as it is now.")},
    )
    return _subscription(start, returns, description + _IN_ORDER, parameters)


def changes(
    request_type: type[Message], *matching: str, description: str, uniform: bool = False
) -> Any:
    """Makes a subscription to the changes of all resources in which a field has a given value.

    Args:
        request_type: The request of the Get method of such a resource.
        matching: The field of the resource, such as "shift_id"; it is what the caller gives. Of several
            fields, the caller gives one.
        description: What it sends.
        uniform: As for `live`.
    """
    message = contract.method_of(request_type).response_type
    kinds = {field: _watched(message, field) for field in matching}
    sources = {field: request_type if field == "id" else message for field in matching}
    parameters = [
        _matched(sources[field], field, required=len(matching) == 1) for field in matching
    ]

    def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        chosen = [
            (field, each)
            for field, each in zip(matching, parameters, strict=True)
            if given.get(each.name)
        ]
        if len(chosen) != 1:
            raise _not_one(parameters)
        [(field, one)] = chosen
        filled = fill(sources[field], [one], given)
        topic = Topic(kinds[field], field, getattr(filled, one.field.name))
        return feed(context, topic, request_type, uniform=uniform)

    return _subscription(start, change_type(message), description + _FEED, parameters)


def _matched(source: type[Message], field: str, *, required: bool) -> Parameter:
    """Returns the parameter for a field by whose value resources are watched; their id is in Get requests."""
    fields = contract.fields_of(source)
    return parameter(fields.get(field) or next(iter(fields.values())), required=required)


def _not_one(parameters: Sequence[Parameter]) -> InvalidArgument:
    """Returns the error for a caller who gives none of the alternatives, or several."""
    names = " or ".join(to_camel_case(each.name) for each in parameters)
    return InvalidArgument.of(
        parameters[0].path[0],
        "must be given: {names}, one of them",
        "ONE_OF",
        params={"names": names},
    )


def viewer_changes(request_type: type[Message], description: str, *, uniform: bool = False) -> Any:
    """Makes a subscription to the changes of all resources that are the viewer's own.

    Args:
        request_type: The request of the Get method of such a resource, which has a person_id.
        description: What it sends.
        uniform: As for `live`.
    """
    message = contract.method_of(request_type).response_type
    kind = _watched(message, "person_id")

    async def start(context: Context, given: dict[str, Any]) -> AsyncGenerator[Any, None]:
        passport = await context.passport()
        refuse_app(passport)
        topic = Topic(kind, "person_id", passport.person_id or NO_ID)
        async with aclosing(feed(context, topic, request_type, uniform=uniform)) as sent:
            async for change in sent:
                yield change

    return _subscription(start, change_type(message), description + _FEED, [])


def _watched(message: type[Message], field: str) -> str:
    """Routes notices to watches of resources by a field. Returns the kind for their topics.

    Raises:
        TypeError: No notice carries such a resource, or none that can be watched by this field.
    """
    descriptor = message.DESCRIPTOR
    service, resource = announced_as(descriptor)
    fields = contract.fields_of(message)
    if UPDATE_TIME not in fields:
        raise TypeError(f"{descriptor.full_name} has no {UPDATE_TIME}, which orders its states.")
    if field != "id" and not (field in fields and referenced(fields[field])):
        raise TypeError(f"{descriptor.full_name} cannot be watched by {field}: it is no reference.")
    name = f"banyan.{service}.{resource}"
    WATCHED.setdefault(name, Kind(message)).fields.add(field)
    return name


def _subscription(
    start: Callable[[Context, dict[str, Any]], AsyncGenerator[Any, None]],
    returns: Any,
    description: str,
    parameters: Sequence[Parameter],
) -> Any:
    async def resolver(root: object, info: Info, **given: Any) -> AsyncGenerator[Any, None]:
        try:
            async with aclosing(start(info.context, given)) as messages:
                async for message in messages:
                    await info.context.begin_message()
                    yield message
        except DomainError as error:
            raise to_graphql_error(error, parameters) from error

    with_signature(resolver, parameters)
    return strawberry.subscription(
        resolver=resolver,
        graphql_type=returns,
        description=description,
        metadata={PRICE: Price(once=CALL, each=1)},  # of each message
    )


@cached
def change_type(message: type[Message]) -> Any:
    """Returns the GraphQL type of what a feed of such resources sends."""
    name = message.DESCRIPTOR.name
    field = (
        shown(message.DESCRIPTOR.full_name) | None,
        "The resource after the change. Null in the first message, and in place of changes that may "
        "have been missed: read the list then.",
    )
    return object_type(
        f"{name}Change",
        message.DESCRIPTOR.full_name,
        "A message of a feed of changes.",
        **{snake_case(name): field},
    )
