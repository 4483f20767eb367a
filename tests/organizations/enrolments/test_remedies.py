"""Every refusal of enrolments and reviews says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import review_pb2

from services.kit.process.ids import uuid7
from services.organizations.enrolments.mentoring import MOST_MENTORS
from services.organizations.reviews.servicer import MOST_REVIEWS
from tests.organizations.assessments.test_assessments import assess
from tests.organizations.categories.test_categories import create as add_category
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import (
    ADVANCE,
    END,
    FALL_BACK,
    GRADUATE,
    HOLD,
    Garden,
)
from tests.organizations.memberships.test_remedies import update as update_organization
from tests.organizations.programmes.making import (
    create,
    criterion,
    publish,
    retire,
    revise,
    stage,
)
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "enrolments",
    "reviews",
    elsewhere={"NOT_IN_THE_PAST": "tests/organizations/enrolments/test_past.py"},
)
remedy = REMEDIES.of
STATE = "STATE_DOES_NOT_ALLOW"
_MENTORED = """
    INSERT INTO mentorship (id, enrolment_id, mentor_organization_id, start_time, end_time)
    SELECT gen_random_uuid(), $1, $2, now(), now() FROM generate_series(1, $3)
"""
_REVIEWED = """
    INSERT INTO review (id, version, create_time, update_time, enrolment_id, organization_id,
        cultivator_id, state, stage_key, next_stage_key, outcome, reason, is_override)
    SELECT gen_random_uuid(), 1, now(), now(), id, organization_id, cultivator_id, 'DECIDED',
        'seed', 'seed', 'HOLD', '', false
    FROM enrolment, generate_series(1, $2) WHERE enrolment.id = $1
