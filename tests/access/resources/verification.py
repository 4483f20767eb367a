"""Verifications in the community of the access tables: one of the group that holds, and one that waits."""

from typing import Any

from banyan.organizations.v1 import verification_pb2 as pb

from tests.access.resource import Resource
from tests.world import World, in_hours


def _asked(world: World) -> pb.Verification:
    return pb.Verification(
        organization_id=world.ids["group"],
        document_kind=pb.VERIFICATION_DOCUMENT_KIND_REGISTRATION,
        document_number="51310000MJ0000001X",
        note="扫描件已寄出",
    )


async def add_verifications(world: World) -> str:
    """Verifies the group, lets it ask again, which is "waiting_verification", and returns the ID of the first."""
    asking = pb.RequestVerificationRequest(verification=_asked(world))
    verification = await world.call("owner", asking, pb.Verification)
    approving = pb.ApproveVerificationRequest(
        verification_id=verification.id, expire_time=in_hours(24 * 300), reason="证书齐全"
    )
    await world.call("administrator", approving, pb.Verification)
    waiting = await world.call("owner", asking, pb.Verification)
    world.ids["waiting_verification"] = waiting.id
    return verification.id


def _waiting(request: Any, world: World) -> None:
    request.verification_id = world.ids["waiting_verification"]


def _approve(request: pb.ApproveVerificationRequest, world: World) -> None:
    _waiting(request, world)
    request.expire_time.CopyFrom(in_hours(24 * 300))


def _reject(request: pb.RejectVerificationRequest, world: World) -> None:
    _waiting(request, world)
    request.reason = "编号不符"


RESOURCE = Resource(
    "Verification",
    "Verifications",
    add_verifications,
    requests={
        "RequestVerification": lambda request, world: request.verification.CopyFrom(_asked(world)),
        "WithdrawVerification": _waiting,
        "ApproveVerification": _approve,
        "RejectVerification": _reject,
        "RevokeVerification": lambda request, _: setattr(request, "reason", "已注销"),
    },
    arguments={"verification": 'id: "<verification>"'},
)
