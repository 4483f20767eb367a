"""Who may see and do what in organizations: the relations that the contract names.

Roles come from the memberships of the caller, and never from the passport, which may be minutes old. What
lies above an organization, and whether roles held there count, comes from its row. Administrators may do
whatever an owner may.
"""

from typing import Any

from services.kit.work.access import Check, Relations, Subject
from services.kit.work.holding import holds_role
from services.kit.work.roles import LEADERS, MANAGERS, OVERSEERS, OWNERS
from services.kit.work.work import Work
from services.organizations.memberships.models import ROLE_TABLES

owns = holds_role(OWNERS, ROLE_TABLES)
leads = holds_role(LEADERS, ROLE_TABLES)
manages = holds_role(MANAGERS, ROLE_TABLES)
oversees = holds_role(OVERSEERS, ROLE_TABLES)


async def may_create(work: Work, parent_id: Any) -> bool:
    """Returns whether the caller may create an organization there. Any signed-in caller may at the top."""
    return parent_id is None or await manages.holds(work, parent_id)


RELATIONS: Relations = {
    "create_organization": Check(may_create, Subject.ORGANIZATION, manages.where),
    "own_organization": owns,
    "oversee_organization": oversees,
    "manage_organization": leads,
    "manage_roster": manages,
}
