"""Reading of calendars beside the service: in processes, one file of a caller at a time, and two in all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from services.events.config import EventsSettings
from services.events.event_imports import reading
from services.events.event_imports.reading import Item
from services.kit.errors import Exhausted
from services.kit.process.workers import Workers
from services.kit.work.lines import Lines

LONGEST_OWN_LINE = 2  # imports of one caller that wait for the one that is planned
LONGEST_LINE = 20  # imports that wait in all


class Planner:
    """Reads calendars in processes.

    Args:
        settings: The configuration of the service.
    """

    def __init__(self, settings: EventsSettings) -> None:
        at_once = settings.import_processes
        self._workers = Workers(
            "event_import",
            at_once=at_once,
            memory=settings.import_memory,
            modules=[reading.__name__],
        )
        full = Exhausted(
            "Too many imports are being planned. Nothing was stored. Try again in a moment.",
            reason="TOO_MANY_IMPORTS",
        )
        self._callers = Lines(
            "event_import_of_caller", at_once=1, longest=LONGEST_OWN_LINE, full=full
        )
        self._all = Lines("event_import", at_once=at_once, longest=LONGEST_LINE, full=full)

    @asynccontextmanager
    async def turn(self, actor_id: UUID) -> AsyncIterator[None]:
        """Waits until a file of a caller may be planned; it ends with the block.

        Raises:
            Exhausted: Too many wait already, or it would take too long.
        """
        async with self._callers.turn(actor_id), self._all.turn(None):
            yield

    async def read(self, content: str, data: bytes, time_zone: str) -> list[Item]:
        """Returns the components of a calendar.

        Raises:
            InvalidArgument: It is none.
            Exhausted: It takes too much memory.
        """
        try:
            return await self._workers.run(reading.read_calendar, content, data, time_zone)
        except MemoryError as error:
            raise Exhausted(
                "Planning this file takes too much memory. Split the file and import its parts.",
                reason="IMPORT_TOO_LARGE",
            ) from error

    async def close(self) -> None:
        """Ends with the service."""
        await self._workers.close()
