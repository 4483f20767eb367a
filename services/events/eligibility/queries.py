"""The facts that decide whether a person can take a shift, gathered for the evaluator."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.events.eligibility.ages import AgeAnswer, is_of_age_for
from services.events.eligibility.known import KnownEvent
from services.events.eligibility.limits import MOST_A_DAY
from services.events.eligibility.rules import Facts, of_qualifications
from services.events.events.models import Event
from services.events.memberships.models import ROLE_TABLES, Membership
from services.events.memberships.queries import where_member
from services.events.organizations.models import Organization
from services.events.people.models import Person
from services.events.qualifications.queries import (
    known_kinds,
    known_qualifications,
)
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift, as_sort
from services.events.shifts.roles import kinds_of_roles
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import STANDING, SignUpState
from services.kit.errors import PermissionDenied, Refused
from services.kit.work.holding import where_role_held
from services.kit.work.memberships import MembershipState
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

NOBODY = UUID(int=0)
_A_WEEK = timedelta(days=8)  # also where the clock is set


def known_of(
    viewer: Viewer | None,
    earliest: Any,
    latest: Any,
    kind_ids: Any,
    *,
    for_another: bool = False,
    holder: Any = None,
) -> Select[Any]:
    """Returns the query for what is known of events and a person: the viewer, or any if None.

    Args:
        viewer: The viewer.
        earliest: From when on their other sign-ups count, with a week before it.
        latest: Until when they count, with a week after it.
        kind_ids: The kinds of qualifications that count.
        for_another: Whether the viewer signs the person up, who is somebody else.
        holder: The alias of the sign-ups whose people it is about, and which do not count; None for the parameters
            `person_id` and `own`.
    """
    person_id, own = given("person_id", Uuid()), given("own")
    if holder is not None:
        person_id, own = col(holder.person_id), col(holder.id)
    organization_id = col(Event.organization_id)
    is_member = where_member(organization_id, person_id)
    if viewer is not None and not for_another:
        # The notice of a new role may still be on its way when the passport lists it.
        is_member = or_(is_member, where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES))
    standing = (
        select(
            func.row(
                col(SignUp.shift_id),
                col(SignUp.organization_id),
                col(SignUp.state),
                col(SignUp.start_time),
                col(SignUp.end_time),
            )
        )
        .where(
            col(SignUp.person_id) == person_id,
            col(SignUp.id) != own,
            col(SignUp.state).in_((*STANDING, SignUpState.DECLINED)),
            col(SignUp.start_time) < latest + literal(_A_WEEK),
            col(SignUp.end_time) > earliest - literal(_A_WEEK),
        )
        .scalar_subquery()
    )
    recent = (
        select(col(SignUp.shift_id))
        .where(col(SignUp.person_id) == person_id, col(SignUp.create_time) > given("since"))
        .limit(MOST_A_DAY)
        .scalar_subquery()
    )
    statement: Select[Any] = select(
        col(Event.id),
        col(Event.state),
        col(Event.visibility),
        col(Event.time_zone),
        organization_id,
        col(Event.sign_up_open_time),
        col(Event.sign_up_deadline),
        col(Event.sign_up_rules),
        col(Organization.state),
        is_member,
        col(Person.state),
        col(Person.skills),
        func.array(standing),
        known_kinds(kind_ids),
        known_qualifications(person_id, kind_ids),
        func.array(recent, type_=ARRAY(Uuid)),
        _acquainted(viewer) if viewer is not None and for_another else true(),
    ).select_from(Event)
    if holder is not None:
        statement = statement.join(holder, true())
    return statement.outerjoin(Organization, col(Organization.id) == organization_id).outerjoin(
        Person, col(Person.id) == person_id
    )


def _known(viewer: Viewer | None, *, for_another: bool = False) -> Select[Any]:
    kind_ids = given("kind_ids", IDS)
    earliest, latest = given("earliest", TIME), given("latest", TIME)
    known = known_of(viewer, earliest, latest, kind_ids, for_another=for_another)
    return known.where(col(Event.id) == any_(given("event_ids", IDS)))


def _acquainted(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition that the viewer may sign a person up for an event.

    The person has registered, and belongs to, has applied to, or is signed up with the organization of the event,
    or one above it that the viewer oversees too. Volunteers shows people to the same viewers, so that nobody
    comes to see strangers by signing them up.
    """
    person_id, is_registered = given("person_id", Uuid()), col(Person.id).is_not(None)
    if viewer.is_admin:
        return is_registered

    def overseen(organization_id: Any) -> ColumnElement[bool]:
        return and_(
            or_(
                organization_id == col(Event.organization_id),
                organization_id == any_(col(Organization.ancestor_ids)),
            ),
            where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES),
        )

    belongs = exists().where(
        col(Membership.person_id) == person_id,
        col(Membership.state).in_(tuple(MembershipState)),
        overseen(col(Membership.organization_id)),
    )
    takes_part = exists().where(
        col(SignUp.person_id) == person_id,
        col(SignUp.state).in_(STANDING),
        overseen(col(SignUp.organization_id)),
    )
    return and_(is_registered, or_(belongs, takes_part))


