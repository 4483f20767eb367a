"""Who may see keys: the relation that the contract names."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.viewer import Viewer
from services.organizations.app_keys.models import AppKey
from services.organizations.organizations.access import owns


def sees_app_key(viewer: Viewer) -> ColumnElement[bool]:
    """The keys that the caller may see: those of the apps of organizations that they own, or all."""
    return owns.where(col(AppKey.organization_id), viewer)


RELATIONS: Relations = {"view_app_key": Visibility(sees_app_key)}
