"""SecondLookService, called over gRPC."""

import pytest
from banyan.organizations.v1 import enrolment_pb2, review_pb2
from banyan.organizations.v1 import second_look_pb2 as pb

from services.kit.errors import PermissionDenied
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import ADVANCE, END, FALL_BACK, HOLD
from tests.organizations.enrolments.test_closing import close
from tests.organizations.organizations.test_closing import has_ended
from tests.organizations.second_looks.looking import Appeal

ENROLLED = enrolment_pb2.ENROLMENT_STATE_ENROLLED


async def test_the_decision_stands_if_the_second_person_agrees(community: Community) -> None:
    appeal = await Appeal.against(community)
    reading = review_pb2.GetReviewRequest(review_id=appeal.review.id)
    for nobody in (appeal.garden.owner, appeal.reviewer):
        with pytest.raises(PermissionDenied):
            await appeal.ask(nobody)
    with pytest.raises(PermissionDenied):
        await appeal.garden.review(reading, appeal.reviewer)
    look = await appeal.assign(await appeal.ask())
    assert look.state == pb.SECOND_LOOK_STATE_ASSIGNED
    # Who is named can read what was decided, and nobody else gives the opinion.
    assert (await appeal.garden.review(reading, appeal.reviewer)).id == appeal.review.id
    giving = pb.GiveSecondOpinionRequest(second_look_id=look.id, opinion="不同意")
    for nobody in (appeal.garden.owner, appeal.garden.leader, community.admin):
        with pytest.raises(PermissionDenied):
            await appeal.do(giving, nobody)
    given = await appeal.give(look, upholds=True)
    assert (given.state, given.opinion) == (pb.SECOND_LOOK_STATE_UPHELD, "我看过了")
    listing = pb.ListSecondLooksRequest(review_id=appeal.review.id)
    for reader in (appeal.garden.leader, appeal.garden.owner, appeal.reviewer):
        listed = await community.call(listing, pb.ListSecondLooksResponse, reader)
        assert list(listed.second_looks) == [given]
    listed = await community.call(listing, pb.ListSecondLooksResponse, community.passport())
    assert not listed.second_looks


async def test_a_decision_is_taken_back_by_a_new_one(community: Community) -> None:
    # The end of an enrolment: it goes on where it was, with the mentor that it had.
    appeal = await Appeal.against(community)
    garden, before = appeal.garden, await appeal.garden.now(appeal.enrolment)
    await garden.mentor(appeal.enrolment, garden.station.id)
    appeal.review = await garden.decide(appeal.enrolment, END, "不合适")
    taken = await appeal.take_back(await appeal.advised(), HOLD)
    assert taken.state == pb.SECOND_LOOK_STATE_TAKEN_BACK
    now = await garden.now(appeal.enrolment)
    assert (now.state, now.stage_start_time) == (ENROLLED, before.stage_start_time)
    assert (now.HasField("end_time"), now.mentor_organization_id) == (False, garden.station.id)
    new = await garden.review(review_pb2.GetReviewRequest(review_id=taken.new_review_id))
    assert (new.outcome, new.reason, new.stage_key) == (HOLD, "有道理", "seed")
    assert new.standing.next_stage_key == "sprout"
    # The first decision stays on record.
    kept = await garden.review(review_pb2.GetReviewRequest(review_id=appeal.review.id))
    assert kept.outcome == END
    # A step back, and one that was not made: as for any review, the group must have earned it.
    await garden.grow(2)
    await garden.decide(appeal.enrolment, ADVANCE)
    appeal.review = await garden.decide(appeal.enrolment, FALL_BACK, "人手不够")
    await appeal.take_back(await appeal.advised(), HOLD)
    assert (await garden.now(appeal.enrolment)).stage_key == "sprout"


async def test_a_decision_stands_with_a_reason_or_because_the_station_closed(
    community: Community,
) -> None:
    appeal = await Appeal.against(community)
    declined = await appeal.decline(await appeal.advised())
    assert (declined.state, declined.reason) == (pb.SECOND_LOOK_STATE_DECLINED, "仍不够")
    appeal.review = await appeal.garden.decide(appeal.enrolment, HOLD)
    look = await appeal.ask()
    await close(community, appeal.garden.station)
    await has_ended(community, appeal.garden.station)
    lapsed = await appeal.do(pb.GetSecondLookRequest(second_look_id=look.id))
    assert (lapsed.state, lapsed.reason) == (
        pb.SECOND_LOOK_STATE_LAPSED,
        "The organization was closed.",
    )