OF_CALLER = Query(_known)
WANTED = Query(_known, relation="view_event")
WANTED_FOR_ANOTHER = Query(partial(_known, for_another=True), relation="view_event")
OF_OTHERS = Query(_known(None))


async def gather_all(
    shifts: Sequence[Shift | AskedShift],
    person_id: UUID,
    work: Work,
    *,
    own: UUID | None = None,
    query: Query = OF_CALLER,
) -> list[KnownEvent]:
    """Returns what the tables say of a person and each of several shifts, in their order.

    Args:
        shifts: The shifts.
        person_id: The person.
        work: The work.
        own: A sign-up of the person that does not count.
        query: `OF_CALLER`, or `WANTED` if the caller must see the events. For others `WANTED_FOR_ANOTHER` if the
            caller signs them up, and `OF_OTHERS` if nobody asks.

    Raises:
        PermissionDenied: The caller must see an event, and may not.
    """
    if not shifts:
        return []
    rows = await work.fetch(
        query,
        person_id=person_id,
        event_ids=list({shift.event_id for shift in shifts}),
        own=own or NOBODY,
        kind_ids=list(
            {
                each
                for shift in shifts
                for each in (*shift.required_qualification_kind_ids, *kinds_of_roles(shift))
            }
        ),
        latest=max(shift.end_time for shift in shifts),
        earliest=min(shift.start_time for shift in shifts),
        since=work.now if own else work.now - timedelta(days=1),
    )
    known = {row[0]: KnownEvent(*row) for row in rows}
    if any(shift.event_id not in known for shift in shifts):
        raise PermissionDenied
    return [known[shift.event_id] for shift in shifts]


async def refuse_unqualified(sign_up: SignUp, work: Work) -> None:
    """Refuses that somebody begins a shift without the qualifications that it requires on its day.

    Raises:
        Refused: They lack one, or it is not verified.
    """
    shift = as_sort(await work.get(Shift, sign_up.shift_id), sign_up.role_id)
    if not shift.required_qualification_kind_ids:
        return
    (known,) = await gather_all([shift], sign_up.person_id, work, own=sign_up.id, query=OF_OTHERS)
    if reasons := list(of_qualifications(known.missing_qualifications(shift), is_another=True)):
        raise Refused.of(reasons)


async def gather_facts(
    shift: Shift | AskedShift,
    person_id: UUID,
    work: Work,
    *,
    is_full: bool,
    own: UUID | None = None,
    age: AgeAnswer | None = None,
    asked_age: bool = True,
    is_new: bool = True,
    is_planned: bool = False,
    query: Query = OF_CALLER,
) -> Facts:
    """Returns what decides whether a person can take a shift.

    Args:
        shift: The shift, locked unless it is full.
        person_id: The person.
        work: The work.
        is_full: Whether there is no place for the person.
        own: The sign-up by which the person takes the shift, if there is one already: it does not
            stand against them.
        age: What volunteers said about the person's age; None if nobody had to ask.
        asked_age: Whether the work has asked about the person's age. Only the person can ask, so a job
            offers a place to a person of any age, and the age is checked when they accept.
        is_new: Whether the person takes a place that nobody has, unless they have the sign-up for it: only then
            the times for signing up count.
        is_planned: Whether a plan signs the person up.
        query: As for `gather_all`.

    Raises:
        Conflict: The shift's rule about age is no longer the one that was asked about.
        PermissionDenied: The caller must see the event, and may not.
    """
    (known,) = await gather_all([shift], person_id, work, own=own, query=query)
    is_of_age = is_of_age_for(shift, known.time_zone, age) if asked_age else True
    return known.facts(
        shift,
        work.now,
        is_full=is_full,
        is_of_age=is_of_age,
        is_new=is_new and own is None,
        is_planned=is_planned,
        is_another=query is WANTED_FOR_ANOTHER,
    )
