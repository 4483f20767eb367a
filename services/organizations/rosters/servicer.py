"""RosterService: memberships with the names of the people behind them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    Text,
    any_,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlmodel import col

from services.kit.errors import PermissionDenied
from services.kit.text.names import is_found, search_query
from services.kit.work.access import SELF
from services.kit.work.mapping import to_proto
from services.kit.work.paging import Listing
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, Viewer, given
from services.kit.work.work import Work
from services.organizations.memberships.expiring import NEVER
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.queries import shown
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.access import oversees
from services.organizations.people.models import Person
from services.organizations.roster_views.choosing import chosen_view
from services.organizations.roster_views.reading import asked, ending_before
from services.organizations.rosters import filtering
from services.organizations.rosters.annotating import annotate
from services.organizations.rosters.changing import change, refuse_senseless
from services.organizations.rosters.showing import labels, values

# The columns of each order. A membership that never started sorts by its application.
ORDERS: dict[str, Any] = {
    "NAME": col(Membership.sort_name),
    "START_TIME": func.coalesce(col(Membership.start_time), col(Membership.create_time)),
    "RECORDED_MINUTES": col(Membership.recorded_minutes),
    "ATTESTED_MINUTES": col(Membership.attested_minutes),
    "EXPIRE_TIME": func.coalesce(col(Membership.expire_time), literal_column(NEVER)),
}
_ID = col(Membership.id)
_BY_HOURS = (
    pb.ROSTER_ORDER_FIELD_RECORDED_MINUTES,
    pb.ROSTER_ORDER_FIELD_ATTESTED_MINUTES,
)

# Whether the caller sees entries of every state. It is the same as `sees_membership` for one organization,
# because the planner misjudges that condition.
_SEES_ALL = given("sees_all", Boolean())


def _entry(decides: Callable[[Viewer], ColumnElement[bool]]) -> Shown[pb.RosterEntry]:
    """Returns what is shown of an entry: minutes to those who oversee the organization, and to the member."""

    def minutes(column: Any) -> Callable[[Viewer], ColumnElement[Any]]:
        def value(viewer: Viewer) -> ColumnElement[Any]:
            is_own = SELF.where(col(Membership.person_id), viewer)
            return case((or_(decides(viewer), is_own), column), else_=None)

        return value

    return Shown(
        pb.RosterEntry,
        id=col(Membership.id),
        membership=shown(decides),
        display_name=col(Person.display_name),
        standing=col(Person.standing),
        pending=col(Person.id).is_(None),
        recorded_minutes=minutes(col(Membership.recorded_minutes)),
        attested_minutes=minutes(col(Membership.attested_minutes)),
        label_ids=labels(decides),
        values=values(decides),
    )


def _with_person(memberships: Select[Any]) -> Select[Any]:
    return memberships.outerjoin(Person, col(Person.id) == col(Membership.person_id))


_HELD = col(MembershipRole.end_time).is_(None)
_ENTRY = _entry(lambda _: _SEES_ALL)
ENTRIES = Resources(
    Membership,
    "view_membership",
    shown=_entry(lambda viewer: oversees.where(col(Membership.organization_id), viewer)),
    shape=_with_person,
)


def _entries(viewer: Viewer) -> Select[Any]:
    entries = _with_person(select(*_ENTRY.columns(viewer)).select_from(Membership))
    return entries.where(col(Membership.organization_id) == given("organization_id"))


ROSTER = Listing(
    _entries,
    _ENTRY,
    [ORDERS["NAME"], _ID],
    filters={
        "only_active": col(Membership.state) == MembershipState.ACTIVE,
        "states": col(Membership.state) == any_(given("states", TEXTS)),
        "roles": col(Membership.id).in_(
            select(col(MembershipRole.membership_id)).where(
                col(MembershipRole.role) == any_(given("roles", TEXTS)), _HELD
            )
        ),
        "standings": col(Person.standing) == any_(given("standings", TEXTS)),
        "expire_time_before": col(Membership.expire_time) < given("expire_time_before"),
        "query": is_found(col(Membership.search_name), given("query", Text())),
        **filtering.FILTERS,
    },
    orders={name: [key, _ID] for name, key in ORDERS.items()} | {"VALUE": filtering.BY_VALUE},
)


class RosterServicer:
    """Serves the rosters of organizations."""

    service = pb.DESCRIPTOR.services_by_name["RosterService"]

    async def ListRosterEntries(
        self, request: pb.ListRosterEntriesRequest, work: Work
    ) -> pb.ListRosterEntriesResponse:
        """Lists the roster of an organization."""
        await work.require("view_roster", request.organization_id)
        sees_all = await oversees.holds(work, request.organization_id)
        ends_before: dict[str, datetime] = {}
        if request.HasField("roster_view_id"):
            view = await chosen_view(request.roster_view_id, request.organization_id, work)
            if not request.HasField("expire_time_before"):
                ends_before = ending_before(view, work.now)
            request = asked(view, request)
        if not sees_all and request.order_by.field in _BY_HOURS:
            raise PermissionDenied(
                "Only managers and supervisors of the organization can see hours. Choose another "
                "order."
            )
        is_by_end = request.order_by.field == pb.ROSTER_ORDER_FIELD_EXPIRE_TIME
        if not sees_all and (is_by_end or request.HasField("expire_time_before")):
            raise PermissionDenied(
                "Only managers and supervisors of the organization can see when memberships end. Leave that out."
            )
        page = await ROSTER.page(
            request,
            work,
            sees_all=sees_all,
            only_active=None if sees_all else True,
            query=search_query(request.query),
            **ends_before,
            **await filtering.given_by(request, work, sees_all=sees_all),
        )
        return page.answer(pb.ListRosterEntriesResponse)

    async def BatchGetRosterEntries(
        self, request: pb.BatchGetRosterEntriesRequest, work: Work
    ) -> pb.BatchGetRosterEntriesResponse:
        """Gets several entries."""
        found = await ENTRIES.get_all(request.ids, work)
        return pb.BatchGetRosterEntriesResponse(roster_entries=found)

    async def AnnotateMembership(
        self, request: pb.AnnotateMembershipRequest, work: Work
    ) -> membership_pb2.Membership:
        """Changes what is noted about a member."""
        membership = await lock_owned(Membership, request.membership_id, "manage_roster", work)
        if await annotate(membership, request, work):
            await work.announce(membership, "annotated")
        return to_proto(membership, membership_pb2.Membership)

    async def ChangeMembership(
        self, request: pb.ChangeMembershipRequest, work: Work
    ) -> pb.ChangedMembership:
        """Changes what a leader does about a member."""
        refuse_senseless(request)
        known = await work.get(Membership, request.membership_id)
        organization = await lock_to_change("manage_roster", known.organization_id, work)
        membership = await work.lock(Membership, known.id)
        changed = await change(membership, organization, request, work)
        return pb.ChangedMembership(
            membership=to_proto(membership, membership_pb2.Membership), changed=changed
        )
