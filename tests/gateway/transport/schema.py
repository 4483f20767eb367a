"""A small schema with one of everything that the transport has to carry."""

import asyncio
import enum
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import NewType

import strawberry
from graphql import GraphQLError
from starlette.requests import HTTPConnection
from strawberry.schema.config import StrawberryConfig

from gateway.request_errors import InvalidCredential
from gateway.transport.execution import Schema
from gateway.transport.settings import TransportSettings

CLEANUP_SECONDS = 0.01  # that a source takes when it is closed
SECRET = "database password is hunter2"
happened: Counter[str] = Counter()


@dataclass(eq=False)
class Context:
    credential: str | None
    connection_params: Mapping[str, object] = field(default_factory=dict)


async def open_context(
    connection: HTTPConnection, credential: str | None, connection_params: Mapping[str, object]
) -> Context:
    if credential == "expired":
        raise InvalidCredential("The token has expired.")
    if credential == "unverifiable":
        raise GraphQLError("Try again later.", extensions={"code": "UNAVAILABLE"})
    if credential == "broken":
        raise RuntimeError(SECRET)
    return Context(credential, connection_params)


def _parse_even(value: int) -> int:
    if value % 2:
        raise ValueError(SECRET)
    return value


Even = NewType("Even", int)
_CONFIG = StrawberryConfig(
    scalar_map={Even: strawberry.scalar(name="Even", serialize=int, parse_value=_parse_even)}
)


@strawberry.enum
class Kind(enum.Enum):
    GROUP = "group"
    STATION = "station"


@strawberry.input
class Filter:
    all_of: list["Filter"] | None = None
    name: str | None = None


@strawberry.type
class Tree:
    name: str = "banyan"

    @strawberry.field
    def root(self) -> "Tree":
        return Tree()

    @strawberry.field
    def roots(self, count: int = 1) -> list["Tree"]:
        return [Tree() for _ in range(count)]

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError(SECRET)


@strawberry.type
class Query:
    @strawberry.field
    def tree(self) -> Tree:
        return Tree()

    @strawberry.field
    def echo(self, text: str) -> str:
        return text

    @strawberry.field
    def square(self, number: int) -> int:
        return number * number

    @strawberry.field
    def even(self, number: Even) -> int:
        return number

    @strawberry.field
    def kind(self, kind: Kind) -> str:
        return kind.value

    @strawberry.field
    def filtered(self, filter: Filter) -> bool:  # noqa: A002
        return True

    @strawberry.field
    def whoami(self, info: strawberry.Info[Context, None]) -> str | None:
        return info.context.credential

    @strawberry.field
    def context_number(self, info: strawberry.Info[Context, None]) -> str:
        return str(id(info.context))

    @strawberry.field
    def broken(self) -> str:
        raise RuntimeError(SECRET)

    @strawberry.field
    def unserializable(self) -> int | None:
        return SECRET  # type: ignore[return-value]

    @strawberry.field
    def forbidden(self) -> str | None:
        raise GraphQLError("Not yours.", extensions={"code": "PERMISSION_DENIED"})

    @strawberry.field
    async def slow(self) -> str:
        happened["slow begun"] += 1
        try:
            await asyncio.Event().wait()
        finally:
            happened["slow cancelled"] += 1
        return "never"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def plant(self, name: str) -> Tree:
        happened["planted"] += 1
        return Tree(name=name)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int) -> AsyncGenerator[int, None]:
        for number in range(1, to + 1):
            yield number

    @strawberry.subscription
    async def ring(self, info: strawberry.Info[Context, None]) -> AsyncGenerator[str, None]:
        yield info.context.credential or "nobody"
        raise RuntimeError(SECRET)

    @strawberry.subscription
    async def watch(self, flood: bool = False) -> AsyncGenerator[str, None]:
        """Yields once and waits, or never stops; needs a moment to clean up after itself."""
        happened["watch opened"] += 1
        try:
            yield "first"
            while flood:
                happened["flooded"] += 1
                yield "x" * 100_000
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            await asyncio.sleep(CLEANUP_SECONDS)
            happened["watch closed"] += 1


def make_schema(settings: TransportSettings) -> Schema:
    return Schema(
        Query, mutation=Mutation, subscription=Subscription, settings=settings, config=_CONFIG
    )
