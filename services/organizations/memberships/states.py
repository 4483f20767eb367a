"""The states of memberships."""

from enum import StrEnum


class MembershipState(StrEnum):
    """The states of a membership."""

    APPLIED = "APPLIED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    ENDED = "ENDED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


# A person has at most one membership of these states in an organization.
CURRENT = (MembershipState.APPLIED, MembershipState.ACTIVE, MembershipState.SUSPENDED)
