"""Who sees what through GraphQL: every cell of graphql.txt, and every mutation as its RPC allows."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import groupby
from typing import Any

import pytest_asyncio
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_composite_type,
)
from strawberry.utils.str_converters import to_camel_case

from gateway import contract
from gateway.schema.__main__ import OUTPUT
from services.kit.values import enum_name
from tests.access.table import read_table
from tests.access.test_rpcs import TABLE as RPCS
from tests.access.test_rpcs import methods, request_for
from tests.gateway.conftest import Gateway, global_id, serving
from tests.services import Platform, Site
from tests.world import KINDS, World

TABLE = read_table("graphql.txt")
SCHEMA: GraphQLSchema = build_schema(OUTPUT.read_text())
# Types that only hold others: who sees the holder sees what it holds.
_HOLDERS = ("Connection", "Edge", "Payload", "PageInfo", "UserError", "Change")
# What mutations alone show: who may send them is what rpcs.txt says.
_SHOWN_BY_MUTATIONS = ("InvitationLink",)
# How to come to an object of a type, as a query with one place for the fields.
PATHS = {
    "Query": "FIELDS",
    "Viewer": "viewer { FIELDS }",
    "Person": 'place: node(id: "<person>") { ... on Person { FIELDS } }',
    "Skill": 'place: node(id: "<person>") { ... on Person { skills { FIELDS } } }',
    "PersonActivity": 'place: node(id: "<person>") { ... on Person { activity { FIELDS } } }',
    "PersonContact": 'place: node(id: "<person>") { ... on Person { contact { FIELDS } } }',
    "ContactShare": 'place: node(id: "<person>") { ... on Person { contact { shares { FIELDS } } } }',
    "Organization": 'organization(id: "<group>") { FIELDS }',
    "AuditEntry": 'organization(id: "<group>") { auditTrail { nodes { FIELDS } } }',
    "AuditRow": 'organization(id: "<group>") { auditTrail { nodes { changes { FIELDS } } } }',
    "AuditField": (
        'organization(id: "<group>") { auditTrail { nodes { changes { fields { FIELDS } } } } }'
    ),
    "OrganizationActivity": 'organization(id: "<group>") { activity { FIELDS } }',
    "RosterEntry": 'organization(id: "<group>") { roster { nodes { FIELDS } } }',
    "Invitation": 'place: node(id: "<invitation>") { ... on Invitation { FIELDS } }',
    "ImportJob": 'importJob(id: "<import_job>") { FIELDS }',
    "ImportJobRow": 'importJob(id: "<import_job>") { rows { nodes { FIELDS } } }',
    "ImportReason": 'importJob(id: "<import_job>") { rows { nodes { reasons { FIELDS } } } }',
    "ImportDifference": 'importJob(id: "<import_job>") { rows { nodes { changes { FIELDS } } } }',
    "InvitationPreview": 'invitation(token: "<token>") { FIELDS }',
    "Membership": 'place: node(id: "<membership>") { ... on Membership { FIELDS } }',
    "MembershipRole": 'place: node(id: "<leading>") { ... on Membership { roles { FIELDS } } }',
    "Event": 'event(id: "<event>") { FIELDS }',
    "Shift": 'shift(id: "<shift>") { FIELDS }',
    "Eligibility": 'shift(id: "<shift>") { eligibility { FIELDS } }',
    "EligibilityReason": 'shift(id: "<shift>") { eligibility { reasons { FIELDS } } }',
    "SignUp": 'place: node(id: "<sign_up>") { ... on SignUp { FIELDS } }',
    "HoursAttestation": 'place: node(id: "<approved>") { ... on HoursAttestation { FIELDS } }',
    "HoursBalance": 'place: node(id: "<hours_balance>") { ... on HoursBalance { FIELDS } }',
    "HoursEntry": 'place: node(id: "<hours_entry>") { ... on HoursEntry { FIELDS } }',
}
ARGUMENTS = {
    "Query.node": 'id: "<person>"',
    "Query.nodes": 'ids: ["<person>"]',
    "Query.person": 'id: "<person>"',
    "Query.organization": 'id: "<group>"',
    "Query.invitation": 'token: "<token>"',
    "Query.importJob": 'id: "<import_job>"',
    "Query.event": 'id: "<event>"',
    "Query.shift": 'id: "<shift>"',
    "Query.hoursAttestation": 'id: "<approved>"',
    "Subscription.importJobProgress": 'importJobId: "<import_job>"',
    "Subscription.shiftPlaces": 'shiftId: "<shift>"',
    "Subscription.signUpChanges": 'shiftId: "<shift>"',
    "Subscription.membershipChanges": 'organizationId: "<group>"',
    "Subscription.hoursBalanceChanges": 'personId: "<person>"',
}


@pytest_asyncio.fixture
async def community(site: Site) -> AsyncIterator[tuple[World, Gateway]]:
    async with AsyncExitStack() as stack:
        world = await World.make(await Platform.start(site, stack))
        yield world, await stack.enter_async_context(serving(site))


def fields() -> Iterator[tuple[str, str, GraphQLField]]:
    """Yields every field of the schema that has something of its own to show."""
    for kind in SCHEMA.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        if kind.name in ("Mutation", *_SHOWN_BY_MUTATIONS) or kind.name.endswith(_HOLDERS):
            continue
        for name, field in kind.fields.items():
            yield kind.name, name, field


def names_in(world: World) -> dict[str, str]:
    """Returns the global ids that the queries ask for."""
    return {
        "person": global_id("Person", world.people["subject"]),
        "group": global_id("Organization", world.ids["group"]),
        "membership": global_id("Membership", world.memberships["subject"]),
        "invitation": global_id("Invitation", world.ids["invitation"]),
        "token": world.ids["token"],
        "import_job": global_id("ImportJob", world.ids["import_job"]),
        "leading": global_id("Membership", world.memberships["leader"]),
        "event": global_id("Event", world.ids["event"]),
        "shift": global_id("Shift", world.ids["shift"]),
        "sign_up": global_id("SignUp", world.ids["sign_up"]),
        "approved": global_id("HoursAttestation", world.ids["approved"]),
        "hours_entry": global_id("HoursEntry", world.ids["hours_entry"]),
        "hours_balance": global_id("HoursBalance", world.ids["hours_balance"]),
    }


def test_every_field_has_a_row() -> None:
    assert set(TABLE) == {f"{kind}.{name}" for kind, name, _ in fields()}


def test_every_mutation_has_the_row_of_its_rpc() -> None:
    assert SCHEMA.mutation_type is not None
    changing = {_mutation(operation) for operation, method in methods().items() if method.mutates}
    assert set(SCHEMA.mutation_type.fields) == changing


async def test_every_cell_of_the_table(community: tuple[World, Gateway]) -> None:
    world, gateway = community
    wrong = []
    for kind in KINDS:
        found = await seen(gateway, world, kind)
        wrong += [
            f"{operation} as {kind}: expected {cells[kind]}, got {found[operation]}"
            for operation, cells in TABLE.items()
            if found[operation] != cells[kind]
        ]
    assert not wrong, "\n".join(wrong)


async def test_every_mutation_as_its_rpc_allows(community: tuple[World, Gateway]) -> None:
    world, gateway = community
    wrong = []
    for operation, cells in RPCS.items():
        if not methods()[operation].mutates:
            continue
        for kind in KINDS:
            found = await outcome(gateway, world, operation, kind)
            if found != cells[kind]:
                wrong.append(f"{operation} as {kind}: expected {cells[kind]}, got {found}")
    assert not wrong, "\n".join(wrong)


async def seen(gateway: Gateway, world: World, kind: str) -> dict[str, str]:
    """Returns what a kind of principal gets for every field: + a value, 0 nothing, - an error."""
    found: dict[str, str] = {}
    token, ids = world.tokens[kind], names_in(world)
    for type_name, members in groupby(fields(), key=lambda field: field[0]):
        selections = {name: _selection(type_name, name, field) for _, name, field in members}
        if type_name == "Subscription":
            for name, selection in selections.items():
                query = f"subscription {{ {_fill(selection, ids)} }}"
                async with gateway.events(query, token) as results:
                    found[f"Subscription.{name}"] = _cell(await anext(results), name)
            continue
        query = PATHS[type_name].replace("FIELDS", " ".join(selections.values()))
        answer = await gateway.result(_fill(f"{{ {query} }}", ids), token)
        found |= {f"{type_name}.{name}": _cell(answer, name) for name in selections}
    return found


def _selection(type_name: str, name: str, field: GraphQLField) -> str:
    """Returns a field as a query asks for it, with as little below it as can be."""
    arguments = ARGUMENTS.get(f"{type_name}.{name}")
    asked = f"{name}({arguments})" if arguments else name
    below = get_named_type(field.type)
    if not is_composite_type(below):
        return asked
    return f"{asked} {{ {'nodes { __typename }' if below.name.endswith('Connection') else '__typename'} }}"


def _fill(query: str, ids: dict[str, str]) -> str:
    for name, id_ in ids.items():
        query = query.replace(f'"<{name}>"', f'"{id_}"')
    return query


def _cell(answer: dict[str, Any], name: str) -> str:
    """Returns what an answer shows at the field of that name, wherever it stands."""
    if any(error["path"][-1] == name for error in answer.get("errors", ()) if error.get("path")):
        return "-"
    values = list(_values(answer.get("data"), name))
    if any(_is_something(value) for value in values):
        return "+"
    return "0" if values else "-"


def _values(data: Any, name: str) -> Iterator[Any]:
    """Yields the values under a name, as deep as the path to the object goes."""
    if isinstance(data, list):
        for item in data:
            yield from _values(item, name)
    elif isinstance(data, dict):
        if name in data:
            yield data[name]
        else:
            for value in data.values():
                yield from _values(value, name)


def _is_something(value: Any) -> bool:
    if isinstance(value, dict) and "nodes" in value:
        return bool(value["nodes"])
    return value not in (None, [], [None])


async def outcome(gateway: Gateway, world: World, operation: str, kind: str) -> str:
    """Sends a mutation as a kind of principal and returns what the cell of its RPC should say."""
    request = request_for(methods()[operation], world, kind)
    name = _mutation(operation)
    query = (
        f"mutation($input: {name[0].upper()}{name[1:]}Input!)"
        f" {{ {name}(input: $input) {{ errors {{ code }} }} }}"
    )
    answer = await gateway.result(query, world.tokens[kind], input=_input(request))
    if answer.get("errors"):
        code = answer["errors"][0]["extensions"]["code"]
        return "!" if code == "UNAUTHENTICATED" else str(answer["errors"])
    codes = [error["code"] for error in answer["data"][name]["errors"]]
    return "-" if "PERMISSION_DENIED" in codes else "+"


def _mutation(operation: str) -> str:
    method = operation.split(".")[1]
    return method[0].lower() + method[1:]


def _input(request: Message) -> dict[str, Any]:
    """Returns the input that says what a request says; the fields of a resource stand in its place."""
    values: dict[str, Any] = {}
    for field, value in request.ListFields():
        if field.name == "update_mask":
            continue
        if field.message_type is not None and not isinstance(value, Timestamp):
            values |= _input(value)
        else:
            values[to_camel_case(field.name)] = _plain(field, value)
    return values


def _plain(field: Any, value: Any) -> Any:
    if isinstance(value, Timestamp):
        return value.ToJsonString()
    if field.enum_type is not None:
        return enum_name(field.enum_type, value)
    if type_name := contract.referenced(field.name):
        return global_id(type_name, value)
    return value
