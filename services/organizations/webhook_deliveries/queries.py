"""Statements for deliveries: which messages are made, and which one is sent next."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid

from services.kit.work.transaction import Written

PREPARE, SEND = "prepare_webhooks", "send_webhooks"
# How many messages of an endpoint wait at most. Further changes stay in the feed until then.
MOST_WAITING = 1000
# How many requests run to one endpoint at once, by all processes together.
MOST_AT_ONCE = 4

_TIME = DateTime(timezone=True)
# An endpoint with changes that it was not sent, which nobody else prepares now.
TO_PREPARE = Written(
    """
    SELECT endpoint.id, endpoint.organization_id, endpoint.kinds, endpoint.read_transaction,
        endpoint.read_sequence, endpoint.app_id
    FROM webhook_endpoint AS endpoint JOIN app ON app.id = endpoint.app_id
    WHERE endpoint.state = 'ACTIVE' AND app.state = 'ACTIVE'
        AND EXISTS (
            SELECT FROM change
            WHERE change.organization_id = endpoint.organization_id
                AND (change.transaction, change.sequence)
                    > (endpoint.read_transaction, endpoint.read_sequence)
                AND change.transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        )
        AND (
            SELECT count(*) FROM (
                SELECT FROM webhook_delivery AS waiting
                WHERE waiting.webhook_endpoint_id = endpoint.id AND waiting.state = 'PENDING'
                LIMIT :most
            ) AS few
        ) < :most
    LIMIT 1 FOR UPDATE OF endpoint SKIP LOCKED
    """,
    most=Integer(),
)
# A message that is due. Those about one resource go in their order, so a later one waits for an earlier one.
CLAIM = Written(
    """
    WITH busy AS MATERIALIZED (
        SELECT webhook_endpoint_id FROM webhook_delivery
        WHERE claim_time >= :now GROUP BY webhook_endpoint_id HAVING count(*) >= :at_once
    ), due AS MATERIALIZED (
        SELECT delivery.id
        FROM webhook_delivery AS delivery
            JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.webhook_endpoint_id
            JOIN app ON app.id = endpoint.app_id
        WHERE delivery.state = 'PENDING' AND delivery.next_attempt_time <= :now
            AND (delivery.claim_time IS NULL OR delivery.claim_time < :now)
            AND endpoint.state = 'ACTIVE' AND app.state = 'ACTIVE'
            AND NOT EXISTS (
                SELECT FROM webhook_delivery AS earlier
                WHERE earlier.webhook_endpoint_id = delivery.webhook_endpoint_id
                    AND earlier.resource_id = delivery.resource_id
                    AND earlier.state = 'PENDING' AND earlier.number < delivery.number
            )
            AND delivery.webhook_endpoint_id NOT IN (SELECT webhook_endpoint_id FROM busy)
        ORDER BY delivery.next_attempt_time
        LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED
    )
    UPDATE webhook_delivery AS delivery SET claim_time = :until
    FROM due, webhook_endpoint AS endpoint
    WHERE delivery.id = due.id AND endpoint.id = delivery.webhook_endpoint_id
    RETURNING delivery.id, delivery.claim_time, delivery.tries, delivery.body, endpoint.id, endpoint.url,
        endpoint.secret_name, endpoint.former_secret_name, endpoint.former_secret_expire_time
    """,
    now=_TIME,
    until=_TIME,
    at_once=Integer(),
)
# What came of an attempt, unless another process has the message by now.
SETTLE = Written(
    """
    UPDATE webhook_delivery SET state = :state, tries = :tries, next_attempt_time = :next_time,
        claim_time = NULL, version = version + 1, update_time = greatest(:now, update_time),
        attempts = (
            CASE WHEN jsonb_array_length(attempts) >= 10 THEN attempts - 0 ELSE attempts END
        ) || CAST(:attempt AS jsonb)
    WHERE id = :id AND claim_time = :claimed AND state = 'PENDING'
    RETURNING webhook_endpoint_id
    """,
    next_time=_TIME,
    now=_TIME,
    claimed=_TIME,
    id=Uuid(),
)
# Whether an endpoint works. Nothing is written while that stays as it is.
SUCCEEDED = Written(
    "UPDATE webhook_endpoint SET failing_since = NULL WHERE id = :id AND failing_since IS NOT NULL",
    id=Uuid(),
)
FAILED = Written(
    """
    UPDATE webhook_endpoint SET failing_since = :now
    WHERE id = :id AND failing_since IS NULL AND state = 'ACTIVE'
    """,
    now=_TIME,
    id=Uuid(),
)


class Claimed(NamedTuple):
    """A message that this process sends."""

    id: UUID
    claim_time: Any
    tries: int
    body: str
    endpoint_id: UUID
    url: str
    secret_name: str
    former_secret_name: str | None
    former_secret_expire_time: Any
