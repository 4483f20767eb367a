"""Frontends of single people, made of a GraphQL client that nobody here wrote (`gql`).

The operations stand in `operations/`, each in a file of its name, as a frontend would keep them: its
tools check them against `gateway/schema.graphql`, and so does a test.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport
from graphql import DocumentNode, parse

OPERATIONS = Path(__file__).parent / "operations"
SECONDS = 60.0

Json = dict[str, Any]


@cache
def document(operation: str) -> DocumentNode:
    """Returns the document of an operation."""
    return parse((OPERATIONS / f"{operation}.graphql").read_text())


class Refused(Exception):
    """A mutation was refused; the message says why.

    Attributes:
        reasons: Every reason, as a code.
    """

    def __init__(self, operation: str, errors: list[Json]) -> None:
        told = "; ".join(error["message"] for error in errors)
        super().__init__(f"{operation}: {told}")
        self.reasons = [str(error["reason"]) for error in errors]


class Feed:
    """What a subscription has sent so far."""

    def __init__(self) -> None:
        self.items: list[Json] = []
        self._more = asyncio.Condition()

    async def _put(self, item: Json) -> None:
        async with self._more:
            self.items.append(item)
            self._more.notify_all()

    async def until(self, holds: Callable[[Json], bool]) -> Json:
        """Waits for the first item of which something holds, and returns it.

        Raises:
            TimeoutError: None came in time.
        """

        def found() -> Json | None:
            return next((item for item in self.items if holds(item)), None)

        async with asyncio.timeout(SECONDS), self._more:
            await self._more.wait_for(found)
        item = found()
        assert item is not None
        return item


class Frontend:
    """What one person has on their screen.

    Args:
        endpoint: The address of the gateway's GraphQL.
        token: The person's access token; empty for somebody who has not signed in.
    """

    def __init__(self, endpoint: str, token: str) -> None:
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._websocket_url = endpoint.replace("http", "ws", 1)
        transport = HTTPXAsyncTransport(endpoint, headers=self._headers, timeout=SECONDS)
        self._client = Client(transport=transport, execute_timeout=SECONDS)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Frontend":
        self._session = await self._stack.enter_async_context(self._client)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def ask(self, operation: str, **variables: Any) -> Json:
        """Returns the data of an operation.

        Raises:
            TransportQueryError: The answer has errors.
        """
        request = GraphQLRequest(document(operation), variable_values=variables)
        answer: Json = await self._session.execute(request)
        return answer

    async def do(self, operation: str, **values: Any) -> Json:
        """Sends a mutation that takes one input, and returns the resource as it is afterwards.

        Raises:
            Refused: It was refused.
        """
        return dict(await self._changed(operation, values))

    async def do_each(self, operation: str, **values: Any) -> list[Json]:
        """Sends a mutation that does the same to several, and returns them as they are afterwards.

        Raises:
            Refused: One of them was refused.
        """
        return list(await self._changed(operation, values))

    async def _changed(self, operation: str, values: Json) -> Any:
        answer = await self.ask(operation, input=values)
        (payload,) = answer.values()
        if errors := payload.pop("errors"):
            raise Refused(operation, errors)
        (changed,) = payload.values()
        return changed

    @asynccontextmanager
    async def watching(self, operation: str, **variables: Any) -> AsyncIterator[Feed]:
        """Subscribes for the time of the block, over a WebSocket of its own."""
        transport = WebsocketsTransport(
            self._websocket_url,
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
            init_payload=self._headers,
        )
        feed = Feed()
        async with Client(transport=transport) as session:
            reading = asyncio.create_task(_read(session, operation, variables, feed))
            try:
                yield feed
            finally:
                reading.cancel()
                await asyncio.wait({reading})
                if not reading.cancelled() and (error := reading.exception()):
                    raise error


def is_listening(change: Json) -> bool:
    """Tells whether this is the message of a feed that says that changes are heard of from now on."""
    return None in change.values()


async def _read(session: Any, operation: str, variables: Json, feed: Feed) -> None:
    request = GraphQLRequest(document(operation), variable_values=variables)
    async for answer in session.subscribe(request):
        (item,) = answer.values()
        await feed._put(item)
