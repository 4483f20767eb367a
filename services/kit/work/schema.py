"""The schema that this code expects of a database, and the one that the database has.

What is said here is read from the revisions' files without running them. A process that serves needs neither
Alembic nor the code of a hundred revisions; only `migrate` does.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.work.database import UNDEFINED_TABLE, sqlstate

_KIT = Path(__file__).parents[1]
_SERVICES = _KIT.parent


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema that this code expects of a database.

    Attributes:
        heads: The revisions that it needs, one per branch.
        known: All revisions that it knows.
    """

    heads: frozenset[str]
    known: frozenset[str]

    def suits(self, present: frozenset[str]) -> bool:
        """Returns whether a database is at the revisions that this code needs, or beyond.

        Newer code made revisions that this code does not know. During a rolling upgrade, old replicas
        continue to serve on the new schema.
        """
        is_behind = bool(present & (self.known - self.heads))
        is_ahead = bool(present - self.known)
        return not is_behind and (self.heads <= present or is_ahead)


def folders_of(service: str) -> tuple[Path, Path]:
    """Returns the folders of the revisions that a service's database needs: the kit's and its own."""
    return _KIT / "migrations" / "versions", _SERVICES / service / "migrations"


@cache
def schema_of(service: str) -> Schema:
    """Returns the schema that this code expects of a service's database. Reads the revisions once."""
    before = dict(_read(file) for folder in folders_of(service) for file in folder.glob("[!_]*.py"))
    return Schema(frozenset(before) - frozenset(before.values()), frozenset(before))


def _read(file: Path) -> tuple[str, str]:
    """Returns the name of a revision, and of the one before it; an empty text if it is the first."""
    source = file.read_text(encoding="utf-8")
    said = {
        target.id: ast.literal_eval(line.value)
        for line in ast.parse(source[: source.index("\ndef ")]).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name) and target.id in ("revision", "down_revision")
    }
    return said["revision"], said["down_revision"] or ""


async def present_heads(connection: AsyncConnection) -> frozenset[str]:
    """Returns the revisions that a database is at; none if it was never migrated."""
    try:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError as error:
        if sqlstate(error) != UNDEFINED_TABLE:
            raise
        return frozenset()
    return frozenset(found.scalars())


async def is_migrated(engine: AsyncEngine, service: str) -> bool:
    """Returns whether a database has the schema that this code needs of it."""
    async with engine.connect() as connection:
        return schema_of(service).suits(await present_heads(connection))
