"""What operations cost, told from their text: the attacks cost too much, and ordinary screens little."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, parse

from deploy.local.account import CHECKOUT
from deploy.local.queries import GRAPHIQL_QUERY
from gateway import schema
from gateway.backend.budgets import OPERATION
from gateway.binding.prices import PRICE
from gateway.transport.costs import INTROSPECTION, cost_of
from gateway.transport.settings import TransportSettings
from tests.bench import pages

SETTINGS = TransportSettings()
# A screen of a frontend: a page of events, each with its organization and its shifts.
SCREEN = """query($first: Int) { events(first: $first) { nodes {
    title organization { name } shifts { nodes { title capacity placesTaken } } } } }"""
ALL = "id name description kind inheritRoles membershipPolicy externalSource website externalId state etag createTime"
# What anonymous attackers sent: all children of all organizations, with all that is said of them.
NESTED = f"""{{ organizations(first: 100) {{ nodes {{ {ALL}
    children(first: 100) {{ nodes {{ {ALL} parent {{ {ALL} }} activity {{ publishedEvents }} }} }} }} }} }}"""


@pytest.fixture(scope="module")
def graph() -> GraphQLSchema:
    return schema.build(SETTINGS)._schema


def costs(graph: GraphQLSchema, text: str, **variables: Any) -> list[int]:
    """Returns what each operation of a document costs."""
    document = parse(text)
    operations = [
        each for each in document.definitions if isinstance(each, OperationDefinitionNode)
    ]
    return [cost_of(graph, document, operation, variables).points for operation in operations]


def selections(graph: GraphQLSchema, text: str, **variables: Any) -> int:
    """Returns what the selections of the only operation cost."""
    [cost] = costs(graph, text, **variables)
    return cost - OPERATION


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("{ __typename }", 0),
        ('{ event(id: "x") { title } }', 11),
        ("{ events { nodes { title } } }", 30),
        ("{ events(first: 100) { nodes { title } } }", 110),
        ("{ events(first: 100) { pageInfo { endCursor } } }", 110),
        ("{ events(first: 2) { nodes { organization { name } } } }", 14),
        ("{ events(first: 2) { edges { node { organization { name } } } } }", 14),
        # A list of all pages is one call for several; each has a share in it.
        ("{ events(first: 2) { nodes { shifts(first: 3) { nodes { id } } } } }", 12 + 2 * 4),
        ('{ events(first: 2) { nodes { shifts(first: 3, after: "x") { nodes { id } } } } }', 40),
        # A list of its own is a call for each.
        (
            "{ events(first: 2) { nodes { organization { roster(first: 3) { nodes { pending } } } } } }",
            40,
        ),
        ("{ organizations(first: 1) { nodes { ancestors { name } } } }", 11 + 16),
        ('{ organizations(first: 1, query: "x") { nodes { name } } }', 31),
        ('{ nodes(ids: ["x", "y"]) { id ... on Event { organization { name } } } }', 14),
        ('mutation { cancelSignUp(input: {signUpId: "x"}) { signUp { shift { title } } } }', 22),
        # Many at once: a mutation, and what each of them costs a service.
        ('mutation { checkIn(input: {signUpIds: ["x", "y"]}) { errors { code } } }', 20 + 2 * 11),
        (
            'mutation { checkIn(input: {signUpIds: ["x", "y"]}) { signUps { shift { title } } } }',
            20 + 2 * 12,
        ),
        ('subscription { shiftPlaces(shiftIds: ["x"]) { shift { event { title } } } }', 12),
    ],
)
def test_prices(graph: GraphQLSchema, text: str, cost: int) -> None:
    assert selections(graph, text) == cost


def test_a_list_within_an_input_counts(graph: GraphQLSchema) -> None:
    of_ids = "mutation($ids: [ID!]!) { checkIn(input: {signUpIds: $ids}) { errors { code } } }"
    of_input = "mutation($input: CheckInInput!) { checkIn(input: $input) { errors { code } } }"
    ids = ["x"] * 33
    for text, variables in ((of_ids, {"ids": ids}), (of_input, {"input": {"signUpIds": ids}})):
        assert selections(graph, text, **variables) == 20 + 33 * 11
    # What says nothing of its number counts as the most.
    assert selections(graph, of_input, input="x") == 20 + 100 * 11


def test_variables_count(graph: GraphQLSchema) -> None:
    text = "query($n: Int = 7, $ids: [ID!]!) { events(first: $n) { nodes { id } } nodes(ids: $ids) { id } }"
    assert selections(graph, text, ids=["x"]) == 17 + 11
    assert selections(graph, text, ids=["x"] * 50, n=100) == 110 + 60
    # The fields refuse these before they do anything.
    assert selections(graph, text, ids=["x"] * 5000, n=10**9) == 110 + 110
    assert selections(graph, text, ids="x", n=-5) == 10 + 110


def test_what_is_left_out_is_free(graph: GraphQLSchema) -> None:
    text = "query($yes: Boolean!) { events @include(if: $yes) { nodes { id organization @skip(if: $yes) { id } } } }"
    assert selections(graph, text, yes=False) == 0
    assert selections(graph, text, yes=True) == 30


def test_a_fragment_costs_wherever_it_is_spread(graph: GraphQLSchema) -> None:
    fragment = "fragment F on Event { organization { name } }"
    once = f"{{ events {{ nodes {{ ...F }} }} }} {fragment}"
    twice = f"{{ a: events {{ nodes {{ ...F }} }} b: events {{ nodes {{ ...F ... {{ ...F }} }} }} }} {fragment}"
    assert selections(graph, once) == 50
    assert selections(graph, twice) == 50 + 70


def test_a_bomb_of_fragments_is_priced_in_linear_time(graph: GraphQLSchema) -> None:
    links = (f"fragment f{i} on Event {{ ...f{i + 1} ...f{i + 1} }}" for i in range(60))
    last = "fragment f60 on Event { organization { name } }"
    bomb = "{ events { nodes { ...f0 } } }" + " ".join((*links, last))
    assert selections(graph, bomb) > 2**60


def test_the_attack_costs_too_much(graph: GraphQLSchema) -> None:
    assert len(NESTED) < 677
    assert costs(graph, NESTED)[0] > 6 * SETTINGS.max_cost


def test_the_schema_has_a_price(graph: GraphQLSchema) -> None:
    assert selections(graph, "{ __schema { types { name } } }") == INTROSPECTION


def unpriced(graph: GraphQLSchema) -> set[str]:
    """Returns the fields that do something when they are resolved, and have no price."""
    fields = {
        f"{kind.name}.{name}": field.extensions.get("strawberry-definition")
        for kind in graph.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
    }
    return {
        name
        for name, field in fields.items()
        if field is not None and field.base_resolver and PRICE not in field.metadata
    }


def test_every_field_that_asks_a_service_has_a_price(
    graph: GraphQLSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unpriced(graph) == set()
    query = graph.type_map["Query"]
    assert isinstance(query, GraphQLObjectType)
    declared = query.fields["events"].extensions["strawberry-definition"]
    monkeypatch.setattr(declared, "metadata", {})
    assert unpriced(graph) == {"Query.events"}


def _documents() -> Iterator[tuple[str, str]]:
    for directory in ("tests/journeys/operations", "docs/operations"):
        for path in sorted((CHECKOUT / directory).glob("*.graphql")):
            yield f"{directory} {path.stem}", path.read_text()
    for path in (CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))):
        for number, block in enumerate(
            re.findall(r"```graphql\n(.*?)```", path.read_text(), re.DOTALL)
        ):
            yield f"{Path(path).name} {number}", block
    yield "GraphiQL", GRAPHIQL_QUERY
    yield "bench", pages._QUERY
    yield "screen", SCREEN


DOCUMENTS = dict(_documents())


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_ordinary_screens_stay_far_below(graph: GraphQLSchema, text: str) -> None:
    """A screen shows fifty of a list at once, and does the same to no more of them."""
    ids = ["x"] * 50
    found = costs(graph, text, first=50, signUpIds=ids, membershipIds=ids)
    assert max(found) < SETTINGS.max_cost / 4
