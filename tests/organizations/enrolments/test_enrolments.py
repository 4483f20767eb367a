"""EnrolmentService, called over gRPC."""

import asyncio

import pytest
from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import indicator_pb2

from services.kit.errors import AlreadyExists, PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import published_about, spoken
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import criterion, publish, revise, stage, update
from tests.roundtrips import round_trips

APPLIED, ENROLLED, ON_HOLD, WITHDRAWN, ENDED = (
    pb.ENROLMENT_STATE_APPLIED,
    pb.ENROLMENT_STATE_ENROLLED,
    pb.ENROLMENT_STATE_ON_HOLD,
    pb.ENROLMENT_STATE_WITHDRAWN,
    pb.ENROLMENT_STATE_ENDED,
)


async def test_a_group_applies_and_begins_at_the_first_stage(community: Community) -> None:
    garden = await Garden.plant(community)
    applied = await garden.apply(application_message="我们想一起种菜")
    assert (applied.state, applied.stage_key) == (APPLIED, "")
    assert (applied.cultivator_id, applied.organization_id) == (garden.station.id, garden.group.id)
    assert await garden.standing(applied) is None
    enrolled = await garden.do(pb.AcceptEnrolmentRequest(enrolment_id=applied.id))
    assert (enrolled.state, enrolled.stage_key) == (ENROLLED, "seed")
    paused = await garden.do(pb.PauseEnrolmentRequest(enrolment_id=applied.id, reason="放假"))
    assert (paused.state, paused.reason) == (ON_HOLD, "放假")
    resumed = await garden.do(pb.ResumeEnrolmentRequest(enrolment_id=applied.id))
    assert (resumed.state, resumed.reason) == (ENROLLED, "")
    ended = await garden.do(pb.EndEnrolmentRequest(enrolment_id=applied.id, reason="够了"))
    assert (ended.state, ended.reason) == (ENDED, "够了")
    # What the group is like now is nobody else's to know any more.
    assert await garden.standing(applied) is None
    notices = await published_about(community.platform.site, "organizations", "enrolment", 5)
    assert spoken(notices) == [
        "enrolment.applied",
        "enrolment.enrolled",
        "enrolment.paused",
        "enrolment.resumed",
        "enrolment.ended",
    ]


async def test_a_station_enrols_only_groups_below(community: Community) -> None:
    garden = await Garden.plant(community)
    below = await community.found(parent_id=garden.station.id)
    request = pb.EnrolOrganizationRequest(
        organization_id=below.id, programme_id=garden.programme.id
    )
    enrolled = await garden.do(request)
    assert (enrolled.state, enrolled.stage_key) == (ENROLLED, "seed")
    listed = await community.call(
        pb.ListCultivatedEnrolmentsRequest(
            cultivator_id=garden.station.id, states=[ENROLLED], stage_keys=["seed"]
        ),
        pb.ListCultivatedEnrolmentsResponse,
        garden.owner,
    )
    assert [each.id for each in listed.enrolments] == [enrolled.id]


async def test_of_many_applications_at_once_one_is_made(community: Community) -> None:
    garden = await Garden.plant(community)
    answers = await asyncio.gather(*(garden.apply() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, pb.Enrolment) for each in answers) == 1
    assert sum(isinstance(each, AlreadyExists) for each in answers) == 3
    (first,) = [each for each in answers if isinstance(each, pb.Enrolment)]
    await garden.do(pb.WithdrawEnrolmentRequest(enrolment_id=first.id), garden.leader)
    assert (await garden.apply()).id != first.id


