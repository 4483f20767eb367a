"""Places that pass from one person to another, without becoming free in between."""

from uuid import UUID

from services.events.eligibility.ages import AgeAnswer
from services.events.eligibility.queries import WANTED, gather_facts
from services.events.eligibility.rules import Facts, reasons_against
from services.events.shifts.models import Shift
from services.events.shifts.queries import as_sort
from services.kit.errors import Refused
from services.kit.work.work import Work


async def facts_of_taker(
    shift: Shift, role_id: UUID | None, person_id: UUID, work: Work, *, age: AgeAnswer | None
) -> Facts:
    """Returns what is known of somebody who takes the place of somebody else.

    Everything stands against them as against a new sign-up, but that the shift is full, and the deadline: both are
    about places that nobody has.

    Args:
        shift: The shift, locked.
        role_id: The role of the place; none of an open one.
        person_id: Who takes the place.
        work: The work.
        age: What volunteers said about their age.

    Raises:
        Refused: Something stands against them.
        PermissionDenied: The caller must see the event, and may not.
    """
    facts = await gather_facts(
        as_sort(shift, role_id), person_id, work, is_full=False, age=age, is_new=False, query=WANTED
    )
    if reasons := reasons_against(facts):
        raise Refused.of(reasons)
    return facts
