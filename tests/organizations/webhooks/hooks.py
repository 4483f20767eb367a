"""A group with an app, and the endpoints to which its changes are sent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import (
    app_pb2,
    change_feed_pb2,
    membership_pb2,
    webhook_delivery_pb2,
    webhook_endpoint_pb2,
)

from tests.organizations.apps.stage import Stage
from tests.organizations.webhooks.receiver import Received, Receiver
from tests.waiting import eventually

MEMBERSHIP = change_feed_pb2.CHANGE_KIND_MEMBERSHIP
pb, deliveries = webhook_endpoint_pb2, webhook_delivery_pb2


class Hooks:
    """The group, the app and its first endpoint.

    Attributes:
        stage: The group.
        receiver: The receiver.
        app: The app.
        endpoint: The endpoint.
        secret: Its secret.
    """

    def __init__(self, stage: Stage, receiver: Receiver, app: app_pb2.App) -> None:
        self.stage = stage
        self.receiver = receiver
        self.app = app
        self.endpoint = pb.WebhookEndpoint()
        self.secret = ""

    @classmethod
    async def set_up(cls, stage: Stage, receiver: Receiver) -> "Hooks":
        """Registers the app and adds the endpoint."""
        hooks = cls(stage, receiver, await stage.register())
        made = await hooks.add()
        hooks.endpoint, hooks.secret = made.webhook_endpoint, made.secret
        return hooks

    async def add(self, passport: str = "", **values: Any) -> pb.WebhookEndpointSecret:
        """Adds an endpoint."""
        wanted = {"app_id": self.app.id, "url": self.receiver.url, "kinds": [MEMBERSHIP]}
        request = pb.CreateWebhookEndpointRequest(**(wanted | values))
        return await self.stage.call(request, pb.WebhookEndpointSecret, passport)

    async def do(self, request: Any) -> pb.WebhookEndpoint:
        """Changes the endpoint."""
        request.webhook_endpoint_id = request.webhook_endpoint_id or self.endpoint.id
        return await self.stage.call(request, pb.WebhookEndpoint)

    async def state(self) -> str:
        """Returns the state of the endpoint."""
        found = await self.do(pb.GetWebhookEndpointRequest())
        return pb.WebhookEndpointState.Name(found.state).removeprefix("WEBHOOK_ENDPOINT_STATE_")

    async def log(self) -> list[deliveries.WebhookDelivery]:
        """Returns the deliveries to the endpoint, newest first."""
        request = deliveries.ListWebhookDeliveriesRequest(
            webhook_endpoint_id=self.endpoint.id, page_size=100
        )
        answer = await self.stage.call(request, deliveries.ListWebhookDeliveriesResponse)
        return list(answer.webhook_deliveries)

    async def join(self) -> membership_pb2.Membership:
        """Lets somebody apply, which changes one membership once."""
        return await self.stage.community.apply(self.stage.group_id)

    async def received(self, number: int = 1) -> list[Received]:
        """Waits until so many requests came, and returns them."""
        await eventually(lambda: len(self.receiver.received) >= number)
        return list(self.receiver.received)

    async def sql(self, statement: str, *values: Any) -> list[Any]:
        """Runs a statement on the database."""
        return await self.stage.community.platform.site.sql("organizations", statement, *values)

    async def attempt_now(self) -> None:
        """Lets all that waits be due, as if the time had passed."""
        await self.sql(
            "UPDATE webhook_delivery SET next_attempt_time = now() WHERE state = 'PENDING'"
        )

    async def failing_for(self, time: timedelta) -> None:
        """Lets the endpoint have failed for a time."""
        await self.sql(
            "UPDATE webhook_endpoint SET failing_since = now() - $2::interval WHERE id = $1",
            UUID(self.endpoint.id),
            time,
        )
