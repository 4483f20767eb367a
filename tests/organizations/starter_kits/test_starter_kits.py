"""StarterKitService, called over gRPC: kits are copied for groups, which own the copies."""

from datetime import timedelta

import pytest
from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.lists.v1 import lists_pb2
from banyan.organizations.v1 import (
    agreement_pb2,
    first_step_pb2,
    founding_proposal_pb2,
    label_pb2,
    membership_pb2,
    organization_pb2,
    roster_field_pb2,
    roster_pb2,
)
from banyan.organizations.v1 import starter_kit_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.organizations.proposals import servicer
from tests.notices import published_about
from tests.organizations.community import Community
from tests.organizations.proposals.proposing import Street
from tests.organizations.starter_kits.packing import (
    AGREEMENT,
    INTEREST_GROUP,
    QUESTIONS,
    ROLES,
    STEPS,
    VOLUNTEER_GROUP,
    agreements,
    make_kit,
    steps,
    waiting,
)
from tests.remedies import refused


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


async def test_co_founders_get_what_the_kit_says_in_their_order(community: Community) -> None:
    street = await Street.build(community, needed=3)
    kit = await make_kit(community, street.station, roles=ROLES)
    people = [uuid7() for _ in range(4)]
    proposal = await street.propose(co_founder_ids=[str(each) for each in people])
    for each in (people[3], people[1], people[0]):  # and the third does not agree
        await street.support(proposal, each)
    group_id = await accept(street, proposal.id, kit)
    listing = roster_pb2.ListRosterEntriesRequest(organization_id=group_id)
    found = await community.call(listing, roster_pb2.ListRosterEntriesResponse, street.proposer)
    labels = await community.call(
        label_pb2.ListLabelsRequest(organization_id=group_id),
        label_pb2.ListLabelsResponse,
        street.proposer,
    )
    names = {each.id: each.display_name for each in labels.labels}
    assert sorted(names.values()) == sorted({"新成员", "骨干", "联络员"})  # one that is both, once
    held = {
        entry.membership.person_id: (
            [role.role for role in entry.membership.roles],
            [names[each] for each in entry.label_ids],
        )
        for entry in found.roster_entries
    }
    assert held == {
        str(street.proposer_id): ([membership_pb2.ROLE_OWNER], []),
        str(people[0]): ([membership_pb2.ROLE_COORDINATOR], ["联络员"]),
        str(people[1]): ([membership_pb2.ROLE_LEADER], ["骨干"]),
        str(people[3]): ([membership_pb2.ROLE_LEADER], []),
    }


async def test_a_group_asks_what_the_kit_asks_and_owns_it(community: Community) -> None:
    street = await Street.build(community)
    kit = await make_kit(community, street.station, questions=QUESTIONS)
    group_id = await accept(street, await waiting(street), kit)
    (owner,) = await roster(community, group_id)
    mine = community.passport(owner.membership.person_id)
    listing = roster_field_pb2.ListRosterFieldsRequest(
        organization_id=group_id,
        order_by=roster_field_pb2.RosterFieldOrder(
            field=roster_field_pb2.ROSTER_FIELD_ORDER_FIELD_POSITION,
            direction=lists_pb2.SORT_DIRECTION_ASCENDING,
        ),
        only_asked=True,
    )

    async def asked() -> list[roster_field_pb2.RosterField]:
        answer = roster_field_pb2.ListRosterFieldsResponse
        return list((await community.call(listing, answer, community.passport())).roster_fields)

    part, why = await asked()
    assert (part.question, part.choices) == (QUESTIONS[0].question, QUESTIONS[0].choices)
    assert part.translations == QUESTIONS[0].translations
    assert (part.required_on_application, why.required_on_application) == (True, False)
    assert (part.HasField("kept_days"), why.kept_days) == (False, 30)
    deleting = roster_field_pb2.DeleteRosterFieldRequest(roster_field_id=why.id)
    await community.call(deleting, roster_field_pb2.RosterField, mine)
    changing = pb.UpdateStarterKitRequest(
        starter_kit_id=kit.id,
        starter_kit=pb.StarterKit(),
        update_mask=FieldMask(paths=["questions"]),
    )
    await community.call(changing, pb.StarterKit, street.worker)
    assert [each.id for each in await asked()] == [part.id]


async def test_a_question_is_checked_as_a_field_is(community: Community) -> None:
    station = await community.found()
    question = pb.StarterKitQuestion()
    question.CopyFrom(QUESTIONS[0])
    for choices, reason in (([], "CHOICES_MISSING"), (["一"], "CHOICES_NOT_TRANSLATED")):
        del question.choices[:]
        question.choices.extend(choices)
        await refused(make_kit(community, station, questions=[question]), reason)
    with pytest.raises(InvalidArgument):
        await make_kit(community, station, questions=[QUESTIONS[0], QUESTIONS[0]])
    owner = pb.StarterKitRole(title="x", role=membership_pb2.ROLE_OWNER)
    with pytest.raises(InvalidArgument):
        await make_kit(community, station, roles=[owner])


async def test_events_hears_of_the_event_templates_once(community: Community) -> None:
    street = await Street.build(community)
    template = pb.StarterKitEventTemplate(
        title="包饺子",
        duration_minutes=180,
        visibility=event_pb2.EVENT_VISIBILITY_MEMBERS,
        shift_templates=[
            event_series_pb2.ShiftTemplate(title="和面", duration_minutes=60, capacity=2)
        ],
    )
    kit = await make_kit(community, street.station, event_templates=[template])
    group_id = await accept(street, await waiting(street), kit)
    site = community.platform.site
    (notice,) = await published_about(site, "organizations", "starter_kit_copy", 1)
    copy = pb.StarterKitCopy.FromString(notice.payload)
    assert (copy.organization_id, copy.starter_kit_id) == (group_id, kit.id)
    assert list(copy.event_templates) == [template]
    assert len(copy.event_template_ids) == 1
    template.duration_minutes = 30
    with pytest.raises(InvalidArgument):  # shorter than its shift
        await make_kit(community, street.station, event_templates=[template])


async def roster(community: Community, group_id: str) -> list[roster_pb2.RosterEntry]:
    """Returns the roster of a group."""
    request = roster_pb2.ListRosterEntriesRequest(organization_id=group_id)
    found = await community.call(request, roster_pb2.ListRosterEntriesResponse, community.admin)
    return list(found.roster_entries)


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
