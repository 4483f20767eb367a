"""Dry runs: each refuses whom the change refuses, and leaves nothing behind."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from banyan.dryruns.v1 import dry_run_pb2 as pb
from graphql import GraphQLObjectType, GraphQLSchema, build_schema, get_named_type

from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, InvalidArgument
from services.kit.work.unit import Units
from tests.access.calls import DENIALS, RPCS, Outcome, begin, mistakes, refusal_in
from tests.access.community import Community
from tests.access.requests import methods, request_for, service_of
from tests.access.test_apps import passport
from tests.world import KINDS

SCHEMA = Path("gateway/schema.graphql").read_text(encoding="utf-8")
OFFERED = {name: method for name, method in methods().items() if method.dry_run}
# The rule: a verb takes if something that somebody has, waits for, or has claimed ends with it. Every verb of the contract
# is in one of the two sets, so who adds a verb decides. What takes nothing can have a dry run too, where it changes more
# resources than one.
_TAKING = """
    Cancel Close Decline Delete Discard Drop End Hand Leave Merge Move Pause Reject Report Reset Retire Reverse Revoke Split Stop Suspend Undo Unshare
    Withdraw
"""
# Excuse and Record say what was, and can be reset, which has a dry run. Execute carries out a plan that was shown row by row, and Import shows
# one itself.
_GIVING = """
    Accept Add Adopt Annotate Answer Apply Approve Ask Assign Book Change Check Claim Complete Confirm Correct Create Decide Deliver Draft Duplicate Enrol Enter
    Excuse Execute File Give Grant Import Open Promise Propose Publish Question Record Register Reinstate Renew Reopen Replay Reply Request Resolve Resume Revise Rotate Settle
    Share Solve Submit Support Sync Take Test Update Verify
"""
TAKING, GIVING = frozenset(_TAKING.split()), frozenset(_GIVING.split())
CANCEL_EVENT = "EventService.CancelEvent"


def verb_of(name: str) -> str:
    """Returns the first word of the name of a method or, in lower case, of a mutation."""
    words: list[str] = re.findall("[A-Z]?[a-z]+", name.removeprefix("Batch"))
    return words[0].capitalize()


def without_dry_run(schema: GraphQLSchema) -> list[str]:
    """Returns the mutations that take something and whose input, or payload, has no `dryRun`."""
    mutations = cast("GraphQLObjectType", schema.mutation_type).fields
    return [
        name
        for name, field in mutations.items()
        if verb_of(name) in TAKING
        and not all(
            "dryRun" in cast("Any", get_named_type(each)).fields
            for each in (field.args["input"].type, field.type)
        )
    ]


def test_each_verb_is_known_to_take_something_or_not() -> None:
    verbs = {verb_of(method.name) for method in methods().values() if method.mutates}
    assert not TAKING & GIVING
    assert verbs == TAKING | GIVING


def test_each_mutation_that_takes_something_can_be_tried_out() -> None:
    assert without_dry_run(build_schema(SCHEMA)) == []


def test_control_a_mutation_without_is_found() -> None:
    assert without_dry_run(
        build_schema(
            """
            input In { id: ID! }
            input Tried { dryRun: Boolean }
            type Out { errors: [String!]! }
            type TriedOut { dryRun: Boolean }
            type Query { nothing: Int }
            type Mutation {
              createBus(input: In!): Out
              declineBus(input: In!): Out
              withdrawBuses(input: Tried!): Out
              cancelBus(input: Tried!): TriedOut
            }
            """
        )
    ) == ["declineBus", "withdrawBuses"]


async def ask(community: Community, method: Method, kind: str) -> pb.DryRunResponse:
    """Returns what a method would do for a kind of caller."""
    world = community.world
    request = pb.DryRunRequest()
    request.request.Pack(request_for(method, world, kind))
    return await world.platform.call(
        request, pb.DryRunResponse, world.passports[kind], service_of(method)
    )


async def outcome(community: Community, method: Method, kind: str) -> Outcome:
    try:
        said = await ask(community, method, kind)
    except DomainError as error:
        return Outcome(DENIALS.get(error.code, error.code), error.message)
    return refusal_in(said) or Outcome("+")


@pytest.mark.parametrize("name", OFFERED)
async def test_it_refuses_whom_the_change_refuses_and_leaves_nothing_behind(
    community: Community, name: str
) -> None:
    """No table holds anything else than before: rows, outbox, audit, answers to retries, budgets."""
    method = OFFERED[name]
    await begin(community, method)
    before = await community.pristine.contents()
    # One after another: they would wait for each other's locks.
    found = {kind: await outcome(community, method, kind) for kind in KINDS}
    assert not (wrong := mistakes(RPCS[name], found)), "\n".join(wrong)
    assert await community.pristine.contents() == before


async def test_control_a_commit_is_noticed(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Units, "dry_run", Units.write)
    method = OFFERED[CANCEL_EVENT]
    await begin(community, method)
    before = await community.pristine.contents()
    with pytest.raises(DomainError):  # what `write` returns is no work
        await ask(community, method, "owner")
    assert await community.pristine.contents() != before


async def test_what_has_no_dry_run_is_refused(community: Community) -> None:
    publish = methods()["EventService.PublishEvent"]
    with pytest.raises(InvalidArgument) as refused:
        await ask(community, publish, "owner")
    assert refused.value.violations[0].reason == "NO_DRY_RUN"


async def tried_by_app(community: Community, name: str, scope: str) -> pb.DryRunResponse:
    """Returns what a method would do for the group's app that holds the role of a leader."""
    method = methods()[name]
    await begin(community, method)
    request = pb.DryRunRequest()
    request.request.Pack(request_for(method, community.world, "leader"))
    app = passport(community, "leader", frozenset({scope}))
    return await community.world.platform.call(request, pb.DryRunResponse, app, service_of(method))


async def test_an_app_may_try_out_what_it_may_do(community: Community) -> None:
    tried = await tried_by_app(community, "EventService.CancelEvent", "events.write")
    assert [each.resource for each in tried.counts]


@pytest.mark.parametrize(
    ("name", "scope", "reason"),
    [
        ("EventService.CancelEvent", "events.read", "APP_SCOPE_MISSING"),
        ("OrganizationService.CloseOrganization", "members.write", "PERSON_REQUIRED"),
    ],
)
async def test_an_app_may_try_out_nothing_else(
    community: Community, name: str, scope: str, reason: str
) -> None:
    with pytest.raises(DomainError) as refused:
        await tried_by_app(community, name, scope)
    assert refused.value.reason == reason
