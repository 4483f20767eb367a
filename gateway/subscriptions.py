"""Subscriptions: a resource now, and again after each change, as its subscriber may see it.

A notice on the bus is only a hint. The resource is read again with a passport of the subscriber, so
a subscription can show nothing that a query would not, and ends when the query would fail.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import strawberry
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from gateway import contract
from gateway.context import Context, Info
from gateway.errors import coded
from gateway.fields import with_signature
from gateway.messages import named
from gateway.parameters import fill, parameter
from services.kit import telemetry
from services.kit.errors import DeadlineExceeded, DomainError, Unavailable

# The kinds of resources that subscriptions of the schema watch; see gateway.hints.
WATCHED: set[str] = set()
_RETRY_SECONDS = 1.0


def live(request_type: type[Message], description: str) -> Any:
    """Makes a subscription to a resource that a Get method reads."""
    method = contract.method_of(request_type)
    name = method.response_type.DESCRIPTOR.name
    kind = f"banyan.{method.domain}.{contract.snake_case(name)}"
    WATCHED.add(kind)
    [id_field] = contract.fields_of(request_type).values()
    parameters = [parameter(id_field)]

    async def resolver(root: object, info: Info, **given: Any) -> AsyncGenerator[Message, None]:
        try:
            request = fill(request_type, parameters, given)
            topic = f"{kind}.{getattr(request, id_field.name)}"
            shown = states(info.context, topic, request, method.response_type)
            async with aclosing(shown):
                async for message in shown:
                    yield message
        except DomainError as error:
            raise coded(error, parameters) from error

    with_signature(resolver, parameters)
    return strawberry.subscription(
        resolver=resolver, graphql_type=named(name), description=description
    )


async def states(
    context: Context, topic: str, request: Message, answer_type: type[Message]
) -> AsyncGenerator[Message, None]:
    """Yields a resource now, and again after each hint that it may have changed.

    Hints that come while the subscriber is busy with the last state are one hint; the state after
    the last of them is always read.
    """
    shown: Message | None = None
    due = True
    with context.hints.watching(topic) as watch:
        while True:
            context.renew()
            try:
                with telemetry.span("subscription", SpanKind.SERVER, context.carrier):
                    current = await context.call(request, answer_type)
            except (Unavailable, DeadlineExceeded):
                if shown is None:
                    raise
                due = await watch.wait(_RETRY_SECONDS) or due
                continue
            if due or current != shown:
                yield current
            shown = current
            due = await watch.wait(context.bounds.subscription_recheck)
