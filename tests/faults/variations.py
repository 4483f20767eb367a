"""Services with something about them changed, by name; see `tests.faults.nursery`.

A test that cannot fail proves nothing, so most of these take a guard away: with each, a test of this
folder shows the loss or the double that the guard prevents. `slow` is a fault of its own. They change the classes of the kit in the
process that they are applied in, which runs that one service and nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from google.protobuf.message import Message
from nats.aio.msg import Msg
from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import consumers, tables, work
from services.kit.consumers import Consumer, Handling, Subscription
from services.kit.notices import DEDUPLICATION_HEADER, Notice, notice_headers
from services.kit.relay import BATCH, Relay
from services.kit.service import Service
from services.kit.unit import Claim, Units
from services.kit.work import Work

SLOWNESS = 2.0  # seconds
POISON = "poison"
FEW = 32
EFFECTS = "CREATE TABLE effect (consumer text NOT NULL, resource_id uuid NOT NULL)"


def counting_effects(service: Service[Any]) -> Service[Any]:
    """Lets every consumer also leave a row for each time that it has an effect.

    What the consumers do by themselves is idempotent, so a doubled effect would not show. The table
    is made by the test, with `EFFECTS`.
    """
    return replace(service, consumers=[_counting(each) for each in service.consumers])


def _counting(consumer: Consumer) -> Consumer:
    async def handle(message: Message, work: Work) -> None:
        await consumer.handler(message, work)
        await work.session.execute(
            text("INSERT INTO effect VALUES (:consumer, :resource_id)"),
            {"consumer": consumer.name, "resource_id": str(getattr(message, "id"))},  # noqa: B009
        )

    return replace(consumer, handler=handle)


def choking_on_poison(service: Service[Any]) -> Service[Any]:
    """Lets every consumer fail at whoever is called `POISON`, as a handler with a fault would."""
    return replace(service, consumers=[_choking(each) for each in service.consumers])


def _choking(consumer: Consumer) -> Consumer:
    async def handle(message: Message, work: Work) -> None:
        if getattr(message, "display_name", "") == POISON:
            raise ValueError(POISON)
        await consumer.handler(message, work)

    return replace(consumer, handler=handle)


def taking_few_at_once(service: Service[Any]) -> Service[Any]:
    """Lets no more than `FEW` notices of a consumer wait for their next attempt, so that few hold it up."""
    consumers.MAX_ACK_PENDING = FEW
    return service


def deleting_before_publishing(service: Service[Any]) -> Service[Any]:
    """Takes from the outbox first, and publishes once that is committed."""

    async def publish_batch(self: Relay) -> bool:
        async with self._engine.begin() as connection:
            found = await connection.execute(
                tables.outbox.delete()
                .where(tables.outbox.c.sequence.in_(select(tables.outbox.c.sequence).limit(BATCH)))
                .returning(tables.outbox)
            )
            rows: Sequence[Row[Any]] = sorted(found.all(), key=lambda row: int(row.sequence))
        await self._publish(rows)
        return bool(rows)

    Relay.publish_batch = publish_batch  # type: ignore[method-assign]
    return service


def ignoring_failures_to_publish(service: Service[Any]) -> Service[Any]:
    """Deletes from the outbox whether or not the bus has acknowledged."""
    publish = Relay._publish

    async def publish_perhaps(self: Relay, rows: Sequence[Row[Any]]) -> None:
        with suppress(Exception):
            await publish(self, rows)

    Relay._publish = publish_perhaps  # type: ignore[method-assign]
    return service


def publishing_without_ids(service: Service[Any]) -> Service[Any]:
    """Leaves out the header by which the bus drops a notice that it has already."""

    def headers(*arguments: Any) -> dict[str, str]:
        complete = notice_headers(*arguments)
        return {key: value for key, value in complete.items() if key != DEDUPLICATION_HEADER}

    work.notice_headers = headers  # type: ignore[attr-defined, assignment]
    return service


def forgetting_what_was_seen(service: Service[Any]) -> Service[Any]:
    """Lets consumers act on every delivery, whether or not its version was seen."""

    async def claim(self: Handling, session: AsyncSession, notice: Notice) -> bool:
        del self, session, notice
        return True

    Handling._claim = claim  # type: ignore[method-assign]
    return service


def acknowledging_first(service: Service[Any]) -> Service[Any]:
    """Lets consumers acknowledge a notice before its effect is committed."""
    settle = Subscription._settle

    async def acknowledge_and_settle(self: Subscription, notice: Notice, message: Msg) -> None:
        await message.ack_sync()
        message._ackd = False
        await settle(self, notice, message)

    Subscription._settle = acknowledge_and_settle  # type: ignore[method-assign]
    return service


def forgetting_requests(service: Service[Any]) -> Service[Any]:
    """Lets every request run, whether or not its id has been claimed."""

    async def take(self: Claim) -> None:
        del self

    Claim.take = take  # type: ignore[method-assign]
    return service


def slow(service: Service[Any]) -> Service[Any]:
    """Lets every request take two seconds more."""
    for name in ("read", "write"):
        setattr(Units, name, _slowly(getattr(Units, name)))
    return service


def _slowly(handle: Callable[..., Awaitable[Message]]) -> Callable[..., Awaitable[Message]]:
    async def handle_slowly(*arguments: Any) -> Message:
        await asyncio.sleep(SLOWNESS)
        return await handle(*arguments)

    return handle_slowly
