"""StarterKitService, called over gRPC: kits are copied for groups, which own the copies."""

from datetime import timedelta

import pytest
from banyan.organizations.v1 import (
    agreement_pb2,
    first_step_pb2,
    founding_proposal_pb2,
    label_pb2,
    organization_pb2,
)
from banyan.organizations.v1 import starter_kit_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import PermissionDenied
from services.organizations.proposals import servicer
from tests.organizations.community import Community
from tests.organizations.proposals.proposing import Street
from tests.organizations.starter_kits.packing import (
    AGREEMENT,
    INTEREST_GROUP,
    STEPS,
    VOLUNTEER_GROUP,
    agreements,
    make_kit,
    steps,
    waiting,
)


async def accept(street: Street, proposal_id: str, kit: pb.StarterKit) -> str:
    request = founding_proposal_pb2.AcceptFoundingProposalRequest(
        founding_proposal_id=proposal_id, starter_kit_id=kit.id
    )
    return (await street.do(request)).founded_organization_id


async def test_a_group_gets_a_copy_and_owns_it(community: Community) -> None:
    street = await Street.build(community)
    kit = await make_kit(community, street.station)
    proposal = await street.propose()
    for _ in range(2):
        await street.support(proposal)
    group_id = await accept(street, proposal.id, kit)
    (agreement,) = await agreements(street, group_id)
    assert (agreement.title, agreement.body) == (AGREEMENT.title, AGREEMENT.body)
    assert agreement.translations == AGREEMENT.translations
    assert agreement.must_be_accepted
    assert agreement.state == agreement_pb2.AGREEMENT_STATE_DRAFT
    listing = label_pb2.ListLabelsRequest(organization_id=group_id)
    labels = await community.call(listing, label_pb2.ListLabelsResponse, street.proposer)
    assert {each.display_name for each in labels.labels} == set(kit.labels) != set()
    found = await steps(street, group_id, street.proposer)
    assert [each.title for each in found] == [each.title for each in STEPS]
    assert [each.role for each in found] == [each.role for each in STEPS]
    assert found[0].translations[0].title == "Meet each other"
    due = found[0].due_time.ToDatetime() - found[0].create_time.ToDatetime()
    assert (due, found[1].HasField("due_time")) == (timedelta(days=14), False)
    # The group does with it what it likes, and the kit what the station likes.
    adopting = agreement_pb2.AdoptAgreementRequest(agreement_id=agreement.id)
    await community.call(adopting, agreement_pb2.Agreement, street.proposer)
    completing = first_step_pb2.CompleteFirstStepRequest(first_step_id=found[0].id)
    done = await community.call(completing, first_step_pb2.FirstStep, street.proposer)
    assert (done.state, done.doer_id) == (
        first_step_pb2.FIRST_STEP_STATE_DONE,
        str(street.proposer_id),
    )
    await community.call(
        pb.UpdateStarterKitRequest(
            starter_kit_id=kit.id,
            starter_kit=pb.StarterKit(),
            update_mask=FieldMask(paths=["steps"]),
        ),
        pb.StarterKit,
        street.worker,
    )
    assert len(await steps(street, group_id, street.proposer)) == 2
    # Neither members of the group see kits, nor strangers the steps.
    getting = pb.GetStarterKitRequest(starter_kit_id=kit.id)
    with pytest.raises(PermissionDenied):
        await community.call(getting, pb.StarterKit, street.proposer)
    assert await steps(street, group_id, community.passport()) == []


async def test_without_a_kit_a_group_begins_with_nothing(community: Community) -> None:
    street = await Street.build(community)
    await make_kit(community, street.station)
    accepting = founding_proposal_pb2.AcceptFoundingProposalRequest(
        founding_proposal_id=await waiting(street)
    )
    group_id = (await street.do(accepting)).founded_organization_id
    assert await agreements(street, group_id) == []
    assert await steps(street, group_id, community.admin) == []


async def test_what_fails_while_the_kit_is_copied_founds_no_group(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = await Street.build(community)
    kit, proposal_id = await make_kit(community, street.station), await waiting(street)

    async def fail(*_: object) -> None:
        raise PermissionDenied

    with monkeypatch.context() as patched:
        patched.setattr(servicer, "copy_for", fail)
        with pytest.raises(PermissionDenied):
            await accept(street, proposal_id, kit)
    listed = await community.call(
        organization_pb2.ListOrganizationsRequest(parent_id=street.station.id),
        organization_pb2.ListOrganizationsResponse,
        community.admin,
    )
    assert not listed.organizations
    assert await accept(street, proposal_id, kit)


async def test_kits_are_found_by_the_kind_of_the_group(community: Community) -> None:
    street = await Street.build(community)
    everyone = await make_kit(community, street.station)
    choir = await make_kit(community, street.station, kinds=[INTEREST_GROUP])
    await make_kit(community, street.station, kinds=[VOLUNTEER_GROUP])
    listed = await community.call(
        pb.ListStarterKitsRequest(organization_id=street.station.id, group_kind=INTEREST_GROUP),
        pb.ListStarterKitsResponse,
        street.worker,
    )
    assert [each.id for each in listed.starter_kits] == [everyone.id, choir.id]
