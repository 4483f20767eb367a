"""What must hold in the hierarchy: an organization lists those above it."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.work.invariants import Invariant
from services.organizations.organizations.models import Organization

_Parent = aliased(Organization)

INVARIANTS = (
    Invariant(
        "organizations list those above them",
        select(col(Organization.id))
        .outerjoin(_Parent, col(_Parent.id) == col(Organization.parent_id))
        .where(
            or_(
                and_(col(_Parent.id).is_(None), func.cardinality(Organization.ancestor_ids) > 0),
                and_(
                    col(_Parent.id).is_not(None),
                    col(Organization.ancestor_ids)
                    != func.array_append(col(_Parent.ancestor_ids), col(_Parent.id)),
                ),
            )
        ),
        "Wait until moves have ended: a job follows them down the tree. What stays is a fault: report it.",
    ),
)
