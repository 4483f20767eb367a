"""Documents made to cost more than they should; each guard also shown to be what stops them."""

import asyncio
import dataclasses
from collections import Counter
from typing import Any
from unittest.mock import ANY

import pytest
from graphql import get_introspection_query, parse
from graphql.validation.rules.overlapping_fields_can_be_merged import find_conflict
from strawberry.types import ExecutionResult

from gateway.transport.execution import Schema
from gateway.transport.limits import check
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.schema import Context, happened, make_schema
from tests.limits import LONG, Limits
from tests.steps import counted_steps
from tests.waiting import eventually

SETTINGS = TransportSettings(introspection=True)
# What a document that is refused may cost, and one that runs; an introspection takes 0.4 million.
CHEAP = 300_000
MOST = 1_000_000


@pytest.fixture(scope="module")
def schema() -> Schema:
    return make_schema(SETTINGS)


def without(**limits: Any) -> Schema:
    """A schema whose other limits are as usual."""
    return make_schema(dataclasses.replace(SETTINGS, **limits))


async def code(schema: Schema, query: str, **variables: object) -> str | None:
    """Returns the code of the first error, or None if the operation ran."""
    result = await schema.execute(query, variable_values=variables, context_value=Context(None))
    return str((result.errors[0].extensions or {})["code"]) if result.errors else None


def nested(depth: int) -> str:
    """A query with so many selection sets inside the operation's own."""
    return "{ tree {" + "root {" * (depth - 1) + "name" + "}" * depth + "}"


def chain(length: int, body: str) -> str:
    """Fragments f0, f1, ... of which each has the body, with % for the name of the next one."""
    links = (
        f"fragment f{i} on Tree {{ {body.replace('%', f'...f{i + 1}')} }}" for i in range(length)
    )
    return "\n".join([*links, f"fragment f{length} on Tree {{ name }}"])


class TestDepth:
    async def test_ten_levels_and_no_more(self, schema: Schema) -> None:
        assert await code(schema, nested(10)) is None
        assert await code(schema, nested(11)) == "QUERY_TOO_DEEP"
        assert await code(without(max_depth=11), nested(11)) is None

    async def test_fragments_do_not_hide_it(self, schema: Schema) -> None:
        spread = "{ tree { ...f0 } }" + chain(10, "root { % }")
        assert await code(schema, spread) == "QUERY_TOO_DEEP"
        assert await code(without(max_depth=11), spread) is None
        inline = nested(11).replace("root {", "... { ... on Tree { root {").replace("}", "}}}", 10)
        assert await code(schema, inline) == "QUERY_TOO_DEEP"
        assert await code(without(max_depth=11), inline) is None

    def test_the_parts_of_a_list_are_no_objects(self) -> None:
        def lists(count: int) -> str:
            return "{" + "children { edges { node {" * count + "id" + "}}}" * count + "}"

        settings = TransportSettings(max_depth=4)
        assert check(parse(lists(4)), settings) is None
        assert check(parse(lists(5)), settings) is not None
        relay = """{ organizations { edges { node { events { edges { node { shifts { edges { node {
            eligibility { reasons { message } } } } } } } } } } } }"""
        assert check(parse(relay), TransportSettings()) is None
        assert check(parse(relay), TransportSettings(max_depth=4)) is not None

    async def test_another_operation_of_the_document_counts_too(self, schema: Schema) -> None:
        document = f"query A {{ __typename }} query B {nested(11)}"
        assert await code(schema, document) == "QUERY_TOO_DEEP"

    async def test_what_nests_too_deep_to_parse(self, schema: Schema) -> None:
        assert await code(schema, nested(300)) == "QUERY_TOO_DEEP"
        lists = "{ filtered(filter: {allOf: " + "[" * 490 + "]" * 490 + "}) }"
        assert await code(schema, lists) == "QUERY_TOO_DEEP"

    async def test_variables(self, schema: Schema) -> None:
        def variables(depth: int) -> dict[str, Any]:
            value: dict[str, Any] = {"name": "x"}
            for _ in range(depth):
                value = {"allOf": [value]}
            return value

        query = "query($f: Filter!) { filtered(filter: $f) }"
        assert await code(schema, query, f=variables(10)) is None
        assert await code(schema, query, f=variables(400)) == "BAD_USER_INPUT"


