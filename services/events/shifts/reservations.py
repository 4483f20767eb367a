"""Reserved places: some of a shift are for the members of an organization, until they lapse.

A shift counts how many of them are left. A member takes one of them first, so that the others stay for everybody, and
the sign-up says so: once it is given back, the place is reserved again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from banyan.events.v1 import event_series_pb2, shift_pb2
from sqlalchemy import Uuid, and_, any_, false, select, update
from sqlmodel import col

from services.events.memberships.queries import where_member
from services.events.organizations.models import Organization
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import STANDING, SignUpState
from services.kit.errors import Violation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

_HOLDING = [state for state in STANDING if state is not SignUpState.WAITLISTED]
_PERSON = given("person_id", Uuid())
_OF_GROUP = Query(
    select(col(Shift.id)).where(
        col(Shift.id) == any_(given("ids", IDS)),
        where_member(col(Shift.reserved_organization_id), _PERSON),
    )
)
# Of which shifts a member of the group waits.
_AWAITED = Query(
    select(col(SignUp.shift_id))
    .join(Shift, col(Shift.id) == col(SignUp.shift_id))
    .where(
        col(SignUp.shift_id) == any_(given("ids", IDS)),
        col(SignUp.state) == SignUpState.WAITLISTED,
        col(SignUp.person_id) != _PERSON,
        where_member(col(Shift.reserved_organization_id), col(SignUp.person_id)),
    )
)


def is_left_to_group(shift: Shift) -> bool:
    """Returns whether the free places of a shift are reserved, all of them."""
    return 0 < shift.places_reserved >= shift.capacity - shift.places_taken


async def reserved_for(
    shifts: Sequence[Shift | AskedShift], person_id: UUID, work: Work
) -> Collection[UUID]:
    """Returns the shifts of which a person may take a reserved place: a member of the group, of whom no other waits.

    Args:
        shifts: The shifts. Where none has reserved places, nothing is asked.
        person_id: The person.
        work: The work.
    """
    ids = [each.id for each in shifts if each.places_reserved]
    if not ids:
        return ()
    found = {row[0] for row in await work.fetch(_OF_GROUP, ids=ids, person_id=person_id)}
    waited_for = [each.id for each in shifts if each.id in found and each.waitlist_length]
    if waited_for:
        awaited = await work.fetch(_AWAITED, ids=waited_for, person_id=person_id)
        found -= {row[0] for row in awaited}
    return found


async def is_of_group(shift: Shift, person_id: UUID, work: Work) -> bool:
    """Returns whether somebody who waits may be offered a reserved place."""
    if not shift.places_reserved:
        return False
    return bool(await work.fetch(_OF_GROUP, ids=[shift.id], person_id=person_id))


async def reserve(shift: Shift, work: Work) -> None:
    """Reserves places of a shift anew. Members who have a place count, those first who signed up first.

    Args:
        shift: The shift, locked, with its reservation.
        work: The work.
    """
    said = shift.reservation
    members = (
        select(col(SignUp.id))
        .where(
            col(SignUp.shift_id) == shift.id,
            col(SignUp.state).in_(_HOLDING),
            where_member(UUID(said["organization_id"]), col(SignUp.person_id)) if said else false(),
        )
        .order_by(col(SignUp.create_time), col(SignUp.id))
        .limit(said["places"] if said else 0)
    )
    await work.session.execute(
        update(SignUp)
        .where(col(SignUp.shift_id) == shift.id, col(SignUp.state).in_(_HOLDING))
        .values(has_reserved_place=col(SignUp.id).in_(members))
        .execution_options(synchronize_session=False)
    )
    used = await work.count(
        col(SignUp.shift_id) == shift.id,
        col(SignUp.state).in_(_HOLDING),
        and_(col(SignUp.has_reserved_place)),
    )
    shift.settle_reservation(used)


async def broken_reservations(wanted: Mapping[str, str], work: Work) -> list[Violation]:
    """Returns what is wrong with the organizations for which places are to be reserved.

    A caller with a role there by passport need not wait for the notice that it was founded.

    Args:
        wanted: The organization of each reservation, by its path.
        work: The work.
    """
    ids = {path: each for path, text in wanted.items() if (each := _id(text)) is not None}
    asked = set(ids.values()) - set(work.caller.roles)
    if not asked:
        return []
    known = set(
        await work.session.scalars(
            select(col(Organization.id)).where(col(Organization.id).in_(asked))
        )
    )
    return [
        Violation(
            f"{path}.organization_id",
            "is no organization. Choose another one, or try again in a moment if it is new",
            "UNKNOWN_ORGANIZATION",
        )
        for path, each in ids.items()
        if each in asked - known
    ]


def _id(text: str) -> UUID | None:
    """Returns an ID; None for a text that is none, of which the contract's rules complain."""
    try:
        return UUID(text)
    except ValueError:
        return None


def broken_number(
    shift: shift_pb2.Shift | event_series_pb2.ShiftTemplate, root: str
) -> Iterator[Violation]:
    """Yields what is wrong with how many places a shift is to reserve, or the template of one, at a path."""
    if 0 < shift.capacity < shift.reservation.places:
        yield Violation(
            f"{root}.reservation.places",
            "must not be more than the places of the shift. Give the shift more, or reserve fewer",
            "RESERVED_OVER_CAPACITY",
        )
