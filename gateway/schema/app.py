"""Apps: programs that act for an organization with a key of their own."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import app_key_pb2, app_pb2, webhook_endpoint_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import answer, get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(app_key_pb2.AppUsageDay)
class AppUsageDay:
    """How much a key was used on a day."""

    date: auto
    operation_count: auto

    app_key = reference("app_key_id")


@shows(app_key_pb2.AppUsage)
class AppUsage:
    """How much an app was used in the last 90 days."""

    operation_count: auto
    days: auto


@shows(app_pb2.App)
class App(Node):
    """A program that acts for an organization with a key of its own."""

    name: auto
    description: auto
    homepage: auto
    contact_email: auto
    role: auto
    scopes: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    keys = connection(
        app_key_pb2.ListAppKeysRequest,
        app_id="id",
        description="The keys of the app, newest first, for owners of the organization.",
    )
    usage = answer(
        app_key_pb2.SummarizeAppUsageRequest,
        description="How much the app was used, by day and key, for owners of the organization. Read it for one app at a"
        " time. What was done in the last seconds may be missing.",
        app_id="id",
    )
    webhook_endpoints = connection(
        webhook_endpoint_pb2.ListWebhookEndpointsRequest,
        app_id="id",
        description="Where changes are sent to for the app, oldest first, for owners of the organization.",
    )


@shows(app_key_pb2.AppKey)
class AppKey(Node):
    """A key of an app, without its secret."""

    hint: auto
    state: auto
    expire_time: datetime
    last_use_date: auto
    is_expiring: auto
    revoke_time: auto
    create_time: datetime
    update_time: datetime

    app = reference("app_id")
    organization = reference("organization_id")


@shows(app_key_pb2.AppKeySecret)
class AppKeySecret:
    """A new key with its secret, which is shown only once: put it where the app reads it now."""

    app_key: AppKey
    secret: auto


@strawberry.type
class Queries:
    """Queries for apps."""

    app = get(app_pb2.GetAppRequest)


@strawberry.type
class Mutations:
    """Mutations of apps."""

    create_app = mutation(app_pb2.CreateAppRequest)
    update_app = mutation(app_pb2.UpdateAppRequest)
    suspend_app = mutation(app_pb2.SuspendAppRequest)
    resume_app = mutation(app_pb2.ResumeAppRequest)
    delete_app = mutation(app_pb2.DeleteAppRequest)
    create_app_key = mutation(app_key_pb2.CreateAppKeyRequest)
    revoke_app_key = mutation(app_key_pb2.RevokeAppKeyRequest)
