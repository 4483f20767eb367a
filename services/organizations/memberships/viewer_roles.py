"""The roles of the caller that count in organizations, by the condition that decides access there."""

from typing import Any

from banyan.organizations.v1 import membership_pb2 as pb
from sqlalchemy import ColumnElement, Select, any_, select
from sqlmodel import col

from services.kit.work.holding import where_role_held
from services.kit.work.query import Query, Row
from services.kit.work.roles import Role
from services.kit.work.viewer import IDS, Viewer, given
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.models import Organization


def _counts(role: Role, viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition that a role counts. To be a member above is not to be one below."""
    is_inherited = role is not Role.MEMBER
    return where_role_held(
        col(Organization.id), viewer, (role,), ROLE_TABLES, inherited=is_inherited
    )


def _select(viewer: Viewer) -> Select[*tuple[Any, ...]] | None:
    if not viewer.is_known:
        return None
    found = select(col(Organization.id), *(_counts(role, viewer) for role in Role))
    return found.where(col(Organization.id) == any_(given("ids", IDS)))


VIEWER_ROLES = Query(_select)


def shown(row: Row) -> pb.ViewerRoles:
    """Returns a row of `VIEWER_ROLES` as a message."""
    organization_id, *counts = row
    return pb.ViewerRoles(
        organization_id=str(organization_id),
        roles=[f"ROLE_{role}" for role, does_count in zip(Role, counts, strict=True) if does_count],
    )
