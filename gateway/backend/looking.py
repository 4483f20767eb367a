"""Looking: what the subscriber of a resource may see of it after a notice.

A look is called with the notices that have arrived, and reads afterwards. So what it finds includes them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from banyan.annotations.v1 import annotations_pb2
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.backend.notices import LARGEST_BATCH, Gap, Notice
from gateway.backend.readings import Reading
from gateway.contract import reading as contract
from services.kit.errors import PermissionDenied

NO_ID = "00000000-0000-0000-0000-000000000000"


class Answer(Protocol):
    """What was read after some notices."""

    @property
    def is_fresh(self) -> bool:
        """Whether it still decides what may be seen."""


Seen = TypeVar("Seen", bound=Answer)
Look = Callable[[Sequence[Notice | Gap]], Awaitable[Seen]]


class _Sharing:
    """Decides when a subscriber's reading can be one that all subscribers share.

    Everyone may see what anonymous callers may see. So if the resource looks the same to all, it is first
    read anonymously, for all subscribers together, and only occasionally with this subscriber's passport.
    """

    def __init__(self, context: Context, access: annotations_pb2.Access, *, uniform: bool) -> None:
        self._public = uniform and access.audience == annotations_pb2.AUDIENCE_ANYONE
        self._seconds = context.bounds.subscription_recheck
        self._own = float("-inf")  # when it was last read with the subscriber's passport

    def is_due(self, batch: Sequence[Notice | Gap]) -> bool:
        """Returns whether it is time for a reading with the subscriber's passport after these notices."""
        return not batch or asyncio.get_running_loop().time() - self._own >= self._seconds

    def suffices(self, batch: Sequence[Notice | Gap]) -> bool:
        """Returns whether an anonymous reading after these notices may do."""
        return self._public and not self.is_due(batch)

    def is_over(self) -> None:
        """Records that the subscriber's passport is used."""
        self._own = asyncio.get_running_loop().time()


class Single:
    """Reads one resource."""

    def __init__(self, context: Context, request: Message, *, uniform: bool) -> None:
        method = contract.method_of(type(request))
        self._context = context
        self._request = request
        self._answer_type = method.response_type
        self._sharing = _Sharing(context, method.access, uniform=uniform)

    async def __call__(self, batch: Sequence[Notice | Gap]) -> Reading:
        """Reads it after some notices."""
        since = _since(batch)
        if self._sharing.suffices(batch):
            with suppress(PermissionDenied):
                return await self._read(since, as_nobody=True)
        self._sharing.is_over()
        return await self._read(since, as_nobody=False)

    async def _read(self, since: float, *, as_nobody: bool) -> Reading:
        return await self._context.read(
            self._request, self._answer_type, since=since, as_nobody=as_nobody
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of several resources.

    Attributes:
        readings: The readings.
        items: The resources that the subscriber may see, by ID.
    """

    readings: Sequence[Reading]
    items: Mapping[str, Message]

    @property
    def is_fresh(self) -> bool:
        """Whether it still decides what may be seen."""
        return all(reading.is_fresh for reading in self.readings)

    def told(self, one: Notice | Gap, *, uniform: bool) -> Iterable[Message]:
        """Returns the states to send after a notice or a gap, as far as they may be seen."""
        if isinstance(one, Gap):
            return self.items.values()
        seen = self.items.get(key(one.state))
        return [] if seen is None else [one.state if uniform else seen]


class Several:
    """Reads the resources that notices are about, in few calls, as far as the subscriber may see them."""

    def __init__(self, context: Context, message: type[Message], *, uniform: bool = False) -> None:
        self._context = context
        self._batch = contract.batch_of(message)
        access = contract.method_of(self._batch.request_type).access
        self._sharing = _Sharing(context, access, uniform=uniform)

    async def __call__(self, batch: Sequence[Notice | Gap]) -> Found:
        """Reads what some notices are about."""
        return await self._look(batch, _changed(batch) or [NO_ID])

    async def _look(self, batch: Sequence[Notice | Gap], ids: Sequence[str]) -> Found:
        since = _since(batch)
        if self._sharing.suffices(batch):
            found = await self._read(ids, since, as_nobody=True)
            if len(found.items) == len(ids):
                return found
        self._sharing.is_over()
        return await self._read(ids, since, as_nobody=False)

    async def _read(self, ids: Sequence[str], since: float, *, as_nobody: bool) -> Found:
        """Reads some resources; as many calls as it takes, at the same time."""
        requests: list[Any] = []
        for first in range(0, len(ids), LARGEST_BATCH):
            requests.append(self._batch.request_type())
            requests[-1].ids.extend(ids[first : first + LARGEST_BATCH])
        readings = await asyncio.gather(
            *(
                self._context.read(
                    request, self._batch.response_type, since=since, as_nobody=as_nobody
                )
                for request in requests
            )
        )
        items = {
            key(item): item
            for reading in readings
            for item in getattr(reading.answer.result(), self._batch.field)
        }
        return Found(readings, items)


class Chosen(Several):
    """Reads some resources: those that notices are about, and all from time to time and after a gap.

    Args:
        context: The context of the subscription.
        request_type: The request of the Get method of such a resource.
        ids: Which they are.
        uniform: Whether they look the same to all.
    """

    def __init__(
        self, context: Context, request_type: type[Message], ids: Sequence[str], *, uniform: bool
    ) -> None:
        super().__init__(context, contract.method_of(request_type).response_type, uniform=uniform)
        self._request_type = request_type
        self._ids = ids
        self._visible: set[str] = set()

    async def __call__(self, batch: Sequence[Notice | Gap]) -> Found:
        """Reads what some notices are about, or all.

        Raises:
            DomainError: Why none of them can be seen.
        """
        misses = any(isinstance(one, Gap) for one in batch)
        ids = self._ids if misses or self._sharing.is_due(batch) else _changed(batch)
        found = await self._look(batch, ids)
        self._visible -= set(ids)
        self._visible |= set(found.items)
        if not self._visible:
            await self._require_one()
        return found

    async def _require_one(self) -> None:
        """Asks for the first resource alone.

        Raises:
            DomainError: Why it cannot be seen.
        """
        request = self._request_type(
            **{next(iter(contract.fields_of(self._request_type))): self._ids[0]}
        )
        method = contract.method_of(self._request_type)
        await self._context.call(request, method.response_type)


def key(state: Message) -> str:
    """Returns the ID of a resource."""
    return str(getattr(state, contract.key_of(type(state))))


def _changed(batch: Sequence[Notice | Gap]) -> list[str]:
    return list(dict.fromkeys(key(one.state) for one in batch if isinstance(one, Notice)))


def _since(batch: Sequence[Notice | Gap]) -> float:
    """Returns when the last of some notices arrived; now, if there are none."""
    return batch[-1].arrived if batch else asyncio.get_running_loop().time()
