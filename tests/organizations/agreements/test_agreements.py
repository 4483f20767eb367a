"""AgreementService, called over gRPC: versions, acceptance on record, and joining."""

import asyncio
from datetime import UTC, datetime

import pytest
from banyan.organizations.v1 import agreement_pb2 as pb
from banyan.organizations.v1 import invitation_pb2, membership_pb2

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.organizations.agreements import joining
from tests.notices import published_about, spoken
from tests.organizations.agreements.agreeing import ADOPTED, DRAFT, REPLACED, RETIRED, Table
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import criterion, stage

ACTIVE = membership_pb2.MEMBERSHIP_STATE_ACTIVE


async def test_a_version_takes_the_place_of_the_one_before(community: Community) -> None:
    table = await Table.build(community)
    first = await table.draft()
    assert (first.state, first.version_number, first.first_version_id) == (DRAFT, 1, first.id)
    first = await table.adopt(first)
    assert (first.state, first.HasField("adopt_time"), first.HasField("end_time")) == (
        ADOPTED,
        True,
        False,
    )
    second = await table.revise(first)
    assert (second.state, second.version_number, second.body) == (DRAFT, 2, first.body)
    assert (await table.now(first)).state == ADOPTED
    second = await table.adopt(second)
    replaced = await table.now(first)
    assert (replaced.state, replaced.end_time) == (REPLACED, second.adopt_time)
    assert (await table.retire(second)).state == RETIRED
    third = await table.adopt(await table.revise(second))
    assert (third.version_number, third.state) == (3, ADOPTED)
    assert (await table.now(second)).state == RETIRED
    notices = await published_about(community.platform.site, "organizations", "agreement", 8)
    assert spoken(notices)[:5] == [
        "agreement.created",
        "agreement.adopted",
        "agreement.created",
        "agreement.replaced",
        "agreement.adopted",
    ]


async def test_who_has_accepted_is_on_record(community: Community) -> None:
    table = await Table.build(community)
    agreement = await table.adopted()
    assert await table.unaccepted() == [agreement.id]
    assert (await table.accept(agreement)).acceptances_count == 1
    assert await table.unaccepted() == []
    request = pb.ListAgreementAcceptancesRequest(agreement_id=agreement.id)
    listed = await community.call(request, pb.ListAgreementAcceptancesResponse, table.leader)
    assert [each.accepter_id for each in listed.agreement_acceptances] == [str(table.member_id)]
    with pytest.raises(PermissionDenied):
        await community.call(
            request, pb.ListAgreementAcceptancesResponse, community.passport(table.member_id)
        )
    with pytest.raises(PermissionDenied):
        await table.accept(agreement, uuid7())


async def test_a_person_who_accepts_twice_at_once_counts_once(community: Community) -> None:
    table = await Table.build(community)
    agreement = await table.adopted()
    answers = await asyncio.gather(
        *(table.accept(agreement) for _ in range(4)), return_exceptions=True
    )
    assert [each.reason for each in answers if isinstance(each, Refused)] == [
        "ALREADY_ACCEPTED"
    ] * 3
    assert (await table.now(agreement)).acceptances_count == 1


async def test_a_new_version_asks_again_if_it_says_so(community: Community) -> None:
    table = await Table.build(community)
    first = await table.adopted()
    await table.accept(first)
    second = await table.adopt(await table.revise(first))
    assert await table.unaccepted() == []
    draft = await table.revise(second)
    await table.change(draft, asks_again=True)
    third = await table.adopt(draft)
    assert await table.unaccepted() == [third.id]
    await table.accept(third)
    fourth = await table.revise(third)
    await table.change(fourth, asks_again=False)
    fourth = await table.adopt(fourth)
    assert await table.unaccepted() == []
    # Who accepted only what no longer counts is asked.
    other = uuid7()
    await community.holding(other, table.group, "MEMBER")
    assert await table.unaccepted(other) == [fourth.id]


async def test_who_joins_accepts_what_holds(community: Community) -> None:
    table, person = await Table.build(community), uuid7()
    needed, other = await table.adopted(), await table.adopted(must_be_accepted=False)
    for accepted in ([], [other], [needed, await table.draft()]):
        with pytest.raises(Refused) as refused:
            await table.join(person, *accepted)
        assert refused.value.reason == "AGREEMENTS_NOT_ACCEPTED"
        assert [each.field for each in refused.value.violations] == ["accepted_agreement_ids"]
    assert (await table.join(person, needed, other)).state == ACTIVE
    counts = [(await table.now(each)).acceptances_count for each in (needed, other)]
    assert counts == [1, 1]
    assert await table.unaccepted(person) == []


async def test_who_accepts_an_invitation_accepts_what_holds(community: Community) -> None:
    table, person = await Table.build(community), uuid7()
    needed = await table.adopted()
    creating = invitation_pb2.CreateInvitationRequest(organization_id=table.group.id)
    link = await community.call(creating, invitation_pb2.InvitationLink, table.leader)
    accepting = invitation_pb2.AcceptInvitationRequest(token=link.token)
    passport = community.passport(person)
    with pytest.raises(Refused, match="must accept the agreements"):
        await community.call(accepting, membership_pb2.Membership, passport)
    accepting.accepted_agreement_ids.append(needed.id)
    joined = await community.call(accepting, membership_pb2.Membership, passport)
    assert joined.state == ACTIVE


async def test_of_joining_and_a_new_version_at_once_one_comes_first(community: Community) -> None:
    table = await Table.build(community)
    last = await table.adopted(asks_again=True)
    for _ in range(4):
        person, draft = uuid7(), await table.revise(last)
        joined, adopted = await asyncio.gather(
            table.join(person, last), table.adopt(draft), return_exceptions=True
        )
        assert isinstance(adopted, pb.Agreement), adopted
        if isinstance(joined, Refused):
            assert joined.reason == "AGREEMENTS_NOT_ACCEPTED"
        else:
            assert isinstance(joined, membership_pb2.Membership)
        last = adopted


async def test_control_without_the_question_people_join_without_accepting(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await Table.build(community)
    await table.adopted()
    monkeypatch.setattr(joining, "_refuse", lambda missing: None)
    assert (await table.join(uuid7())).state == ACTIVE


async def test_a_stage_can_ask_for_an_agreement(community: Community) -> None:
    stages = [stage("seed", criterion("AGREEMENTS_ADOPTED", 1), minimum_days=0)]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    table = Table(community, garden.group, garden.leader, uuid7())

    async def value() -> tuple[int, str]:
        standing = await garden.standing(enrolment)
        assert standing is not None
        found = standing.requirements[0].criteria[0]
        return found.value, found.met_since

    assert await value() == (0, "")
    agreement = await table.adopted()
    today = datetime.now(UTC).date().isoformat()
    assert await value() == (1, today)
    second = await table.adopt(await table.revise(agreement))
    assert await value() == (1, today)
    await table.retire(second)
    assert await value() == (0, "")