async def test_standing_says_what_is_missing_and_since_when_the_rest_is_met(
    community: Community,
) -> None:
    stages = [
        stage(
            "seed",
            criterion("ACTIVE_MEMBERS", 4),
            criterion("OFFICERS", 2, waivable=True),
            minimum_days=5,
            expected_days=30,
        ),
        stage("sprout"),
    ]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    await garden.age(10, "membership", "organization")
    standing = await garden.standing(enrolment, garden.leader)
    assert standing is not None
    members, officers = standing.requirements[0].criteria
    # The founder and the leader are there since the group is.
    assert (members.value, members.missing, members.is_met, members.met_since) == (2, 2, False, "")
    assert (officers.value, officers.missing, officers.is_met) == (2, 0, True)
    assert officers.unit == indicator_pb2.INDICATOR_UNIT_PEOPLE
    assert (standing.days_at_stage, standing.minimum_days, standing.expected_days) == (0, 5, 30)
    assert (standing.is_met, standing.can_be_waived, standing.next_stage_key) == (
        False,
        False,
        "sprout",
    )
    await garden.grow(2)
    await garden.age(7, "membership", "organization", "enrolment")
    standing = await garden.standing(enrolment)
    assert standing is not None
    members = standing.requirements[0].criteria[0]
    assert (members.value, members.is_met, standing.is_met) == (4, True, True)
    rows = await community.platform.site.sql(
        "organizations", "SELECT (now() AT TIME ZONE 'UTC')::date - 7 AS day"
    )
    assert members.met_since == str(rows[0]["day"])


