"""FoundingProposalService, called over gRPC."""

import asyncio
from uuid import UUID

import pytest
from banyan.organizations.v1 import enrolment_pb2, membership_pb2, organization_pb2
from banyan.organizations.v1 import founding_proposal_pb2 as pb
from banyan.permissions.v1 import permissions_pb2

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.proposals.jobs import jobs
from tests.notices import published_about, spoken
from tests.organizations.areas.planting import DISTRICT, merge, plant
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import STAGES
from tests.organizations.programmes.making import create, publish
from tests.organizations.proposals.proposing import (
    ACCEPTED,
    DECLINED,
    GATHERING,
    LAPSED,
    QUESTIONED,
    WAITING,
    WITHDRAWN,
    Street,
)


async def roles(community: Community, group_id: str, person_id: UUID) -> list[str]:
    group = organization_pb2.Organization(id=group_id)
    membership = await community.membership(group, person_id)
    return [membership_pb2.Role.Name(each.role) for each in membership.roles]


async def test_what_enough_people_support_becomes_a_group(community: Community) -> None:
    street = await Street.build(community)
    co_founder, silent, neighbour = uuid7(), uuid7(), uuid7()
    proposal = await street.propose(
        area="槐柏树街", audience="退休的邻居", co_founder_ids=[str(co_founder), str(silent)]
    )
    assert (proposal.state, proposal.supporters_needed) == (GATHERING, 2)
    assert proposal.person_id == str(street.proposer_id)
    assert (await street.support(proposal, co_founder)).state == GATHERING
    waiting = await street.support(proposal, neighbour)
    assert (waiting.state, waiting.supporters_count) == (WAITING, 2)
    assert waiting.answer_due_time.seconds - waiting.update_time.seconds == 7 * 86400
    assert (await street.ask(proposal)).HasField("answer_due_time") is False
    assert (await street.answer(proposal)).state == WAITING
    programme = await publish(community, await create(community, street.station, stages=STAGES))
    accepted = await street.accept(proposal, programme_id=programme.id)
    assert (accepted.state, accepted.HasField("answer_due_time")) == (ACCEPTED, False)
    group = await community.call(
        organization_pb2.GetOrganizationRequest(organization_id=accepted.founded_organization_id),
        organization_pb2.Organization,
        community.admin,
    )
    assert (group.name, group.description, group.parent_id) == (
        "夕阳红合唱团",
        "每周一起唱歌",
        street.station.id,
    )
    assert group.membership_policy == organization_pb2.MEMBERSHIP_POLICY_APPLICATION
    assert await roles(community, group.id, street.proposer_id) == ["ROLE_OWNER"]
    assert await roles(community, group.id, co_founder) == ["ROLE_LEADER"]
    # Nobody is made a member who did not agree, and to support is not to join.
    for person in (silent, neighbour):
        with pytest.raises(IndexError):
            await roles(community, group.id, person)
    enrolment = await community.call(
        enrolment_pb2.GetEnrolmentRequest(enrolment_id=accepted.enrolment_id),
        enrolment_pb2.Enrolment,
        street.proposer,
    )
    assert (enrolment.organization_id, enrolment.stage_key) == (group.id, "seed")
    notices = await published_about(
        community.platform.site, "organizations", "founding_proposal", 6
    )
    assert spoken(notices) == [
        "founding_proposal.created",
        "founding_proposal.supported",
        "founding_proposal.supported",
        "founding_proposal.questioned",
        "founding_proposal.answered",
        "founding_proposal.accepted",
    ]


async def test_support_can_be_taken_back_and_given_again(community: Community) -> None:
    street = await Street.build(community)
    proposal = await street.propose()
    neighbour = uuid7()
    await street.support(proposal, neighbour)
    assert (await street.support(proposal)).state == WAITING
    fewer = await street.stop(proposal, neighbour)
    assert (fewer.state, fewer.supporters_count) == (GATHERING, 1)
    assert (fewer.HasField("answer_due_time"), fewer.HasField("expire_time")) == (False, True)
    with pytest.raises(PermissionDenied):
        await street.stop(proposal, neighbour)
    assert (await street.support(proposal, neighbour)).state == WAITING


async def test_each_person_counts_once_however_often_they_try(community: Community) -> None:
    street = await Street.build(community)
    proposal = await street.propose()
    neighbour = uuid7()
    answers = await asyncio.gather(
        *(street.support(proposal, neighbour) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, pb.FoundingProposal) for each in answers) == 1
    refusals = [each.reason for each in answers if isinstance(each, Refused)]
    assert refusals == ["ALREADY_SUPPORTED"] * 3
    assert (await street.now(proposal)).supporters_count == 1


