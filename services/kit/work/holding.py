"""Holding roles: whose roles count in which organization.

A role counts where it is held directly. Where an organization inherits roles, those held in any
organization above count too.

Who holds what is known from two sources:

- The passport lists the roles from OWNER to SUPERVISOR. It is fresh: founders can act at once.
- The table of memberships lists everything, and follows the notices of organizations.

A service that repeats memberships asks the passport, and its table only for what the passport does not
say: plain memberships, and the roles that did not fit. Organizations owns the memberships and asks its
table alone, so a role that has ended counts for nothing there, whatever passports say.

An app is no member of anything. Its passport lists the one role that it holds, MEMBER included, and no table is asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    any_,
    exists,
    false,
    func,
    inspect,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapper, aliased

from services.kit.calls.passport import Caller
from services.kit.work.access import Check, Subject
from services.kit.work.query import Query
from services.kit.work.roles import Role
from services.kit.work.viewer import Viewer, given


class MembershipTable(Protocol):
    """A table of memberships."""

    @classmethod
    def held_by(cls, person_id: Any, roles: Collection[Role]) -> Select[tuple[UUID]]:
        """Returns the query for the organizations in which a person holds one of the roles.

        The query uses the table under a name of its own, so it can be part of a query for memberships.

        Args:
            person_id: The person, or a parameter.
            roles: The roles. Every active member holds MEMBER.
        """
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """The organizations in which a viewer holds one of some roles directly.

    Attributes:
        known: The parameter for those that the passport lists; None if it lists none.
        query: Returns the others; None if there are none.
    """

    known: Any = None
    query: Select[tuple[UUID]] | None = None

    def __bool__(self) -> bool:
        """Returns whether there may be any."""
        return self.known is not None or self.query is not None

    def includes(self, organization_id: Any) -> ColumnElement[bool]:
        """Returns the condition that an organization is one of these."""
        ways: list[ColumnElement[bool]] = []
        if self.known is not None:
            ways.append(organization_id == any_(self.known))
        if self.query is not None:
            ways.append(organization_id.in_(self.query))
        return or_(false(), *ways)

    def overlaps(self, ancestor_ids: Any) -> ColumnElement[bool]:
        """Returns the condition that one of these is among the ancestors of an organization."""
        ways: list[ColumnElement[bool]] = []
        if self.known is not None:
            ways.append(ancestor_ids.bool_op("&&")(self.known))
        if self.query is not None:
            found = func.array(self.query.scalar_subquery(), type_=ARRAY(Uuid))
            ways.append(ancestor_ids.bool_op("&&")(found))
        return or_(false(), *ways)


@dataclass(frozen=True, slots=True)
class RoleTables:
    """The tables by which a service finds out whose roles count where.

    Attributes:
        organizations: The organizations, with id, ancestor_ids and inherit_roles.
        memberships: The memberships.
        are_own: Whether the service owns them, so that passports need not be asked.
    """

    organizations: type[Any]
    memberships: type[MembershipTable]
    are_own: bool = False

    def held(self, viewer: Viewer, roles: Collection[Role]) -> Held:
        """Returns the organizations in which a viewer holds one of the roles directly."""
        if viewer.is_app:
            return Held(viewer.holding(roles))
        if not viewer.is_signed_in or viewer.is_suspended:
            return Held()
        if self.are_own:
            return Held(query=self.memberships.held_by(viewer.person_id, roles))
        known = viewer.holding(roles)
        if Role.MEMBER not in roles and not viewer.has_more_roles:
            return Held(known)
        return Held(known, self.memberships.held_by(viewer.person_id, roles))

    def lists(self, caller: Caller, roles: Collection[Role], organization_id: UUID) -> bool:
        """Returns whether the passport of a caller lists one of the roles in an organization."""
        if (self.are_own and not caller.is_app) or caller.is_suspended:
            return False
        return organization_id in caller.holding(*roles)


def where_role_held(
    organization_id: Any,
    viewer: Viewer,
    roles: Collection[Role],
    tables: RoleTables,
    *,
    inherited: bool = True,
) -> ColumnElement[bool]:
    """Returns the condition that a role of the viewer counts in an organization.

    Args:
        organization_id: The column that names the organization.
        viewer: The viewer.
        roles: The roles, one of which is enough.
        tables: The tables of organizations and memberships.
        inherited: Whether roles held above count where the organization inherits them.
    """
    held = tables.held(viewer, roles)
    if not held:
        return false()
    if not inherited:
        return held.includes(organization_id)
    below = another(tables.organizations)
    heirs = select(below.id).where(below.inherit_roles, held.overlaps(below.ancestor_ids))
    return or_(held.includes(organization_id), organization_id.in_(heirs))


def holds_role(roles: Collection[Role], tables: RoleTables, *, inherited: bool = True) -> Check:
    """Returns the relation between a caller and an organization in which one of the roles counts.

    The organization need not be known here if the passport lists a role in it. Administrators pass.

    Args:
        roles: The roles, one of which is enough.
        tables: The tables of organizations and memberships.
        inherited: Whether roles held above count where the organization inherits them.
    """
    asked = given("organization_id", Uuid())

    def ways(viewer: Viewer) -> Select[Any] | None:
        found: list[ColumnElement[bool]] = []
        held = tables.held(viewer, roles)
        if held.query is not None:
            (organization,) = held.query.selected_columns
            found.append(held.query.where(organization == asked).exists())
        if held and inherited:
            heir = another(tables.organizations)
            is_heir = (heir.id == asked, heir.inherit_roles, held.overlaps(heir.ancestor_ids))
            found.append(exists().where(*is_heir))
        return select(literal(True)).where(or_(*found)) if found else None

    counts = Query(ways)

    async def holds(work: Any, organization_id: Any) -> bool:
        key = UUID(str(organization_id))
        if work.caller.is_admin or tables.lists(work.caller, roles, key):
            return True
        return bool(await work.fetch(counts, organization_id=key))

    def where(organization: Any, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.is_admin:
            return true()
        return where_role_held(organization, viewer, roles, tables, inherited=inherited)

    return Check(holds, Subject.ORGANIZATION, where)


def another(table: type[Any]) -> Any:
    """Returns a table under another name, the same at every call."""
    return _aliased(inspect(table))


@cache  # an alias costs as much to make as a small query
def _aliased(table: Mapper[Any]) -> Any:
    return aliased(table)
