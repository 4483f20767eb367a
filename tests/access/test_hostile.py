"""Hostile input in every field of every mutation: refused with the field's name, or kept as it is.

The owner of the group sends each mutation as it should be, but for one field. Nothing may end as a
fault of ours, and no message may repeat what was sent.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.contract.reading import mutation_name
from tests.access.calls import begin
from tests.access.community import Community
from tests.access.mutations import input_of, mutation_query, sent_by_mutations
from tests.access.requests import request_for
from tests.gateway.conftest import global_id
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
# About a request of a batch as a whole: the error names its position.
WHOLE = frozenset({"CHANGE_EMPTY"})
# What stands for a fault of ours, in whatever shape it arrives.
FAULTS = ("INTERNAL", "Traceback", "asyncpg", "sqlalchemy", "grpc", "protobuf", "NoneType")


SENT = sent_by_mutations()


@pytest.mark.parametrize("operation", SENT)
async def test_every_field_of_every_mutation(community: Community, operation: str) -> None:
    method, world = SENT[operation], community.world
    await begin(community, method)
    name = mutation_name(method.request_type)
    values = input_of(request_for(method, world, "owner"))
    wrong = []
    for field, what, value in _hostile(values, world):
        said = await _send(community, name, values | {field: value})
        if what == "a lone surrogate" and "not valid JSON" in said:
            continue  # such text is refused before anyone looks for fields in it
        if problem := _problem(said, field):
            wrong.append(f"{name}.{field} with {what}: {problem}")
    assert not wrong, "\n".join(wrong[:40])


def _hostile(values: dict[str, Any], world: World) -> Iterator[tuple[str, str, Any]]:
    for field in [*values, "requestId"]:
        for what, value in HOSTILE.items():
            yield field, what, value
        if field.endswith(("Id", "Ids")) and field != "requestId":
            yield field, "an id of another kind", global_id("Skill", world.ids["group"])
            yield field, "no id", "no id"
            yield field, "an id that is none", global_id("Person", MARK)
        if field.endswith("Ids"):
            yield field, "one id too many", [*values[field], global_id("Person", MARK)]
            yield field, "far too many", values[field] * 101
            yield field, "none", []


async def _send(community: Community, name: str, values: dict[str, Any]) -> str:
    query = mutation_query(name, "code reason message field")
    response = await community.gateway.http.post(
        community.gateway.url,
        content=json.dumps({"query": query, "variables": {"input": values}}),
        headers={
            "authorization": f"Bearer {community.world.tokens['owner']}",
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
        is_about_field = error["code"] == "INVALID_ARGUMENT" and error["reason"] not in WHOLE
        if is_about_field and field not in (error["field"] or [field]):
            return f"it does not name the field: {said[:300]}"
    return ""


@pytest.mark.parametrize("fault", ["a fault: INTERNAL", MARK])
def test_the_search_finds_what_it_looks_for(fault: str) -> None:
    assert _problem(json.dumps({"data": {"x": {"errors": []}}, "note": fault}), "x")
