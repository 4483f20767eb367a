"""Memberships, and the roles that go with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from sqlalchemy import Index, text
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Field, Relationship

from services.kit.errors import Refused
from services.kit.ids import uuid7
from services.kit.models import Resource, derived_field, time_field
from services.organizations.models.base import SORT_NAME, Table
from services.organizations.models.organization import Organization


class Membership(Resource, Table, table=True):
    """The membership of a person; whoever comes back gets a new one."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "membership_current",
            "organization_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('APPLIED', 'ACTIVE', 'SUSPENDED')"),
        ),
        Index("membership_roster", "organization_id", "sort_name", "id"),
        Index(
            "membership_start",
            "organization_id",
            text("coalesce(start_time, create_time)"),
            "id",
        ),
        Index("membership_recorded_minutes", "organization_id", "recorded_minutes", "id"),
        Index("membership_attested_minutes", "organization_id", "attested_minutes", "id"),
        Index("membership_person", "person_id", "create_time", "id"),
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
    state: str = "APPLIED"
    reason: str = ""
    start_time: datetime | None = time_field(default=None)
    end_time: datetime | None = time_field(default=None)
    # Whether it was ended for the member, or by the member while suspended: then those who lead decide
    # whether they come back.
    is_removed: bool = False
    roles: list["MembershipRole"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "(MembershipRole.start_time, MembershipRole.id)",
        }
    )

    @classmethod
    def apply(
        cls,
        organization: Organization,
        person_id: UUID,
        *,
        at: datetime,
        was_removed: bool,
        **values: Any,
    ) -> "Membership":
        """Returns the application of a person, accepted at once where the organization is open.

        Args:
            organization: Where they apply.
            person_id: The person.
            at: When.
            was_removed: Whether they were removed from it; then it is not open to them.
            values: What else is known.

        Raises:
            Refused: The organization is closed, or does not take applications.
        """
        organization.refuse_if_closed()
        if organization.membership_policy == "INVITATION":
            raise Refused(
                "The organization takes members by invitation only; ask one of its leaders.",
                reason="INVITATION_ONLY",
            )
        membership = cls._of(organization, person_id, **values)
        if organization.membership_policy == "OPEN" and not was_removed:
            membership.accept(organization, at=at)
        return membership

    @classmethod
    def found(
        cls, organization: Organization, person_id: UUID, *, at: datetime, **values: Any
    ) -> "Membership":
        """Returns the membership of the founder, who is the first owner."""
        membership = cls._of(organization, person_id, **values)
        membership.accept(organization, at=at)
        membership.grant("OWNER", at=at)
        return membership

    @classmethod
    def invited(
        cls,
        organization: Organization,
        person_id: UUID,
        invitation_id: UUID,
        *,
        at: datetime,
        **values: Any,
    ) -> "Membership":
        """Returns the membership of somebody who has accepted an invitation."""
        membership = cls._of(organization, person_id, **values)
        membership.join(organization, invitation_id, at=at)
        return membership

    @classmethod
    def _of(cls, organization: Organization, person_id: UUID, **values: Any) -> "Membership":
        # Roles are named: of a new row whose roles nobody has looked at, they would be loaded later.
        return cls(organization_id=organization.id, person_id=person_id, roles=[], **values)

    @property
    def is_owner(self) -> bool:
        """Whether the member is an owner; while suspended, their roles count for nothing."""
        return self.state == "ACTIVE" and self.holds("OWNER")

    @property
    def roles_held(self) -> list[str]:
        """The roles that the member holds now."""
        return [role.role for role in self._held()]

    def holds(self, role: str) -> bool:
        """Tells whether the member holds a role now."""
        return role in self.roles_held

    def accept(self, organization: Organization, *, at: datetime) -> None:
        """Makes an applicant a member."""
        organization.refuse_if_closed()
        self.change_state(
            {"APPLIED"},
            "ACTIVE",
            "Only an application can be accepted; look at the state of the membership.",
        )
        self.start_time = at

    def join(self, organization: Organization, invitation_id: UUID, *, at: datetime) -> None:
        """Makes an applicant a member by an invitation, whatever the membership policy."""
        self.accept(organization, at=at)
        self.invitation_id = invitation_id

    def decline(self, reason: str) -> None:
        """Turns an applicant down."""
        self.change_state(
            {"APPLIED"}, "DECLINED", "Only an application can be declined; a membership is ended."
        )
        self.reason = reason

    def withdraw(self) -> None:
        """Takes the application back."""
        self.change_state(
            {"APPLIED"}, "WITHDRAWN", "Only an application can be withdrawn; a membership is ended."
        )

    def suspend(self, reason: str, *, other_owners: bool) -> None:
        """Bars the member for now.

        Args:
            reason: Why; shown to the member.
            other_owners: Whether somebody else is an owner of the organization.
        """
        self._keep_an_owner(other_owners)
        self.change_state(
            {"ACTIVE"},
            "SUSPENDED",
            "Only an active membership can be suspended; look at its state.",
        )
        self.reason = reason

    def reinstate(self) -> None:
        """Lets the member take part again, in the roles that they had."""
        self.change_state(
            {"SUSPENDED"},
            "ACTIVE",
            "Only a suspended membership can be reinstated; look at its state.",
        )
        self.reason = ""

    def end(self, reason: str, *, at: datetime, by_member: bool, other_owners: bool) -> None:
        """Ends the membership, and every role with it.

        Args:
            reason: Why; shown to the member.
            at: When.
            by_member: Whether they leave by themselves.
            other_owners: Whether somebody else is an owner of the organization.
        """
        self._keep_an_owner(other_owners)
        self.is_removed = not by_member or self.state == "SUSPENDED"
        self.change_state(
            {"ACTIVE", "SUSPENDED"},
            "ENDED",
            "Only an active or suspended membership can be ended; an application is withdrawn or "
            "declined.",
        )
        self.reason = reason
        self.end_time = at
        for role in self._held():
            role.end_time = at

    def grant(self, role: str, *, at: datetime) -> bool:
        """Gives the member a role, and tells whether that changed anything."""
        if self.state != "ACTIVE":
            raise Refused(
                "Only an active member can hold a role; accept or reinstate the member first."
            )
        if self.holds(role):
            return False
        if any("SUPERVISOR" in (role, held) for held in self.roles_held):
            raise Refused(
                "A supervisor holds no other role; end one of the two first.",
                reason="ROLES_EXCLUDE_EACH_OTHER",
            )
        self.roles.append(MembershipRole(role=role, start_time=at))
        return True

    def end_role(self, role: str, *, at: datetime, other_owners: bool) -> bool:
        """Takes a role from the member, and tells whether that changed anything.

        Args:
            role: The role.
            at: Until when they held it.
            other_owners: Whether somebody else is an owner of the organization.
        """
        ending = [held for held in self._held() if held.role == role]
        if not ending:
            return False
        if role == "OWNER":
            self._keep_an_owner(other_owners)
        for held in ending:
            held.end_time = at
        # The membership changes with its roles, although no column of its own does.
        flag_modified(self, "update_time")
        return True

    def _held(self) -> list["MembershipRole"]:
        return [role for role in self.roles if role.end_time is None]

    def _keep_an_owner(self, other_owners: bool) -> None:
        if self.is_owner and not other_owners:
            raise Refused(
                "Make somebody else an owner first: an organization is never without one.",
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
    role: str
    start_time: datetime = time_field()
    end_time: datetime | None = time_field(default=None)
