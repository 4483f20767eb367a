"""What waits at an organization ends when it is closed, and its people are told why."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import (
    enrolment_pb2,
    group_support_pb2,
    membership_pb2,
    organization_pb2,
)
from banyan.organizations.v1 import founding_proposal_pb2 as pb

from services.kit.calls.passport import Caller
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.group_supports import jobs as supporting
from services.organizations.organizations import closing
from services.organizations.organizations import jobs as organizing
from tests.notices import published_about, spoken
from tests.organizations.community import APPLICATION, Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.enrolments.test_closing import close
from tests.organizations.group_supports.giving import EQUIPMENT, Fund
from tests.organizations.proposals.proposing import LAPSED, Street, set_rules
from tests.waiting import eventually

REASON = "The organization was closed."


async def run(community: Community, all_of: object, name: str) -> None:
    """Runs a job once."""
    settings = OrganizationsSettings.model_construct()
    (job,) = [each for each in all_of.jobs(settings) if each.name == name]  # type: ignore[attr-defined] # a module
    units = community.platform.services["organizations"].units
    await run_once(job, units, Caller(f"job:{job.name}"))


_ENDED = "SELECT 1 FROM organization WHERE id = $1 AND NOT is_ending"


async def has_ended(community: Community, organization: organization_pb2.Organization) -> None:
    """Runs the job that ends what waits at an organization, and waits until that, or the one of the service, is done."""
    await run(community, organizing, closing.END_WAITING)
    sql, key = community.platform.site.sql, UUID(organization.id)
    await eventually(lambda: sql("organizations", _ENDED, key))


@pytest.mark.parametrize("at_once", [100, 1])
async def test_what_waits_at_an_organization_ends_with_it(
    community: Community, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(closing, "AT_ONCE", at_once)
    station = await community.found(membership_policy=APPLICATION)
    await set_rules(community, station, needed=1)
    street = Street(community, station, "", uuid7())
    gathering, waiting, other = [await street.propose() for _ in range(3)]
    await street.support(waiting)
    withdrawing = pb.WithdrawFoundingProposalRequest(founding_proposal_id=other.id)
    withdrawn = await street.do(withdrawing, street.proposer)
    applicants = [uuid7(), uuid7()]
    for each in applicants:
        await community.apply(station, each)
    member = await community.member(station)
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await garden.mentor(enrolment, station.id)
    await close(community, station)
    await has_ended(community, station)
    for proposal in (gathering, waiting):
        getting = pb.GetFoundingProposalRequest(founding_proposal_id=proposal.id)
        found = await street.do(getting, street.proposer)
        assert (found.state, found.reason, found.HasField("decide_time")) == (LAPSED, REASON, True)
    getting = pb.GetFoundingProposalRequest(founding_proposal_id=withdrawn.id)
    assert (await street.do(getting, street.proposer)).state == withdrawn.state  # it is decided
    for each in applicants:
        declined = await community.membership(station, each)
        assert (declined.state, declined.reason) == (
            membership_pb2.MEMBERSHIP_STATE_DECLINED,
            REASON,
        )
    kept = await community.call(
        membership_pb2.GetMembershipRequest(membership_id=member.id),
        membership_pb2.Membership,
        community.admin,
    )
    assert kept.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE  # it can be reopened
    alone = await garden.now(enrolment)
    assert alone.state == enrolment_pb2.ENROLMENT_STATE_ENROLLED
    assert not alone.HasField("mentor_organization_id")
    notices = await published_about(
        community.platform.site, "organizations", "founding_proposal", 7
    )
    assert spoken(notices).count("founding_proposal.lapsed") == 2


async def test_support_that_nobody_can_give_any_more_is_withdrawn(community: Community) -> None:
    fund = await Fund.open(community)
    await fund.ask()
    promised, delivered = await fund.promise(), await fund.deliver(await fund.promise(EQUIPMENT))
    other = await Fund.open(community)
    await other.ask()
    await close(community, fund.garden.station)
    ending = enrolment_pb2.EndEnrolmentRequest(enrolment_id=other.enrolment.id, reason="到期了")
    kept = await other.promise()
    await other.garden.do(ending)
    await run(community, supporting, "withdraw_support")
    states = {each.id: (each.state, each.reason) for each in await fund.listed(community.admin)}
    assert states.pop(promised.id) == (group_support_pb2.GROUP_SUPPORT_STATE_WITHDRAWN, REASON)
    assert states.pop(delivered.id)[0] == group_support_pb2.GROUP_SUPPORT_STATE_DELIVERED
    withdrawn = (group_support_pb2.GROUP_SUPPORT_STATE_WITHDRAWN, "The enrolment has ended.")
    assert set(states.values()) == {withdrawn}
    states = {each.id: (each.state, each.reason) for each in await other.listed()}
    assert states.pop(kept.id)[0] == group_support_pb2.GROUP_SUPPORT_STATE_PROMISED
    assert set(states.values()) == {withdrawn}
