"""Messages to webhooks that wait to be sent."""

from sqlalchemy import case, func, select
from sqlmodel import col

from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.query import Query
from services.organizations.apps.models import App, AppState
from services.organizations.webhook_deliveries.models import WebhookDelivery, WebhookDeliveryState
from services.organizations.webhook_endpoints.models import WebhookEndpoint, WebhookEndpointState

WAITING, FAILING = "waiting", "failing"
# What an endpoint that fails does not take is no fault of ours. Nothing is sent to those that are disabled. A question
# for each message: a join would read all endpoints.
_STATE = (
    select(case((col(WebhookEndpoint.failing_since).is_(None), WAITING), else_=FAILING))
    .join(App, col(App.id) == col(WebhookEndpoint.app_id))
    .where(
        col(WebhookEndpoint.id) == col(WebhookDelivery.webhook_endpoint_id),
        col(WebhookEndpoint.state) == WebhookEndpointState.ACTIVE,
        col(App.state) == AppState.ACTIVE,
    )
    .correlate(WebhookDelivery)
    .scalar_subquery()
)
_PENDING = (
    select(_STATE.label("state"), col(WebhookDelivery.next_attempt_time).label("since"))
    .where(col(WebhookDelivery.state) == WebhookDeliveryState.PENDING, _STATE.is_not(None))
    .order_by(col(WebhookDelivery.next_attempt_time))
    .limit(MOST_COUNTED)
    .subquery()
)
BACKLOGS = (
    Backlog(
        "webhooks",
        (WAITING, FAILING),
        Query(
            select(_PENDING.c.state, func.count(), func.min(_PENDING.c.since)).group_by(
                _PENDING.c.state
            )
        ),
    ),
)
