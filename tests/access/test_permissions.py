"""What callers are told that they may do, held against what happens when they do it.

For each RPC that acts on a resource, and for every kind of caller, PermissionService must say what the row of the RPC
says, so the two cannot disagree.
"""

import asyncio

import pytest
from banyan.permissions.v1 import permissions_pb2 as pb
from google.protobuf.message import Message

from services.kit.contract.fields import fields_of, is_output_only, referenced
from services.kit.contract.rpc import Method
from services.kit.errors import NotFound
from services.kit.process.ids import uuid7
from services.kit.service.permissions import _Kind
from tests.access.calls import RPCS, begin
from tests.access.community import Community
from tests.access.requests import methods, request_for, service_of
from tests.world import KINDS

ACTING = {name: method for name, method in methods().items() if method.target}


def target_id(request: Message, target: str) -> str:
    """Returns the ID of the resource that a request acts on."""
    set_fields = [(request, field) for field in fields_of(request)]
    set_fields += [
        (getattr(request, field.name), inner)
        for field in fields_of(request)
        if field.message_type is not None and not field.is_repeated
        for inner in field.message_type.fields
    ]
    for message, field in set_fields:
        if referenced(field) == target and not is_output_only(field):
            return str(getattr(message, field.name))
    raise AssertionError(f"nothing in {request} refers to a {target}")


async def permitted(community: Community, method: Method, kind: str) -> bool:
    """Returns whether a kind of caller is told that they may call a method."""
    world = community.world
    assert method.target is not None
    request = pb.BatchGetPermissionsRequest(
        resource=method.target, ids=[target_id(request_for(method, world, kind), method.target)]
    )
    answer = await world.platform.call(
        request, pb.BatchGetPermissionsResponse, world.passports[kind], service_of(method)
    )
    return any(method.name in each.methods for each in answer.permissions)


async def told(community: Community, name: str) -> dict[str, bool]:
    """Returns what each kind of caller is told about an RPC, in the state that it needs."""
    await begin(community, ACTING[name])
    found = await asyncio.gather(*(permitted(community, ACTING[name], kind) for kind in KINDS))
    return dict(zip(KINDS, found, strict=True))


@pytest.mark.parametrize("name", ACTING)
async def test_what_they_are_told_is_what_happens(community: Community, name: str) -> None:
    happens = {kind: cell in "+~" for kind, cell in RPCS[name].cells.items()}
    assert await told(community, name) == happens


async def test_control_without_conditions_strangers_are_told_too_much(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Kind, "place", lambda kind, method: 0)
    assert (await told(community, "EventService.CancelEvent"))["stranger"]


async def test_an_unknown_resource_is_refused(community: Community) -> None:
    request = pb.BatchGetPermissionsRequest(resource="banyan.events.v1.Nothing", ids=[str(uuid7())])
    with pytest.raises(NotFound):
        await community.world.platform.call(
            request, pb.BatchGetPermissionsResponse, community.world.passports["owner"], "events"
        )


async def test_what_one_may_not_see_is_left_out(community: Community) -> None:
    world = community.world
    request = pb.BatchGetPermissionsRequest(
        resource="banyan.organizations.v1.Membership", ids=[world.ids["membership"], str(uuid7())]
    )
    found = {
        kind: await world.platform.call(
            request, pb.BatchGetPermissionsResponse, world.passports[kind], "organizations"
        )
        for kind in ("stranger", "owner")
    }
    assert not found["stranger"].permissions
    assert [each.id for each in found["owner"].permissions] == [world.ids["membership"]]