async def test_each_sees_what_is_theirs_to_see(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    advisers = await community.found()
    mentor_id = uuid7()
    mentor = await community.holding(mentor_id, advisers, "MEMBER")
    colleague = await community.holding(None, advisers, "COORDINATOR")
    for stranger in (mentor, colleague):
        assert not await _sees(garden, enrolment, stranger)
    await garden.mentor(enrolment, advisers.id, str(mentor_id))
    supervisor = await community.holding(None, garden.group, "SUPERVISOR")
    worker = await community.holding(None, garden.station, "SUPERVISOR")
    for passport in (garden.leader, garden.owner, mentor, colleague, supervisor, worker):
        assert await _sees(garden, enrolment, passport)
        assert await garden.standing(enrolment, passport) is not None
    member = await community.holding(None, garden.group, "MEMBER")
    assert await _sees(garden, enrolment, member)
    assert await garden.standing(enrolment, member) is None
    neighbour = await community.holding(None, garden.station, "MEMBER")
    for passport in (neighbour, community.passport(), community.platform.office.anonymous()):
        assert not await _sees(garden, enrolment, passport)
        assert await garden.standing(enrolment, passport) is None
    # After a hand-over the mentor of before sees nothing more.
    await garden.mentor(enrolment, garden.station.id)
    assert not await _sees(garden, enrolment, mentor)
    mentorships = await community.call(
        pb.ListMentorshipsRequest(enrolment_id=enrolment.id),
        pb.ListMentorshipsResponse,
        garden.leader,
    )
    found = [(each.mentor_person_id, each.HasField("end_time")) for each in mentorships.mentorships]
    assert found == [("", False), (str(mentor_id), True)]


async def _sees(garden: Garden, enrolment: pb.Enrolment, passport: str) -> bool:
    answer = await garden.community.call(
        pb.BatchGetEnrolmentsRequest(ids=[enrolment.id]), pb.BatchGetEnrolmentsResponse, passport
    )
    return bool(answer.enrolments)


async def test_only_the_station_decides_and_only_the_group_withdraws(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    mentor_id = uuid7()
    mentor = await community.holding(mentor_id, await community.found(), "OWNER")
    deciding = (
        pb.AcceptEnrolmentRequest(enrolment_id=enrolment.id),
        pb.PauseEnrolmentRequest(enrolment_id=enrolment.id),
        pb.ResumeEnrolmentRequest(enrolment_id=enrolment.id),
        pb.MoveEnrolmentRequest(enrolment_id=enrolment.id, programme_id=garden.programme.id),
        pb.EndEnrolmentRequest(enrolment_id=enrolment.id, reason="不"),
        pb.AssignMentorRequest(enrolment_id=enrolment.id, mentor_organization_id=garden.group.id),
    )
    group_owner = await community.holding(None, garden.group, "OWNER")
    worker = await community.holding(None, garden.station, "SUPERVISOR")
    for request in deciding:
        for passport in (group_owner, mentor, worker, community.passport()):
            with pytest.raises(PermissionDenied):
                await garden.do(request, passport)
    withdrawing = pb.WithdrawEnrolmentRequest(enrolment_id=enrolment.id, reason="谢谢")
    coordinator = await community.holding(None, garden.group, "COORDINATOR")
    for passport in (garden.owner, mentor, coordinator):
        with pytest.raises(PermissionDenied):
            await garden.do(withdrawing, passport)
        with pytest.raises(PermissionDenied):
            await garden.apply(passport)
    assert (await garden.do(withdrawing, garden.leader)).state == WITHDRAWN


async def test_a_group_stays_at_its_version_until_it_is_moved(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    draft = await revise(community, garden.programme)
    draft = await update(
        community, draft, stages=[stage("seed", criterion("ACTIVE_MEMBERS", 1)), stage("grove")]
    )
    second = await publish(community, draft)
    assert (await garden.now(enrolment)).programme_id == garden.programme.id
    before = await garden.standing(enrolment)
    assert before is not None
    assert not before.is_met
    moving = pb.MoveEnrolmentRequest(enrolment_id=enrolment.id, programme_id=second.id)
    moved = await garden.do(moving)
    assert (moved.programme_id, moved.stage_key) == (second.id, "seed")
    assert moved.stage_start_time == enrolment.stage_start_time
    after = await garden.standing(enrolment)
    assert after is not None
    assert (after.is_met, after.next_stage_key) == (True, "grove")


async def test_a_draft_shows_beforehand_how_far_each_group_would_meet_it(
    community: Community,
) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    draft = await revise(community, garden.programme)
    draft = await update(
        community, draft, stages=[stage("seed", criterion("ACTIVE_MEMBERS", 1)), stage("grove")]
    )

    async def outlooks(programme_id: str, passport: str) -> list[pb.EnrolmentOutlook]:
        request = pb.ListEnrolmentOutlooksRequest(programme_id=programme_id)
        answer = await community.call(request, pb.ListEnrolmentOutlooksResponse, passport)
        return list(answer.enrolment_outlooks)

    (outlook,) = await outlooks(draft.id, garden.owner)
    assert outlook.enrolment_id == enrolment.id
    assert outlook.standing == await garden.standing(enrolment)
    assert (outlook.standing.is_met, outlook.new_standing.is_met) == (False, True)
    assert outlook.new_standing.next_stage_key == "grove"
    # The version at which a group is says nothing new about it.
    assert await outlooks(garden.programme.id, garden.owner) == []
    with pytest.raises(PermissionDenied):  # a draft
        await outlooks(draft.id, garden.leader)
    draft = await update(community, draft, stages=[stage("grove")])
    (outlook,) = await outlooks(draft.id, garden.owner)
    assert not outlook.HasField("new_standing")
    second = await publish(community, draft)
    assert [each.enrolment_id for each in await outlooks(second.id, garden.leader)] == [
        enrolment.id
    ]
    assert await outlooks(second.id, community.passport()) == []


async def test_outlooks_take_as_many_statements_for_many_groups_as_for_one(
    community: Community,
) -> None:
    garden = await Garden.plant(community)
    await garden.enrolled()
    draft = await revise(community, garden.programme)

    async def statements() -> int:
        request = pb.ListEnrolmentOutlooksRequest(programme_id=draft.id)
        with round_trips() as sent:
            await community.call(request, pb.ListEnrolmentOutlooksResponse, garden.owner)
        return len(sent)

    await statements()  # until then plans are made
    one = await statements()
    for _ in range(3):
        other = await community.found()
        leader = await community.holding(None, other, "LEADER")
        applied = await garden.apply(leader, organization_id=other.id)
        await garden.do(pb.AcceptEnrolmentRequest(enrolment_id=applied.id))
    assert await statements() == one
