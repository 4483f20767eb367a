"""Queries for swaps."""

from collections.abc import Sequence
from uuid import UUID

from banyan.events.v1 import swap_pb2 as pb
from sqlalchemy import any_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.eligibility.ages import AGE_RULES
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.events.swaps.models import Swap, SwapState
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

AT_ONCE = 100  # how many are settled before one looks again
SWAPS = Resources[pb.Swap](Swap, "view_swap")
BY_START = SWAPS.listing(
    col(Swap.start_time),
    col(Swap.id),
    filters={
        "person_id": col(Swap.person_id) == given("person_id"),
        "other_person_id": col(Swap.other_person_id) == given("other_person_id"),
        "states": col(Swap.state) == any_(given("states", TEXTS)),
    },
)
AGE_OF_SIGN_UP = Query(
    AGE_RULES.join(SignUp, col(SignUp.shift_id) == col(Shift.id)).where(
        col(SignUp.id) == given("sign_up_id")
    )
)
AGE_OF_SWAP = Query(
    AGE_RULES.join(Swap, col(Swap.shift_id) == col(Shift.id)).where(
        col(Swap.id) == given("swap_id")
    )
)
_OWN, _OTHER = aliased(SignUp), aliased(SignUp)
UNSETTLED = Query(
    select(col(Swap.id))
    .join(_OWN, col(_OWN.id) == col(Swap.sign_up_id))
    .join(_OTHER, col(_OTHER.id) == col(Swap.other_sign_up_id))
    .where(
        col(Swap.state) == SwapState.PROPOSED,
        or_(
            col(Swap.start_time) <= given("now"),
            col(_OWN.state) != SignUpState.CONFIRMED,
            col(_OTHER.state) != SignUpState.CONFIRMED,
            col(_OWN.start_time) != col(Swap.own_start_time),
            col(_OTHER.start_time) != col(Swap.other_start_time),
        ),
    )
    .order_by(col(Swap.start_time), col(Swap.id))
    .limit(AT_ONCE)
)


async def find_unsettled(work: Work) -> Sequence[UUID]:
    """Returns open swaps that nobody can accept any more."""
    return [row[0] for row in await work.fetch(UNSETTLED)]
