"""What a decision does to the enrolment of a group."""

from collections.abc import Iterator

from banyan.organizations.v1 import enrolment_pb2

from services.kit.errors import Refused, Violation
from services.kit.work.work import Work
from services.organizations.enrolments.mentoring import end_mentorships
from services.organizations.enrolments.models import Enrolment
from services.organizations.enrolments.standing import missing_criteria
from services.organizations.programmes.models import Programme
from services.organizations.reviews.models import EARNED, Review, ReviewOutcome


def refuse_impossible(
    outcome: ReviewOutcome | None, enrolment: Enrolment, programme: Programme
) -> None:
    """Refuses an outcome for which the programme has no stage.

    Raises:
        Refused: It has none.
    """
    keys = [each["key"] for each in programme.stages]
    is_first, is_last = enrolment.stage_key == keys[0], enrolment.stage_key == keys[-1]
    if outcome == ReviewOutcome.ADVANCE and is_last:
        raise Refused(
            "The group is at the last stage. Let it graduate instead.", reason="LAST_STAGE"
        )
    if outcome == ReviewOutcome.GRADUATE and not is_last:
        raise Refused(
            "A group graduates from the last stage. Let it advance instead.",
            reason="NOT_LAST_STAGE",
        )
    if outcome == ReviewOutcome.FALL_BACK and is_first:
        raise Refused(
            "The group is at the first stage, so there is none to fall back to. Let it stay, or end its "
            "enrolment.",
            reason="FIRST_STAGE",
        )


def refuse_unmet(
    outcome: ReviewOutcome, reason: str, standing: enrolment_pb2.EnrolmentStanding
) -> None:
    """Refuses to let a group go on that has not earned it.

    Args:
        outcome: What is to be decided.
        reason: The reason that is given; with one, what can be waived is waived.
        standing: Where the group stands.

    Raises:
        Refused: Something is missing that cannot be waived, or is not.
    """
    if outcome not in EARNED or standing.is_met:
        return
    if not standing.can_be_waived:
        raise Refused(
            "The group does not meet the requirements of its stage. Wait until it does, or propose an override.",
            reason="REQUIREMENTS_UNMET",
            violations=list(_missing(standing)),
        )
    if not reason:
        raise Refused(
            "The group does not meet everything, but what is missing can be waived. Give a reason to waive it.",
            reason="WAIVER_WITHOUT_REASON",
        )


def _missing(standing: enrolment_pb2.EnrolmentStanding) -> Iterator[Violation]:
    if standing.days_at_stage < standing.minimum_days:
        yield Violation(
            "standing.days_at_stage",
            "is {days}, and must be {min} at least",
            "STAGE_TOO_SHORT",
            params={"days": standing.days_at_stage, "min": standing.minimum_days},
        )
    for path, criterion in missing_criteria(standing):
        yield Violation(
            path,
            "is not met: the value is {value}, the threshold {threshold}, and {missing} is missing",
            "CRITERION_UNMET",
            params={
                "value": criterion.value,
                "threshold": criterion.threshold,
                "missing": criterion.missing,
            },
        )


async def carry_out(review: Review, enrolment: Enrolment, programme: Programme, work: Work) -> None:
    """Does to an enrolment what was decided, and announces both."""
    keys = [each["key"] for each in programme.stages]
    place = keys.index(enrolment.stage_key)
    if review.outcome == ReviewOutcome.ADVANCE:
        enrolment.reach(keys[place + 1], at=work.now)
    elif review.outcome == ReviewOutcome.FALL_BACK:
        enrolment.reach(keys[place - 1], at=work.now)
    elif review.outcome == ReviewOutcome.GRADUATE:
        enrolment.graduate(at=work.now)
    elif review.outcome == ReviewOutcome.END:
        enrolment.end(review.reason, at=work.now)
    if enrolment.is_at_a_stage:
        review.next_stage_key = enrolment.stage_key
    else:
        await end_mentorships([enrolment], work)
    work.follows(enrolment, because="what is decided about a group changes its enrolment")
    await work.announce(review, "decided")
    await work.announce(enrolment, "reviewed")
