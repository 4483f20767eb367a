"""Webhook deliveries in the community of the access tables: a message that tries the endpoint out."""

from banyan.organizations.v1 import webhook_delivery_pb2 as pb

from tests.access.resource import Resource
from tests.access.resources.webhook_endpoint import add_webhook_endpoint
from tests.world import World


async def add_webhook_delivery(world: World) -> str:
    """Asks for a message to the endpoint, and returns its ID."""
    world.ids["webhook_endpoint"] = await add_webhook_endpoint(world)
    request = pb.TestWebhookEndpointRequest(webhook_endpoint_id=world.ids["webhook_endpoint"])
    return (await world.call("owner", request, pb.WebhookDelivery)).id


RESOURCE = Resource(
    "WebhookDelivery",
    "WebhookDeliveries",
    add_webhook_delivery,
    arguments={"webhookDelivery": 'id: "<webhook_delivery>"'},
)
