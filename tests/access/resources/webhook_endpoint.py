"""Webhook endpoints in the community of the access tables: one of the group's app, and the requests about it."""

from banyan.organizations.v1 import change_feed_pb2
from banyan.organizations.v1 import webhook_endpoint_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_webhook_endpoint(world: World) -> pb.CreateWebhookEndpointRequest:
    """Returns the request that adds an endpoint to the app."""
    return pb.CreateWebhookEndpointRequest(
        app_id=world.ids["app"],
        url="https://roster.example.org/changes",
        description="花名册同步",
        kinds=[change_feed_pb2.CHANGE_KIND_MEMBERSHIP],
    )


async def add_webhook_endpoint(world: World) -> str:
    """Creates an endpoint of the app if there is none, and returns its ID."""
    if known := world.ids.get("webhook_endpoint"):
        return known
    return (
        await world.call("owner", new_webhook_endpoint(world), pb.WebhookEndpointSecret)
    ).webhook_endpoint.id


RENAMED = pb.UpdateWebhookEndpointRequest(
    webhook_endpoint=pb.WebhookEndpoint(description="新用途"),
    update_mask=FieldMask(paths=["description"]),
)
RESOURCE = Resource(
    "WebhookEndpoint",
    "WebhookEndpoints",
    add_webhook_endpoint,
    requests={
        "CreateWebhookEndpoint": lambda request, world: request.MergeFrom(
            new_webhook_endpoint(world)
        ),
        "UpdateWebhookEndpoint": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={
        "webhookEndpoint": 'id: "<webhook_endpoint>"',
        "Subscription.webhookEndpointChanges": 'webhookEndpointId: "<webhook_endpoint>"',
    },
)
