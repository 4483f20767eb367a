"""Which of several shifts the caller can take, by the evaluator of sign-ups."""

from collections.abc import Sequence

from services.events.eligibility.ages import Ages, is_of_age_among
from services.events.eligibility.queries import gather_all
from services.events.eligibility.rules import reasons_against
from services.events.shifts.queries import AskedShift
from services.kit.work.work import Work


async def which_can_be_taken(
    shifts: Sequence[AskedShift], ages: Ages, work: Work, *, is_new: bool = False
) -> list[bool]:
    """Returns for each of several shifts whether the caller can take a place.

    Args:
        shifts: The shifts, which the caller may see.
        ages: What volunteers said about the caller's age.
        work: The work.
        is_new: Whether it is a free place, so that the deadline for signing up counts. Otherwise somebody else has it.
    """
    known = await gather_all(shifts, work.person_id, work)
    return [
        not reasons_against(
            event.facts(
                shift,
                work.now,
                is_full=False,
                is_of_age=is_of_age_among(ages, shift, event.time_zone),
                is_new=is_new,
            )
        )
        for shift, event in zip(shifts, known, strict=True)
    ]
