"""Dry runs: each refuses whom the change refuses, and leaves nothing behind."""

import pytest
from banyan.dryruns.v1 import dry_run_pb2 as pb

from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, InvalidArgument
from services.kit.work.unit import Units
from tests.access.calls import DENIALS, RPCS, Outcome, begin, mistakes
from tests.access.community import Community
from tests.access.requests import methods, request_for, service_of
from tests.world import KINDS

OFFERED = {name: method for name, method in methods().items() if method.dry_run}
TAKING = (
    "Cancel",
    "Delete",
    "Close",
    "Move",
    "End",
    "Suspend",
    "Revoke",
    "Reverse",
    "Discard",
    "Undo",
    "ResetAttendance",
)
CANCEL_EVENT = "EventService.CancelEvent"


def test_what_takes_something_away_can_be_tried_out() -> None:
    taking = {name for name, method in methods().items() if method.name.startswith(TAKING)}
    assert CANCEL_EVENT in taking
    assert taking <= OFFERED.keys()


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
        await ask(community, method, kind)
    except DomainError as error:
        return Outcome(DENIALS.get(error.code, error.code), error.message)
    return Outcome("+")


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
