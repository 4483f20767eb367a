"""Reading the histories of groups: a few rows for each day, however many members there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, any_, func, select, true
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.activities.counting import day_of
from services.organizations.activities.models import (
    EventFeedback,
    GroupDay,
    GroupPartner,
    GroupVisit,
    Qualification,
    QualificationState,
)
from services.organizations.agreements.models import Agreement
from services.organizations.complaints.models import Complaint
from services.organizations.enrolments.models import Enrolment
from services.organizations.group_supports.models import GroupSupport
from services.organizations.indicators.history import (
    DAY,
    Counts,
    History,
    Partnering,
    Qualified,
    Term,
    Visit,
)
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.queries import MOST_ROLES_KEPT
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization

# People who are suspended count neither as members nor as officers, and neither does the time before.
_COUNTED = (MembershipState.ACTIVE, MembershipState.ENDED)


def _by_day(moment: Any, *states: MembershipState) -> Query:
    """Returns the query for how many memberships have a time on which day, of several organizations."""
    day = day_of(moment)
    return Query(
        select(col(Membership.organization_id), day, func.count())
        .where(
            col(Membership.organization_id) == any_(given("ids", IDS)),
            col(Membership.state).in_(states),
            col(Membership.start_time).is_not(None),
            moment.is_not(None),
        )
        .group_by(col(Membership.organization_id), day)
    )


_JOINED = _by_day(col(Membership.start_time), *_COUNTED)
_LEFT = _by_day(col(Membership.end_time), MembershipState.ENDED)


def _versions_by_day(moment: Any) -> Query:
    """Returns the query for how many adopted versions of agreements have a time on which day."""
    day = day_of(moment)
    return Query(
        select(col(Agreement.organization_id), day, func.count())
        .where(
            col(Agreement.organization_id) == any_(given("ids", IDS)),
            col(Agreement.adopt_time).is_not(None),
            moment.is_not(None),
        )
        .group_by(col(Agreement.organization_id), day)
    )


_ADOPTED = _versions_by_day(col(Agreement.adopt_time))
_GIVEN_UP = _versions_by_day(col(Agreement.end_time))


def _supported_by_day(*conditions: ColumnElement[bool]) -> Query:
    """Returns the query for how often support was delivered on which day."""
    day = day_of(col(GroupSupport.deliver_time))
    return Query(
        select(col(GroupSupport.organization_id), day, func.count())
        .where(
            col(GroupSupport.organization_id) == any_(given("ids", IDS)),
            col(GroupSupport.deliver_time).is_not(None),
            *conditions,
        )
        .group_by(col(GroupSupport.organization_id), day)
    )


_SUPPORTED = _supported_by_day()
_SUPPORTED_FROM_OUTSIDE = _supported_by_day(col(GroupSupport.is_from_outside).is_(True))


def _feedback_by_day(number: Any) -> Query:
    """Returns the query for a number of the feedback about the events of each day."""
    day = day_of(col(EventFeedback.start_time))
    return Query(
        select(col(EventFeedback.organization_id), day, func.sum(number))
        .where(col(EventFeedback.organization_id) == any_(given("ids", IDS)))
        .group_by(col(EventFeedback.organization_id), day)
    )


def _complaints_by_day(moment: Any) -> Query:
    """Returns the query for how many complaints have a time on which day."""
    day = day_of(moment)
    return Query(
        select(col(Complaint.organization_id), day, func.count())
        .where(
            col(Complaint.organization_id) == any_(given("ids", IDS)),
            moment.is_not(None),
        )
        .group_by(col(Complaint.organization_id), day)
    )


_COMPLAINED = _complaints_by_day(col(Complaint.create_time))
_HEARD = _complaints_by_day(func.coalesce(col(Complaint.answer_time), col(Complaint.close_time)))
_RATED = _feedback_by_day(col(EventFeedback.feedback_count))
_RATINGS = _feedback_by_day(col(EventFeedback.ratings_sum))
# For each membership by its index: the planner would rather read all roles that there are.
_ROLES = (
    select(col(MembershipRole.start_time), col(MembershipRole.end_time))
    .where(
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.role).in_(MANAGERS),
    )
    .limit(MOST_ROLES_KEPT)
    .lateral()
)
_TERMS = Query(
    select(
        col(Membership.organization_id),
        col(Membership.person_id),
        _ROLES.c.start_time,
        _ROLES.c.end_time,
    )
    .join(_ROLES, true())
    .where(
        col(Membership.organization_id) == any_(given("ids", IDS)),
        col(Membership.state).in_(_COUNTED),
    )
)
_DAYS = Query(
    select(
        col(GroupDay.organization_id),
        col(GroupDay.day),
        col(GroupDay.events_held),
        col(GroupDay.events_cancelled),
        col(GroupDay.places),
        col(GroupDay.places_taken),
        col(GroupDay.attested_minutes),
    ).where(col(GroupDay.organization_id) == any_(given("ids", IDS)))
)
_PARTNERS = Query(
    select(
        col(GroupPartner.organization_id),
        col(GroupPartner.day),
        col(GroupPartner.partner_organization_id),
    )
    .where(
        col(GroupPartner.organization_id) == any_(given("ids", IDS)),
        col(GroupPartner.day) > given("after", Date()),
    )
    .order_by(col(GroupPartner.day))
)
_QUALIFICATIONS = Query(
    select(
        col(Qualification.person_id),
        col(Qualification.qualification_kind_id),
        col(Qualification.issued_date),
        col(Qualification.valid_until_date),
    ).where(
        col(Qualification.person_id) == any_(given("ids", IDS)),
        col(Qualification.state).in_(tuple(QualificationState)),
        col(Qualification.issued_date).is_not(None),
    )
)
_VISITS = Query(
    select(
        col(GroupVisit.organization_id),
        col(GroupVisit.day),
        col(GroupVisit.person_id),
        col(GroupVisit.minutes),
    )
    .where(
        col(GroupVisit.organization_id) == any_(given("ids", IDS)),
        col(GroupVisit.day) > given("after", Date()),
    )
    .order_by(col(GroupVisit.day))
)
# The longest window of a criterion, and as far as anybody looks back for when it was met first.
_VISIBLE = (366 + 90) * DAY
# A group that was cultivated before it was entered here is that old at least.
_CULTIVATED_SINCE = (
    select(func.min(col(Enrolment.enrol_time)))
    .where(col(Enrolment.organization_id) == col(Organization.id))
    .correlate(Organization)
    .scalar_subquery()
)
_FOUNDED = Query(
    select(
        col(Organization.id), func.least(col(Organization.create_time), _CULTIVATED_SINCE)
    ).where(col(Organization.id) == any_(given("ids", IDS)))
)


async def histories(organization_ids: Collection[UUID], work: Work) -> Mapping[UUID, History]:
    """Returns the histories of several groups, by their IDs."""
    ids = list(dict.fromkeys(organization_ids))
    joined = await _counts(_JOINED, ids, work)
    left = await _counts(_LEFT, ids, work)
    adopted = await _counts(_ADOPTED, ids, work)
    given_up = await _counts(_GIVEN_UP, ids, work)
    supported = await _counts(_SUPPORTED, ids, work)
    outside = await _counts(_SUPPORTED_FROM_OUTSIDE, ids, work)
    rated = await _counts(_RATED, ids, work)
    ratings = await _counts(_RATINGS, ids, work)
    complained = await _counts(_COMPLAINED, ids, work)
    heard = await _counts(_HEARD, ids, work)
    days = await _days(ids, work)
    after = work.now.date() - _VISIBLE
    visits: defaultdict[UUID, list[Visit]] = defaultdict(list)
    for id_, *visit in await work.fetch(_VISITS, ids=ids, after=after):
        visits[id_].append(Visit(*visit))
    partners: defaultdict[UUID, list[Partnering]] = defaultdict(list)
    for id_, *partnering in await work.fetch(_PARTNERS, ids=ids, after=after):
        partners[id_].append(Partnering(*partnering))
    terms: defaultdict[UUID, list[Term]] = defaultdict(list)
    for id_, person_id, start, end in await work.fetch(_TERMS, ids=ids):
        terms[id_].append(Term(person_id, _day(start), None if end is None else _day(end)))
    qualifications = await _qualifications(terms.values(), work)
    return {
        id_: History(
            _day(founded),
            joined=Counts(joined.get(id_, ())),
            left=Counts(left.get(id_, ())),
            terms=terms.get(id_, ()),
            visits=visits.get(id_, ()),
            adopted=Counts(adopted.get(id_, ())),
            given_up=Counts(given_up.get(id_, ())),
            supported=Counts(supported.get(id_, ())),
            supported_from_outside=Counts(outside.get(id_, ())),
            rated=Counts(rated.get(id_, ())),
            ratings=Counts(ratings.get(id_, ())),
            partners=partners.get(id_, ()),
            complained=Counts(complained.get(id_, ())),
            heard=Counts(heard.get(id_, ())),
            qualifications=qualifications,
            **days.get(id_, {}),
        )
        for id_, founded in await work.fetch(_FOUNDED, ids=ids)
    }


# What a row of a day says, in the order of the columns.
_OF_A_DAY = ("held", "cancelled", "places", "places_taken", "attested_minutes")


async def _days(ids: list[UUID], work: Work) -> Mapping[UUID, Mapping[str, Counts]]:
    rows: defaultdict[UUID, list[tuple[date, Sequence[int]]]] = defaultdict(list)
    for id_, day, *numbers in await work.fetch(_DAYS, ids=ids):
        rows[id_].append((day, numbers))
    return {
        id_: {
            name: Counts((day, numbers[place]) for day, numbers in known)
            for place, name in enumerate(_OF_A_DAY)
        }
        for id_, known in rows.items()
    }


async def _qualifications(
    terms: Iterable[Iterable[Term]], work: Work
) -> Mapping[UUID, list[Qualified]]:
    """Returns the verified qualifications of all who hold or held office, by person."""
    people = list({each.person_id for held in terms for each in held})
    found: defaultdict[UUID, list[Qualified]] = defaultdict(list)
    if people:
        for person_id, *qualified in await work.fetch(_QUALIFICATIONS, ids=people):
            found[person_id].append(Qualified(*qualified))
    return found


async def _counts(
    query: Query, ids: list[UUID], work: Work
) -> Mapping[UUID, list[tuple[date, int]]]:
    found: defaultdict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for id_, day, count in await work.fetch(query, ids=ids):
        found[id_].append((day, count))
    return found


def _day(moment: datetime) -> date:
    return moment.date()  # rows have their times in UTC
