"""ReviewService, called over gRPC: how a group goes from stage to stage."""

import asyncio

import pytest
from banyan.organizations.v1 import enrolment_pb2
from banyan.organizations.v1 import review_pb2 as pb

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import (
    ADVANCE,
    FALL_BACK,
    GRADUATE,
    HOLD,
    Garden,
)
from tests.organizations.programmes.making import criterion, stage

DECIDED = pb.REVIEW_STATE_DECIDED


async def opened(garden: Garden, enrolment: enrolment_pb2.Enrolment) -> pb.Review:
    return await garden.review(pb.OpenReviewRequest(enrolment_id=enrolment.id))


async def test_a_group_advances_once_it_meets_the_requirements_and_not_before(
    community: Community,
) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    review = await opened(garden, enrolment)
    early = pb.DecideReviewRequest(review_id=review.id, outcome=ADVANCE)
    with pytest.raises(Refused) as refused:
        await garden.review(early)
    assert refused.value.reason == "REQUIREMENTS_UNMET"
    (violation,) = refused.value.violations
    assert violation.field == "standing.requirements[0].criteria[0]"
    assert violation.params == {"value": "2", "threshold": "3", "missing": "1"}
    assert (await garden.now(enrolment)).stage_key == "seed"
    await garden.grow(1)
    decided = await garden.review(early)
    assert (decided.state, decided.next_stage_key, decided.is_override) == (
        DECIDED,
        "sprout",
        False,
    )
    assert decided.standing.requirements[0].criteria[0].value == 3
    assert (await garden.now(enrolment)).stage_key == "sprout"
    # The snapshot stays, whatever happens afterwards.
    await garden.grow(2)
    later = await garden.review(pb.GetReviewRequest(review_id=review.id))
    assert later.standing == decided.standing


async def test_what_can_be_waived_needs_a_reason_and_days_cannot(community: Community) -> None:
    stages = [
        stage("seed", criterion("ACTIVE_MEMBERS", 9, waivable=True), minimum_days=3),
        stage("sprout"),
    ]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    for reason in ("", "大家很努力"):
        with pytest.raises(Refused) as refused:
            await garden.decide(enrolment, ADVANCE, reason)
        assert [each.reason for each in refused.value.violations] == ["STAGE_TOO_SHORT"]
    await garden.age(3, "enrolment")
    with pytest.raises(Refused) as refused:
        await garden.decide(enrolment, ADVANCE)
    assert refused.value.reason == "WAIVER_WITHOUT_REASON"
    decided = await garden.decide(enrolment, ADVANCE, "大家很努力")
    assert (decided.next_stage_key, decided.is_override) == ("sprout", False)


async def test_so_many_of_several_criteria_are_enough(community: Community) -> None:
    seed = stage(
        "seed",
        criterion("ACTIVE_MEMBERS", 9),
        criterion("OFFICERS", 2),
        criterion("DAYS_WITH_DEPUTY", 400),
    )
    seed.requirements[0].needed_count = 2
    garden = await Garden.plant(community, stages=[seed, stage("sprout")])
    enrolment = await garden.enrolled()
    with pytest.raises(Refused):
        await garden.decide(enrolment, ADVANCE)
    await garden.grow(7)
    standing = await garden.standing(enrolment)
    assert standing is not None
    assert (standing.requirements[0].met_count, standing.is_met) == (2, True)
    assert (await garden.decide(enrolment, ADVANCE)).next_stage_key == "sprout"


