"""What is known of a roster when a list of people is planned, or carried out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, and_, any_, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import col

from services.kit.text.folding import comparable
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.labels.models import Label, LabelState, MembershipLabel
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.states import CURRENT
from services.organizations.people.models import Person
from services.organizations.person_entries.models import PersonEntry, PersonEntryState
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldKind,
    RosterFieldState,
    RosterValueRow,
)


class KnownField(NamedTuple):
    """A field of a roster.

    Attributes:
        id: Its id; None if the import creates it.
        name: Its name.
        kind: What its values are.
        choices: Which there are.
    """

    id: UUID | None
    name: str
    kind: RosterFieldKind
    choices: Sequence[str] = ()

    @property
    def is_new(self) -> bool:
        """Whether the import creates it."""
        return self.id is None


class Shape(NamedTuple):
    """What a roster can note about people.

    Attributes:
        fields: Its fields.
        labels: Its labels, by their names.
    """

    fields: Sequence[KnownField]
    labels: Mapping[str, UUID]


class Member(NamedTuple):
    """A member, as a plan compares them.

    Attributes:
        membership_id: The membership.
        person_id: The person.
        version: The version of the membership.
        state: Its state.
        create_time: Since when they have been a member, or an applicant.
        name: The name of the person.
        is_kept: Whether the organization entered them, and they have no account.
        roles: The roles that they hold.
        labels: The names of their labels.
        values: Their values, by the names of the fields.
    """

    membership_id: UUID
    person_id: UUID
    version: int
    state: str
    create_time: datetime
    name: str
    is_kept: bool
    roles: Sequence[str]
    labels: Sequence[str]
    values: Mapping[str, str]


_FIELDS = Query(
    select(
        col(RosterField.id),
        col(RosterField.display_name),
        col(RosterField.kind),
        col(RosterField.choices),
    )
    .where(
        col(RosterField.organization_id) == given("organization_id", Uuid()),
        col(RosterField.state) == RosterFieldState.ACTIVE,
    )
    .order_by(col(RosterField.id))
)
_LABELS = Query(
    select(col(Label.display_name), col(Label.id))
    .where(
        col(Label.organization_id) == given("organization_id", Uuid()),
        col(Label.state) == LabelState.ACTIVE,
    )
    .order_by(col(Label.id))
)


async def read_shape(organization_id: UUID, work: Work) -> Shape:
    """Returns the fields and labels of a roster, the oldest first."""
    fields = await work.fetch(_FIELDS, organization_id=organization_id)
    labels = await work.fetch(_LABELS, organization_id=organization_id)
    known = [
        KnownField(id_, name, RosterFieldKind(kind), list(choices))
        for id_, name, kind, choices in fields
    ]
    return Shape(known, {name: id_ for name, id_ in labels})  # noqa: C416 # rows are no pairs to a checker


def _texts(values: Iterable[str]) -> Any:
    return any_(literal(sorted(set(values)), ARRAY(Text)))


_ROLES = (
    select(
        func.array_agg(
            aggregate_order_by(col(MembershipRole.role), col(MembershipRole.role)),
            type_=ARRAY(Text),
        )
    )
    .where(
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.end_time).is_(None),
    )
    .correlate(Membership)
    .scalar_subquery()
)
_LABELED = (
    select(
        func.array_agg(
            aggregate_order_by(col(Label.display_name), col(Label.id)), type_=ARRAY(Text)
        )
    )
    .where(
        col(MembershipLabel.membership_id) == col(Membership.id),
        col(Label.id) == col(MembershipLabel.label_id),
    )
    .correlate(Membership)
    .scalar_subquery()
)
_VALUES = (
    select(
        func.jsonb_object_agg(col(RosterField.display_name), col(RosterValueRow.value), type_=JSONB)
    )
    .where(
        col(RosterValueRow.membership_id) == col(Membership.id),
        col(RosterField.id) == col(RosterValueRow.roster_field_id),
    )
    .correlate(Membership)
    .scalar_subquery()
)
_IS_KEPT = and_(
    col(PersonEntry.state) == PersonEntryState.UNCLAIMED,
    col(PersonEntry.organization_id) == col(Membership.organization_id),
)
_MEMBERS = (
    select(
        col(Membership.id),
        col(Membership.person_id),
        col(Membership.version),
        col(Membership.state),
        col(Membership.create_time),
        # What is entered is what counts: volunteers repeats it a little later.
        case((_IS_KEPT, col(PersonEntry.display_name)), else_=col(Person.display_name)),
        _IS_KEPT,
        _ROLES,
        _LABELED,
        _VALUES,
    )
    .select_from(Membership)
    .join(Person, col(Person.id) == col(Membership.person_id))
    .outerjoin(PersonEntry, col(PersonEntry.id) == col(Membership.person_id))
    .where(col(Membership.state).in_(CURRENT))
    .order_by(col(Membership.id))
)


@dataclass(slots=True)
class Roster:
    """The members that rows of a list may be about.

    Attributes:
        by_id: All of them, by the membership.
        by_external_id: Those with an external id, by that as it is compared.
        by_name: All of them, by the name as it is compared.
        identified: The memberships of those with an external id.
    """

    by_id: dict[UUID, Member] = field(default_factory=dict)
    by_external_id: dict[str, list[Member]] = field(default_factory=dict)
    by_name: dict[str, list[Member]] = field(default_factory=dict)
    identified: set[UUID] = field(default_factory=set)

    @classmethod
    async def read(
        cls,
        organization_id: UUID,
        sort_names: Iterable[str],
        external_ids: Iterable[str],
        membership_ids: Iterable[UUID],
        id_field: KnownField | None,
        work: Work,
    ) -> "Roster":
        """Reads the members with these names, as they are sorted, these external ids, as they are compared, or these IDs.

        Args:
            organization_id: The organization.
            sort_names: The names.
            external_ids: The external ids.
            membership_ids: The IDs of memberships.
            id_field: The field of the roster that holds external ids; None if there is none.
            work: The work.
        """
        conditions = [col(Membership.sort_name) == _texts(sort_names)]
        if ids := list(membership_ids):
            conditions.append(col(Membership.id) == any_(literal(ids, ARRAY(Uuid))))
        if id_field is not None and id_field.id is not None:
            of_id = select(col(RosterValueRow.membership_id)).where(
                col(RosterValueRow.roster_field_id) == id_field.id,
                col(RosterValueRow.match_key) == _texts(external_ids),
            )
            conditions.append(col(Membership.id).in_(of_id))
        rows = await work.session.execute(
            _MEMBERS.where(col(Membership.organization_id) == organization_id, or_(*conditions))
        )
        return cls.of([_member(row) for row in rows], id_field.name if id_field else "")

    @classmethod
    def of(cls, members: Iterable[Member], id_field: str) -> "Roster":
        """Returns these members.

        Args:
            members: The members.
            id_field: The name of the field of the roster that holds external ids; empty if there is none.
        """
        roster = cls()
        for member in members:
            roster.by_id[member.membership_id] = member
            roster.by_name.setdefault(comparable(member.name), []).append(member)
            if external_id := member.values.get(id_field):
                roster.by_external_id.setdefault(comparable(external_id), []).append(member)
                roster.identified.add(member.membership_id)
        return roster


async def read_members(ids: Iterable[UUID], work: Work) -> dict[UUID | None, Member]:
    """Returns members as they are now, by their memberships."""
    wanted = any_(literal(list(ids), ARRAY(Uuid)))
    rows = await work.session.execute(_MEMBERS.where(col(Membership.id) == wanted))
    return {member.membership_id: member for member in map(_member, rows)}


def _member(row: Any) -> Member:
    id_, person_id, version, state, since, name, is_kept, roles, labels, values = row
    return Member(
        id_,
        person_id,
        version,
        state,
        since,
        name,
        bool(is_kept),
        roles or [],
        labels or [],
        values or {},
    )
