"""Hostile input in every field of every mutation: refused with the field's name, or kept as it is.

The owner of the group sends each mutation as it should be, but for one field. Nothing may end as a
fault of ours, and no message may repeat what was sent.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from tests.access.test_graphql import _input, _mutation
from tests.access.test_rpcs import TABLE, methods, request_for
from tests.gateway.conftest import Gateway, global_id, serving
from tests.services import Platform, Site
from tests.world import World

MARK = "hostile-41"
HOSTILE: dict[str, Any] = {
    "a NUL": f"{MARK}\x00",
    "a lone surrogate": f"{MARK}\ud800",
    "text that reverses": f"{MARK}\u202e",
    "far too long": MARK * 20_000,
    "a quote": f"{MARK}'; DROP TABLE person; --",
    "a template": MARK + "{{7*7}}${7*7}%s%n",
    "a number": 10**30,
    "a negative number": -(2**31),
    "a list": [[MARK]],
    "an object": {MARK: MARK},
    "null": None,
    "a time without a zone": "2026-11-23T09:00:00",
    "a time that never was": "9999-12-31T23:59:60Z",
}
# What stands for a fault of ours, in whatever shape it arrives.
FAULTS = ("INTERNAL", "Traceback", "asyncpg", "sqlalchemy", "grpc", "protobuf", "NoneType")


@pytest_asyncio.fixture
async def community(site: Site) -> AsyncIterator[tuple[World, Gateway]]:
    async with AsyncExitStack() as stack:
        world = await World.make(await Platform.start(site, stack))
        yield world, await stack.enter_async_context(serving(site))


async def test_every_field_of_every_mutation(community: tuple[World, Gateway]) -> None:
    world, gateway = community
    wrong = []
    for operation in TABLE:
        method = methods()[operation]
        if not method.mutates:
            continue
        name = _mutation(operation)
        values = _input(request_for(method, world, "owner"))
        for field, what, value in _hostile(values, world):
            said = await _send(gateway, world, name, values | {field: value})
            if what == "a lone surrogate" and "not valid JSON" in said:
                continue  # such text is refused before anyone looks for fields in it
            if problem := _problem(said, field):
                wrong.append(f"{name}.{field} with {what}: {problem}")
    assert not wrong, "\n".join(wrong[:40])


def _hostile(values: dict[str, Any], world: World) -> Iterator[tuple[str, str, Any]]:
    for field in [*values, "requestId"]:
        for what, value in HOSTILE.items():
            yield field, what, value
        if field.endswith("Id") and field != "requestId":
            yield field, "an id of another kind", global_id("Skill", world.ids["group"])
            yield field, "no id", "no id"
            yield field, "an id that is none", global_id("Person", MARK)


async def _send(gateway: Gateway, world: World, name: str, values: dict[str, Any]) -> str:
    query = (
        f"mutation($input: {name[0].upper()}{name[1:]}Input!)"
        f" {{ {name}(input: $input) {{ errors {{ code reason message field }} }} }}"
    )
    response = await gateway.http.post(
        gateway.url,
        content=json.dumps({"query": query, "variables": {"input": values}}),
        headers={
            "authorization": f"Bearer {world.tokens['owner']}",
            "content-type": "application/json",
        },
    )
    assert response.status_code in (200, 400), response.text
    return response.text


def _problem(said: str, field: str) -> str:
    """Returns what is wrong with an answer, or nothing."""
    if MARK in said:
        return f"it repeats what was sent: {said[:300]}"
    if any(fault in said for fault in FAULTS):
        return f"a fault of ours: {said[:300]}"
    answer = json.loads(said)
    if answer.get("errors"):
        error = answer["errors"][0]
        named = field in error["message"] or field in (error.get("path") or ())
        return "" if named else f"it does not name the field: {said[:300]}"
    (payload,) = answer["data"].values()
    for error in payload["errors"]:
        # Null stands for a rule about the input as a whole.
        if error["code"] == "INVALID_ARGUMENT" and field not in (error["field"] or [field]):
            return f"it does not name the field: {said[:300]}"
    return ""


@pytest.mark.parametrize("fault", ["a fault: INTERNAL", MARK])
def test_the_search_finds_what_it_looks_for(fault: str) -> None:
    assert _problem(json.dumps({"data": {"x": {"errors": []}}, "note": fault}), "x")
