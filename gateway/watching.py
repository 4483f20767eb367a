"""Watching: what a subscription sends, from what is heard and what its subscriber may see.

A notice says that there was a change, and what the resource is after it. Whether the subscriber may
see it is asked of the service, after the notice has arrived and with the subscriber's passport, so a
subscription can show nothing that a query would not. What is sent is then the state of the notice,
where all who may see the resource see the same of it, or else the state that the subscriber reads.

Of two states of a resource the one with the later update_time is the newer; the unit of work sees to
that. By it a state is sent once, however often and from wherever it is heard of.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from types import SimpleNamespace
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from gateway import contract
from gateway.context import Context
from gateway.notices import Gap, Notice, Topic, Watch
from gateway.readings import Reading
from services.kit import telemetry
from services.kit.errors import DeadlineExceeded, PermissionDenied, Unavailable

_RETRY_SECONDS = 1.0
_REMEMBERED = 1000
NO_ID = "00000000-0000-0000-0000-000000000000"

Look = Callable[[Sequence[Notice | Gap]], Awaitable[Reading]]


async def states(
    context: Context, topic: Topic, request: Message, *, uniform: bool
) -> AsyncGenerator[Message, None]:
    """Yields a resource now, and after each change.

    Raises:
        DomainError: The subscriber may not see it, or not any more.
    """
    look = _Single(context, request, uniform=uniform)
    shown = _Shown()
    with context.notices.watching(topic, context.bounds.subscription_queue) as watch:
        present = (await _once(context, look, [])).answer.result()
        shown.is_new(present)
        yield present
        async with aclosing(_heard(context, watch, look)) as heard:
            async for one, reading in heard:
                told = one.state if uniform and isinstance(one, Notice) else None
                state = told or reading.answer.result()
                if shown.is_new(state):
                    yield state


async def feed(
    context: Context, topic: Topic, request_type: type[Message], *, uniform: bool
) -> AsyncGenerator[SimpleNamespace, None]:
    """Yields that it begins, and then each change of a resource that the subscriber may see.

    Raises:
        DomainError: The subscriber may see no such resource, or not any more.
    """
    message = contract.method_of(request_type).response_type
    name = contract.snake_case(message.DESCRIPTOR.name)
    look = _Several(context, message)
    shown = _Shown()
    with context.notices.watching(topic, context.bounds.subscription_queue) as watch:
        await _require_admission(context, request_type)
        yield SimpleNamespace(**{name: None})
        async with aclosing(_heard(context, watch, look)) as heard:
            async for one, reading in heard:
                if isinstance(one, Gap):
                    yield SimpleNamespace(**{name: None})
                    continue
                seen = look.found(reading).get(_key(one.state))
                state = one.state if uniform and seen is not None else seen
                if state is not None and shown.is_new(state):
                    yield SimpleNamespace(**{name: state})


async def _heard(
    context: Context, watch: Watch, look: Look
) -> AsyncGenerator[tuple[Notice | Gap, Reading], None]:
    """Yields each notice and gap, with what was read after it and not long ago.

    While nothing is heard it looks now and then all the same. Raises what the looking raises, except
    that it waits for a service that is away.
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


async def _patiently(context: Context, look: Look, batch: Sequence[Notice | Gap]) -> Reading:
    while True:
        try:
            return await _once(context, look, batch)
        except (Unavailable, DeadlineExceeded):
            await asyncio.sleep(_RETRY_SECONDS)


async def _once(context: Context, look: Look, batch: Sequence[Notice | Gap]) -> Reading:
    context.renew()
    context.loaders.clear()
    with telemetry.span("subscription", SpanKind.SERVER, context.carrier):
        return await look(batch)


class _Single:
    """Reads one resource.

    What nobody in particular may see, anybody may. So where it shows the same to all, it is asked for
    all subscribers together first, and only now and then with the passport of this one.
    """

    def __init__(self, context: Context, request: Message, *, uniform: bool) -> None:
        method = contract.method_of(type(request))
        self._context = context
        self._request = request
        self._answer_type = method.response_type
        self._public = uniform and method.access.audience == annotations_pb2.AUDIENCE_ANYONE
        self._own = float("-inf")  # when it was last read with the passport of the subscriber

    async def __call__(self, batch: Sequence[Notice | Gap]) -> Reading:
        now = asyncio.get_running_loop().time()
        since = batch[-1].arrived if batch else now
        if self._public and batch and now - self._own < self._context.bounds.subscription_recheck:
            with suppress(PermissionDenied):
                return await self._read(since, as_nobody=True)
        self._own = now
        return await self._read(since, as_nobody=False)

    async def _read(self, since: float, *, as_nobody: bool) -> Reading:
        return await self._context.read(
            self._request, self._answer_type, since=since, as_nobody=as_nobody
        )


class _Several:
    """Reads those resources of a batch of notices that the subscriber may see, in one call."""

    def __init__(self, context: Context, message: type[Message]) -> None:
        self._context = context
        self._items = contract.batch_of(message)

    async def __call__(self, batch: Sequence[Notice | Gap]) -> Reading:
        request: Any = self._items.request_type()
        ids = {_key(one.state): None for one in batch if isinstance(one, Notice)}
        since = batch[-1].arrived if batch else asyncio.get_running_loop().time()
        request.ids.extend(ids or [NO_ID])
        return await self._context.read(request, self._items.response_type, since=since)

    def found(self, reading: Reading) -> dict[str, Message]:
        """Returns what was read, by id."""
        found: Sequence[Message] = getattr(reading.answer.result(), self._items.field)
        return {_key(message): message for message in found}


class _Shown:
    """Remembers which state of each resource was sent last."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def is_new(self, state: Any) -> bool:
        """Tells whether a state is newer than all that was sent of its resource, and notes it."""
        key, time = _key(state), (state.update_time.seconds, state.update_time.nanos)
        if key in self._times and time <= self._times[key]:
            return False
        self._times[key] = time
        self._times.move_to_end(key)
        if len(self._times) > _REMEMBERED:
            self._times.popitem(last=False)
        return True


def _key(state: Message) -> str:
    return str(getattr(state, contract.key_of(type(state))))


async def _require_admission(context: Context, request_type: type[Message]) -> None:
    """Lets nobody wait in vain whom the service does not let in at all: only it knows who that is.

    Raises:
        Unauthenticated: Such resources are for those who have signed in.
        PermissionDenied: The app lacks the scope.
    """
    request = request_type(**{next(iter(contract.fields_of(request_type))): NO_ID})
    try:
        await context.call(request, contract.method_of(request_type).response_type)
    except PermissionDenied as error:
        if error.reason == "SCOPE_MISSING":
            raise
