"""Which of several shifts the caller can take, by the evaluator of sign-ups."""

from collections.abc import Sequence
from uuid import UUID

from services.events.eligibility.ages import Ages, is_of_age_among
from services.events.eligibility.queries import gather_all
from services.events.eligibility.rules import reasons_against
from services.events.shifts.queries import AskedShift, as_sort
from services.events.shifts.roles import Sort
from services.kit.work.work import Work


async def which_can_be_taken(
    shifts: Sequence[AskedShift],
    sorts: Sequence[Sequence[Sort]],
    ages: Ages,
    work: Work,
    *,
    is_new: bool = False,
    own: UUID | None = None,
) -> list[list[Sort]]:
    """Returns for each of several shifts which places the caller can take: of which roles, or open ones.

    Args:
        shifts: The shifts, which the caller may see.
        sorts: The sorts of places that it is about, for each of them.
        ages: What volunteers said about the caller's age.
        work: The work.
        is_new: Whether it is a free place, so that the deadline for signing up counts. Otherwise somebody else has it.
        own: A sign-up of the caller that does not count, because they would give it away.
    """
    known = await gather_all(shifts, work.person_id, work, own=own)
    return [
        [
            sort
            for sort in some
            if not reasons_against(
                event.facts(
                    as_sort(shift, sort),
                    work.now,
                    is_full=False,
                    is_of_age=is_of_age_among(ages, shift, event.time_zone),
                    is_new=is_new,
                )
            )
        ]
        for shift, some, event in zip(shifts, sorts, known, strict=True)
    ]
