"""Loading referred-to resources: one BatchGet for all that a level of a query asks for.

The services leave out what does not exist and what the caller may not see; here that is None.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from google.protobuf.message import Message
from strawberry.dataloader import DataLoader

from gateway.contract import batch_of, key_of

LARGEST_BATCH = 100

Call = Callable[[Message, type[Message]], Awaitable[Message]]


class Loaders:
    """Loads resources by id, each once, for one request of one caller.

    Args:
        call: Sends a request to a service on behalf of the caller.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._loaders: dict[type[Message], DataLoader[str, Message | None]] = {}

    async def load(self, message: type[Message], id_: str) -> Message | None:
        """Returns the message of this kind with this id (a UUID), if the caller may see it."""
        return await self._loader(message).load(id_) if id_ else None

    async def load_many(self, message: type[Message], ids: Iterable[str]) -> list[Message | None]:
        """Returns what `load` does for each of the ids."""
        return await asyncio.gather(*(self.load(message, id_) for id_ in ids))

    def clear(self) -> None:
        """Forgets everything, so that it is read again."""
        self._loaders.clear()

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
