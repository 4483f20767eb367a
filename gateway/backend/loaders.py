"""Loads referenced resources: one BatchGet for each level of a query.

Lists are batched too, if the contract has a BatchList method. Services omit resources that do not exist
or that the caller may not see; here those are None.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from banyan.permissions.v1 import permissions_pb2 as pb
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from gateway.contract.reading import (
    batch_list_of,
    batch_of,
    fields_of,
    key_of,
    method_of,
)
from services.kit.calls.status import TOO_LARGE
from services.kit.contract.fields import referenced, without
from services.kit.errors import Exhausted

LARGEST_BATCH = 100
MOST_ITEMS = 1000  # in the lists of one answer

K = TypeVar("K")
# Takes a request, the class of the answer, and the service if the request does not say which.
Call = Callable[[Message, type[Message], str | None], Awaitable[Message]]
Ask = Callable[[list[K]], Awaitable[Sequence[Any]]]
Count = Callable[[int], None]


class Loaders:
    """Loads resources by ID, each once, for one request of one caller.

    Args:
        call: Sends a request to a service on behalf of the caller.
        count: Told of resources that are shown, as often as they are shown.
        known: Loaders whose outcomes are taken in place of asking.
    """

    def __init__(
        self, call: Call, count: Count = lambda _: None, known: "Loaders | None" = None
    ) -> None:
        self._call = call
        self._count = count
        self._known = known
        self._resources: dict[type[Message], _Batches[str]] = {}
        self._lists: dict[tuple[type[Message], bytes], _Batches[bytes]] = {}
        self._permissions: dict[tuple[str, str], _Batches[str]] = {}

    async def load(self, message: type[Message], id_: str) -> Message | None:
        """Returns the message with this ID (a UUID), or None if the caller may not see it."""
        [outcome] = await self.load_all(message, [id_])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def load_all(
        self, message: type[Message], ids: Sequence[str]
    ) -> list[Message | Exception | None]:
        """Returns what `load` returns for each of the IDs; an exception where it raises one."""
        if message not in self._resources:
            known = self._known._resources.get(message) if self._known else None
            ask = _resources(message, self._call)
            self._resources[message] = _Batches(ask, LARGEST_BATCH, {"": None}, known)
        try:
            self._count(sum(1 for id_ in ids if id_))
        except Exhausted as error:
            return [error] * len(ids)
        return await self._resources[message].load(ids)

    async def load_permissions(
        self, service: str, resource: str, ids: Sequence[str]
    ) -> list[frozenset[str] | Exception]:
        """Returns the methods of a service that the caller may call on each of some resources.

        Args:
            service: The service.
            resource: The full name of the resources' message.
            ids: The IDs of the resources (UUIDs).
        """
        key = service, resource
        if key not in self._permissions:
            known = self._known._permissions.get(key) if self._known else None
            ask = _permissions(service, resource, self._call)
            self._permissions[key] = _Batches(ask, LARGEST_BATCH, {}, known)
        return await self._permissions[key].load(ids)

    async def load_lists(self, requests: Sequence[Any]) -> list[Message | Exception]:
        """Returns the answers to List requests of one kind, batched with others that ask for the same.

        It is an exception where the service refuses.

        Args:
            requests: The requests, which differ in the resources that they ask about.
        """
        if not requests:
            return []
        kind = _kind(requests[0])
        if kind not in self._lists:
            size = max(1, min(LARGEST_BATCH, MOST_ITEMS // requests[0].page_size))
            known = self._known._lists.get(kind) if self._known else None
            self._lists[kind] = _Batches(_lists(kind[0], self._call), size, {}, known)
        questions = [request.SerializeToString(deterministic=True) for request in requests]
        return [self._counted(answer) for answer in await self._lists[kind].load(questions)]

    def _counted(self, answer: Message | Exception) -> Message | Exception:
        """Counts what is in the answer to a List request. Returns it, or the error if that is too much."""
        if not isinstance(answer, Exception):
            try:
                self._count(1 + listed_in(answer))
            except Exhausted as error:
                return error
        return answer

    def again(self) -> "Loaders":
        """Returns loaders that load the same once more, in the same turns, but ask for nothing anew."""
        return Loaders(self._call, self._count, known=self)

    def clear(self) -> None:
        """Drops everything, so that it is read again."""
        self._resources.clear()
        self._lists.clear()
        self._permissions.clear()


class _Batch:
    """Some keys that are asked for together, and how many wait for the outcome."""

    def __init__(self) -> None:
        self.is_done = asyncio.get_running_loop().create_future()
        self.waiting = 0
        self.task: asyncio.Task[None] | None = None


class _Batches(Generic[K]):
    """Collects keys for one turn of the event loop, and then asks for them together.

    Args:
        ask: Returns a value for each of some keys.
        largest: The number of keys in a batch.
        outcomes: What is known from the start.
        known: Where outcomes are taken from in place of asking.
    """

    def __init__(
        self,
        ask: Ask[K],
        largest: int,
        outcomes: Mapping[K, Any],
        known: "_Batches[K] | None",
    ) -> None:
        self._ask = ask
        self._largest = largest
        self._outcomes = dict(outcomes)
        self._known: Mapping[K, Any] = known._outcomes if known else {}
        self._asked: dict[K, _Batch] = {}
        self._collected: dict[_Batch, list[K]] = {}

    async def load(self, keys: Sequence[K]) -> list[Any]:
        """Returns the outcome for each key: a value, or the exception of its batch."""
        while missing := [key for key in dict.fromkeys(keys) if key not in self._outcomes]:
            await _wait(list(dict.fromkeys(map(self._batch, missing))))
        return [self._outcomes[key] for key in keys]

    def _batch(self, key: K) -> _Batch:
        """Returns the batch in which a key is asked for."""
        if key not in self._asked:
            batch = next(reversed(self._collected), None)
            if batch is None:
                asyncio.get_running_loop().call_soon(self._dispatch)
            if batch is None or len(self._collected[batch]) >= self._largest:
                batch = _Batch()
                self._collected[batch] = []
            self._collected[batch].append(key)
            self._asked[key] = batch
        return self._asked[key]

    def _dispatch(self) -> None:
        collected, self._collected = self._collected, {}
        for batch, keys in collected.items():
            batch.task = asyncio.create_task(self._answer(batch, keys))

    async def _answer(self, batch: _Batch, keys: list[K]) -> None:
        try:
            self._outcomes.update(zip(keys, await self._answers(keys), strict=True))
        except Exception as error:
            self._outcomes.update(dict.fromkeys(keys, error))
        finally:
            for key in keys:
                del self._asked[key]
            if not batch.is_done.done():
                batch.is_done.set_result(None)

    async def _answers(self, keys: list[K]) -> Sequence[Any]:
        unknown = [key for key in keys if key not in self._known]
        if not unknown:
            await asyncio.sleep(0)  # an answer never comes in the same turn
            return [self._known[key] for key in keys]
        found = {**self._known, **dict(zip(unknown, await self._ask(unknown), strict=True))}
        return [found[key] for key in keys]


async def _wait(batches: Sequence[_Batch]) -> None:
    """Waits until batches are answered. A call is cancelled when nobody waits for it any more."""
    for batch in batches:
        batch.waiting += 1
    try:
        for batch in batches:
            await asyncio.shield(batch.is_done)
    finally:
        for batch in batches:
            batch.waiting -= 1
            if not batch.waiting and batch.task and not batch.is_done.done():
                batch.task.cancel()


def _kind(request: Any) -> tuple[type[Message], bytes]:
    """Returns what List requests have in common if they ask for the same, but of different resources."""
    resources = [name for name, field in fields_of(type(request)).items() if referenced(field)]
    question = without(request, resources)
    return type(request), question.SerializeToString(deterministic=True)


def listed_in(answer: Any) -> int:
    """Returns the number of resources in the answer to a List request; 0 for other answers."""
    return len(getattr(answer, name)) if (name := _listing(answer.DESCRIPTOR)) else 0


@cache
def _listing(answer: Descriptor) -> str:
    """Returns the field of an answer with the resources of a list; empty if it is no list."""
    if "cursors" not in answer.fields_by_name:
        return ""
    return next(each.name for each in answer.fields if each.message_type is not None)


def _resources(message: type[Message], call: Call) -> Ask[str]:
    batch, key = batch_of(message), key_of(message)

    async def ask(ids: list[str]) -> Sequence[Message | None]:
        request: Any = batch.request_type(ids=ids)
        answer = await call(request, batch.response_type, None)
        found = {getattr(item, key): item for item in getattr(answer, batch.field)}
        return [found.get(id_) for id_ in ids]

    return lambda ids: _divided(ask, ids)


def _lists(request_type: type[Message], call: Call) -> Ask[bytes]:
    method, batch = method_of(request_type), batch_list_of(request_type)

    async def ask(questions: list[bytes]) -> Sequence[Message]:
        requests: Iterable[Message] = [request_type.FromString(each) for each in questions]
        if batch is None or len(questions) == 1:
            return [await call(request, method.response_type, None) for request in requests]
        together: Any = batch.request_type(requests=requests)
        answer: Any = await call(together, batch.response_type, None)
        found: Sequence[Message] = answer.responses
        return found

    return lambda questions: _divided(ask, questions)


def _permissions(service: str, resource: str, call: Call) -> Ask[str]:
    async def ask(ids: list[str]) -> Sequence[frozenset[str]]:
        request = pb.BatchGetPermissionsRequest(resource=resource, ids=ids)
        answer: Any = await call(request, pb.BatchGetPermissionsResponse, service)
        found = {each.id: frozenset(each.methods) for each in answer.permissions}
        return [found.get(id_, frozenset()) for id_ in ids]

    return ask


async def _divided(ask: Ask[K], batch: list[K]) -> Sequence[Any]:
    """Returns the answers to a batch. If they are too large together, the halves are asked for.

    Nobody knows beforehand how large the resources of others are. One that is too large alone gets the
    error, and everyone else in the batch an answer.
    """
    try:
        return await ask(batch)
    except Exhausted as error:
        if error.reason != TOO_LARGE:
            raise
        if len(batch) == 1:
            return [error]
    middle = len(batch) // 2
    return [*await _divided(ask, batch[:middle]), *await _divided(ask, batch[middle:])]
