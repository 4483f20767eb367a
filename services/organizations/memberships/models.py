"""Memberships, and the roles that go with them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from sqlalchemy import Index, Select, exists, select, text
from sqlmodel import Field, Relationship

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.text.names import search_index
from services.kit.work.holding import RoleTables, another
from services.kit.work.models import Resource, derived_field, enum_field, listed, time_field
from services.kit.work.roles import Role
from services.organizations.memberships.expiring import EXPIRY_INDEXES, Expiring
from services.organizations.memberships.states import CURRENT, MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.people.models import Person, PersonState
from services.organizations.tables import SORT_NAME, Table


class Membership(Expiring, Resource, Table, table=True):
    """The membership of a person. A returning person gets a new one."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "membership_current",
            "organization_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"state IN {listed(CURRENT)}"),
        ),
        Index("membership_roster", "organization_id", "sort_name", "id"),
        search_index("membership_search", "organization_id"),
        Index(
            "membership_start",
            "organization_id",
            text("coalesce(start_time, create_time)"),
            "id",
        ),
        Index("membership_recorded_minutes", "organization_id", "recorded_minutes", "id"),
        Index("membership_attested_minutes", "organization_id", "attested_minutes", "id"),
        # By which signs learn that a roster has changed.
        Index("membership_update", "organization_id", "update_time"),
        Index("membership_person", "person_id", "create_time", "id"),
        Index("membership_members", "organization_id", postgresql_where=text("state = 'ACTIVE'")),
        *EXPIRY_INDEXES,
        Index(
            "membership_active",
            "person_id",
            "organization_id",
            "id",
            postgresql_where=text("state = 'ACTIVE'"),
        ),
    )
    message = membership_pb2.Membership

    organization_id: UUID = Field(foreign_key="organization.id")
    person_id: UUID
    # What the person is known by, repeated here because rosters are searched and ordered by it. It is
    # no part of the membership as others see it: when it changes, the version stays.
    sort_name: str = derived_field(default="", sa_type=SORT_NAME)
    search_name: str = derived_field(default="", sa_type=SORT_NAME)
    recorded_minutes: int = derived_field(default=0)
    attested_minutes: int = derived_field(default=0)
    invitation_id: UUID | None = Field(default=None, foreign_key="invitation.id")
    application_message: str = ""
    state: MembershipState = enum_field(MembershipState, default=MembershipState.APPLIED)
    reason: str = ""
    start_time: datetime | None = time_field(default=None)
    end_time: datetime | None = time_field(default=None)
    # Whether it was ended for the member, or by the member while suspended: then those who lead decide
    # whether they come back.
    is_removed: bool = False
    # When a role last stopped counting: passports that were issued before carry it no more.
    role_end_time: datetime | None = time_field(default=None)
    # How often values and labels have changed, which rows of their own hold: so that the membership has changed, too.
    annotations: int = 0
    # Those held now, and those that end in this transaction. The history grows; nothing loads it whole.
    role_rows: list["MembershipRole"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "(MembershipRole.start_time, MembershipRole.id)",
            "primaryjoin": "and_(Membership.id == MembershipRole.membership_id,"
            " MembershipRole.end_time.is_(None))",
        }
    )

    @classmethod
    def held_by(cls, person_id: Any, roles: Collection[Role]) -> Select[tuple[UUID]]:
        """Returns the query for the organizations in which a person holds one of the roles.

        No role of a person counts while they are suspended on the whole platform.
        """
        held, of, person = another(cls), another(MembershipRole), another(Person)
        statement = select(held.organization_id).where(
            held.person_id == person_id,
            held.state == MembershipState.ACTIVE,
            ~exists().where(person.id == person_id, person.state == PersonState.SUSPENDED),
        )
        if Role.MEMBER in roles:
            return statement
        return statement.join(of, of.membership_id == held.id).where(
            of.role.in_(roles), of.end_time.is_(None)
        )

    @property
    def is_owner(self) -> bool:
        """Whether the member is an owner; while suspended, their roles count for nothing."""
        return self.state == MembershipState.ACTIVE and self.holds(Role.OWNER)

    @property
    def roles_held(self) -> list[Role]:
        """The roles that the member holds now."""
        return [role.role for role in self.roles]

    @property
    def roles(self) -> list["MembershipRole"]:
        """The roles that the member holds now, with their beginnings."""
        return [role for role in self.role_rows if role.end_time is None]

    def holds(self, role: Role) -> bool:
        """Returns whether the member holds a role now."""
        return role in self.roles_held

    def accept(self, organization: Organization, *, at: datetime) -> None:
        """Makes an applicant a member."""
        organization.refuse_if_closed()
        self.change_state(
            {MembershipState.APPLIED},
            MembershipState.ACTIVE,
            "Only an application can be accepted. Check the state of the membership.",
        )
        self.start_time = at

    def join(self, organization: Organization, invitation_id: UUID, *, at: datetime) -> None:
        """Makes an applicant a member by an invitation, whatever the membership policy."""
        self.accept(organization, at=at)
        self.invitation_id = invitation_id

    def decline(self, reason: str) -> None:
        """Turns an applicant down."""
        self.change_state(
            {MembershipState.APPLIED},
            MembershipState.DECLINED,
            "Only an application can be declined. End the membership instead.",
        )
        self.reason = reason

    def withdraw(self) -> None:
        """Takes the application back."""
        self.change_state(
            {MembershipState.APPLIED},
            MembershipState.WITHDRAWN,
            "Only an application can be withdrawn. End the membership instead.",
        )

    def correct(self, message: str | None) -> None:
        """Lets the applicant change their application, and its message unless that is None."""
        self.change_state(
            {MembershipState.APPLIED},
            MembershipState.APPLIED,
            "Only an application that waits for a decision can be corrected. Ask a leader of the organization to "
            "change what is noted about you.",
            reason="APPLICATION_DECIDED",
        )
        if message is not None:
            self.application_message = message

    def suspend(self, reason: str, *, at: datetime, other_owners: bool) -> None:
        """Bars the member for now.

        Args:
            reason: Why; shown to the member.
            at: When.
            other_owners: Whether someone else is an owner of the organization.
        """
        self._keep_an_owner(other_owners)
        self.change_state(
            {MembershipState.ACTIVE},
            MembershipState.SUSPENDED,
            "Only an active membership can be suspended. Check its state.",
        )
        self.reason = reason
        self._note_end(at)

    def reinstate(self) -> None:
        """Lets the member take part again, in the roles that they had."""
        self.change_state(
            {MembershipState.SUSPENDED},
            MembershipState.ACTIVE,
            "Only a suspended membership can be reinstated. Check its state.",
        )
        self.reason = ""

    def end(self, reason: str, *, at: datetime, by_member: bool, other_owners: bool) -> None:
        """Ends the membership, and every role with it.

        Args:
            reason: Why; shown to the member.
            at: When.
            by_member: Whether they leave by themselves.
            other_owners: Whether someone else is an owner of the organization.
        """
        self._keep_an_owner(other_owners)
        self.is_removed = not by_member or self.state == MembershipState.SUSPENDED
        self.change_state(
            {MembershipState.ACTIVE, MembershipState.SUSPENDED},
            MembershipState.ENDED,
            "Only an active or suspended membership can be ended. Withdraw or decline an "
            "application instead.",
        )
        self.reason = reason
        self.end_time, self.is_expiring = at, False
        self._note_end(at)
        for role in self.roles:
            role.end_time = at

    def grant(self, role: Role, *, at: datetime) -> bool:
        """Grants the member a role. Returns whether that changed anything."""
        if self.state != MembershipState.ACTIVE:
            raise Refused(
                "Only active members can hold a role. Accept or reinstate the member first."
            )
        if self.holds(role):
            return False
        if any(Role.SUPERVISOR in (role, held) for held in self.roles_held):
            raise Refused(
                "A supervisor cannot hold another role. End one of the two roles first.",
                reason="ROLES_EXCLUDE_EACH_OTHER",
            )
        self.role_rows.append(MembershipRole(role=role, start_time=at))
        return True

    def end_role(self, role: Role, *, at: datetime, other_owners: bool) -> bool:
        """Ends a role of the member. Returns whether that changed anything.

        Args:
            role: The role.
            at: Until when they held it.
            other_owners: Whether someone else is an owner of the organization.
        """
        ending = [held for held in self.roles if held.role == role]
        if not ending:
            return False
        if role == Role.OWNER:
            self._keep_an_owner(other_owners)
        self._note_end(at)
        for held in ending:
            held.end_time = at
        return True

    def _note_end(self, at: datetime) -> None:
        if self.roles:
            self.role_end_time = at

    def _keep_an_owner(self, other_owners: bool) -> None:
        if self.is_owner and not other_owners:
            raise Refused(
                "An organization needs at least one owner. Make someone else an owner first.",
                reason="LAST_OWNER",
            )


class MembershipRole(Table, table=True):
    """A role of a member, and the time for which they hold it; a change is a new row."""

    __tablename__ = "membership_role"
    __table_args__ = (
        Index("membership_role_membership", "membership_id", "start_time", "id"),
        Index(
            "membership_role_held",
            "membership_id",
            "role",
            unique=True,
            postgresql_where=text("end_time IS NULL"),
        ),
        Index(
            "membership_role_holders",
            "role",
            "membership_id",
            postgresql_where=text("end_time IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    membership_id: UUID = Field(default=None, foreign_key="membership.id")
    role: Role = enum_field(Role)
    start_time: datetime = time_field()
    end_time: datetime | None = time_field(default=None)


ROLE_TABLES = RoleTables(Organization, Membership, are_own=True)
