"""What decides whose turn it is: the coming shifts of a rota, and the turns that its people have had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, and_, any_, cast, func, literal, or_, select
from sqlmodel import col

from services.events.availability.queries import away_among
from services.events.events.models import Event, EventState
from services.events.memberships.queries import where_member
from services.events.rotas.models import Rota, RotaSearch
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import BUSY
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

MOST_TURNS = 100
AHEAD = timedelta(days=90)
_LONG_AGO = datetime.min


class Coming(NamedTuple):
    """A coming shift of a rota.

    Attributes:
        shift_id: The shift.
        start_time: When it starts.
        end_time: When it ends.
        is_skipped: Whether the rota gives out no turn on that day.
        places_taken: How many people are signed up.
        needed: How many people the turn needs.
        is_over: Whether nobody was left who could take it.
    """

    shift_id: UUID
    start_time: datetime
    end_time: datetime
    is_skipped: bool
    places_taken: int
    needed: int
    is_over: bool

    @property
    def lacks(self) -> bool:
        """Whether the turn needs somebody."""
        return not self.is_skipped and self.places_taken < self.needed


class Share(NamedTuple):
    """How many turns a person has had or will have, and when their last one so far is."""

    turns: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The people of a rota, as they stand in line for a turn.

    Attributes:
        people: Those who could have it, in the order of the rota.
        shares: The turns that they have had.
        credits: The turns that count beside these.
        beside: Those who have the turn before or after it.
    """

    people: Sequence[UUID]
    shares: dict[UUID, Share]
    credits: dict[UUID, int]
    beside: frozenset[UUID] = frozenset()

    @property
    def first(self) -> UUID | None:
        """Whoever comes first: the fewest turns, then the longest time since the last one; nobody twice in a row."""
        return min(self.people, key=self._rank, default=None)

    def _rank(self, person: UUID) -> tuple[bool, int, datetime]:
        share = self.shares.get(person, Share())
        last = share.last.replace(tzinfo=None) if share.last else _LONG_AGO
        return person in self.beside, share.turns + self.credits.get(person, 0), last


