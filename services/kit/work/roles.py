"""The roles that people hold in organizations, and the groups of roles that relations name."""

from enum import StrEnum


class Role(StrEnum):
    """The roles in an organization, from most to least powerful."""

    OWNER = "OWNER"
    LEADER = "LEADER"
    COORDINATOR = "COORDINATOR"
    SUPERVISOR = "SUPERVISOR"
    MEMBER = "MEMBER"


OWNERS = (Role.OWNER,)
LEADERS = (*OWNERS, Role.LEADER)
MANAGERS = (*LEADERS, Role.COORDINATOR)
OVERSEERS = (*MANAGERS, Role.SUPERVISOR)
EVERY_ROLE = (*OVERSEERS, Role.MEMBER)
