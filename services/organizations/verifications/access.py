"""Who may see verifications, and who decides about them: the relations that the contract names.

An organization answers for those below it once it is verified itself, so each answer rests on one that the platform gave.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, any_, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import holds_role
from services.kit.work.query import Query
from services.kit.work.roles import OWNERS
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import owns
from services.organizations.organizations.models import (
    Organization,
    OrganizationState,
    OrganizationVerification,
)
from services.organizations.verifications.models import Verification, VerificationState

# Roles that are held further above do not count: what is there answers for itself.
_OWNS = holds_role(OWNERS, ROLE_TABLES, inherited=False)
_ABOVE: Any = aliased(Organization, name="above")
_BELOW: Any = aliased(Organization, name="below")


def _verified(viewer: Viewer, *columns: Any) -> Select[Any]:
    """Returns the query for the verified organizations that a viewer owns."""
    return select(*columns).where(
        _ABOVE.verification_state == OrganizationVerification.VERIFIED,
        _ABOVE.state == OrganizationState.ACTIVE,
        _OWNS.where(_ABOVE.id, viewer),
    )


# The organizations that can answer for one, by the right of the caller: the next one above comes first.
VERIFIERS = Query(
    lambda viewer: (
        _verified(viewer, _ABOVE.id)
        .where(
            _BELOW.id == given("organization_id", Uuid()), _ABOVE.id == any_(_BELOW.ancestor_ids)
        )
        .order_by(func.cardinality(_ABOVE.ancestor_ids).desc())
    )
)


# The organizations below one.
BELOW = select(_BELOW.id).where(_BELOW.ancestor_ids.contains(array([given("ancestor_id", Uuid())])))


async def deciding_for(verification: Verification, work: Work) -> UUID | None:
    """Returns the organization above for which the caller decides about a verification; None if for the platform."""
    if work.caller.is_admin:
        return None
    found = await work.fetch(VERIFIERS, organization_id=verification.organization_id)
    return found[0][0] if found else None


async def may_decide(work: Work, verification: Verification) -> bool:
    """Returns whether the caller is an administrator, or owns an organization above that may decide."""
    if work.caller.is_admin:
        return True
    is_theirs = verification.state == VerificationState.PENDING or verification.verifier_id
    return bool(is_theirs) and await deciding_for(verification, work) is not None


def where_decided(row: type[Verification], viewer: Viewer) -> ColumnElement[bool]:
    """The verifications about which the caller may decide."""
    if viewer.is_admin:
        return true()
    verified = func.array(_verified(viewer, _ABOVE.id).scalar_subquery(), type_=ARRAY(Uuid))
    below = select(_BELOW.id).where(_BELOW.ancestor_ids.bool_op("&&")(verified))
    return and_(
        or_(col(row.state) == VerificationState.PENDING, col(row.verifier_id).is_not(None)),
        col(row.organization_id).in_(below),
    )


def sees_verification(viewer: Viewer) -> ColumnElement[bool]:
    """The verifications that the caller may see: of the organizations that they own, and about which they may decide."""
    return or_(
        owns.where(col(Verification.organization_id), viewer), where_decided(Verification, viewer)
    )


RELATIONS: Relations = {
    "decide_verification": Check(may_decide, Subject.ROW, where_decided),
    "view_verification": Visibility(sees_verification),
}