class TestAliases:
    def aliases(self, count: int) -> str:
        return " ".join(f"a{i}: name" for i in range(count))

    async def test_fifteen_and_no_more(self, schema: Schema) -> None:
        assert await code(schema, f"{{ tree {{ {self.aliases(15)} }} }}") is None
        assert await code(schema, f"{{ tree {{ {self.aliases(16)} }} }}") == "TOO_MANY_ALIASES"
        raised = without(max_aliases=16)
        assert await code(raised, f"{{ tree {{ {self.aliases(16)} }} }}") is None

    async def test_a_fragment_counts_wherever_it_is_spread(self, schema: Schema) -> None:
        fragment = f" fragment F on Tree {{ {self.aliases(4)} }}"
        fields = " ".join(f"r{i}: root {{ ...F }}" for i in range(3))
        assert await code(schema, f"{{ tree {{ {fields} }} }} {fragment}") is None
        fields += " root { ...F }"
        assert await code(schema, f"{{ tree {{ {fields} }} }} {fragment}") == "TOO_MANY_ALIASES"

    async def test_each_operation_has_its_own(self, schema: Schema) -> None:
        both = " ".join(f"query {name} {{ tree {{ {self.aliases(10)} }} }}" for name in "AB")
        result = await schema.execute(both, operation_name="A", context_value=Context(None))
        assert result.errors is None


class TestFragments:
    async def test_a_bomb_is_measured_in_linear_time(self, schema: Schema) -> None:
        # Each fragment spreads the next one twice, so there are 2^80 paths.
        paths = "{ tree { ...f0 } }" + chain(80, "% %")
        aliases = "{ tree { ...f0 } }" + chain(60, "a: name % %")
        depth = "{ tree { ...f0 } }" + chain(40, "root { % %}")
        with counted_steps() as steps:
            assert await code(schema, paths) is None
            assert await code(schema, aliases) == "TOO_MANY_ALIASES"
            assert await code(schema, depth) == "QUERY_TOO_DEEP"
        assert steps.count < MOST

    @pytest.mark.parametrize(
        "fragments",
        [
            "fragment f on Tree { ...f }",
            "fragment f on Tree { root { ...f } }",
            "fragment f on Tree { ...g } fragment g on Tree { a: root { ...f ...g } }",
        ],
    )
    async def test_a_cycle_is_refused(self, schema: Schema, fragments: str) -> None:
        assert await code(schema, "{ tree { ...f } }" + fragments) == "GRAPHQL_VALIDATION_FAILED"

    async def test_one_that_is_not_there(self, schema: Schema) -> None:
        assert await code(schema, "{ tree { ...gone } }") == "GRAPHQL_VALIDATION_FAILED"

    def test_a_chain_longer_than_the_stack_is_too_deep(self) -> None:
        document = parse("{ tree { ...f0 } }" + chain(2000, "%"))
        refused = check(document, SETTINGS)
        assert refused is not None
        assert refused.extensions == {"code": "QUERY_TOO_DEEP"}