async def test_two_people_can_override_and_that_is_shown(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    review = await opened(garden, enrolment)
    first_id, second_id = uuid7(), uuid7()
    first = await community.holding(first_id, garden.station, "COORDINATOR")
    second = await community.holding(second_id, garden.station, "LEADER")
    proposing = pb.ProposeOverrideRequest(
        review_id=review.id, outcome=ADVANCE, reason="社区急需这支队伍"
    )
    await garden.review(proposing, first)
    confirming = pb.ConfirmOverrideRequest(review_id=review.id)
    with pytest.raises(Refused) as refused:
        await garden.review(confirming, first)
    assert refused.value.reason == "SECOND_PERSON_NEEDED"
    with pytest.raises(PermissionDenied):
        await garden.review(confirming, garden.leader)
    decided = await garden.review(confirming, second)
    assert (decided.is_override, decided.reason) == (True, "社区急需这支队伍")
    assert (decided.proposer_id, decided.decider_id) == (str(first_id), str(second_id))
    assert not decided.standing.is_met
    seen = await garden.review(pb.GetReviewRequest(review_id=review.id), garden.leader)
    assert seen.is_override
    assert (await garden.now(enrolment)).stage_key == "sprout"


async def test_falls_back_stays_and_graduates(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await garden.grow(1)
    await garden.mentor(enrolment, garden.station.id)
    await garden.decide(enrolment, ADVANCE)
    assert (await garden.decide(enrolment, FALL_BACK, "人手不够")).next_stage_key == "seed"
    assert (await garden.decide(enrolment, HOLD)).next_stage_key == "seed"
    await garden.decide(enrolment, ADVANCE)
    graduated = await garden.decide(enrolment, GRADUATE)
    assert (graduated.next_stage_key, graduated.outcome) == ("", GRADUATE)
    now = await garden.now(enrolment)
    assert now.state == enrolment_pb2.ENROLMENT_STATE_GRADUATED
    assert now.HasField("end_time")
    listed = await community.call(
        pb.ListReviewsRequest(enrolment_id=enrolment.id), pb.ListReviewsResponse, garden.leader
    )
    assert [(each.stage_key, each.next_stage_key) for each in listed.reviews] == [
        ("sprout", ""),
        ("seed", "sprout"),
        ("seed", "seed"),
        ("sprout", "seed"),
        ("seed", "sprout"),
    ]
    mentorships = await community.call(
        enrolment_pb2.ListMentorshipsRequest(enrolment_id=enrolment.id),
        enrolment_pb2.ListMentorshipsResponse,
        garden.owner,
    )
    assert [each.HasField("end_time") for each in mentorships.mentorships] == [True]


async def test_an_open_review_ends_with_its_enrolment(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    review = await opened(garden, enrolment)
    withdrawing = enrolment_pb2.WithdrawEnrolmentRequest(enrolment_id=enrolment.id, reason="谢谢")
    await garden.do(withdrawing, garden.leader)
    seen = await garden.review(pb.GetReviewRequest(review_id=review.id))
    assert (seen.state, seen.outcome, seen.reason) == (DECIDED, pb.REVIEW_OUTCOME_END, "谢谢")


async def test_of_two_decisions_at_once_one_counts(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await garden.grow(1)
    review = await opened(garden, enrolment)
    deciding = pb.DecideReviewRequest(review_id=review.id, outcome=ADVANCE)
    answers = await asyncio.gather(
        *(garden.review(deciding) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, pb.Review) for each in answers) == 1
    refusals = [each.reason for each in answers if isinstance(each, Refused)]
    assert refusals == ["REVIEW_DECIDED"] * 3
    assert (await garden.now(enrolment)).stage_key == "sprout"


async def test_only_the_station_reviews(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    review = await opened(garden, enrolment)
    mentor_id = uuid7()
    mentor = await community.holding(mentor_id, garden.group, "MEMBER")
    await garden.mentor(enrolment, garden.group.id, str(mentor_id))
    requests = (
        pb.OpenReviewRequest(enrolment_id=enrolment.id),
        pb.DecideReviewRequest(review_id=review.id, outcome=HOLD),
        pb.ProposeOverrideRequest(review_id=review.id, outcome=ADVANCE, reason="好"),
        pb.ConfirmOverrideRequest(review_id=review.id),
    )
    member = await community.holding(None, garden.group, "MEMBER")
    worker = await community.holding(None, garden.station, "SUPERVISOR")
    for passport in (garden.leader, mentor, member, worker, community.passport()):
        for request in requests:
            with pytest.raises(PermissionDenied):
                await garden.review(request, passport)
    for passport in (garden.leader, mentor, worker):
        await garden.review(pb.GetReviewRequest(review_id=review.id), passport)
    for passport in (member, community.passport()):
        with pytest.raises(PermissionDenied):
            await garden.review(pb.GetReviewRequest(review_id=review.id), passport)
