"""Metrics of notices and of work: outboxes, consumers, jobs, the pool."""

import asyncio
import math
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
from nats.js import JetStreamContext
from sqlalchemy import func, literal, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from deploy.local.nats import Nats
from services.kit.bus.consumers import Consumer
from services.kit.bus.subscription import RESULTS
from services.kit.process.ids import uuid7
from services.kit.work.backlogs import Backlog
from services.kit.work.jobs import Job, PeriodicJob, PerItemJob
from services.kit.work.query import Query
from services.kit.work.work import Work
from services.kit.work.works import retried
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.kit.process.measuring import LISTEN, create_note, seen
from tests.waiting import TIMEOUT, eventually


class TestNotices:
    async def test_published_and_handled_notices_are_counted(
        self, notes: NoteSite, jetstream: JetStreamContext
    ) -> None:
        async def handle(note: Any, work: Work) -> None:
            del work
            if note.title == "poison":
                raise ValueError("canary")

        consumer = Consumer("notes-counted", "notes", "note", pb.Note, handle)
        service = note_service(consumers=[consumer])
        async with notes.start(service, metrics_listen=LISTEN, handler_attempts=2) as running:
            before = await seen(running)
            # The same series exist from the start, so that the first of each is seen to be one more.
            known = before.labels("banyan_notices_handled_total")
            for result in RESULTS:
                assert {"consumer": "notes-counted", "result": result} in known
            await create_note(notes, running)
            await create_note(notes, running, "poison")
            first = await eventually(lambda: _first(jetstream))
            again = {**first.headers, "Nats-Msg-Id": str(uuid7())}  # or the bus itself drops it
            await jetstream.publish(first.subject, first.data, headers=again)
            await jetstream.publish("banyan.notes.note.junk.created", b"junk")

            async def grown() -> dict[str, float]:
                after = await seen(running)
                name = "banyan_notices_handled_total"
                return {
                    labels["result"]: after.value(name, **labels) - before.value(name, **labels)
                    for labels in after.labels(name)
                    if labels["consumer"] == "notes-counted"
                }

            async def is_all_handled() -> bool:
                found = await grown()
                once = {"handled", "repeated", "failed", "dead", "refused"}
                return found == {"delayed": 0} | dict.fromkeys(once, 1)

            await eventually(is_all_handled)
            published = "banyan_notices_published_total"
            assert (await seen(running)).value(published) - before.value(published) == 2

            async def is_told() -> bool:
                after = await seen(running)
                dead = after.value("banyan_dead_letters", consumer="notes-counted")
                pending = after.value("banyan_notices_pending", consumer="notes-counted")
                return dead == 1 and pending == 0

            await eventually(is_told)

    async def test_the_outbox_is_seen_to_wait_while_the_bus_is_away(
        self, notes: NoteSite, own_nats: Nats
    ) -> None:
        url = own_nats.url
        own_nats.stop()
        async with notes.start(metrics_listen=LISTEN, nats_url=url) as running:
            for _ in range(3):
                await create_note(notes, running)

            async def waits() -> bool:
                found = await seen(running)
                age = found.value("banyan_outbox_oldest_age_seconds")
                return found.value("banyan_outbox_notices") == 3 and 0 < age < 60

            await eventually(waits)
            own_nats.start()

            async def is_empty() -> bool:
                found = await seen(running)
                age = found.value("banyan_outbox_oldest_age_seconds")
                return found.value("banyan_outbox_notices") == 0 and age == 0

            await eventually(is_empty)

    async def test_what_cannot_be_asked_is_not_a_number(self, notes: NoteSite) -> None:
        away = "postgresql://nobody:nothing@127.0.0.1:1/none"
        async with notes.start(metrics_listen=LISTEN, database_url=away) as running:

            async def is_unknown() -> bool:
                found = await seen(running)
                unknown = ("banyan_outbox_notices", "banyan_database_lock_waits")
                return all(math.isnan(found.value(each)) for each in unknown)

            await eventually(is_unknown)