class TestSize:
    async def test_a_thousand_tokens_and_no_more(self, schema: Schema) -> None:
        document = "{" + " ".join(f"...{{ echo(text: {i}) }}" for i in range(110)) + "}"
        tokens = 2 + 110 * 9
        assert await code(without(max_tokens=tokens), document) == "GRAPHQL_VALIDATION_FAILED"
        assert await code(without(max_tokens=tokens - 1), document) == "DOCUMENT_TOO_LARGE"

    @pytest.mark.parametrize(
        "document",
        [
            "{" + "name " * 10_000 + "}",
            "{" + "name " * 400_000 + "}",
            "#\n" * 10_000 + "{ __typename }",
            " " * 2_000_000 + "{ __typename }",
            '{ echo(text: "' + "x" * 100_000 + '") }',
        ],
        ids=["tokens", "megabytes", "comments", "blanks", "literal"],
    )
    async def test_what_is_too_large_is_refused_cheaply(
        self, schema: Schema, document: str
    ) -> None:
        with counted_steps() as steps:
            assert await code(schema, document) == "DOCUMENT_TOO_LARGE"
        assert steps.count < CHEAP

    async def test_the_same_field_a_thousand_times(
        self, schema: Schema, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compared = Counter[str]()

        def counting(*arguments: Any) -> object:
            compared["fields"] += 1
            return find_conflict(*arguments)

        monkeypatch.setattr(f"{find_conflict.__module__}.find_conflict", counting)
        # The library compares every two fields of one name, up to a limit of its own.
        leaves = "{ tree {" + "name " * 990 + "} }"
        assert await code(schema, leaves) in {None, "GRAPHQL_VALIDATION_FAILED"}
        assert 0 < compared["fields"] < 300_000
        compared.clear()
        assert await code(schema, "{" + "tree { name }" * 249 + "}") is None
        assert 0 < compared["fields"] < 300_000

    async def test_errors_are_capped(self, schema: Schema) -> None:
        result = await schema.execute("{" + " ".join(f"no{i}" for i in range(900)) + "}")
        assert len(result.errors or []) == 20
        many = "{ tree { roots(count: 1000) { broken } } }"
        result = await schema.execute(many, context_value=Context(None))
        assert len(result.errors or []) == 20


class TestIntrospection:
    async def test_tools_can_introspect(self, schema: Schema) -> None:
        for query in (
            get_introspection_query(),
            get_introspection_query(
                specified_by_url=True,
                directive_is_repeatable=True,
                schema_description=True,
                input_value_deprecation=True,
            ),
        ):
            assert await code(schema, query) is None

    async def test_it_cannot_be_made_to_explode(self, schema: Schema) -> None:
        loop = "fields { type {" * 4 + "name" + "}}" * 4
        assert await code(schema, f"{{ __schema {{ types {{ {loop} }} }} }}") == (
            "GRAPHQL_VALIDATION_FAILED"
        )

    async def test_switched_off(self) -> None:
        closed = make_schema(dataclasses.replace(SETTINGS, introspection=False))
        for query in (get_introspection_query(), '{ __type(name: "Tree") { name } }'):
            assert await code(closed, query) == "GRAPHQL_VALIDATION_FAILED"
        assert await code(closed, "{ tree { __typename } }") is None

    @pytest.mark.parametrize(
        ("query", "variables"),
        [
            ("{ tre { name } }", {}),
            ('{ echo(tex: "x") }', {}),
            ("{ ... on Quer { __typename } }", {}),
            ("{ kind(kind: GROUPS) }", {}),
            ("query($k: Kind!) { kind(kind: $k) }", {"k": "GROUPS"}),
            ("query($f: Filter!) { filtered(filter: $f) }", {"f": {"nam": "x"}}),
        ],
    )
    async def test_names_are_suggested_only_where_they_are_public(
        self, schema: Schema, query: str, variables: dict[str, object]
    ) -> None:
        closed = make_schema(dataclasses.replace(SETTINGS, introspection=False))
        messages = {}
        for name, asked in (("open", schema), ("closed", closed)):
            result = await asked.execute(query, variables, Context(None))
            messages[name] = " ".join(error.message for error in result.errors or [])
        assert "Did you mean" in messages["open"]
        assert "Did you mean" not in messages["closed"]


class TestDeadline:
    async def test_a_slow_operation_is_cancelled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        limits = Limits(monkeypatch)
        limited = make_schema(dataclasses.replace(SETTINGS, operation_timeout=LONG))
        begun, cancelled = happened["slow begun"], happened["slow cancelled"]
        slow = asyncio.create_task(code(limited, "{ slow }"))
        await eventually(lambda: happened["slow begun"] > begun)
        limits.end()
        assert await slow == "DEADLINE_EXCEEDED"
        assert happened["slow cancelled"] == cancelled + 1
        assert await code(limited, "{ tree { name } }") is None

    async def test_a_stream_of_a_query_too(self) -> None:
        quick = make_schema(dataclasses.replace(SETTINGS, operation_timeout=0.05))
        [result] = [result async for result in await quick.stream("{ slow }")]
        assert isinstance(result, ExecutionResult)
        [error] = result.errors or []
        assert error.extensions == {"code": "DEADLINE_EXCEEDED", "traceId": ANY}


async def test_a_document_is_prepared_once(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = []

    def counting(text: str, **options: Any) -> object:
        prepared.append(text)
        return parse(text, **options)

    monkeypatch.setattr("gateway.transport.limits.parse", counting)
    document, long = "{ tree { once: name } }", "{ tree { name } }" + " " * 10_000
    for _ in range(3):
        assert await code(schema, document) is None
        assert await code(schema, long) is None
    assert prepared.count(document) == 1
    assert prepared.count(long) == 3
