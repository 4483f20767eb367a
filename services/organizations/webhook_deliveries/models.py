"""The table of webhook deliveries."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import webhook_delivery_pb2
from sqlalchemy import BigInteger, Column, Identity, Index, text
from sqlmodel import Field

from services.kit.work.models import DERIVED, Resource, enum_field, messages_field, time_field
from services.organizations.tables import Table


class WebhookDeliveryState(StrEnum):
    """The states of a delivery."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class WebhookDelivery(Resource, Table, table=True):
    """A message to an endpoint.

    Attributes:
        number: Its place among the messages to the endpoint. Those about one resource are sent in this order.
        resource_id: What it is about.
        tries: How many attempts of the present series have failed.
        claim_time: Until when the process that sends it has it for itself.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("webhook_delivery_endpoint", "webhook_endpoint_id", "id"),
        Index(
            "webhook_delivery_due", "next_attempt_time", postgresql_where=text("state = 'PENDING'")
        ),
        Index(
            "webhook_delivery_pending",
            "webhook_endpoint_id",
            "resource_id",
            "number",
            postgresql_where=text("state = 'PENDING'"),
        ),
        Index(
            "webhook_delivery_claimed",
            "claim_time",
            postgresql_where=text("claim_time IS NOT NULL"),
        ),
        Index("webhook_delivery_age", "create_time"),
    )
    message = webhook_delivery_pb2.WebhookDelivery

    webhook_endpoint_id: UUID = Field(foreign_key="webhook_endpoint.id")
    organization_id: UUID
    number: Any = Field(
        default=None,
        sa_column=Column(BigInteger, Identity(always=True), nullable=False, info={DERIVED: True}),
    )
    resource_id: UUID
    type: str
    body: str
    state: WebhookDeliveryState = enum_field(
        WebhookDeliveryState, default=WebhookDeliveryState.PENDING
    )
    attempts: list[dict[str, Any]] = messages_field()
    tries: int = 0
    next_attempt_time: datetime | None = time_field(default=None)
    claim_time: datetime | None = time_field(default=None)

    def replay(self, *, at: datetime) -> None:
        """Sends it again, with a whole series of attempts."""
        self.state = WebhookDeliveryState.PENDING
        self.tries = 0
        self.next_attempt_time = at
