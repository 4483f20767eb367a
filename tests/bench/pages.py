"""A GraphQL page of 50 events with their organization, through the gateway and two services."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.bench.data import SUBJECT
from tests.bench.http import Connection
from tests.bench.place import CHAIN, Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles, rate, times

SIZE = 50
CONNECTIONS = 8
GATEWAY = "gateway"
_FIELDS = "title whatToBring startTime endTime timeZone state"
_QUERY = f"""query Page($first: Int!) {{
  events(first: $first) {{ nodes {{ {_FIELDS} organization {{ name kind }} }} }}
}}"""
# The organization has another name there, and the order is asked for.
_POSTGRAPHILE_QUERY = f"""query Page($first: Int!) {{
  events: allEvents(
    first: $first, orderBy: [START_TIME_ASC, ID_ASC], condition: {{visibility: "PUBLIC"}}
  ) {{ nodes {{ {_FIELDS} organization: organizationByOrganizationId {{ name kind }} }} }}
}}"""


class Contender:
    """One that answers the page.

    Args:
        url: Where it answers.
        query: The question, as it puts it.
        headers: Headers to send.
    """

    def __init__(self, url: str, query: str, **headers: str) -> None:
        body = {"query": query, "variables": {"first": SIZE}}
        self._connections = [Connection(url, body, headers) for _ in range(CONNECTIONS)]

    async def page(self) -> list[dict[str, Any]]:
        """Returns the events, with times as such."""
        nodes = json.loads(await self._connections[0].post())["data"]["events"]["nodes"]
        return [
            {
                **node,
                "startTime": datetime.fromisoformat(node["startTime"]),
                "endTime": datetime.fromisoformat(node["endTime"]),
            }
            for node in nodes
        ]

    async def once(self) -> None:
        """Asks for the page once."""
        await self._connections[0].repeat()

    async def measure(self, seconds: float) -> Numbers:
        """Returns latencies over one connection, and pages a second over several."""
        latencies = percentiles(await times(self._connections[0].repeat, seconds=seconds))
        works = [connection.repeat for connection in self._connections]
        return {**latencies, "rate": await rate(works, seconds=seconds)}

    def close(self) -> None:
        """Closes the connections."""
        for connection in self._connections:
            connection.close()


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about the page, once all contenders have given the same answer."""
    contenders = _contenders(place)
    try:
        await _check_same(contenders)
        rounds = await Rounds.of(
            options,
            {name: _measuring(each, options.seconds) for name, each in contenders.items()},
            lambda text: say(f"GraphQL page, {text}"),
        )
    finally:
        for contender in contenders.values():
            contender.close()
    figures = {
        "p50": ("median time, 1 connection", "ms"),
        "p99": ("99th percentile", "ms"),
        "rate": (f"pages a second, {CONNECTIONS} connections", "/s"),
    }
    others = [name for name in contenders if name != GATEWAY]
    subject = f"GraphQL page of {SIZE} events with their organization"
    return [row for other in others for row in rounds.rows(subject, figures, GATEWAY, other)]


def gateway_contender(place: Place) -> Contender:
    """Returns the gateway, asked by a signed-in person."""
    token = place.plan.issuer.mint(SUBJECT, "Resident")
    return Contender(place.plan.endpoint, _QUERY, Authorization=f"Bearer {token}")


def _contenders(place: Place) -> dict[str, Contender]:
    bare = f"http://{place.address('bare ASGI handler')}/"
    contenders = {
        GATEWAY: gateway_contender(place),
        "bare ASGI handler": Contender(bare, ""),
        CHAIN: Contender(f"http://{place.address(CHAIN)}/", ""),
    }
    if place.has_postgraphile:
        url = f"http://{place.address('PostGraphile')}/graphql"
        contenders["PostGraphile"] = Contender(url, _POSTGRAPHILE_QUERY)
    return contenders


async def _check_same(contenders: Mapping[str, Contender]) -> None:
    expected = await contenders[GATEWAY].page()
    if len(expected) != SIZE:
        raise RuntimeError(f"the gateway returned {len(expected)} events, not {SIZE}")
    for name, contender in contenders.items():
        if await contender.page() != expected:
            raise RuntimeError(f"{name} returned other events than the gateway")


def _measuring(contender: Contender, seconds: float) -> Any:
    async def measure_it() -> Numbers:
        return await contender.measure(seconds)

    return measure_it
