"""Organizations, and the place that each has among others."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import organization_pb2
from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.text.names import search_index, translated
from services.kit.text.tags import tag_index, tag_keys
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    message_field,
    messages_field,
    no_items,
    time_field,
)
from services.kit.work.nearness import position_index
from services.organizations.organizations.names import forms_of
from services.organizations.tables import SORT_NAME, Table

MOST_LEVELS = 8


class OrganizationKind(StrEnum):
    """The kinds of organizations."""

    RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE"
    RESIDENTS_CONGRESS = "RESIDENTS_CONGRESS"
    OWNERS_COMMITTEE = "OWNERS_COMMITTEE"
    SERVICE_STATION = "SERVICE_STATION"
    SOCIAL_ORGANIZATION = "SOCIAL_ORGANIZATION"
    VOLUNTEER_GROUP = "VOLUNTEER_GROUP"
    INTEREST_GROUP = "INTEREST_GROUP"
    MUTUAL_AID_GROUP = "MUTUAL_AID_GROUP"
    ENTERPRISE = "ENTERPRISE"
    PROPERTY_MANAGER = "PROPERTY_MANAGER"
    AGENCY = "AGENCY"
    HEALTH_STATION = "HEALTH_STATION"
    COOPERATIVE = "COOPERATIVE"


class MembershipPolicy(StrEnum):
    """How people become members of an organization."""

    OPEN = "OPEN"
    APPLICATION = "APPLICATION"
    INVITATION = "INVITATION"


class OrganizationState(StrEnum):
    """The states of an organization."""

    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"
    DELETED = "DELETED"


class OrganizationVerification(StrEnum):
    """Whether an organization is verified."""

    UNVERIFIED = "UNVERIFIED"
    PENDING = "PENDING"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    SUSPENDED = "SUSPENDED"


class Organization(Resource, Table, table=True):
    """An organization, in the place that it has among others."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("NOT (id = ANY (ancestor_ids))", name="organization_not_below_itself"),
        Index("organization_name", "sort_name", "id"),
        Index("organization_moved", "id", postgresql_where=text("is_moved")),
        Index("organization_ending", "id", postgresql_where=text("is_ending")),
        Index("organization_kind", "kind", "sort_name", "id"),
        Index("organization_parent", "parent_id", "sort_name", "id"),
        Index("organization_ancestors", "ancestor_ids", postgresql_using="gin"),
        Index("organization_match", "parent_id", "match_name"),
        Index("organization_category", "category_id", "sort_name", "id"),
        Index("organization_area", "area_id", "sort_name", "id"),
        tag_index("organization_tags"),
        search_index("organization_search"),
        position_index("organization_position"),
        Index(
            "organization_external_id",
            "parent_id",
            "external_source",
            "external_id",
            unique=True,
            postgresql_where=text("external_id <> '' AND state = 'ACTIVE'"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    message = organization_pb2.Organization

    name: str
    sort_name: str = derived_field(sa_type=SORT_NAME)
    match_name: str = derived_field(sa_type=SORT_NAME)
    search_name: str = derived_field(default="", sa_type=SORT_NAME)
    external_id: str = ""
    external_source: str = ""
    description: str = ""
    kind: OrganizationKind = enum_field(OrganizationKind)
    parent_id: UUID | None = Field(default=None, foreign_key="organization.id")
    ancestor_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False
    membership_policy: MembershipPolicy = enum_field(MembershipPolicy)
    place: dict[str, Any] | None = message_field()
    contact: dict[str, Any] | None = message_field()
    logo: dict[str, Any] | None = message_field()
    cover: dict[str, Any] | None = message_field()
    category_id: UUID | None = None
    area_id: UUID | None = Field(default=None, foreign_key="area.id")
    tags: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    tag_keys: list[str] = derived_field(default_factory=no_items, sa_type=ARRAY(Text))
    website: str = ""
    founding_rules: dict[str, Any] | None = message_field()
    dormancy_rules: dict[str, Any] | None = message_field()
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    state: OrganizationState = enum_field(OrganizationState, default=OrganizationState.ACTIVE)
    verification_state: OrganizationVerification = enum_field(
        OrganizationVerification, default=OrganizationVerification.UNVERIFIED
    )
    verified_until_time: datetime | None = time_field(default=None)
    verified_by_id: UUID | None = Field(default=None, foreign_key="organization.id")
    successor_id: UUID | None = Field(default=None, foreign_key="organization.id")
    # For which name it is verified; empty if it is not.
    verified_name: str = derived_field(default="")
    # It was moved along with one above it, and that is still to be announced; see `hierarchy.py`.
    is_moved: bool = derived_field(default=False)
    # It is closed, and something still waits there that a job ends; see `closing.py`.
    is_ending: bool = derived_field(default=False)

    @property
    def organization_id(self) -> UUID:
        """The organization itself, for the audit trail."""
        return self.id

    @validates("name", "translations")
    def _sort(self, field: str, value: Any) -> Any:
        name = value if field == "name" else self.name or ""
        translations = value if field == "translations" else self.translations
        for each, form in forms_of(name, *translated("name", translations)).items():
            setattr(self, each, form)
        if self.verified_name:
            self._settle_verification(name)
        return value

    def verify(self, name: str, until: datetime | None, *, by: UUID | None = None) -> None:
        """Says for which name the organization is verified, however it is called.

        Args:
            name: The name; empty if it is not verified.
            until: Until when.
            by: The organization above that has verified it; None if the platform has.
        """
        self.verified_name, self.verified_until_time, self.verified_by_id = name, until, by
        if name:
            self._settle_verification(self.name)

    def _settle_verification(self, name: str) -> None:
        is_same = name == self.verified_name
        self.verification_state = (
            OrganizationVerification.VERIFIED if is_same else OrganizationVerification.SUSPENDED
        )

    @validates("tags")
    def _index_tags(self, _: str, tags: list[str]) -> list[str]:
        self.tag_keys = tag_keys(tags)
        return tags

    def admits(self, *, was_removed: bool, is_welcome: bool = False) -> bool:
        """Returns whether an applicant becomes a member at once.

        Args:
            was_removed: Whether they were removed from the organization before.
            is_welcome: Whether they come from a group that goes on in it.
        """
        return (is_welcome or self.membership_policy == MembershipPolicy.OPEN) and not was_removed

    def refuse_if_closed(self) -> None:
        """Lets nothing begin in an organization that is closed.

        Raises:
            Refused: It is.
        """
        if self.state != OrganizationState.ACTIVE:
            raise Refused(
                "This organization is closed. Choose an active one.",
                reason="ORGANIZATION_CLOSED",
            )

    def place_under(self, parent: "Organization | None", *, levels: int = 1) -> None:
        """Puts the organization, with all below it, under a parent or at the top.

        Args:
            parent: The parent; None for the top.
            levels: How many levels it has, its own included.

        Raises:
            Refused: The parent is closed, or is the organization or lies below it, or the hierarchy
                would grow too deep.
        """
        ancestor_ids: list[UUID] = []
        if parent is not None:
            parent.refuse_if_closed()
            ancestor_ids = [*parent.ancestor_ids, parent.id]
        if self.id in ancestor_ids:
            raise Refused(
                "An organization cannot be placed under itself. Choose a different parent.",
                reason="HIERARCHY_CYCLE",
            )
        if len(ancestor_ids) + levels > MOST_LEVELS:
            raise Refused(
                "There can be {max} levels at most. Choose a parent further up.",
                reason="HIERARCHY_TOO_DEEP",
                params={"max": MOST_LEVELS},
            )
        self.parent_id = parent.id if parent is not None else None
        self.ancestor_ids = ancestor_ids

    def refuse_if_deleted(self) -> None:
        """Lets nothing change in an organization that is deleted.

        Raises:
            Refused: It is.
        """
        if self.state == OrganizationState.DELETED:
            raise Refused(
                "This organization is deleted. Create another one instead.",
                reason="ORGANIZATION_DELETED",
            )

    def close(self, *, active_below: bool) -> None:
        """Closes the organization until it is reopened.

        Args:
            active_below: Whether an organization directly below it is active.

        Raises:
            Refused: It is closed already, or something below it is not.
        """
        self.change_state(
            {OrganizationState.ACTIVE},
            OrganizationState.CLOSED,
            "This organization is already closed. There is nothing left to do.",
            reason="ORGANIZATION_CLOSED",
        )
        if active_below:
            raise Refused(
                "This organization still has active organizations under it. Close or "
                "move them first.",
                reason="ACTIVE_BELOW",
            )

    def reopen(self, parent: "Organization | None") -> None:
        """Opens a closed organization again.

        Args:
            parent: The organization directly above; None at the top.

        Raises:
            Refused: It is not closed, or what is above it is.
        """
        self.change_state(
            {OrganizationState.CLOSED},
            OrganizationState.ACTIVE,
            "Only a closed organization can be reopened. Look at its state.",
            reason="ORGANIZATION_NOT_CLOSED",
        )
        if parent is not None and parent.state != OrganizationState.ACTIVE:
            raise Refused(
                "The organization above this one is not active. Reopen it first, or move this one.",
                reason="PARENT_NOT_ACTIVE",
            )
        self.successor_id = None

    def delete(self, *, is_empty: bool) -> None:
        """Deletes the organization: erases what it says, and keeps what audit trails and references need.

        Args:
            is_empty: Whether nobody and nothing belongs to it.

        Raises:
            Refused: It is deleted already, or not empty.
        """
        self.refuse_if_deleted()
        if not is_empty:
            raise Refused(
                "Only an organization without members, invitations, imports, events, agreements, "
                "starter kits, programmes, enrolments, proposals, verifications, filings, closings, or organizations below it can be deleted. Close it instead, or ask an "
                "owner to.",
                reason="ORGANIZATION_NOT_EMPTY",
            )
        self.state = OrganizationState.DELETED
        self.description = self.external_id = self.external_source = ""
        self.website = ""
        self.translations = [
            {"language": each["language"], "name": each["name"]}
            for each in self.translations
            if each.get("name")
        ]
        self.place = self.contact = self.logo = self.cover = None
        self.category_id = self.area_id = None
        self.founding_rules = self.dormancy_rules = None
        self.tags = []
