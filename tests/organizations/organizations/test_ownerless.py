"""No organization is left to nobody, wherever it is put and whatever counts there."""

import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.importing import below


async def imported(community: Community) -> tuple[pb.Organization, str]:
    """Returns an imported organization, which has no members, and the passport of an owner above."""
    imports = await below(community)
    await imports.execute(await imports.plan("Name\nChess"))
    owner = await community.holding(None, imports.parent, "OWNER")
    return (await imports.children())["Chess"], owner


def to_top(organization: pb.Organization) -> Message:
    return pb.MoveOrganizationRequest(organization_id=organization.id, to_top=True)


def on_its_own(organization: pb.Organization) -> Message:
    return pb.UpdateOrganizationRequest(
        organization_id=organization.id,
        organization=pb.Organization(inherit_roles=False),
        update_mask=FieldMask(paths=["inherit_roles"]),
    )


@pytest.mark.parametrize("change", [to_top, on_its_own])
async def test_is_refused_until_somebody_owns_it(
    community: Community, change: type[Message]
) -> None:
    chess, owner = await imported(community)
    for passport in (owner, community.admin):
        with pytest.raises(Refused) as refused:
            await community.call(change(chess), pb.Organization, passport)
        assert refused.value.reason == "NO_OWNER_LEFT"
    await community.holding(uuid7(), chess, "LEADER")
    with pytest.raises(Refused):
        await community.call(change(chess), pb.Organization, owner)
    await community.member(chess, uuid7(), membership_pb2.ROLE_OWNER)
    await community.call(change(chess), pb.Organization, owner)


async def test_control_moves_where_other_owners_count_are_free(community: Community) -> None:
    chess, _ = await imported(community)
    elsewhere = await community.found()
    request = pb.MoveOrganizationRequest(organization_id=chess.id, parent_id=elsewhere.id)
    moved = await community.call(request, pb.Organization, community.admin)
    assert moved.parent_id == elsewhere.id
