"""Organizations, and the place that each has among others."""

import unicodedata
from functools import lru_cache
from uuid import UUID

from banyan.organizations.v1 import organization_pb2
from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.models import Resource, derived_field
from services.kit.names import search_name, sort_name
from services.organizations.models.base import SORT_NAME, Table

MOST_LEVELS = 8


@lru_cache(maxsize=1024)
def match_name(name: str) -> str:
    """Returns a name as names are matched: without regard to case, width, punctuation and blanks."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = "".join(" " if unicodedata.category(c)[0] in "PZC" else c for c in plain).split()
    return " ".join(words or plain.split())


class Organization(Resource, Table, table=True):
    """An organization, in the place that it has among others."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("NOT (id = ANY (ancestor_ids))", name="organization_not_below_itself"),
        Index("organization_name", "sort_name", "id"),
        Index("organization_kind", "kind", "sort_name", "id"),
        Index("organization_parent", "parent_id", "sort_name", "id"),
        Index("organization_ancestors", "ancestor_ids", postgresql_using="gin"),
        Index("organization_match", "parent_id", "match_name"),
        Index(
            "organization_external_id",
            "parent_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id <> ''"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    message = organization_pb2.Organization

    name: str
    sort_name: str = derived_field(sa_type=SORT_NAME)
    match_name: str = derived_field(sa_type=SORT_NAME)
    search_name: str = derived_field(default="", sa_type=SORT_NAME)
    external_id: str = ""
    description: str = ""
    kind: str
    parent_id: UUID | None = Field(default=None, foreign_key="organization.id")
    ancestor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False
    membership_policy: str
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    state: str = "ACTIVE"

    @property
    def organization_id(self) -> UUID:
        """The organization itself, for the audit trail."""
        return self.id

    @validates("name")
    def _sort(self, _: str, name: str) -> str:
        self.sort_name = sort_name(name)
        self.match_name = match_name(name)
        self.search_name = search_name(name)
        return name

    def refuse_if_closed(self) -> None:
        """Lets nothing begin in an organization that is closed.

        Raises:
            Refused: It is.
        """
        if self.state != "ACTIVE":
            raise Refused(
                "The organization is closed; choose one that is active.",
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
                "An organization cannot lie below itself; choose a parent outside of it.",
                reason="HIERARCHY_CYCLE",
            )
        if len(ancestor_ids) + levels > MOST_LEVELS:
            raise Refused(
                f"There can be {MOST_LEVELS} levels at most; choose a parent further up.",
                reason="HIERARCHY_TOO_DEEP",
            )
        self.parent_id = parent.id if parent is not None else None
        self.ancestor_ids = ancestor_ids

    def close(self, *, active_below: bool) -> None:
        """Closes the organization for good.

        Args:
            active_below: Whether an organization directly below it is active.

        Raises:
            Refused: It is closed already, or something below it is not.
        """
        if self.state != "ACTIVE":
            raise Refused(
                "The organization is closed already; nothing is left to do.",
                reason="ORGANIZATION_CLOSED",
            )
        if active_below:
            raise Refused("Close or move the organizations below it first.", reason="ACTIVE_BELOW")
        self.state = "CLOSED"
