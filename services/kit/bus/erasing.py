"""The task of a service that erases people; see `services.kit.work.erasing`.

Every replica runs it, and one of them works on a person at a time. A step whose time has not come, such as while the bus is away or
a consumer has not yet handled what is to be removed from the stream, is tried again later.
"""

import asyncio
import contextlib
import logging
from uuid import UUID

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from services.kit.bus.connection import Bus
from services.kit.bus.trimming import consumers_of, handled_by
from services.kit.calls.passport import Caller
from services.kit.process import metrics
from services.kit.work import erasing
from services.kit.work.database import ERRORS
from services.kit.work.erasing import ERASE, RELAYING, Erasure, Leave
from services.kit.work.holdings import Holdings
from services.kit.work.notices import subjects_of
from services.kit.work.unit import Units

log = logging.getLogger(__name__)
SECONDS = 10.0  # between two looks
AGAIN_SECONDS = 1.0  # while somebody waits
_CALLER = Caller(principal_id=f"job:{ERASE}")


class Erasing:
    """Erases people from a service.

    Args:
        bus: The connection to the bus.
        units: The units of work.
        service: The name of the service and of its stream.
        holdings: What its tables say about people.
        leave: Ends what a person takes part in.
    """

    def __init__(
        self, bus: Bus, units: Units, service: str, holdings: Holdings, leave: Leave | None
    ) -> None:
        self._bus = bus
        self._units = units
        self._service = service
        self._holdings = holdings
        self._leave = leave

    async def run(self) -> None:
        """Erases forever whoever is to be erased."""
        bell = self._units.bell(ERASE)
        while True:
            bell.clear()
            pause = SECONDS
            try:
                while (is_done := await self.look()) is not None:
                    if not is_done:
                        pause = AGAIN_SECONDS
                        break
            except (*ERRORS, NatsError, TimeoutError) as error:
                log.warning("erasing waits", extra={"error": type(error).__name__})
            except Exception:
                metrics.JOB_FAILURES.labels(ERASE).inc()
                log.exception("erasing failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await bell.wait()

    async def look(self) -> bool | None:
        """Erases the person who waits longest. Returns whether that is done; None if nobody waits."""
        jetstream = await self._bus.jetstream()
        async with self._units.writing(_CALLER) as work:
            erasure = await erasing.next_erasure(work)
            if erasure is None:
                return None
            if erasure.place is None:
                await work.lock_name(RELAYING)
                if not await erasing.is_relayed(erasure, self._holdings, work):
                    return False
                place = (await jetstream.stream_info(self._service)).state.last_seq
                await erasing.erase_rows(erasure, self._holdings, self._leave, place, work)
                if work.changes.rows:
                    work.closing.note(work.changes, ERASE)
                return True  # so far; the rest follows at once
        await self._erase_answers(erasure)
        for organization_id in (None, *erasure.organization_ids):
            await self._erase_trail(erasure, organization_id)
        if not await self._purge(erasure, jetstream):
            return False
        async with self._units.writing(_CALLER) as work:
            await erasing.finish(erasure, work)
        log.info("a person was erased")
        return True

    async def _erase_answers(self, erasure: Erasure) -> None:
        after = None
        while True:
            async with self._units.writing(_CALLER) as work:
                after = await erasing.erase_answers(erasure, after, work)
            if after is None:
                return

    async def _erase_trail(self, erasure: Erasure, organization_id: UUID | None) -> None:
        after: UUID | None = UUID(int=0)
        while after is not None:
            async with self._units.writing(_CALLER) as work:
                after = await erasing.erase_trail(erasure, organization_id, after, work)

    async def _purge(self, erasure: Erasure, jetstream: JetStreamContext) -> bool:
        """Removes from the stream what was said before, once every consumer has heard it. Returns whether it could."""
        stream = await jetstream.stream_info(
            self._service, subjects_filter=subjects_of(self._service)
        )
        place = erasure.place or 0
        for each in await consumers_of(jetstream, self._service):
            if handled_by(each, stream) < place:
                return False
        for subject in stream.state.subjects or {}:
            if subject.split(".")[3] in erasure.resource_ids:
                await jetstream.purge_stream(self._service, subject=subject, seq=place + 1)
        return True