async def test_who_supports_a_proposal_is_told_that_they_can_stop_and_not_support_it_again(
    community: Community,
) -> None:
    street = await Street.build(community)
    proposal, neighbour = await street.propose(), uuid7()
    support, stop = "SupportFoundingProposal", "StopSupportingFoundingProposal"

    async def told() -> set[str]:
        asking = permissions_pb2.BatchGetPermissionsRequest(
            resource="banyan.organizations.v1.FoundingProposal", ids=[proposal.id]
        )
        answer_type = permissions_pb2.BatchGetPermissionsResponse
        passport = community.passport(neighbour)
        answer = await community.platform.call(asking, answer_type, passport, "organizations")
        return {support, stop} & set(answer.permissions[0].methods)

    assert await told() == {support}
    await street.support(proposal, neighbour)
    assert await told() == {stop}
    await street.stop(proposal, neighbour)
    assert await told() == {support}


async def test_of_many_who_accept_at_once_one_founds_the_group(community: Community) -> None:
    street = await Street.build(community, needed=1)
    proposal = await street.propose()
    await street.support(proposal)
    answers = await asyncio.gather(
        *(street.accept(proposal) for _ in range(4)), return_exceptions=True
    )
    accepted = [each for each in answers if isinstance(each, pb.FoundingProposal)]
    assert len(accepted) == 1, answers
    listed = await community.call(
        organization_pb2.ListOrganizationsRequest(parent_id=street.station.id),
        organization_pb2.ListOrganizationsResponse,
        community.admin,
    )
    assert [each.id for each in listed.organizations] == [accepted[0].founded_organization_id]


async def test_support_that_goes_at_the_moment_of_acceptance_comes_first_or_too_late(
    community: Community,
) -> None:
    street = await Street.build(community, needed=1)
    for _ in range(6):
        neighbour = uuid7()
        proposal = await street.propose(community.passport())
        await street.support(proposal, neighbour)
        accepted, stopped = await asyncio.gather(
            street.accept(proposal), street.stop(proposal, neighbour), return_exceptions=True
        )
        found = await street.now(proposal)
        if isinstance(accepted, pb.FoundingProposal):
            assert isinstance(stopped, Refused)
            assert (found.state, found.supporters_count) == (ACCEPTED, 1)
        else:
            assert isinstance(stopped, pb.FoundingProposal)
            assert (found.state, found.supporters_count) == (GATHERING, 0)


async def test_support_that_comes_at_the_moment_of_acceptance_is_not_lost(
    community: Community,
) -> None:
    street = await Street.build(community, needed=1)
    for _ in range(4):
        co_founder = uuid7()
        proposal = await street.propose(community.passport(), co_founder_ids=[str(co_founder)])
        await street.support(proposal)
        accepted, supported = await asyncio.gather(
            street.accept(proposal), street.support(proposal, co_founder), return_exceptions=True
        )
        assert isinstance(accepted, pb.FoundingProposal)
        found = await street.now(proposal)
        if isinstance(supported, pb.FoundingProposal):
            assert found.supporters_count == 2
            held = await roles(community, accepted.founded_organization_id, co_founder)
            assert held == ["ROLE_LEADER"]
        else:
            assert isinstance(supported, Refused)
            assert found.supporters_count == 1


async def test_each_sees_what_is_theirs_to_see(community: Community) -> None:
    street = await Street.build(community)
    proposal = await street.propose()
    supporter = uuid7()
    await street.support(proposal, supporter)
    stranger, anonymous = community.passport(), community.platform.office.anonymous()
    passport = community.passport(supporter)
    for each in (stranger, passport, street.proposer, street.worker):
        assert await _sees(street, proposal, each)
    assert not await _sees(street, proposal, anonymous)
    assert await _own(street, proposal, passport) == [str(supporter)]
    assert await _own(street, proposal, stranger) == []
    for each in (stranger, passport):
        with pytest.raises(PermissionDenied):
            await _supporters(street, proposal, each)
    for each in (street.proposer, street.worker):
        assert await _supporters(street, proposal, each) == [str(supporter)]
    # How it ends concerns those who stood for it.
    declined = await street.decline(proposal)
    assert (declined.state, declined.reason) == (DECLINED, "已有一个")
    assert [await _sees(street, proposal, each) for each in (passport, street.proposer)] == [
        True
    ] * 2
    assert not await _sees(street, proposal, stranger)
    with pytest.raises(PermissionDenied):
        await street.support(proposal)
    assert await _listed(street, supporter, passport) == [proposal.id]
    assert await _listed(street, supporter, street.worker) == []


async def _sees(street: Street, proposal: pb.FoundingProposal, passport: str) -> bool:
    answer = await street.community.call(
        pb.BatchGetFoundingProposalsRequest(ids=[proposal.id]),
        pb.BatchGetFoundingProposalsResponse,
        passport,
    )
    return bool(answer.founding_proposals)


async def _own(street: Street, proposal: pb.FoundingProposal, passport: str) -> list[str]:
    answer = await street.community.call(
        pb.BatchGetFoundingSupportsRequest(ids=[proposal.id]),
        pb.BatchGetFoundingSupportsResponse,
        passport,
    )
    return [each.supporter_id for each in answer.founding_supports]


async def _supporters(street: Street, proposal: pb.FoundingProposal, passport: str) -> list[str]:
    answer = await street.community.call(
        pb.ListFoundingSupportsRequest(founding_proposal_id=proposal.id),
        pb.ListFoundingSupportsResponse,
        passport,
    )
    return [each.supporter_id for each in answer.founding_supports]


