"""With whom somebody could swap a place: both could take the place of the other, as the evaluator of sign-ups says.

Only places are looked at that their people offer by asking for a stand-in, and those whose sign-ups the caller may see. So the
answer tells nothing about somebody who has not offered anything.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from banyan.events.v1 import swap_pb2 as pb
from sqlalchemy import Select, Uuid, and_, any_, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.eligibility.known import KnownEvent
from services.events.eligibility.queries import known_of
from services.events.eligibility.rules import reasons_against
from services.events.eligibility.several import which_can_be_taken
from services.events.events.models import Event, EventState
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import ASKED, AskedShift, as_sort
from services.events.sign_ups.access import sees_sign_up
from services.events.sign_ups.models import SignUp, refuse_unpassable
from services.events.sign_ups.states import SignUpState
from services.events.stand_ins.models import StandIn, StandInState
from services.events.swaps.models import Swap, SwapState
from services.kit.errors import PermissionDenied
from services.kit.work.models import TIME
from services.kit.work.query import Query, Row
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

MOST_LOOKED_AT = 200
USUALLY_FOUND = 20
_OWN, _OTHER = aliased(SignUp), aliased(SignUp)


class Own(NamedTuple):
    """The place of the caller.

    Attributes:
        sign_up_id: Their sign-up.
        role_id: The role in which it is; none of an open place.
        state: The state of the sign-up.
        shift: The shift.
    """

    sign_up_id: UUID
    role_id: UUID | None
    state: str
    shift: AskedShift


class Offered(NamedTuple):
    """A place of somebody else.

    Attributes:
        sign_up_id: Their sign-up.
        role_id: The role in which it is; none of an open place.
        stand_in_id: Their request for a stand-in; None without one.
        shift: The shift.
    """

    sign_up_id: UUID
    role_id: UUID | None
    stand_in_id: UUID | None
    shift: AskedShift


def _offered(*columns: Any) -> Query:
    """Returns the query for places that could be swapped, as far as tables say plainly."""

    def build(viewer: Viewer) -> Select[Any]:
        proposed = exists().where(
            col(Swap.state) == SwapState.PROPOSED,
            col(Swap.sign_up_id) == col(_OWN.id),
            col(Swap.other_sign_up_id) == col(SignUp.id),
        )
        return (
            select(*columns)
            .select_from(_OWN)
            .join(SignUp, col(SignUp.person_id) != col(_OWN.person_id))
            .join(Shift, col(Shift.id) == col(SignUp.shift_id))
            .join(Event, col(Event.id) == col(Shift.event_id))
            .outerjoin(
                StandIn,
                and_(
                    col(StandIn.sign_up_id) == col(SignUp.id),
                    col(StandIn.state) == StandInState.OPEN,
                ),
            )
            .where(
                col(_OWN.id) == given("sign_up_id"),
                col(_OWN.person_id) == viewer.person_id,
                col(SignUp.id).in_(_told(viewer)),
                col(SignUp.state) == SignUpState.CONFIRMED,
                col(SignUp.start_time) > given("now"),
                col(SignUp.shift_id) != col(_OWN.shift_id),
                col(Shift.state) == ShiftState.PLANNED,
                col(Event.state) == EventState.PUBLISHED,
                ~proposed,
            )
            .order_by(col(SignUp.start_time), col(SignUp.id))
            .limit(MOST_LOOKED_AT + 1)
        )

    return Query(build, relation="view_event")


def _told(viewer: Viewer) -> Any:
    """Returns the query for the sign-ups of which the viewer may know."""
    asked = select(col(StandIn.sign_up_id)).where(
        col(StandIn.state) == StandInState.OPEN, col(StandIn.start_time) > given("now", TIME)
    )
    seen = select(col(SignUp.id)).where(
        col(SignUp.organization_id) == col(_OWN.organization_id),
        col(SignUp.start_time) > given("now", TIME),
        sees_sign_up(viewer),
    )
    return asked.union_all(seen.correlate(_OWN))


_MINE = Query(
    lambda viewer: (
        select(col(SignUp.id), col(SignUp.role_id), col(SignUp.state), *ASKED)
        .join(Shift, col(Shift.id) == col(SignUp.shift_id))
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(col(SignUp.id) == given("sign_up_id"), col(SignUp.person_id) == viewer.person_id)
    )
)
OFFERED = _offered(col(SignUp.id), col(SignUp.role_id), col(StandIn.id), *ASKED)
AGES_OF_OFFERED = _offered(col(Shift.minimum_age), col(Shift.start_time), col(Event.time_zone))
# What is known of the people of sign-ups, in the event of a shift that each could get.
_OF_THEM = Query(
    known_of(
        None,
        given("start_time", TIME),
        given("end_time", TIME),
        given("kind_ids", IDS),
        holder=_OTHER,
    )
    .where(col(Event.id) == given("event_id", Uuid()), col(_OTHER.id) == any_(given("ids", IDS)))
    .add_columns(col(_OTHER.id))
)


async def find_partners(sign_up_id: UUID, limit: int, work: Work) -> pb.SwapPartners:
    """Finds the places that the caller could get for one of theirs.

    Args:
        sign_up_id: The sign-up of the caller.
        limit: How many are wanted; 0 for as many as usual.
        work: The work, prepared with what volunteers said about the caller's age.

    Raises:
        PermissionDenied: It is not the caller's, or does not exist.
        Refused: It has no place that can pass to somebody else.
    """
    mine = await work.fetch(_MINE, sign_up_id=sign_up_id)
    if not mine:
        raise PermissionDenied
    own_id, role_id, state, *asked = mine[0]
    own = Own(own_id, role_id, state, AskedShift(*asked))
    refuse_unpassable(own.state, own.shift.start_time, at=work.now)
    rows = await work.fetch(OFFERED, sign_up_id=sign_up_id)
    offered = [_offer(row) for row in rows[:MOST_LOOKED_AT]]
    able = await which_can_be_taken(
        [each.shift for each in offered],
        [[each.role_id] for each in offered],
        work.prepared,
        work,
        own=sign_up_id,
    )
    found = [each for each, sorts in zip(offered, able, strict=True) if sorts]
    willing = await _who_can_take(own, found, work)
    partners = [each for each in found if each.sign_up_id in willing]
    return pb.SwapPartners(
        partners=[_shown(each) for each in partners[: limit or USUALLY_FOUND]],
        is_complete=len(rows) <= MOST_LOOKED_AT,
    )


async def _who_can_take(own: Own, offered: Sequence[Offered], work: Work) -> set[UUID]:
    """Returns the sign-ups whose people could take the place of the caller."""
    if not offered:
        return set()
    shift = as_sort(own.shift, own.role_id)
    rows = await work.fetch(
        _OF_THEM,
        ids=[each.sign_up_id for each in offered],
        event_id=shift.event_id,
        start_time=shift.start_time,
        end_time=shift.end_time,
        kind_ids=list(shift.required_qualification_kind_ids),
        since=work.now,
    )
    return {
        id_
        for *known, id_ in rows
        if not reasons_against(
            # Only they can have their age checked, which they do when they accept.
            KnownEvent(*known).facts(shift, work.now, is_full=False, is_of_age=True, is_new=False)
        )
    }


def _offer(row: Row) -> Offered:
    sign_up_id, role_id, stand_in_id, *asked = row
    return Offered(sign_up_id, role_id, stand_in_id, AskedShift(*asked))


def _shown(offered: Offered) -> pb.SwapPartner:
    return pb.SwapPartner(
        sign_up_id=str(offered.sign_up_id),
        shift_id=str(offered.shift.id),
        role_id=None if offered.role_id is None else str(offered.role_id),
        stand_in_id=None if offered.stand_in_id is None else str(offered.stand_in_id),
    )
