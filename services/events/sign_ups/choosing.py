"""Which place of a shift a person gets who signs up: of the role that they name, or any that they can have."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from banyan.events.v1 import sign_up_pb2 as pb

from services.events.eligibility.ages import AgeAnswer, is_of_age_for
from services.events.eligibility.queries import WANTED, WANTED_FOR_ANOTHER, gather_all
from services.events.eligibility.rules import (
    OVERRIDABLE,
    Facts,
    best_of,
    reasons_against,
)
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift, as_sort
from services.events.shifts.roles import Sort, can_take, has_role, sorts_of
from services.kit.errors import InvalidArgument, Violation
from services.kit.work.work import Work


class Chosen(NamedTuple):
    """The place that a person gets, or waits for.

    Attributes:
        sort: The role of it; none of an open one.
        facts: What is known of them and it.
        reasons: What stands against it.
        overridden: Which kinds of reasons the request overrides.
    """

    sort: Sort
    facts: Facts
    reasons: Sequence[Violation]
    overridden: Sequence[str]


def wanted_sorts(shift: Shift | AskedShift, request: pb.CreateSignUpRequest) -> Sequence[Sort]:
    """Returns the sorts of places that a request is about: of the role that it names, or all, the open ones first.

    Raises:
        InvalidArgument: The shift has no such role.
    """
    if not request.HasField("role_id"):
        return sorts_of(shift)
    role_id = UUID(request.role_id)
    if not has_role(shift, role_id):
        raise InvalidArgument.of(
            "role_id", "is no role of this shift. Read the shift again", "UNKNOWN_ROLE"
        )
    return (role_id,)


def split(
    reasons: Sequence[Violation], request: pb.CreateSignUpRequest
) -> tuple[list[Violation], list[str]]:
    """Returns the reasons that stand against a sign-up, and which kinds of others the request overrides."""
    overridable = OVERRIDABLE if request.override_reason else frozenset[str]()
    standing = [each for each in reasons if each.reason not in overridable]
    return standing, sorted({each.reason for each in reasons} & overridable)


async def choose(
    shift: Shift | AskedShift,
    request: pb.CreateSignUpRequest,
    person_id: UUID,
    work: Work,
    *,
    age: AgeAnswer | None,
    has_place: bool | None,
    is_reserved: bool = False,
) -> Chosen:
    """Returns the place that a person gets: one that nothing stands against, or else one that they could wait for.

    Args:
        shift: The shift, locked unless it is full.
        request: The request.
        person_id: The person.
        work: The work.
        age: What volunteers said about their age.
        has_place: Whether there is a place for them; None if that depends on its sort.
        is_reserved: Whether they may have a reserved one.

    Raises:
        Conflict: The shift's rule about age is no longer the one that was asked about.
        InvalidArgument: The shift has no such role.
        PermissionDenied: The caller may not see the event.
    """
    is_another = person_id != work.person_id
    query = WANTED_FOR_ANOTHER if is_another else WANTED
    (known,) = await gather_all([shift], person_id, work, query=query)
    is_of_age = is_of_age_for(shift, known.time_zone, age)
    facts, found = {}, {}
    for sort in wanted_sorts(shift, request):
        is_free = can_take(shift, sort, is_reserved=is_reserved) if has_place is None else has_place
        facts[sort] = known.facts(
            as_sort(shift, sort),
            work.now,
            is_full=not is_free,
            is_of_age=is_of_age,
            is_another=is_another,
        )
        found[sort] = split(reasons_against(facts[sort]), request)
    best = best_of({sort: reasons for sort, (reasons, _) in found.items()})
    return Chosen(best, facts[best], *found[best])