class TestWork:
    async def test_due_work_and_its_failures_are_counted(self, notes: NoteSite) -> None:
        async def find(work: Work) -> list[int]:
            del work
            return [1, 2]

        async def job(key: int, work: Work) -> None:
            del work
            if key == 2:
                raise ValueError("canary")

        async def broken(work: Work) -> None:
            raise ValueError("canary")

        jobs: list[Job] = [
            PerItemJob("counted", 0.05, find, job),
            PeriodicJob("broken", 0.05, broken),
        ]
        async with notes.start(note_service(jobs=jobs), metrics_listen=LISTEN) as running:

            async def is_counted() -> bool:
                found = await seen(running)
                return all(
                    found.value("banyan_job_runs_total", job=name) >= 2
                    and found.value("banyan_job_failures_total", job=name) >= 2
                    for name in ("counted", "broken")
                )

            await eventually(is_counted)
            found = await seen(running)
            assert found.value("banyan_job_failures_total", job="eager") == 0
            assert found.value("banyan_job_duration_seconds_count", job="broken") >= 2
            ended = "banyan_job_last_success_timestamp_seconds"
            assert found.value(ended, job="counted") > 1e9
            assert found.value(ended, job="broken") == 0

    async def test_what_waits_is_counted_and_so_is_who_waits_for_a_lock(
        self, notes: NoteSite
    ) -> None:
        unread = Query(select(literal("unread"), func.count(), func.min(col(Note.create_time))))
        backlog = Backlog("notes", ("unread", "read"), unread)
        service = note_service(backlogs=[backlog])
        async with notes.start(service, metrics_listen=LISTEN) as running:
            await create_note(notes, running)
            await create_note(notes, running)

            async def is_counted() -> bool:
                found = await seen(running)
                items, age = "banyan_work_items", "banyan_work_oldest_age_seconds"
                return (
                    found.value(items, work="notes", state="unread") == 2
                    and found.value(age, work="notes", state="unread") > 0
                    and found.value(items, work="notes", state="read") == 0
                    and found.value(age, work="notes", state="read") == 0
                )

            await eventually(is_counted)
            holder = await asyncpg.connect(notes.database_url)
            waiter = await asyncpg.connect(notes.database_url)
            locking = holder.transaction()
            await locking.start()
            await holder.execute("SELECT pg_advisory_xact_lock(7)")
            waiting = asyncio.create_task(waiter.execute("SELECT pg_advisory_lock(7)"))
            await eventually(lambda: _some_wait(running))
            await locking.rollback()
            await waiting
            await eventually(lambda: _none_waits(running))
            await holder.close()
            await waiter.close()

    async def test_transactions_that_run_again_are_counted(self, running: RunningNotes) -> None:
        name = "banyan_transaction_retries_total"
        before = (await seen(running)).value(name)
        left = 2

        async def once() -> str:
            nonlocal left
            if left:
                left -= 1
                raise DBAPIError("", {}, Exception())
            return "done"

        assert await retried(once, lambda _: True) == "done"
        assert (await seen(running)).value(name) == before + 2

    async def test_connections_in_use_are_seen(self, running: RunningNotes) -> None:
        async def in_use(number: int) -> bool:
            return (await seen(running)).value("banyan_database_connections_in_use") >= number

        async with asyncio.timeout(TIMEOUT):
            engine = running.instance.units.engine
            async with engine.connect(), engine.connect(), engine.connect():
                await eventually(lambda: in_use(3))

    async def test_the_outbox_is_seen_while_requests_hold_every_connection(
        self, notes: NoteSite
    ) -> None:
        async with (
            notes.start(note_service(), metrics_listen=LISTEN, database_pool_size=1) as running,
            AsyncExitStack() as held,
        ):
            for _ in range(2):  # the pool and its overflow
                await held.enter_async_context(running.instance.units.engine.connect())

            async def outbox_is_seen() -> bool:
                return (await seen(running)).value("banyan_outbox_notices") == 0

            await eventually(outbox_is_seen)


async def _first(jetstream: JetStreamContext) -> Any:
    info = await jetstream.stream_info("notes")
    return info.state.messages >= 2 and await jetstream.get_msg("notes", seq=1)


async def _some_wait(running: RunningNotes) -> bool:
    found = await seen(running)
    oldest = found.value("banyan_database_lock_oldest_wait_seconds")
    return found.value("banyan_database_lock_waits") == 1 and oldest > 0


async def _none_waits(running: RunningNotes) -> bool:
    found = await seen(running)
    oldest = found.value("banyan_database_lock_oldest_wait_seconds")
    return found.value("banyan_database_lock_waits") == oldest == 0
