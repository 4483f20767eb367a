"""Verifications: what is asked, decided, and shown, against a model of it."""

import asyncio
from datetime import timedelta

import pytest
from banyan.organizations.v1 import verification_pb2 as pb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.errors import AlreadyExists, DomainError, InvalidArgument, PermissionDenied
from tests.organizations.community import Community
from tests.organizations.verifications.proving import YEAR, Proof


async def test_an_organization_is_verified_until_a_time_and_shows_it(community: Community) -> None:
    proof = await Proof.of(community)
    assert await proof.shown() == ("UNVERIFIED", False)
    asked = await proof.ask()
    assert await proof.shown() == ("PENDING", False)
    approved = await proof.approve(asked)
    assert approved.organization_name == proof.organization.name
    assert await proof.shown() == ("VERIFIED", True)
    # Asking again takes nothing away, and the next one replaces it.
    again = await proof.ask()
    assert await proof.shown() == ("VERIFIED", True)
    await proof.approve(again, 2 * YEAR)
    assert [each.state for each in await proof.listed()] == [
        pb.VERIFICATION_STATE_VERIFIED,
        pb.VERIFICATION_STATE_REPLACED,
    ]
    # The end is told 30 days before, once, and comes.
    await proof.lies_ahead(again, 31)
    assert not (await proof.listed())[0].is_expiring
    await proof.lies_ahead(again, 29)
    assert (await proof.listed())[0].is_expiring
    assert await proof.shown() == ("VERIFIED", True)
    await proof.lies_ahead(again, -1)
    assert (await proof.listed())[0].state == pb.VERIFICATION_STATE_EXPIRED
    assert await proof.shown() == ("UNVERIFIED", False)


async def test_a_verification_holds_for_a_name(community: Community) -> None:
    proof = await Proof.of(community)
    verification = await proof.approve(await proof.ask())
    await proof.rename("别的合唱团")
    assert await proof.shown() == ("SUSPENDED", True)
    await proof.rename(proof.organization.name)
    assert await proof.shown() == ("VERIFIED", True)
    await proof.rename("别的合唱团")
    assert (await proof.confirm(verification)).organization_name == "别的合唱团"
    assert await proof.shown() == ("VERIFIED", True)


async def test_details_are_for_owners_and_administrators(community: Community) -> None:
    proof = await Proof.of(community)
    asked = await proof.ask()
    leader = await community.holding(None, proof.organization, "LEADER")
    for passport in (leader, community.passport()):
        assert await proof.listed(passport) == []
        for call in (
            proof.ask(passport),
            proof.act(pb.GetVerificationRequest, asked, passport),
            proof.act(pb.WithdrawVerificationRequest, asked, passport),
        ):
            with pytest.raises(PermissionDenied):
                await call
    for decide in (pb.RejectVerificationRequest, pb.RevokeVerificationRequest):
        with pytest.raises(PermissionDenied):
            await proof.act(decide, asked, proof.owner, reason="x")
    assert [each.id for each in await proof.listed(community.admin)] == [asked.id]


@pytest.mark.parametrize("lasting", [-timedelta(days=1), timedelta(days=3700)])
async def test_a_verification_ends_within_ten_years(
    community: Community, lasting: timedelta
) -> None:
    proof = await Proof.of(community)
    asked = await proof.ask()
    with pytest.raises(InvalidArgument) as refused:
        await proof.approve(asked, lasting)
    assert [each.reason for each in refused.value.violations] == ["EXPIRE_TIME_OUT_OF_RANGE"]


async def test_of_several_at_once_one_counts(community: Community) -> None:
    proof = await Proof.of(community)
    asked = await asyncio.gather(*(proof.ask() for _ in range(3)), return_exceptions=True)
    (one,) = [each for each in asked if isinstance(each, pb.Verification)]
    assert sum(isinstance(each, AlreadyExists) for each in asked) == 2
    decided = await asyncio.gather(
        proof.approve(one), proof.reject(one), proof.withdraw(one), return_exceptions=True
    )
    assert sum(isinstance(each, DomainError) for each in decided) == 2


ACTS = ("ask", "approve", "reject", "withdraw", "revoke", "confirm", "expire", "rename", "return")


class Model:
    """What is known of one organization: its request, its verification, and its name."""

    def __init__(self) -> None:
        self.waits_as: str | None = None
        self.holds_for: str | None = None
        self.name = "A"
        self.is_latest_rejected = False

    def does(self, act: str) -> bool:
        """Does something, and returns whether it is possible."""
        if act in ("rename", "return"):
            self.name = "A" if act == "return" else self.name + "'"
            return True
        if act == "ask":
            if self.waits_as is not None:
                return False
            self.waits_as = self.name
            return True
        if act in ("revoke", "confirm", "expire"):
            if self.holds_for is None:
                return act == "expire"
            self.holds_for = self.name if act == "confirm" else None
            return True
        return self._decides(act)

    def _decides(self, act: str) -> bool:
        if self.waits_as is None or (act == "approve" and self.waits_as != self.name):
            return False
        if act == "approve":
            self.holds_for = self.waits_as
        self.is_latest_rejected = act == "reject"
        self.waits_as = None
        return True

    @property
    def shown(self) -> str:
        """What the organization shows."""
        if self.holds_for is not None:
            return "VERIFIED" if self.holds_for == self.name else "SUSPENDED"
        if self.waits_as is not None:
            return "PENDING"
        return "REJECTED" if self.is_latest_rejected else "UNVERIFIED"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(ACTS), min_size=4, max_size=20))
async def test_whatever_happens_it_shows_what_a_model_of_it_shows(
    community: Community, acts: list[str]
) -> None:
    proof, model = await Proof.of(community), Model()
    await proof.rename("A")
    waiting: pb.Verification | None = None
    holding: pb.Verification | None = None
    for act in acts:
        allowed = model.does(act)
        try:
            if act in ("rename", "return"):
                await proof.rename(model.name)
            elif act == "ask":
                waiting = await proof.ask()
            elif act == "expire" and holding is not None:
                await proof.lies_ahead(holding, -1)
            elif act in ("revoke", "confirm") and holding is not None:
                await getattr(proof, act)(holding)
            elif act in ("approve", "reject", "withdraw") and waiting is not None:
                decided = await getattr(proof, act)(waiting)
                holding = decided if act == "approve" else holding
            elif act != "expire":
                assert not allowed
                continue
            assert allowed, act
        except DomainError:
            assert not allowed, act
        assert (await proof.shown())[0] == model.shown, (act, acts)
    states = [each.state for each in await proof.listed()]
    assert states.count(pb.VERIFICATION_STATE_VERIFIED) == int(model.holds_for is not None)
    assert states.count(pb.VERIFICATION_STATE_PENDING) == int(model.waits_as is not None)
