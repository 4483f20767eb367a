"""Organizations above that verify those below, once they are verified themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from banyan.organizations.v1 import organization_pb2
from banyan.organizations.v1 import verification_pb2 as pb

from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.verifications.proving import YEAR, Proof

UNTIL = timedelta(days=200)


class _Line:
    """A station that is verified, and a group below it that asks to be."""

    def __init__(self, station: Proof, group: Proof) -> None:
        self.station = station
        self.group = group

    @classmethod
    async def of(cls, community: Community) -> "_Line":
        station = await Proof.of(community)
        below = await community.found(parent_id=station.organization.id)
        owner = await community.holding(None, below, "OWNER")
        return cls(station, Proof(community, below, owner))

    async def verify_station(self) -> pb.Verification:
        return await self.station.approve(await self.station.ask())

    async def approve(
        self, asked: pb.Verification, by: str | None = None, lasting: timedelta = UNTIL
    ) -> pb.Verification:
        until = datetime.now(UTC) + lasting
        return await self.group.act(
            pb.ApproveVerificationRequest, asked, by or self.station.owner, expire_time=until
        )

    async def shown(self) -> organization_pb2.Organization:
        community, group = self.group.community, self.group.organization
        request = organization_pb2.GetOrganizationRequest(organization_id=group.id)
        return await community.call(request, organization_pb2.Organization, community.passport())


async def test_an_owner_above_verifies_what_is_below_and_everybody_sees_who_did(
    community: Community,
) -> None:
    line = await _Line.of(community)
    station, asked = line.station, await line.group.ask()
    # One that is not verified itself answers for nobody, and sees nothing.
    assert await line.group.listed(station.owner) == []
    with pytest.raises(PermissionDenied):
        await line.approve(asked)
    await line.verify_station()
    below = pb.ListVerificationsRequest(
        ancestor_id=station.organization.id, states=[pb.VERIFICATION_STATE_PENDING]
    )
    found = await community.call(below, pb.ListVerificationsResponse, station.owner)
    assert [each.id for each in found.verifications] == [asked.id]
    approved = await line.approve(asked)
    assert approved.verifier_id == station.organization.id
    shown = await line.shown()
    assert shown.verified_by_id == station.organization.id
    assert await line.group.shown() == ("VERIFIED", True)
    # It stands by what it said, and takes it back.
    await line.group.rename("别的合唱团")
    again = pb.ConfirmVerificationRequest
    assert (await line.group.act(again, approved, station.owner)).organization_name == "别的合唱团"
    await line.group.act(pb.RevokeVerificationRequest, approved, station.owner, reason="已注销")
    shown = await line.shown()
    assert (shown.verified_by_id, (await line.group.shown())[0]) == ("", "UNVERIFIED")
    rejected = await line.group.act(
        pb.RejectVerificationRequest, await line.group.ask(), station.owner, reason="编号不符"
    )
    assert rejected.state == pb.VERIFICATION_STATE_REJECTED


async def test_who_is_beside_or_no_owner_decides_nothing(community: Community) -> None:
    line, beside = await _Line.of(community), await _Line.of(community)
    await line.verify_station()
    await beside.verify_station()
    asked = await line.group.ask()
    leader = await community.holding(None, line.station.organization, "LEADER")
    for passport in (leader, beside.station.owner, line.group.owner, community.passport()):
        with pytest.raises(PermissionDenied):
            await line.approve(asked, passport)
    assert await line.group.listed(leader) == []
    assert await line.group.listed(beside.station.owner) == []


async def test_what_the_platform_has_verified_is_left_to_the_platform(community: Community) -> None:
    line = await _Line.of(community)
    await line.verify_station()
    approved = await line.group.approve(await line.group.ask())
    assert not approved.HasField("verifier_id")
    with pytest.raises(PermissionDenied):
        await line.group.act(pb.RevokeVerificationRequest, approved, line.station.owner, reason="x")
    assert await line.group.listed(line.station.owner) == []


async def test_nobody_verifies_for_longer_than_they_are_verified_themselves(
    community: Community,
) -> None:
    line = await _Line.of(community)
    own = await line.verify_station()
    asked = await line.group.ask()
    with pytest.raises(InvalidArgument) as refused:
        await line.approve(asked, lasting=YEAR + timedelta(days=1))
    assert [each.reason for each in refused.value.violations] == ["EXPIRE_TIME_AFTER_OWN"]
    approved = await line.approve(asked)
    # Once the station is not verified any more it decides nothing, and what it said holds until its time.
    await line.station.revoke(own)
    assert await line.group.shown() == ("VERIFIED", True)
    with pytest.raises(PermissionDenied):
        await line.group.act(pb.RevokeVerificationRequest, approved, line.station.owner, reason="x")


async def test_nobody_answers_for_an_organization_to_themselves(community: Community) -> None:
    line = await _Line.of(community)
    await line.verify_station()
    both = uuid7()
    passport = await community.holding(both, line.station.organization, "OWNER")
    await community.holding(both, line.group.organization, "OWNER")
    asked = await line.group.ask(passport)
    with pytest.raises(Refused) as refused:
        await line.approve(asked, passport)
    assert refused.value.reason == "OWN_REQUEST"
    assert (await line.approve(asked)).state == pb.VERIFICATION_STATE_VERIFIED
