"""WebhookDeliveryService: what was sent to endpoints, and sending it again."""

from uuid import UUID

from banyan.organizations.v1 import webhook_delivery_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.webhook_deliveries.messages import TEST, test_body
from services.organizations.webhook_deliveries.models import (
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.organizations.webhook_deliveries.queries import SEND
from services.organizations.webhook_endpoints.models import WebhookEndpoint

MOST_TESTS = 20  # of an endpoint, that wait

WEBHOOK_DELIVERIES = Resources[pb.WebhookDelivery](WebhookDelivery, "view_webhook_delivery")
NEWEST_FIRST = WEBHOOK_DELIVERIES.listing(
    col(WebhookDelivery.id),  # IDs increase with time
    where=[col(WebhookDelivery.webhook_endpoint_id) == given("webhook_endpoint_id")],
    filters={"states": col(WebhookDelivery.state) == any_(given("states", TEXTS))},
    descending=True,
)


class WebhookDeliveryServicer:
    """Handles the RPCs of deliveries. A change locks the organization first, then the endpoint, then the delivery."""

    service = pb.DESCRIPTOR.services_by_name["WebhookDeliveryService"]

    async def GetWebhookDelivery(
        self, request: pb.GetWebhookDeliveryRequest, work: Work
    ) -> pb.WebhookDelivery:
        """Gets a delivery."""
        return await WEBHOOK_DELIVERIES.get(request.webhook_delivery_id, work)

    async def BatchGetWebhookDeliveries(
        self, request: pb.BatchGetWebhookDeliveriesRequest, work: Work
    ) -> pb.BatchGetWebhookDeliveriesResponse:
        """Gets several deliveries."""
        found = await WEBHOOK_DELIVERIES.get_all(request.ids, work)
        return pb.BatchGetWebhookDeliveriesResponse(webhook_deliveries=found)

    async def ListWebhookDeliveries(
        self, request: pb.ListWebhookDeliveriesRequest, work: Work
    ) -> pb.ListWebhookDeliveriesResponse:
        """Lists the deliveries to an endpoint, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListWebhookDeliveriesResponse)

    async def ReplayWebhookDelivery(
        self, request: pb.ReplayWebhookDeliveryRequest, work: Work
    ) -> pb.WebhookDelivery:
        """Sends a delivery again."""
        known = await work.get(WebhookDelivery, UUID(request.webhook_delivery_id))
        await lock_to_change("own_organization", known.organization_id, work)
        endpoint = await work.lock(WebhookEndpoint, known.webhook_endpoint_id)
        endpoint.refuse_unless_active()
        delivery = await work.lock(WebhookDelivery, known.id)
        delivery.replay(at=work.now)
        work.trigger(SEND)
        await work.transaction.flush()
        return to_proto(delivery, pb.WebhookDelivery)

    async def TestWebhookEndpoint(
        self, request: pb.TestWebhookEndpointRequest, work: Work
    ) -> pb.WebhookDelivery:
        """Sends a message of its own kind to an endpoint."""
        endpoint = await lock_owned(
            WebhookEndpoint, request.webhook_endpoint_id, "own_organization", work
        )
        endpoint.refuse_unless_active()
        await _refuse_too_many(endpoint.id, work)
        delivery_id = uuid7()
        delivery = WebhookDelivery(
            id=delivery_id,
            webhook_endpoint_id=endpoint.id,
            organization_id=endpoint.organization_id,
            resource_id=delivery_id,  # it waits for no other
            type=TEST,
            body=test_body(endpoint.id, work.now, organization_id=endpoint.organization_id),
            next_attempt_time=work.now,
        )
        await work.add(delivery)
        work.trigger(SEND)
        return to_proto(delivery, pb.WebhookDelivery)


async def _refuse_too_many(endpoint_id: UUID, work: Work) -> None:
    waiting = await work.count(
        col(WebhookDelivery.webhook_endpoint_id) == endpoint_id,
        col(WebhookDelivery.state) == WebhookDeliveryState.PENDING,
        col(WebhookDelivery.type) == TEST,
    )
    if waiting >= MOST_TESTS:
        raise Refused(
            "{max} messages that try this endpoint out wait already. Wait until they are sent.",
            reason="TOO_MANY_WEBHOOK_TESTS",
            params={"max": MOST_TESTS},
        )
