"""Who may see webhook endpoints: the relation that the contract names."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.viewer import Viewer
from services.organizations.organizations.access import owns
from services.organizations.webhook_endpoints.models import WebhookEndpoint


def sees_webhook_endpoint(viewer: Viewer) -> ColumnElement[bool]:
    """The endpoints that the caller may see: those of the organizations that they own, or all."""
    return owns.where(col(WebhookEndpoint.organization_id), viewer)


RELATIONS: Relations = {"view_webhook_endpoint": Visibility(sees_webhook_endpoint)}
