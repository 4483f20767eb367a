"""The page of one user while others attack, from several addresses and with several means at once."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace

import httpx

from services.kit.process.tasks import end
from tests.bench.pages import GATEWAY, SIZE, gateway_contender
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles, times

_SUBJECT = f"GraphQL page of {SIZE} events while others attack for a minute"
# What they ask, with a number that makes each request a new one. They share the processor of the one who is
# measured, so they pause: together they send some 200 requests a second.
_PAUSE = 0.04
_NESTED = """{ organizations(first: 100) { nodes { name
    children(first: 100) { nodes { name description parent { name } } } } } }"""
_DEAR = "{ events(first: 100) { nodes { title shifts(first: 40) { nodes { title } } } } }"
_DEEP = "organization { parent { name } } shifts { nodes { title } }"
_SILENT = 150
# For how long, in one go: budgets that are full at first are spent after a few seconds.
_SECONDS = 60


@dataclass(frozen=True)
class Attack:
    """Somebody who asks for too much.

    Attributes:
        query: Returns the next document.
        token: Returns the next token; empty for none.
    """

    query: Callable[[int], str]
    token: Callable[[int], str] = lambda _: ""


def _new(number: int) -> str:
    fields = (f"e{number}x{alias}: events {{ nodes {{ {_DEEP} }} }}" for alias in range(15))
    return f"{{ {' '.join(fields)} }}"


_ATTACKS = (
    Attack(lambda _: _NESTED),
    Attack(lambda _: _DEAR),
    Attack(_new),
    Attack(lambda _: '{ organizations(query: "a") { nodes { name } } }'),
    Attack(lambda _: "{ __typename }", lambda number: f"junk{number}"),
    Attack(lambda _: "{ __typename }" + " " * 1_000_000),
    Attack(lambda _: "{ " + " ".join(f"a{i}: __schema {{ __typename }}" for i in range(15)) + " }"),
)


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about the page, as somebody sees it while others attack."""
    contender = gateway_contender(place)
    tasks = [
        asyncio.create_task(_ask(place.plan.endpoint, f"127.0.0.{2 + number}", attack))
        for number, attack in enumerate(_ATTACKS)
    ]
    tasks.append(asyncio.create_task(_be_silent(place.plan.port)))

    async def one() -> Numbers:
        return percentiles(await times(contender.once, seconds=options.of(_SECONDS)))

    try:
        once = replace(options, rounds=1)
        rounds = await Rounds.of(once, {GATEWAY: one}, lambda text: say(f"attacks, {text}"))
    finally:
        await end(tasks)
        contender.close()
    figures = {"p50": ("median time, 1 connection", "ms"), "p99": ("99th percentile", "ms")}
    return rounds.rows(_SUBJECT, figures, GATEWAY)


async def _ask(endpoint: str, address: str, attack: Attack) -> None:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
        number = 0
        while True:
            number += 1
            token = attack.token(number)
            headers = {"authorization": f"Bearer {token}"} if token else {}
            with suppress(httpx.HTTPError):
                await http.post(endpoint, json={"query": attack.query(number)}, headers=headers)
            await asyncio.sleep(_PAUSE)


async def _be_silent(port: int) -> None:
    """Holds connections open that say nothing, until each is cut off."""

    async def hold() -> None:
        while True:
            source = ("127.0.0.20", 0)
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=source)
                try:
                    await reader.read()
                finally:
                    writer.close()

    async with AsyncExitStack() as stack:
        tasks = [asyncio.create_task(hold()) for _ in range(_SILENT)]
        stack.push_async_callback(end, tasks)
        await asyncio.Event().wait()
