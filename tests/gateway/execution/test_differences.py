"""A plan gives what graphql-core gives, byte by byte: data, nulls, errors, their places and their order."""

import json
import logging
import re
from typing import Any

import pytest
from graphql import GraphQLObjectType

from gateway.transport.execution import Schema
from gateway.transport.http import encode_json, response_body
from tests.gateway.execution.operations import Operations
from tests.gateway.execution.services import Services
from tests.gateway.execution.ways import LIBRARY, PLANNED, ways

_TRACE = re.compile(rb'"traceId":"[0-9a-f]+"')
OPERATIONS = 350  # of each kind
# How often services fail, and how often a value is one that no service would send.
CIRCUMSTANCES = ((0.0, 0.0), (0.08, 0.0), (0.02, 0.01))


async def answer(asked: Schema, services: Services, text: str, values: Any) -> bytes:
    result = await asked.execute(text, variable_values=values, context_value=services.context())
    body: Any = response_body(result)
    # A plan costs less: it makes fewer calls, for more objects each. A document that is not valid costs something the
    # first time alone, and both ways share the cache of documents.
    body.get("extensions", {}).pop("cost", None)
    if not body.get("extensions"):
        body.pop("extensions", None)
    return _TRACE.sub(b'"traceId":""', encode_json(body))


def operations(root: str, count: int) -> Any:
    """Yields operations on a root type, each with its number."""
    type_ = PLANNED._schema.get_type(root)
    assert isinstance(type_, GraphQLObjectType)
    for seed in range(count):
        yield seed, *Operations(PLANNED._schema, seed).make(type_)


@pytest.mark.parametrize("root", ["Query", "Mutation"])
async def test_random_operations(root: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    before, refused, failed, partial = ways(), 0, 0, 0
    for seed, text, values in operations(root, OPERATIONS):
        for failing, wild in CIRCUMSTANCES:
            planned, library = (Services(seed, failing=failing, wild=wild) for _ in range(2))
            wanted = await answer(LIBRARY, library, text, values)
            assert await answer(PLANNED, planned, text, values) == wanted, (seed, text, values)
            errors = json.loads(wanted).get("errors", ())
            partial += planned.partial
            assert not library.partial
            refused += any("path" not in error for error in errors)
            failed += any("path" in error for error in errors)
    taken = ways() - before
    assert refused < OPERATIONS / 10
    assert taken["planned"] > OPERATIONS
    assert taken["repeated"] >= failed > OPERATIONS / 20
    assert (partial > OPERATIONS) == (root == "Query")  # a mutation asks for everything
