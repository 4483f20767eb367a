"""Support in the community of the access tables: promised to the group, asked for by it, and paid.

The station gives it, so only administrators may decide. What the group itself gives to the station has a row, for its costs.
"""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2, support_kind_pb2
from banyan.organizations.v1 import group_support_pb2 as pb

from tests.access.resource import Resource
from tests.world import World

_IN_TURN = """
    INSERT INTO group_support (id, version, create_time, update_time, enrolment_id, organization_id, cultivator_id,
        stage_key, kind, description, amount, currency, source, is_from_outside, state, is_overdue, reason, promise_time)
    SELECT gen_random_uuid(), 1, now(), now(), id, organization_id, cultivator_id,
        stage_key, 'MONEY', '场地费', 30000, 'CNY', '', false, 'PROMISED', false, '', now()
    FROM enrolment WHERE cultivator_id = $1
"""


def _money() -> pb.GroupSupport:
    return pb.GroupSupport(
        kind=support_kind_pb2.GROUP_SUPPORT_KIND_MONEY,
        description="启动经费",
        amount=50_000,
        currency="CNY",
    )


async def _promised(world: World) -> str:
    """Promises money to the group, and returns the ID of the support."""
    request = pb.PromiseSupportRequest(enrolment_id=world.ids["enrolment"], group_support=_money())
    return (await world.call("administrator", request, pb.GroupSupport)).id


async def add_group_support(world: World) -> str:
    """Promises money to the group, and returns its ID. Adds "requested_support" and "paid_support"."""
    asking = pb.RequestStageSupportRequest(enrolment_id=world.ids["unreviewed"])
    await world.call("leader", asking, enrolment_pb2.Enrolment)
    listing = pb.ListGroupSupportsRequest(enrolment_id=world.ids["unreviewed"])
    listed = await world.call("administrator", listing, pb.ListGroupSupportsResponse)
    world.ids["requested_support"] = listed.group_supports[0].id
    world.ids["paid_support"] = await _promised(world)
    paying = pb.DeliverSupportRequest(group_support_id=world.ids["paid_support"])
    await world.call("administrator", paying, pb.GroupSupport)
    await world.platform.site.sql("organizations", _IN_TURN, UUID(world.ids["group"]))
    return await _promised(world)


def _about(name: str) -> Any:
    def fill(request: Any, world: World) -> None:
        _no_place(request, world)
        request.group_support_id = world.ids[name]

    return fill


def _of_the_group(request: pb.ListGivenGroupSupportsRequest, world: World) -> None:
    request.cultivator_id = world.ids["group"]


def _no_place(request: Any, world: World) -> None:
    """Names neither a booking nor an event: money needs none."""
    del world
    for name in ("booking_id", "event_id"):
        if name in request.DESCRIPTOR.fields_by_name:
            request.ClearField(name)


def _correct(request: pb.CorrectSupportRequest, world: World) -> None:
    request.group_support_id, request.reason = world.ids["paid_support"], "还没有付"


RESOURCE = Resource(
    "GroupSupport",
    "GroupSupports",
    add_group_support,
    requests={
        "PromiseSupport": lambda request, _: request.group_support.CopyFrom(_money()),
        "ListGivenGroupSupports": _of_the_group,
        "GrantSupport": _about("requested_support"),
        "DeliverSupport": _no_place,
        "SettleSupport": _about("paid_support"),
        "CorrectSupport": _correct,
        "WithdrawSupport": lambda request, _: setattr(request, "reason", "经费用完 all spent"),
    },
    arguments={"groupSupport": 'id: "<group_support>"'},
)