async def _listed(street: Street, person_id: UUID, passport: str) -> list[str]:
    answer = await street.community.call(
        pb.ListPersonFoundingProposalsRequest(person_id=str(person_id)),
        pb.ListPersonFoundingProposalsResponse,
        passport,
    )
    return [each.id for each in answer.founding_proposals]


async def test_only_the_station_decides_and_only_the_proposer_answers(
    community: Community,
) -> None:
    street = await Street.build(community, needed=1)
    proposal = await street.propose()
    await street.support(proposal)
    about = {"founding_proposal_id": proposal.id}
    deciding = (
        pb.QuestionFoundingProposalRequest(**about, question="?"),
        pb.DeclineFoundingProposalRequest(**about, reason="不"),
        pb.AcceptFoundingProposalRequest(**about),
    )
    supervisor = await community.holding(None, street.station, "SUPERVISOR")
    for request in deciding:
        for passport in (street.proposer, supervisor, community.passport()):
            with pytest.raises(PermissionDenied):
                await street.do(request, passport)
    await street.ask(proposal)
    answering = pb.AnswerFoundingProposalRequest(**about, answer="好")
    withdrawing = pb.WithdrawFoundingProposalRequest(**about)
    for passport in (street.worker, community.admin, community.passport()):
        for own in (answering, withdrawing):
            with pytest.raises(PermissionDenied):
                await street.do(own, passport)
    with pytest.raises(PermissionDenied):
        await street.support(proposal, street.proposer_id)
    assert (await street.withdraw(proposal)).state == WITHDRAWN


async def test_what_there_is_already_is_found(community: Community) -> None:
    street = await Street.build(community)
    choir = await community.found(name="梧桐合唱团", parent_id=street.station.id)
    await community.found(name="象棋社", parent_id=street.station.id)
    await community.found(name="远方合唱团")  # of another tree
    proposal = await street.propose(name="红歌队", purpose="我们想组一个合唱团")
    found = await _similar(street, street.proposer, name="夕阳红合唱团")
    assert list(found.organization_ids) == [choir.id]
    assert list(found.founding_proposal_ids) == [proposal.id]
    # A purpose counts as well, and what is decided is nobody's competitor.
    found = await _similar(street, street.proposer, name="晚风", purpose="唱红歌")
    assert list(found.founding_proposal_ids) == [proposal.id]
    await street.withdraw(proposal)
    found = await _similar(street, street.proposer, name="夕阳红合唱团")
    assert list(found.founding_proposal_ids) == []


async def test_a_group_is_founded_in_the_area_for_which_it_was_proposed(
    community: Community,
) -> None:
    street = await Street.build(community, needed=1)
    old, new = [await plant(community, code, DISTRICT) for code in ("31", "32")]
    await merge(community, old, new)
    with pytest.raises(InvalidArgument) as refused:
        await street.propose(area_id=old.id)
    assert [each.field for each in refused.value.violations] == ["founding_proposal.area_id"]
    first = await street.propose()
    there = await street.propose(area_id=new.id)
    found = await _similar(street, street.proposer, name="夕阳红合唱团", area_id=new.id)
    assert list(found.founding_proposal_ids) == [there.id, first.id]
    await street.support(there)
    accepted = await street.accept(there)
    request = organization_pb2.GetOrganizationRequest(
        organization_id=accepted.founded_organization_id
    )
    group = await community.call(request, organization_pb2.Organization, community.admin)
    assert group.area_id == new.id


async def _similar(street: Street, passport: str, **values: str) -> pb.SimilarGroups:
    request = pb.FindSimilarGroupsRequest(organization_id=street.station.id, **values)
    return await street.community.call(request, pb.SimilarGroups, passport)


async def test_who_is_late_is_told_so_and_what_is_forgotten_lapses(community: Community) -> None:
    street = await Street.build(community, needed=1)
    late, forgotten, waiting = [await street.propose() for _ in range(3)]
    questioned = await street.propose(community.passport())
    await street.support(late)
    await street.support(waiting)
    await street.ask(questioned)
    sql = "UPDATE founding_proposal SET {0} = {0} - interval '91 days' WHERE id = ANY($1)"
    await community.platform.site.sql(
        "organizations", sql.format("answer_due_time"), [UUID(late.id)]
    )
    ids = [UUID(forgotten.id), UUID(questioned.id)]
    await community.platform.site.sql("organizations", sql.format("expire_time"), ids)
    units = community.platform.services["organizations"].units
    settings = OrganizationsSettings.model_construct()
    for job in jobs(settings):
        await run_once(job, units, Caller(f"job:{job.name}"))
    assert (await street.now(late)).is_overdue
    assert not (await street.now(waiting)).is_overdue
    assert [(await street.now(each)).state for each in (forgotten, questioned)] == [LAPSED] * 2
    # A late answer is an answer.
    assert (await street.accept(late)).state == ACCEPTED
    assert (await street.ask(waiting)).state == QUESTIONED
