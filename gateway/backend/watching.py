"""Watching: what a subscription sends, from the notices and from what its subscriber may see.

A notice holds a resource after a change. After it arrives, the gateway asks the service with the
subscriber's passport whether the subscriber may see the resource, so a subscription shows nothing that a
query would not. It sends the state from the notice if everyone who may see the resource sees the same
fields, and otherwise the state that the subscriber reads.

The state with the later update_time is newer; the unit of work makes update times increase. So each state
is sent once, however often and from whichever source it is received.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from gateway.backend.context import Context
from gateway.backend.looking import NO_ID, Chosen, Look, Seen, Several, Single, key
from gateway.backend.notices import Gap, Notice, Topic, Watch
from gateway.contract import reading as contract
from services.kit.contract.notices import snake_case
from services.kit.errors import DeadlineExceeded, PermissionDenied, Unavailable
from services.kit.process import telemetry

_RETRY_SECONDS = 1.0
_REMEMBERED = 1000
# Why a service refuses a caller whatever the resource is.
_NOT_ADMITTED = {"SCOPE_MISSING", "APP_SCOPE_MISSING", "PERSON_REQUIRED"}


async def states(
    context: Context, topic: Topic, request: Message, *, uniform: bool
) -> AsyncGenerator[Message, None]:
    """Yields a resource now, and after each change.

    Raises:
        DomainError: The subscriber may not see it, or may no longer.
    """
    look = Single(context, request, uniform=uniform)
    shown = _Shown()
    with context.notices.watching(topic, longest=context.bounds.subscription_queue) as watch:
        present = (await _once(context, look, [])).answer.result()
        shown.is_new(present)
        yield present
        async with aclosing(_heard(context, watch, look)) as heard:
            async for one, reading in heard:
                told = one.state if uniform and isinstance(one, Notice) else None
                state = told or reading.answer.result()
                if shown.is_new(state):
                    yield state


async def states_of_several(
    context: Context,
    kind: str,
    ids: Sequence[str],
    request_type: type[Message],
    *,
    uniform: bool,
) -> AsyncGenerator[Message, None]:
    """Yields each of some resources now, and again after each change, as far as the subscriber may see it.

    Raises:
        DomainError: The subscriber may see none of them, or may no longer.
    """
    look = Chosen(context, request_type, ids, uniform=uniform)
    shown = _Shown()
    topics = [Topic(kind, "id", each) for each in ids]
    with context.notices.watching(*topics, longest=context.bounds.subscription_queue) as watch:
        for state in (await _once(context, look, [])).items.values():
            shown.is_new(state)
            yield state
        async with aclosing(_heard(context, watch, look)) as heard:
            async for one, found in heard:
                for state in found.told(one, uniform=uniform):
                    if shown.is_new(state):
                        yield state


async def feed(
    context: Context, topic: Topic, request_type: type[Message], *, uniform: bool
) -> AsyncGenerator[SimpleNamespace, None]:
    """Yields a start marker, then each change of a resource that the subscriber may see.

    Raises:
        DomainError: The subscriber may see no such resource, or may no longer.
    """
    message = contract.method_of(request_type).response_type
    name = snake_case(message.DESCRIPTOR.name)
    look = Several(context, message)
    shown = _Shown()
    with context.notices.watching(topic, longest=context.bounds.subscription_queue) as watch:
        await _require_admission(context, request_type)
        yield SimpleNamespace(**{name: None})
        async with aclosing(_heard(context, watch, look)) as heard:
            async for one, found in heard:
                if isinstance(one, Gap):
                    yield SimpleNamespace(**{name: None})
                    continue
                for state in found.told(one, uniform=uniform):
                    if shown.is_new(state):
                        yield SimpleNamespace(**{name: state})


async def _heard(
    context: Context, watch: Watch, look: Look[Seen]
) -> AsyncGenerator[tuple[Notice | Gap, Seen], None]:
    """Yields each notice and gap, with a recent reading made after it.

    Without notices it still reads from time to time. Raises the errors of the reading, except that it
    waits for a service that is down.
    """
    while True:
        batch = await watch.take(context.bounds.subscription_recheck)
        if not batch and not context.notices.is_connected:
            batch.append(Gap(asyncio.get_running_loop().time()))
        reading = await _patiently(context, look, list(batch))
        while batch:
            if not reading.is_fresh:
                reading = await _patiently(context, look, list(batch))
            yield batch.popleft(), reading


async def _patiently(context: Context, look: Look[Seen], batch: Sequence[Notice | Gap]) -> Seen:
    while True:
        try:
            return await _once(context, look, batch)
        except (Unavailable, DeadlineExceeded):
            await asyncio.sleep(_RETRY_SECONDS)


async def _once(context: Context, look: Look[Seen], batch: Sequence[Notice | Gap]) -> Seen:
    context.renew()
    context.loaders.clear()
    with telemetry.span("subscription", SpanKind.SERVER, context.carrier):
        return await look(batch)


class _Shown:
    """Remembers which state of each resource was sent last."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def is_new(self, state: Any) -> bool:
        """Records a state. Returns whether it is newer than everything sent of its resource."""
        id_, time = key(state), (state.update_time.seconds, state.update_time.nanos)
        if id_ in self._times and time <= self._times[id_]:
            return False
        self._times[id_] = time
        self._times.move_to_end(id_)
        if len(self._times) > _REMEMBERED:
            self._times.popitem(last=False)
        return True


async def _require_admission(context: Context, request_type: type[Message]) -> None:
    """Refuses subscribers that the service does not admit at all, instead of letting them wait.

    Raises:
        Unauthenticated: These resources need a signed-in caller.
        PermissionDenied: The app lacks the scope, or cannot see such resources with a key.
    """
    request = request_type(**{next(iter(contract.fields_of(request_type))): NO_ID})
    try:
        await context.call(request, contract.method_of(request_type).response_type)
    except PermissionDenied as error:
        if error.reason in _NOT_ADMITTED:
            raise
