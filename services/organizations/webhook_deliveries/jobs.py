"""What is done about webhooks by the clock: messages are made, sent, and forgotten.

make     one endpoint at a time: what the feed has after its place becomes messages, and the place moves on
send     a message is claimed for a minute, sent without a transaction, and what came of it is stored

Both work on any number of processes. A process that dies between sending and storing leaves a message that is sent
again: at least once, and always with the same ID.
"""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import insert, update
from sqlmodel import col

from services.kit.calls.guard import Guard
from services.kit.process.ids import uuid7
from services.kit.work.jobs import BatchedJob, ClaimedJob, Job
from services.kit.work.pruning import pruning
from services.kit.work.work import Work
from services.organizations.apps.models import App
from services.organizations.changes.models import ChangeKind
from services.organizations.changes.reading import READ
from services.organizations.config import OrganizationsSettings
from services.organizations.webhook_deliveries.messages import change_body, type_of
from services.organizations.webhook_deliveries.models import (
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.organizations.webhook_deliveries.queries import (
    CLAIM,
    FAILED,
    MOST_AT_ONCE,
    MOST_WAITING,
    PREPARE,
    SEND,
    SETTLE,
    SUCCEEDED,
    TO_PREPARE,
    Claimed,
)
from services.organizations.webhook_deliveries.sending import GONE, Outcome, Sender
from services.organizations.webhook_endpoints.checking import allowed
from services.organizations.webhook_endpoints.models import (
    WebhookEndpoint,
    WebhookEndpointState,
)
from services.organizations.webhook_endpoints.secrets import WebhookSecrets, signature

SECONDS = 1.0
CLAIMED_FOR = timedelta(seconds=60)
AT_ONCE = 200  # changes that become messages in one transaction
KEPT = timedelta(days=30)
# How long a failed message waits, after the first failure, the second and so on.
DELAYS = tuple(
    timedelta(seconds=each)
    for each in (5, 5 * 60, 30 * 60, *(3600 * hours for hours in (2, 5, 10, 14, 20, 24)))
)
# Each delay is up to so much longer, so that not all come at once to a receiver that is back.
JITTER = 0.2
# An endpoint that fails for so long is disabled.
PATIENCE = timedelta(days=5)
_ATTEMPTS = Counter(
    "banyan_webhook_attempts",
    "Messages sent to webhooks, by outcome: DELIVERED, or why not, as WebhookError calls it.",
    ["outcome"],
)
_DELIVERIES = cast("Any", WebhookDelivery).__table__
FORGET = pruning("forget_webhooks", _DELIVERIES, col(WebhookDelivery.create_time), KEPT)


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs that make, send and forget messages; only the last where none are sent."""
    secrets = WebhookSecrets.from_settings(settings)
    if not (secrets.are_given and settings.webhook_senders):
        return (FORGET,)
    sender = Sender(Guard(settings.webhook_networks), settings.webhook_senders)
    sending = ClaimedJob(
        SEND,
        SECONDS,
        at_once=settings.webhook_senders,
        claim=claim,
        act=partial(send, sender, secrets),
        settle=settle,
    )
    return (BatchedJob(PREPARE, SECONDS, prepare), sending, FORGET)


async def prepare(work: Work) -> bool:
    """Makes the messages about some changes for one endpoint. Returns whether there was one."""
    found = await work.transaction.fetch(TO_PREPARE.sql, TO_PREPARE.values(most=MOST_WAITING))
    if not found:
        return False
    ((endpoint_id, organization_id, kinds, transaction, sequence, app_id),) = found
    rows = await work.fetch(
        READ,
        organization_id=organization_id,
        transaction=transaction,
        sequence=sequence,
        kinds=list(ChangeKind),
        number=AT_ONCE,
    )
    app = await work.get(App, app_id)
    told = {kind for kind in kinds if allowed(ChangeKind(kind), app)}
    values = [
        _message(endpoint_id, organization_id, tuple(row), work.now)
        for row in rows
        if row[2] in told
    ]
    if values:
        await work.session.execute(insert(_DELIVERIES).values(values))
        work.trigger(SEND)
    if rows:
        await work.session.execute(
            update(WebhookEndpoint)
            .where(col(WebhookEndpoint.id) == endpoint_id)
            .values(read_transaction=rows[-1][0], read_sequence=rows[-1][1])
            .execution_options(synchronize_session=False)
        )
    return bool(rows)


def _message(
    endpoint_id: UUID, organization_id: UUID, change: tuple[Any, ...], now: datetime
) -> dict[str, Any]:
    transaction, sequence, kind, resource_id, time, origin_id, removed, *_ = change
    return {
        "id": uuid7(),
        "version": 1,
        "create_time": now,
        "update_time": now,
        "webhook_endpoint_id": endpoint_id,
        "organization_id": organization_id,
        "resource_id": resource_id,
        "type": type_of(ChangeKind(kind), removed=removed),
        "body": change_body(
            ChangeKind(kind),
            resource_id,
            time,
            organization_id=organization_id,
            origin_id=origin_id,
            removed=removed,
            place=(transaction, sequence),
        ),
        "state": WebhookDeliveryState.PENDING,
        "attempts": [],
        "tries": 0,
        "next_attempt_time": now,
    }


async def claim(work: Work) -> Claimed | None:
    """Takes a message that is due."""
    rows = await work.transaction.fetch(
        CLAIM.sql, CLAIM.values(now=work.now, until=work.now + CLAIMED_FOR, at_once=MOST_AT_ONCE)
    )
    return Claimed(*rows[0]) if rows else None


async def send(sender: Sender, secrets: WebhookSecrets, message: Claimed) -> Outcome:
    """Sends a message, signed with each secret that counts."""
    began = message.claim_time - CLAIMED_FOR
    names = [message.secret_name]
    if message.former_secret_name and message.former_secret_expire_time > began:
        names.append(message.former_secret_name)
    message_id, seconds = f"msg_{message.id}", int(began.timestamp())
    known = [secrets.secret(message.endpoint_id, name) for name in names]
    signatures = [
        signature(secret, message_id, seconds, message.body) for secret in known if secret
    ]
    outcome = Outcome(0, error="SECRET_LOST")
    if signatures:
        outcome = await sender.send(
            message.url, _headers(message_id, seconds, signatures), message.body
        )
    _ATTEMPTS.labels(outcome.error or "DELIVERED").inc()
    return outcome


def _headers(message_id: str, seconds: int, signatures: Sequence[str]) -> dict[str, str]:
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signatures),
    }


async def settle(message: Claimed, outcome: Outcome, work: Work) -> None:
    """Stores what came of an attempt, and when the next one is."""
    tries = message.tries + bool(outcome.error)
    state, then = WebhookDeliveryState.DELIVERED, None
    if outcome.error:
        state, then = _after_failure(tries, work.now)
    stored = await work.transaction.fetch(
        SETTLE.sql,
        SETTLE.values(
            id=message.id,
            claimed=message.claim_time,
            state=str(state),
            tries=tries,
            next_time=then,
            now=work.now,
            attempt=json.dumps([_attempt(message, outcome)]),
        ),
    )
    if not stored:
        return  # it took too long, and another process has it
    change = FAILED if outcome.error else SUCCEEDED
    values = {"id": message.endpoint_id, "now": work.now}
    await work.transaction.fetch(change.sql, change.values(**values))
    if outcome.error:
        await _disable_if_hopeless(message.endpoint_id, outcome, work)
    else:
        work.trigger(SEND)  # for what waited behind it


def _after_failure(tries: int, now: datetime) -> tuple[WebhookDeliveryState, datetime | None]:
    """Returns the state after so many failures, and the time of the next attempt."""
    if tries > len(DELAYS):
        return WebhookDeliveryState.FAILED, None
    longer = 1 + random.uniform(0, JITTER)  # noqa: S311 # no secret
    return WebhookDeliveryState.PENDING, now + DELAYS[tries - 1] * longer


def _attempt(message: Claimed, outcome: Outcome) -> dict[str, Any]:
    attempt: dict[str, Any] = {
        "attempt_time": (message.claim_time - CLAIMED_FOR).isoformat().replace("+00:00", "Z"),
        "milliseconds": outcome.milliseconds,
        "response_body": outcome.body,
    }
    if outcome.status is not None:
        attempt["response_status"] = outcome.status
    if outcome.error:
        attempt["error"] = f"WEBHOOK_ERROR_{outcome.error}"
    return attempt


async def _disable_if_hopeless(endpoint_id: UUID, outcome: Outcome, work: Work) -> None:
    """Disables an endpoint that has failed for days, or says that it is gone, and tells its owners."""
    endpoint = await work.lock(WebhookEndpoint, endpoint_id)
    since = endpoint.failing_since or work.now
    is_hopeless = outcome.status == GONE or work.now - since >= PATIENCE
    if is_hopeless and endpoint.state == WebhookEndpointState.ACTIVE:
        endpoint.state = WebhookEndpointState.DISABLED
        await work.announce(endpoint, "disabled")
