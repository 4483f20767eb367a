"""EligibilityService: what people are told before they sign up is what they are told then."""

from uuid import UUID

import pytest
from banyan.events.v1 import eligibility_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours


async def told(
    stage: Stage, person_id: UUID | None, *shifts: shift_pb2.Shift
) -> list[pb.Eligibility]:
    """Returns what a person is told; nobody in particular where none is given."""
    passport = stage.office.person(person_id) if person_id else stage.office.anonymous()
    request = pb.BatchGetEligibilitiesRequest(ids=[shift.id for shift in shifts])
    answer = await stage.call(request, pb.BatchGetEligibilitiesResponse, passport)
    return list(answer.eligibilities)


def reasons(eligibility: pb.Eligibility) -> list[str]:
    return [each.reason for each in eligibility.reasons]


async def test_a_free_place(stage: Stage) -> None:
    shift = await stage.shift()
    (found,) = await told(stage, uuid7(), shift)
    assert found == pb.Eligibility(shift_id=shift.id, can_sign_up=True, places_free=2)


async def test_who_has_a_place_and_when_all_are_taken(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    person = uuid7()
    await stage.sign_up(shift, person)
    (found,) = await told(stage, person, shift)
    assert reasons(found) == ["ALREADY_SIGNED_UP", "SHIFT_FULL"]
    assert not found.can_sign_up
    assert not found.can_join_waitlist
    (found,) = await told(stage, uuid7(), shift)
    assert reasons(found) == ["SHIFT_FULL"]
    assert not found.can_sign_up
    assert found.can_join_waitlist


async def test_a_place_that_others_wait_for_is_not_free(stage: Stage) -> None:
    shift = await stage.shift(capacity=1, required_skills=["急救"])
    able, waiting, other = uuid7(), uuid7(), uuid7()
    for person in (able, waiting, other):
        await stage.knows_person(person, skills=("急救",))
    taken = await stage.sign_up(shift, able)
    await stage.wait_for(shift, waiting)
    await stage.sql("UPDATE person SET skills = '[]' WHERE id = $1", waiting)
    await stage.cancel(taken)
    (found,) = await told(stage, other, shift)
    assert reasons(found) == ["SHIFT_FULL"]
    assert found.can_join_waitlist


async def test_several_at_once_are_each_told_alone_in_the_order_asked(stage: Stage) -> None:
    event = await stage.published()
    person = uuid7()
    await stage.knows_person(person)
    taken, overlapping, later = [
        await stage.shift(event, start_time=in_hours(start), end_time=in_hours(start + 2))
        for start in (24, 25, 27)
    ]
    await stage.sign_up(taken, person)
    found = await told(stage, person, later, taken, overlapping)
    assert [each.shift_id for each in found] == [later.id, taken.id, overlapping.id]
    assert [reasons(each) for each in found] == [
        [],
        ["ALREADY_SIGNED_UP"],
        ["OVERLAPPING_SIGN_UP"],
    ]
    await stage.sql("UPDATE person SET state = 'SUSPENDED' WHERE id = $1", person)
    assert reasons((await told(stage, person, later))[0]) == ["PERSON_SUSPENDED"]


async def test_it_says_what_create_sign_up_says(stage: Stage) -> None:
    shift = await stage.shift(required_skills=["急救", "声乐"])
    person = uuid7()
    await stage.knows_person(person, state="SUSPENDED")
    (found,) = await told(stage, person, shift)
    with pytest.raises(Refused) as refused:
        await stage.sign_up(shift, person)
    assert [(each.reason, each.message) for each in found.reasons] == [
        (each.reason, each.description) for each in refused.value.violations
    ]
    assert reasons(found) == ["SKILL_MISSING", "SKILL_MISSING", "PERSON_SUSPENDED"]


async def test_what_may_not_be_seen_is_left_out_and_nobody_in_particular_is_told_nothing(
    stage: Stage,
) -> None:
    hidden = await stage.shift(await stage.draft())
    shift = await stage.shift()
    found = await told(stage, uuid7(), hidden, shift)
    assert [each.shift_id for each in found] == [shift.id]
    assert await told(stage, None, shift) == []


async def test_those_who_see_a_draft_are_told_that_it_is_one(stage: Stage) -> None:
    shift = await stage.shift(await stage.draft())
    answer = await stage.call(
        pb.BatchGetEligibilitiesRequest(ids=[shift.id]), pb.BatchGetEligibilitiesResponse
    )
    assert [reasons(each) for each in answer.eligibilities] == [["EVENT_NOT_PUBLISHED"]]


async def test_it_takes_no_place(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    await told(stage, uuid7(), shift)
    assert (await stage.get_shift(shift)).places_taken == 0
    assert (await stage.sign_up(shift)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
