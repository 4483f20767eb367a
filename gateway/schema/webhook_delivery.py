"""Webhook deliveries: what was sent to endpoints, and what came of it."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import webhook_delivery_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(webhook_delivery_pb2.WebhookAttempt)
class WebhookAttempt:
    """An attempt to deliver a message."""

    attempt_time: datetime
    milliseconds: auto
    response_status: auto
    response_body: auto
    error: auto


@shows(webhook_delivery_pb2.WebhookDelivery)
class WebhookDelivery(Node):
    """A message to an endpoint, with the last attempts to deliver it."""

    type: auto
    body: auto
    state: auto
    attempts: auto
    next_attempt_time: auto
    create_time: datetime
    update_time: datetime

    webhook_endpoint = reference("webhook_endpoint_id")
    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for webhook deliveries."""

    webhook_delivery = get(webhook_delivery_pb2.GetWebhookDeliveryRequest)


@strawberry.type
class Mutations:
    """Mutations of webhook deliveries."""

    replay_webhook_delivery = mutation(webhook_delivery_pb2.ReplayWebhookDeliveryRequest)
    test_webhook_endpoint = mutation(webhook_delivery_pb2.TestWebhookEndpointRequest)
