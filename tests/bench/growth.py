"""What 1,000 updates leave behind: stored answers, audit trail, notices and logs."""

from collections.abc import Callable, Sequence

import asyncpg
import httpx
import nats

from deploy.local.plan import GATEWAY
from services.catalogue import NAMES
from tests.bench.data import SUBJECT
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row
from tests.waiting import eventually

UPDATES = 1000
_SERVICE = "organizations"
_FOUND = """mutation($input: CreateOrganizationInput!) {
  createOrganization(input: $input) { organization { id } errors { message } } }"""
_UPDATE = """mutation($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) { organization { id description } errors { message } } }"""
_FIGURES = {
    "answer": ("stored answers", "KiB"),
    "audit": ("audit trail", "KiB"),
    "streams": ("streams of NATS", "KiB"),
    "logs": ("logs of services and gateway", "KiB"),
}


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about growth, through GraphQL and with everything that follows."""
    updates = options.of(UPDATES, least=150)  # fewer may fit into the space of dead rows
    token = place.plan.issuer.mint(SUBJECT, "Resident")
    async with httpx.AsyncClient(
        trust_env=False, headers={"authorization": f"Bearer {token}"}
    ) as http:

        async def grow() -> Numbers:
            id_ = await _found(http, place)
            await eventually(lambda: _is_published(place), timeout=30)
            before = await _sizes(place)
            for number in range(updates):
                changes = {"description": f"第 {number} 版：每周三下午在文化中心排练，欢迎旁听。"}
                await _do(http, place, _UPDATE, {"organizationId": id_, **changes})
            await eventually(lambda: _is_published(place), timeout=30)
            after = await _sizes(place)
            return {
                name: (after[name] - before[name]) / 1024 * UPDATES / updates for name in _FIGURES
            }

        rounds = await Rounds.of(options, {_SERVICE: grow}, lambda text: say(f"growth, {text}"))
    return rounds.rows(f"Growth per {UPDATES} updates of an organization", _FIGURES, _SERVICE)


async def _do(http: httpx.AsyncClient, place: Place, query: str, input_: object) -> dict[str, str]:
    """Runs a mutation; returns the organization."""
    body = {"query": query, "variables": {"input": input_}}
    answer = (await http.post(place.plan.endpoint, json=body)).json()
    (payload,) = answer["data"].values()
    if payload["errors"]:
        raise RuntimeError(str(payload["errors"]))
    organization: dict[str, str] = payload["organization"]
    return organization


async def _found(http: httpx.AsyncClient, place: Place) -> str:
    values = {"name": "合唱团", "kind": "INTEREST_GROUP", "membershipPolicy": "OPEN"}
    return (await _do(http, place, _FOUND, values))["id"]


async def _is_published(place: Place) -> bool:
    connection = await asyncpg.connect(place.plan.databases[_SERVICE])
    try:
        return bool(await connection.fetchval("SELECT NOT EXISTS (SELECT FROM outbox)"))
    finally:
        await connection.close()


async def _sizes(place: Place) -> dict[str, float]:
    """Returns how large everything is, in bytes: tables with their indexes, in all services."""
    sizes = dict.fromkeys(_FIGURES, 0.0)
    for name in NAMES:
        connection = await asyncpg.connect(place.plan.databases[name])
        for table in ("answer", "audit"):
            size = await connection.fetchval("SELECT pg_total_relation_size($1::regclass)", table)
            sizes[table] += size
        await connection.close()
    assert place.plan.nats is not None
    bus = await nats.connect(place.plan.nats.url)
    sizes["streams"] = sum(each.state.bytes for each in await bus.jetstream().streams_info())
    await bus.close()
    logs = (place.plan.state.logs / f"{name}.log" for name in (*NAMES, GATEWAY))
    sizes["logs"] = sum(log.stat().st_size for log in logs)
    return sizes
