"""Ending a group, through the service."""

from typing import Any

from banyan.organizations.v1 import group_closing_pb2 as pb

from tests.organizations.community import Community

COMPLETED, MERGED, OTHER = (
    pb.CLOSING_CAUSE_COMPLETED,
    pb.CLOSING_CAUSE_MERGED,
    pb.CLOSING_CAUSE_OTHER,
)


async def end(community: Community, group_id: str, passport: str, **values: Any) -> pb.GroupClosing:
    """Ends a group that has done what it was for, unless told otherwise."""
    given: dict[str, Any] = {"cause": COMPLETED, "text": "花园建成了"} | values
    request = pb.EndGroupRequest(organization_id=group_id, **given)
    return await community.call(request, pb.GroupClosing, passport)


async def approve(community: Community, closing: pb.GroupClosing, passport: str) -> pb.GroupClosing:
    """Welcomes the members of a group that has ended."""
    request = pb.ApproveSuccessionRequest(group_closing_id=closing.id)
    return await community.call(request, pb.GroupClosing, passport)


async def unfinished(
    community: Community, group_id: str, passport: str
) -> tuple[bool, dict[str, tuple[int, bool]], list[str]]:
    """Returns whether a group can end, what is unfinished by kind, and which support."""
    request = pb.FindUnfinishedBusinessRequest(organization_id=group_id)
    found = await community.call(request, pb.UnfinishedBusiness, passport)
    items = {
        pb.UnfinishedKind.Name(each.kind).removeprefix("UNFINISHED_KIND_"): (
            each.count,
            each.must_be_settled,
        )
        for each in found.items
    }
    return found.can_end, items, list(found.group_support_ids)
