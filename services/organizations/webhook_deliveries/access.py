"""Who may see webhook deliveries: the relation that the contract names."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.viewer import Viewer
from services.organizations.organizations.access import owns
from services.organizations.webhook_deliveries.models import WebhookDelivery


def sees_webhook_delivery(viewer: Viewer) -> ColumnElement[bool]:
    """The deliveries that the caller may see: those of the organizations that they own, or all."""
    return owns.where(col(WebhookDelivery.organization_id), viewer)


RELATIONS: Relations = {"view_webhook_delivery": Visibility(sees_webhook_delivery)}
