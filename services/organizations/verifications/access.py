"""Who may see verifications: the relation that the contract names."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.viewer import Viewer
from services.organizations.organizations.access import owns
from services.organizations.verifications.models import Verification


def sees_verification(viewer: Viewer) -> ColumnElement[bool]:
    """The verifications that the caller may see: those of the organizations that they own, or all."""
    return owns.where(col(Verification.organization_id), viewer)


RELATIONS: Relations = {"view_verification": Visibility(sees_verification)}