"""


@remedy(f"{STATE}: application can be accepted", f"{STATE}: put on hold", f"{STATE}: can go on")
async def wrong_state(community: Community) -> None:
    garden = await Garden.plant(community)
    applied = await garden.apply()
    pausing = pb.PauseEnrolmentRequest(enrolment_id=applied.id)
    await refused(garden.do(pausing), STATE)
    accepting = pb.AcceptEnrolmentRequest(enrolment_id=applied.id)
    await garden.do(accepting)
    said = await refused(garden.do(accepting), STATE)
    assert "Look at the state" in said
    assert (await garden.now(applied)).state == pb.ENROLMENT_STATE_ENROLLED
    resuming = pb.ResumeEnrolmentRequest(enrolment_id=applied.id)
    await refused(garden.do(resuming), STATE)
    await garden.do(pausing)
    await garden.do(resuming)


@remedy("ENROLMENT_ENDED")
async def ended(community: Community) -> None:
    garden = await Garden.plant(community)
    ending = pb.EndEnrolmentRequest(enrolment_id=(await garden.apply()).id, reason="不合适")
    await garden.do(ending)
    assert "nothing left" in await refused(garden.do(ending), "ENROLMENT_ENDED")


@remedy("NOT_ENROLLED", "NOT_AT_A_STAGE")
async def at_no_stage(community: Community) -> None:
    garden = await Garden.plant(community)
    applied = await garden.apply()
    opening = review_pb2.OpenReviewRequest(enrolment_id=applied.id)
    assert "Accept it" in await refused(garden.review(opening), "NOT_ENROLLED")
    said = await refused(garden.mentor(applied, garden.station.id), "NOT_AT_A_STAGE")
    assert "Accept its application" in said
    await garden.do(pb.AcceptEnrolmentRequest(enrolment_id=applied.id))
    await garden.mentor(applied, garden.station.id)
    await garden.review(opening)


@remedy("OTHER_PROGRAMME", "NO_SUCH_STAGE")
async def moved_wrongly(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    other = await publish(community, await create(community, garden.station))
    moving = pb.MoveEnrolmentRequest(enrolment_id=enrolment.id, programme_id=other.id)
    assert "Choose a version" in await refused(garden.do(moving), "OTHER_PROGRAMME")
    moving.programme_id = garden.programme.id
    moving.stage_key = "grove"
    assert "Choose one" in await refused(garden.do(moving), "NO_SUCH_STAGE")
    moving.stage_key = "sprout"
    await garden.do(moving)


@remedy("PROGRAMME_NOT_OPEN")
async def not_open(community: Community) -> None:
    garden = await Garden.plant(community)
    await retire(community, garden.programme)
    assert "is published" in await refused(garden.apply(), "PROGRAMME_NOT_OPEN")
    next_version = await publish(community, await revise(community, garden.programme))
    await garden.apply(programme_id=next_version.id)


@remedy("CULTIVATES_ITSELF")
async def cultivates_itself(community: Community) -> None:
    garden = await Garden.plant(community)
    leader = await community.holding(None, garden.station, "LEADER")
    applying = garden.apply(leader, organization_id=garden.station.id)
    assert "another organization" in await refused(applying, "CULTIVATES_ITSELF")
    other = await community.found()
    theirs = await publish(community, await create(community, other))
    await garden.apply(leader, organization_id=garden.station.id, programme_id=theirs.id)


@remedy("CATEGORY_NOT_INCLUDED")
async def other_category(community: Community) -> None:
    music = await add_category(community, "music")
    garden = await Garden.plant(community, category_ids=[music.id])
    assert "one of them" in await refused(garden.apply(), "CATEGORY_NOT_INCLUDED")
    await update_organization(community, garden.group, category_id=music.id)
    await garden.apply()


@remedy("GROUP_NOT_BELOW")
async def not_below(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolling = pb.EnrolOrganizationRequest(
        organization_id=garden.group.id, programme_id=garden.programme.id
    )
    assert "Ask the group to apply" in await refused(garden.do(enrolling), "GROUP_NOT_BELOW")
    await garden.enrolled()


@remedy("MENTOR_NOT_A_MEMBER")
async def no_mentor(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    person_id = uuid7()
    assigning = garden.mentor(enrolment, garden.station.id, str(person_id))
    assert "join first" in await refused(assigning, "MENTOR_NOT_A_MEMBER")
    await community.member(garden.station, person_id)
    await garden.mentor(enrolment, garden.station.id, str(person_id))


@remedy("TOO_MANY_MENTORS")
async def too_many_mentors(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    ids = (UUID(enrolment.id), UUID(garden.station.id))
    await community.platform.site.sql("organizations", _MENTORED, *ids, MOST_MENTORS)
    said = await refused(garden.mentor(enrolment, garden.station.id), "TOO_MANY_MENTORS")
    assert "enrol the group again" in said
    await garden.do(pb.EndEnrolmentRequest(enrolment_id=enrolment.id, reason="重新开始"))
    await garden.mentor(await garden.enrolled(), garden.station.id)


@remedy("TOO_MANY_REVIEWS")
async def too_many_reviews(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    sql = community.platform.site.sql
    await sql("organizations", _REVIEWED, UUID(enrolment.id), MOST_REVIEWS)
    opening = review_pb2.OpenReviewRequest(enrolment_id=enrolment.id)
    said = await refused(garden.review(opening), "TOO_MANY_REVIEWS")
    assert "enrol the group again" in said
    await garden.do(pb.EndEnrolmentRequest(enrolment_id=enrolment.id, reason="重新开始"))
    again = await garden.enrolled()
    await garden.review(review_pb2.OpenReviewRequest(enrolment_id=again.id))


@remedy("FIRST_STAGE", "LAST_STAGE", "NOT_LAST_STAGE")
async def no_such_way(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    await garden.grow(1)
    assert "Let it stay" in await refused(garden.decide(enrolment, FALL_BACK), "FIRST_STAGE")
    said = await refused(garden.decide(enrolment, GRADUATE), "NOT_LAST_STAGE")
    assert "Let it advance" in said
    await garden.decide(enrolment, HOLD)
    await garden.decide(enrolment, ADVANCE)
    assert "Let it graduate" in await refused(garden.decide(enrolment, ADVANCE), "LAST_STAGE")
    await garden.decide(enrolment, GRADUATE)


@remedy("REQUIREMENTS_UNMET", "CRITERION_UNMET", "STAGE_TOO_SHORT")
async def unmet(community: Community) -> None:
    stages = [stage("seed", criterion("ACTIVE_MEMBERS", 3), minimum_days=2), stage("sprout")]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    for reason in ("REQUIREMENTS_UNMET", "CRITERION_UNMET", "STAGE_TOO_SHORT"):
        await refused(garden.decide(enrolment, ADVANCE), reason)
    await garden.grow(1)
    await garden.age(2, "enrolment")
    await garden.decide(enrolment, ADVANCE)


@remedy("WAIVER_WITHOUT_REASON", "NO_OVERRIDE_NEEDED")
async def waived(community: Community) -> None:
    stages = [stage("seed", criterion("ACTIVE_MEMBERS", 9, waivable=True)), stage("sprout")]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    review = await garden.review(review_pb2.OpenReviewRequest(enrolment_id=enrolment.id))
    said = await refused(garden.decide(enrolment, ADVANCE), "WAIVER_WITHOUT_REASON")
    assert "Give a reason" in said
    proposing = review_pb2.ProposeOverrideRequest(
        review_id=review.id, outcome=ADVANCE, reason="大家很努力"
    )
    assert "Decide the review" in await refused(garden.review(proposing), "NO_OVERRIDE_NEEDED")
    await garden.decide(enrolment, ADVANCE, "大家很努力")


@remedy("SECOND_PERSON_NEEDED", "NO_OVERRIDE_PROPOSED", "REVIEW_DECIDED")
async def overridden(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    opening = review_pb2.OpenReviewRequest(enrolment_id=enrolment.id)
    review = await garden.review(opening)
    assert "Decide that one" in await refused(garden.review(opening), "REVIEW_OPEN")
    confirming = review_pb2.ConfirmOverrideRequest(review_id=review.id)
    said = await refused(garden.review(confirming), "NO_OVERRIDE_PROPOSED")
    assert "Propose an override" in said
    proposing = review_pb2.ProposeOverrideRequest(
        review_id=review.id, outcome=ADVANCE, reason="社区急需"
    )
    await garden.review(proposing)
    said = await refused(garden.review(confirming), "SECOND_PERSON_NEEDED")
    assert "somebody else" in said
    colleague = await community.holding(None, garden.station, "LEADER")
    await garden.review(confirming, colleague)
    said = await refused(garden.review(proposing), "REVIEW_DECIDED")
    assert "Open another" in said
    deciding = review_pb2.DecideReviewRequest(review_id=review.id, outcome=END)
    await refused(garden.review(deciding), "REVIEW_DECIDED")
    await garden.review(opening)


@remedy("ASSESSMENTS_SHOWN", "REVIEW_NOT_DECIDED", "REVIEW_REPLIED")
async def assessed(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    opening = review_pb2.OpenReviewRequest(enrolment_id=enrolment.id)
    review = await garden.review(opening)
    replying = review_pb2.ReplyToReviewRequest(review_id=review.id, reply="谢谢")
    said = await refused(garden.review(replying, garden.leader), "REVIEW_NOT_DECIDED")
    assert "Wait for" in said
    await garden.decide(enrolment, HOLD)
    await garden.review(replying, garden.leader)
    said = await refused(garden.review(replying, garden.leader), "REVIEW_REPLIED")
    assert "Talk to its mentor" in said
    said = await refused(assess(garden, review, garden.leader), "ASSESSMENTS_SHOWN")
    assert "next review" in said
    await assess(garden, await garden.review(opening), garden.leader)


async def test_of_an_enrolment_that_exists_its_end_helps(community: Community) -> None:
    garden = await Garden.plant(community)
    applied = await garden.apply()
    assert "end that one first" in await refused(garden.apply(), "ENROLMENT_EXISTS")
    await garden.do(pb.WithdrawEnrolmentRequest(enrolment_id=applied.id), garden.leader)
    await garden.apply()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