# The day of a shift, where it takes place.
DAY = cast(func.timezone(col(Event.time_zone), col(Shift.start_time)), Date)
IS_SKIPPED = func.to_char(DAY, "YYYY-MM-DD") == any_(col(Rota.skipped_dates))
NEEDED = func.least(col(Rota.people_per_turn), col(Shift.capacity))
# The shifts that a rota is about.
ABOUT = (
    col(Shift.template_id) == col(Rota.shift_template_id),
    col(Shift.state) == ShiftState.PLANNED,
    col(Shift.start_time) > given("now", TIME),
    col(Event.state).in_((EventState.DRAFT, EventState.PUBLISHED)),
    col(Rota.start_date) <= DAY,
)
SEARCHED = and_(col(RotaSearch.rota_id) == col(Rota.id), col(RotaSearch.shift_id) == col(Shift.id))
_COMING = (
    select(
        col(Shift.id),
        col(Shift.start_time),
        col(Shift.end_time),
        IS_SKIPPED,
        col(Shift.places_taken),
        NEEDED,
        func.coalesce(col(RotaSearch.is_over), literal(False)),  # SQL
    )
    .select_from(Rota)
    .join(Shift, col(Shift.template_id) == col(Rota.shift_template_id))
    .join(Event, col(Event.id) == col(Shift.event_id))
    .outerjoin(RotaSearch, SEARCHED)
    .where(
        col(Rota.id) == given("rota_id"),
        *ABOUT,
        col(Shift.start_time) < given("now", TIME) + literal(AHEAD),
    )
    .order_by(col(Shift.start_time), col(Shift.id))
    .limit(MOST_TURNS)
)
COMING = Query(_COMING)
ONE_COMING = Query(_COMING.where(col(Shift.id) == given("shift_id")))
_SHARES = Query(
    select(col(SignUp.person_id), func.count(), func.max(col(SignUp.start_time)))
    .join(Shift, col(Shift.id) == col(SignUp.shift_id))
    .join(Event, col(Event.id) == col(Shift.event_id))
    .where(
        col(Shift.template_id) == given("template_id"),
        given("start_date", Date()) <= DAY,
        col(SignUp.person_id) == any_(given("people", IDS)),
        col(SignUp.state).in_(BUSY),
    )
    .group_by(col(SignUp.person_id))
)
_HOLDERS = Query(
    select(col(SignUp.shift_id), col(SignUp.person_id)).where(
        col(SignUp.shift_id) == any_(given("shifts", IDS)),
        col(SignUp.person_id) == any_(given("people", IDS)),
        col(SignUp.state).in_(BUSY),
    )
)
_ASKED = Query(
    select(col(SignUp.person_id)).where(
        col(SignUp.shift_id) == given("shift_id"),
        col(SignUp.person_id) == any_(given("people", IDS)),
    )
)
_PEOPLE = select(func.unnest(given("people", IDS), type_=Uuid()).label("id")).subquery()
_MEMBERS = Query(
    select(_PEOPLE.c.id).where(
        where_member(given("organization_id", Uuid()), _PEOPLE.c.id),
    )
)
_NEAR = (
    select(col(Shift.id))
    .where(col(Shift.template_id) == given("template_id"), col(Shift.state) == ShiftState.PLANNED)
    .limit(1)
)
_BESIDE = Query(
    select(col(SignUp.person_id)).where(
        or_(
            col(SignUp.shift_id)
            == _NEAR.where(col(Shift.start_time) < given("start_time", TIME))
            .order_by(col(Shift.start_time).desc())
            .scalar_subquery(),
            col(SignUp.shift_id)
            == _NEAR.where(col(Shift.start_time) > given("start_time", TIME))
            .order_by(col(Shift.start_time))
            .scalar_subquery(),
        ),
        col(SignUp.person_id) == any_(given("people", IDS)),
        col(SignUp.state).in_(BUSY),
    )
)


async def shares_of(rota: Rota, work: Work) -> dict[UUID, Share]:
    """Returns the turns that the people of a rota have had since it began, and will have.

    A turn counts for the person who came, or is to come, in whatever way they came to it. Who has had none is left out.
    """
    rows = await work.fetch(
        _SHARES,
        template_id=rota.shift_template_id,
        start_date=rota.start_date,
        people=rota.person_ids,
    )
    return {person: Share(turns, last) for person, turns, last in rows}


async def holders(
    shift_ids: Sequence[UUID], people: Sequence[UUID], work: Work
) -> dict[UUID, set[UUID]]:
    """Returns for each shift those of the people who are signed up for it."""
    found: dict[UUID, set[UUID]] = {}
    for shift_id, person_id in await work.fetch(_HOLDERS, shifts=shift_ids, people=people):
        found.setdefault(shift_id, set()).add(person_id)
    return found


async def members_among(people: Sequence[UUID], organization_id: UUID, work: Work) -> set[UUID]:
    """Returns those of the people who are active members of an organization."""
    rows = await work.fetch(_MEMBERS, people=people, organization_id=organization_id)
    return {person for (person,) in rows}


async def line_for(rota: Rota, turn: Coming, passed: Sequence[UUID], work: Work) -> Line:
    """Returns who could have a turn.

    Those are left out who were signed up for it at some time, who were passed over, or who said that they cannot come.
    """
    people = rota.person_ids
    asked = await work.fetch(_ASKED, shift_id=turn.shift_id, people=people)
    out = {*passed, *(person for (person,) in asked)}
    out |= await away_among(people, turn.start_time, turn.end_time, work)
    beside = await work.fetch(
        _BESIDE,
        template_id=rota.shift_template_id,
        start_time=turn.start_time,
        people=people,
    )
    return Line(
        [each for each in people if each not in out],
        await shares_of(rota, work),
        {each: rota.credit_of(each) for each in people},
        frozenset(person for (person,) in beside),
    )
