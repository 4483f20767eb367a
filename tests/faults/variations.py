"""Services with something about them changed, by name; see `tests.faults.nursery`.

A test that cannot fail proves nothing, so most of these take a guard away: with each, a test of this
folder shows the loss or the double that the guard prevents. `held` is a fault of its own. They change the classes of the kit in the
process that they are applied in, which runs that one service and nothing else.
"""

import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from nats.aio.msg import Msg
from sqlalchemy import select, text

from services.kit.bus import subscription
from services.kit.bus.consumers import Consumer, Handling
from services.kit.bus.relay import BATCH, Relay, Waiting
from services.kit.bus.subscription import Subscription
from services.kit.contract.rpc import Method
from services.kit.service.running import Service
from services.kit.work import tables, work
from services.kit.work.claim import Claim
from services.kit.work.notices import DEDUPLICATION_HEADER, Notice, notice_headers
from services.kit.work.transaction import Transaction
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.unhurried import be_unhurried
from tests.waiting import eventually

GATE = "BANYAN_LET_THROUGH"
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
    subscription.MAX_ACK_PENDING = FEW
    return service


def deleting_before_publishing(service: Service[Any]) -> Service[Any]:
    """Takes from the outbox first, and publishes once that is committed."""

    async def publish_batch(self: Relay) -> int:
        async with self._engine.begin() as connection:
            found = await connection.execute(
                tables.outbox.delete()
                .where(tables.outbox.c.sequence.in_(select(tables.outbox.c.sequence).limit(BATCH)))
                .returning(tables.outbox)
            )
            rows: Sequence[Any] = sorted(found.all(), key=lambda row: int(row.sequence))
        await self._publish([Waiting(*each) for each in rows])
        return len(rows)

    Relay.publish_batch = publish_batch  # type: ignore[method-assign]
    return service


def ignoring_failures_to_publish(service: Service[Any]) -> Service[Any]:
    """Deletes from the outbox whether or not the bus has acknowledged."""
    publish = Relay._publish

    async def publish_perhaps(self: Relay, rows: Sequence[Waiting]) -> None:
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

    async def claim(
        self: Handling, transaction: Transaction, notices: Sequence[Notice]
    ) -> set[str]:
        del self, transaction
        return {notice.id for notice in notices}

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
    subscription.BATCH = 1
    return service


def forgetting_requests(service: Service[Any]) -> Service[Any]:
    """Lets every request run, whether or not its id has been claimed."""

    async def take(self: Claim, transaction: Transaction) -> None:
        del self, transaction

    Claim.take = take  # type: ignore[method-assign]
    return service


def held(service: Service[Any]) -> Service[Any]:
    """Holds every request of a method until the directory of `GATE` has a file of its name."""
    for name in ("read", "write"):
        setattr(Units, name, _holding(getattr(Units, name), Path(os.environ[GATE])))
    return service


def _holding(
    handle: Callable[..., Awaitable[Message]], gate: Path
) -> Callable[..., Awaitable[Message]]:
    async def handle_later(units: Units, method: Method, *arguments: Any) -> Message:
        await eventually((gate / method.name).exists, timeout=3600)
        return await handle(units, method, *arguments)

    return handle_later


def unhurried(service: Any) -> Any:
    """Waits longer for others: what is refused was refused by them, and not because the machine is busy."""
    be_unhurried(sys.modules)
    return service
