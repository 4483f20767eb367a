"""Planning of imports: beside the service, one file of a person at a time, and a few in all.

It happens before the transaction and holds no connection while a process works on a file. The transaction
then stores the plan, if the caller may import there at all.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from services.kit.errors import Exhausted
from services.kit.process.workers import Workers
from services.kit.service.steps import Preparation
from services.kit.work.lines import Lines
from services.organizations.config import OrganizationsSettings
from services.organizations.imports import plan as plans
from services.organizations.imports.organizations import apart
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.people import apart as people_apart

T = TypeVar("T")
LONGEST_OWN_LINE = 2  # imports of one person that wait for the one that is planned
LONGEST_LINE = 20  # imports that wait in all


class Planned(NamedTuple):
    """A plan, and what it was made from.

    Attributes:
        plan: The plan.
        source: The system that the external ids come from.
        encoding: The encoding of the file; empty for a text.
        namesakes: The organizations that had a name of the file.
        columns: What was understood of each column; empty if the rows are those of an earlier plan.
    """

    plan: plans.Plan
    source: str
    encoding: str
    namesakes: list[str]
    columns: list[dict[str, str]]


class Planner:
    """Reads files and plans imports, in processes.

    Args:
        settings: The configuration of the service.
    """

    def __init__(self, settings: OrganizationsSettings) -> None:
        self._workers = Workers(
            "import",
            at_once=settings.import_processes,
            memory=settings.import_memory,
            modules=[apart.__name__, people_apart.__name__, "openpyxl"],
        )
        full = Exhausted(
            "Too many imports are being planned. Nothing was stored. Try again in a moment.",
            reason="TOO_MANY_IMPORTS",
        )
        self._people = Lines("import_of_person", at_once=1, longest=LONGEST_OWN_LINE, full=full)
        self._all = Lines(
            "import", at_once=settings.import_processes, longest=LONGEST_LINE, full=full
        )

    @asynccontextmanager
    async def turn(self, actor_id: UUID) -> AsyncIterator[None]:
        """Waits until a file of a person, or of an app, may be planned; it ends with the block.

        Raises:
            Exhausted: Too many wait already, or it would take too long.
        """
        async with self._people.turn(actor_id), self._all.turn(None):
            yield

    async def read_file(self, content: str, data: bytes, encoding: str) -> apart.Rows:
        """Reads a file.

        Raises:
            InvalidArgument: It cannot be read.
            Exhausted: It takes too much memory.
        """
        return await self.run(apart.read_file, content, data, encoding)

    async def read_stored(self, rows: str) -> apart.Rows | None:
        """Returns the rows of an earlier plan; None if it was made before rows were kept for that."""
        return await self.run(apart.read_stored, rows)

    async def plan(
        self,
        rows: apart.Rows,
        parent_id: UUID,
        source: str,
        defaults: Mapping[str, Any],
        answers: Sequence[Mapping[str, Any]],
        preparation: Preparation,
    ) -> Planned:
        """Plans an import with what is known of the organizations below its parent now.

        Args:
            rows: The rows of the file.
            parent_id: The organization below which to import.
            source: The system that the external ids come from.
            defaults: What new organizations have.
            answers: What the importer has answered to conflicts.
            preparation: The preparation of the import.

        Raises:
            Exhausted: It takes too much memory.
        """
        async with preparation.reading() as work:
            known = await Known.read(work, parent_id, source, rows.names, rows.external_ids)
            await known.note_foreign(work)
        plan = await self.run(apart.plan, rows, known, defaults, answers, plans.BATCH_ROWS)
        columns = list(map(dict, rows.columns))
        return Planned(plan, source, rows.encoding, [str(id_) for id_ in known.ids], columns)

    async def close(self) -> None:
        """Ends with the service."""
        await self._workers.close()

    async def run(self, function: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Runs a function of a kind of import in a process, and returns what it returns.

        Raises:
            Exhausted: It takes too much memory.
        """
        try:
            return await self._workers.run(partial(function, **named), *arguments)
        except MemoryError as error:
            raise Exhausted(
                "Planning this file takes too much memory. Split the file and import its parts.",
                reason="IMPORT_TOO_LARGE",
            ) from error
