"""Relay's own compiler takes the operations of docs/operations, and lists with its directives."""

import json
import re
from pathlib import Path

import pytest

from tests.gateway.test_operations import OPERATIONS
from tests.gateway.transport.conftest import run_with_node

ROOT = Path(__file__).parents[2]
COMPILER = ROOT / "tests" / "clients" / "node_modules" / "relay-compiler" / "cli.js"
# Pages of a roster, and an invitation that comes into a list and leaves it.
LISTS = {
    "Members": """fragment Members on Organization
@argumentDefinitions(count: { type: "Int", defaultValue: 20 }, after: { type: "String" })
@refetchable(queryName: "MembersPageQuery") {
  roster(first: $count, after: $after) @connection(key: "Members_roster") {
    edges { node { displayName membership { state } } }
  }
}""",
    "MembersOfQuery": "query MembersOfQuery($id: ID!) { organization(id: $id) { ...Members } }",
    "InviteMutation": """mutation InviteMutation($input: CreateInvitationInput!, $connections: [ID!]!) {
  createInvitation(input: $input) {
    invitationLink {
      invitation @prependNode(connections: $connections, edgeTypeName: "InvitationEdge") { note }
    }
  }
}""",
}


def named(text: str) -> tuple[str, str]:
    """Returns an operation with a name as Relay wants it, which ends with its kind."""
    kind, name = re.findall(r"^(\w+) (\w+)", text)[0]
    relayed = f"{name}{kind.capitalize()}"
    return relayed, re.sub(rf"^{kind} {name}", f"{kind} {relayed}", text)


async def compiled(directory: Path, documents: dict[str, str]) -> set[str]:
    """Returns the names of what the compiler made."""
    source, made = directory / "src", directory / "made"
    source.mkdir()
    made.mkdir()
    for name, text in documents.items():
        module = re.sub(r"(Query|Mutation|Subscription)$", "", name)
        (source / f"{module}.ts").write_text(f"export default graphql`{text}`;\n", "utf-8")
    settings = {
        "src": "./src",
        "schema": "./schema.graphql",
        "language": "typescript",
        "artifactDirectory": "./made",
    }
    (directory / "relay.config.json").write_text(json.dumps(settings))
    schema = ROOT / "gateway" / "schema.graphql"
    (directory / "schema.graphql").write_bytes(schema.read_bytes())
    await run_with_node(COMPILER, "relay.config.json", cwd=directory)
    return {path.name.removesuffix(".graphql.ts") for path in made.glob("*.graphql.ts")}


async def test_it_takes_every_operation_and_lists(tmp_path: Path) -> None:
    documents = dict(named(text) for text in OPERATIONS.values()) | LISTS
    assert await compiled(tmp_path, documents) == {*documents, "MembersPageQuery"}


async def test_it_refuses_what_the_schema_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="colour"):
        await compiled(tmp_path, {"MeQuery": "query MeQuery { viewer { colour } }"})
