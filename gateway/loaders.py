"""Loading referred-to resources: one BatchGet for all that a level of a query asks for.

Lists are loaded so too, where the contract has a method that answers several questions. The services leave out what does not exist and what the caller may not see; here that is None.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from google.protobuf.message import Message
from strawberry.dataloader import DataLoader

from gateway.contract import batch_list_of, batch_of, key_of, method_of

LARGEST_BATCH = 100
MOST_ITEMS = 1000  # in the lists of one answer

Call = Callable[[Message, type[Message]], Awaitable[Message]]


class Loaders:
    """Loads resources by id, each once, for one request of one caller.

    Args:
        call: Sends a request to a service on behalf of the caller.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._loaders: dict[type[Message], DataLoader[str, Message | None]] = {}
        self._lists: dict[tuple[type[Message], int], DataLoader[bytes, Message]] = {}

    async def load(self, message: type[Message], id_: str) -> Message | None:
        """Returns the message of this kind with this id (a UUID), if the caller may see it."""
        return await self._loader(message).load(id_) if id_ else None

    async def load_many(self, message: type[Message], ids: Iterable[str]) -> list[Message | None]:
        """Returns what `load` does for each of the ids."""
        return await asyncio.gather(*(self.load(message, id_) for id_ in ids))

    async def load_list(self, request: Any) -> Message:
        """Returns the answer to a List request, asked with others of its kind and size."""
        key = type(request), request.page_size
        if key not in self._lists:
            size = max(1, min(LARGEST_BATCH, MOST_ITEMS // request.page_size))
            self._lists[key] = DataLoader(_lists(key[0], self._call), max_batch_size=size)
        return await self._lists[key].load(request.SerializeToString(deterministic=True))

    def clear(self) -> None:
        """Forgets everything, so that it is read again."""
        self._loaders.clear()
        self._lists.clear()

    def _loader(self, message: type[Message]) -> DataLoader[str, Message | None]:
        if message not in self._loaders:
            self._loaders[message] = DataLoader(
                _batch(message, self._call), max_batch_size=LARGEST_BATCH
            )
        return self._loaders[message]


def _batch(
    message: type[Message], call: Call
) -> Callable[[list[str]], Awaitable[Sequence[Message | None]]]:
    batch, key = batch_of(message), key_of(message)

    async def load(ids: list[str]) -> Sequence[Message | None]:
        request: Any = batch.request_type(ids=ids)
        answer = await call(request, batch.response_type)
        found = {getattr(item, key): item for item in getattr(answer, batch.field)}
        return [found.get(id_) for id_ in ids]

    return load


def _lists(
    request_type: type[Message], call: Call
) -> Callable[[list[bytes]], Awaitable[Sequence[Message]]]:
    method, batch = method_of(request_type), batch_list_of(request_type)

    async def load(questions: list[bytes]) -> Sequence[Message]:
        requests = [request_type.FromString(question) for question in questions]
        if batch is None or len(requests) == 1:
            return [await call(request, method.response_type) for request in requests]
        together: Any = batch.request_type(requests=requests)
        answer: Any = await call(together, batch.response_type)
        found: Sequence[Message] = answer.responses
        return found

    return load
