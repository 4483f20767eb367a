"""What an app submits: somebody approves it who cannot have its key."""

import pytest
from banyan.volunteers.v1 import hours_attestation_pb2 as pb

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.groups import Group


def app_of(group: Group, *scopes: str) -> str:
    """Returns the passport of an app."""
    return group.platform.office.app(uuid7(), group.id, "COORDINATOR", scopes)


async def test_counts_once_a_leader_has_approved_it(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    submitted = await group.submit(app_of(group, "hours.write"))
    assert submitted.state == pb.HOURS_ATTESTATION_STATE_SUBMITTED
    owner = volunteers.office.person(roles={group.id: ["OWNER"]})
    with pytest.raises(Refused) as refused:
        await group.do("approve", submitted, owner)
    assert refused.value.reason == "SECOND_PERSON_NEEDED"
    assert "Ask a leader who is no owner" in refused.value.message
    approved = await group.do("approve", submitted)
    assert approved.state == pb.HOURS_ATTESTATION_STATE_APPROVED


async def test_control_owners_approve_what_people_submit(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    owner = volunteers.office.person(roles={group.id: ["OWNER"]})
    approved = await group.do("approve", await group.submit(), owner)
    assert approved.state == pb.HOURS_ATTESTATION_STATE_APPROVED


async def test_is_approved_by_no_app(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    app = app_of(group, "hours.write", "hours.read")
    with pytest.raises(PermissionDenied) as refused:
        await group.do("approve", await group.submit(), app)
    assert refused.value.reason == "PERSON_REQUIRED"


async def test_takes_the_scope(volunteers: Platform) -> None:
    group = await Group.with_member(volunteers)
    with pytest.raises(PermissionDenied) as refused:
        await group.submit(app_of(group, "hours.read"))
    assert refused.value.reason == "APP_SCOPE_MISSING"
