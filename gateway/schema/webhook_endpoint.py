"""Webhook endpoints: the addresses to which changes are sent."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import webhook_delivery_pb2, webhook_endpoint_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import live


@shows(webhook_endpoint_pb2.WebhookEndpoint)
class WebhookEndpoint(Node):
    """An address to which the changes in an organization are sent."""

    url: auto
    description: auto
    kinds: auto
    state: auto
    failing_since: auto
    secret_name: auto
    former_secret_expire_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    app = reference("app_id")
    organization = reference("organization_id")
    deliveries = connection(
        webhook_delivery_pb2.ListWebhookDeliveriesRequest,
        webhook_endpoint_id="id",
        description="What was sent to the endpoint in the last 30 days, newest first.",
    )


@shows(webhook_endpoint_pb2.WebhookEndpointSecret)
class WebhookEndpointSecret:
    """An endpoint with its secret, which is shown only now: put it where the receiver reads it."""

    webhook_endpoint: WebhookEndpoint
    secret: auto


@strawberry.type
class Queries:
    """Queries for webhook endpoints."""

    webhook_endpoint = get(webhook_endpoint_pb2.GetWebhookEndpointRequest)


@strawberry.type
class Mutations:
    """Mutations of webhook endpoints."""

    create_webhook_endpoint = mutation(webhook_endpoint_pb2.CreateWebhookEndpointRequest)
    update_webhook_endpoint = mutation(webhook_endpoint_pb2.UpdateWebhookEndpointRequest)
    rotate_webhook_secret = mutation(webhook_endpoint_pb2.RotateWebhookSecretRequest)
    pause_webhook_endpoint = mutation(webhook_endpoint_pb2.PauseWebhookEndpointRequest)
    resume_webhook_endpoint = mutation(webhook_endpoint_pb2.ResumeWebhookEndpointRequest)
    delete_webhook_endpoint = mutation(webhook_endpoint_pb2.DeleteWebhookEndpointRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to webhook endpoints."""

    webhook_endpoint_changes = live(
        webhook_endpoint_pb2.GetWebhookEndpointRequest,
        description="Sends an endpoint first as it is now, and again after each change, so that its owners hear when it "
        "is disabled.",
        uniform=True,
    )
