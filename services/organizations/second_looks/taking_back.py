"""Taking a decision back: the group is as it was before, and goes on from there by a new decision."""

from datetime import datetime

from google.protobuf.json_format import MessageToDict
from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.cultivation.models import EnrolmentStep
from services.organizations.enrolments.models import Enrolment, EnrolmentState
from services.organizations.enrolments.queries import standing_now
from services.organizations.programmes.models import Programme
from services.organizations.reviews.deciding import carry_out, refuse_impossible, refuse_unmet
from services.organizations.reviews.models import Review, ReviewOutcome


async def decide_anew(
    old: Review, enrolment: Enrolment, outcome: ReviewOutcome, reason: str, work: Work
) -> Review:
    """Takes a decision back, and returns the new one.

    Args:
        old: The review whose decision is taken back.
        enrolment: The enrolment, locked.
        outcome: What is decided instead.
        reason: Why.
        work: The work.

    Raises:
        Refused: It is the same decision, the group has gone on since, or what stands against it as for any review.
    """
    if outcome == old.outcome:
        raise Refused(
            "This is the decision that was made. Choose another outcome, or say why it stands.",
            reason="SAME_OUTCOME",
        )
    programme = await work.get(Programme, enrolment.programme_id)
    _refuse_gone_on(old, enrolment, programme)
    if mentorship := enrolment.restore(old.stage_key, await _stage_start(old, work), at=work.now):
        work.session.add(mentorship)
    standing = await standing_now(enrolment, programme, work)
    refuse_impossible(outcome, enrolment, programme)
    refuse_unmet(outcome, reason, standing)
    new = Review(
        enrolment_id=enrolment.id,
        organization_id=enrolment.organization_id,
        cultivator_id=enrolment.cultivator_id,
        stage_key=enrolment.stage_key,
        standing=MessageToDict(standing, preserving_proto_field_name=True),
    )
    new.decide(outcome, reason, by=work.person_id, at=work.now)
    work.follows(new, because="who cultivates a group reviews it")
    await work.add(new)
    await carry_out(new, enrolment, programme, work)
    return new


def _refuse_gone_on(old: Review, enrolment: Enrolment, programme: Programme) -> None:
    """Refuses to take back what something else has followed.

    Raises:
        Refused: The group is not where the decision left it.
    """
    decided = old.decide_time or old.create_time
    if old.outcome == ReviewOutcome.END:
        is_there = enrolment.state == EnrolmentState.ENDED and enrolment.end_time == decided
    else:
        is_there = (
            enrolment.state == EnrolmentState.ENROLLED
            and enrolment.stage_key == old.next_stage_key
            and (enrolment.stage_start_time or decided) <= decided
        )
    if not is_there or old.stage_key not in [each["key"] for each in programme.stages]:
        raise Refused(
            "The group has gone on since this decision, so it cannot be taken back. Open another review.",
            reason="GROUP_HAS_GONE_ON",
        )


async def _stage_start(old: Review, work: Work) -> datetime:
    """Returns since when the group was at its stage before a decision."""
    before = (
        select(col(EnrolmentStep.stage_start_time))
        .where(
            col(EnrolmentStep.enrolment_id) == old.enrolment_id,
            col(EnrolmentStep.time) < old.decide_time,
            col(EnrolmentStep.stage_key) == old.stage_key,
        )
        .order_by(col(EnrolmentStep.time).desc())
        .limit(1)
    )
    return await work.session.scalar(before) or old.create_time
