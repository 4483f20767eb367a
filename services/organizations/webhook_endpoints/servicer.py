"""WebhookEndpointService: the addresses to which changes are sent."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import webhook_endpoint_pb2 as pb
from sqlalchemy import any_, func, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.apps.models import App
from services.organizations.changes.reading import OLDEST_OPEN
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.rights import lock_owned
from services.organizations.webhook_deliveries.queries import PREPARE
from services.organizations.webhook_endpoints.checking import broken_url, refuse_unreadable
from services.organizations.webhook_endpoints.models import (
    NOT_DELETED,
    WebhookEndpoint,
)
from services.organizations.webhook_endpoints.secrets import WebhookSecrets, shown

MOST_ENDPOINTS = 5  # of an app, deleted ones apart
_LAST = 2**63 - 1

WEBHOOK_ENDPOINTS = Resources[pb.WebhookEndpoint](WebhookEndpoint, "view_webhook_endpoint")
OLDEST_FIRST = WEBHOOK_ENDPOINTS.listing(
    col(WebhookEndpoint.id),  # IDs increase with time
    where=[
        col(WebhookEndpoint.app_id) == given("app_id"),
        col(WebhookEndpoint.state) == any_(given("states", TEXTS)),
    ],
)
_COUNT = Query(
    select(func.count()).where(
        col(WebhookEndpoint.app_id) == given("app_id"), col(WebhookEndpoint.state).in_(NOT_DELETED)
    )
)


class WebhookEndpointServicer:
    """Manages the endpoints of apps. A change locks the organization first, then the endpoint.

    Args:
        secrets: Derives their secrets.
        private: Whether the platform also sends to networks of its own.
    """

    service = pb.DESCRIPTOR.services_by_name["WebhookEndpointService"]

    def __init__(self, secrets: WebhookSecrets, *, private: bool) -> None:
        self._secrets = secrets
        self._private = private

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "WebhookEndpointServicer":
        """Returns the servicer that the configuration describes."""
        return cls(WebhookSecrets.from_settings(settings), private=bool(settings.webhook_networks))

    async def CreateWebhookEndpoint(
        self, request: pb.CreateWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpointSecret:
        """Adds an endpoint, which is sent what changes from now on."""
        app = await lock_owned(App, request.app_id, "own_organization", work)
        app.refuse_if_deleted()
        await self._refuse_another(app.id, work)
        refuse_violations(list(broken_url(request.url, "url", private=self._private)))
        wanted = pb.WebhookEndpoint(
            app_id=request.app_id,
            url=request.url,
            description=request.description,
            kinds=request.kinds,
        )
        endpoint = create(
            WebhookEndpoint,
            wanted,
            "webhook_endpoint",
            organization_id=app.organization_id,
            secret_name=self._secrets.name_after(""),
        )
        refuse_unreadable(endpoint.kinds, app)
        oldest = await work.session.scalar(select(OLDEST_OPEN))
        endpoint.read_transaction, endpoint.read_sequence = int(oldest or 0) - 1, _LAST
        await work.add(endpoint)
        await work.announce(endpoint, "created")
        return pb.WebhookEndpointSecret(webhook_endpoint=to_proto(endpoint, pb.WebhookEndpoint))

    async def rules_CreateWebhookEndpoint(
        self, request: pb.CreateWebhookEndpointRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the address."""
        del work
        return broken_url(request.url, "url", private=self._private)

    def complete_CreateWebhookEndpoint(self, answer: pb.WebhookEndpointSecret) -> None:
        """Adds the secret, which no stored answer has."""
        self._add_secret(answer)

    async def GetWebhookEndpoint(
        self, request: pb.GetWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpoint:
        """Gets an endpoint."""
        return await WEBHOOK_ENDPOINTS.get(request.webhook_endpoint_id, work)

    async def BatchGetWebhookEndpoints(
        self, request: pb.BatchGetWebhookEndpointsRequest, work: Work
    ) -> pb.BatchGetWebhookEndpointsResponse:
        """Gets several endpoints."""
        found = await WEBHOOK_ENDPOINTS.get_all(request.ids, work)
        return pb.BatchGetWebhookEndpointsResponse(webhook_endpoints=found)

    async def ListWebhookEndpoints(
        self, request: pb.ListWebhookEndpointsRequest, work: Work
    ) -> pb.ListWebhookEndpointsResponse:
        """Lists the endpoints of an app, oldest first."""
        page = await OLDEST_FIRST.page(request, work, states=[str(each) for each in NOT_DELETED])
        return page.answer(pb.ListWebhookEndpointsResponse)

    async def UpdateWebhookEndpoint(
        self, request: pb.UpdateWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpoint:
        """Updates the masked fields of an endpoint."""
        endpoint = await _lock(request.webhook_endpoint_id, work)
        endpoint.refuse_if_deleted()

        def rules(merged: Any) -> Iterator[Violation]:
            return broken_url(merged.url, "webhook_endpoint.url", private=self._private)

        update(
            endpoint,
            request.webhook_endpoint,
            request.update_mask,
            "webhook_endpoint",
            rules=rules,
        )
        refuse_unreadable(endpoint.kinds, await work.get(App, endpoint.app_id))
        await work.announce(endpoint, "updated")
        return to_proto(endpoint, pb.WebhookEndpoint)

    async def RotateWebhookSecret(
        self, request: pb.RotateWebhookSecretRequest, work: Work
    ) -> pb.WebhookEndpointSecret:
        """Gives an endpoint another secret."""
        endpoint = await _lock(request.webhook_endpoint_id, work)
        endpoint.refuse_if_deleted()
        self._refuse_without_key()
        endpoint.rotate(self._secrets.name_after(endpoint.secret_name), at=work.now)
        await work.announce(endpoint, "rotated")
        return pb.WebhookEndpointSecret(webhook_endpoint=to_proto(endpoint, pb.WebhookEndpoint))

    def complete_RotateWebhookSecret(self, answer: pb.WebhookEndpointSecret) -> None:
        """Adds the secret, which no stored answer has."""
        self._add_secret(answer)

    async def PauseWebhookEndpoint(
        self, request: pb.PauseWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpoint:
        """Stops sending to an endpoint."""
        endpoint = await _lock(request.webhook_endpoint_id, work)
        endpoint.pause()
        await work.announce(endpoint, "paused")
        return to_proto(endpoint, pb.WebhookEndpoint)

    async def ResumeWebhookEndpoint(
        self, request: pb.ResumeWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpoint:
        """Sends to an endpoint again."""
        endpoint = await _lock(request.webhook_endpoint_id, work)
        endpoint.resume()
        await work.announce(endpoint, "resumed")
        work.trigger(PREPARE)
        return to_proto(endpoint, pb.WebhookEndpoint)

    async def DeleteWebhookEndpoint(
        self, request: pb.DeleteWebhookEndpointRequest, work: Work
    ) -> pb.WebhookEndpoint:
        """Deletes an endpoint for good."""
        endpoint = await _lock(request.webhook_endpoint_id, work)
        endpoint.delete()
        await work.announce(endpoint, "deleted")
        return to_proto(endpoint, pb.WebhookEndpoint)

    def _add_secret(self, answer: pb.WebhookEndpointSecret) -> None:
        endpoint = answer.webhook_endpoint
        secret = self._secrets.secret(UUID(endpoint.id), endpoint.secret_name)
        if secret is None:
            raise _no_webhooks()
        answer.secret = shown(secret)

    async def _refuse_another(self, app_id: UUID, work: Work) -> None:
        self._refuse_without_key()
        ((count,),) = await work.fetch(_COUNT, app_id=app_id)
        if count >= MOST_ENDPOINTS:
            raise Refused(
                "This app has {max} endpoints, and more are not possible. Delete one first.",
                reason="TOO_MANY_WEBHOOKS",
                params={"max": MOST_ENDPOINTS},
            )

    def _refuse_without_key(self) -> None:
        if not self._secrets.are_given:
            raise _no_webhooks()


def _no_webhooks() -> Refused:
    return Refused(
        "This platform sends no webhooks. Ask its operator to set BANYAN_WEBHOOK_KEY.",
        reason="NO_WEBHOOKS",
    )


async def _lock(endpoint_id: str, work: Work) -> WebhookEndpoint:
    """Returns an endpoint, locked after its organization, that the caller may change."""
    return await lock_owned(WebhookEndpoint, endpoint_id, "own_organization", work)
