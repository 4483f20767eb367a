"""What a revision does to a database that is in use: found by what is different in the catalogs of PostgreSQL after it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

from services.kit.work.migrate import migrate_async

_TABLES = "relkind = 'r' AND relnamespace = 'public'::regnamespace"
_FILES = f"SELECT relname, relfilenode FROM pg_class WHERE {_TABLES}"
_INDEXES = "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
# Columns without which no row can be inserted.
_REQUIRED = (
    "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    f" WHERE {_TABLES} AND attnum > 0 AND attnotnull AND NOT atthasdef AND attidentity = ''"
)
_COLUMNS = (
    "SELECT relname, attname, attnotnull FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    f" WHERE {_TABLES} AND attnum > 0 AND NOT attisdropped"
)
# Checks and foreign keys: the others are indexes, or what `_COLUMNS` says.
_CONSTRAINTS = (
    "SELECT relname, conname, convalidated, pg_get_constraintdef(pg_constraint.oid)"
    " FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
    f" WHERE {_TABLES} AND contype IN ('c', 'f')"
)


@dataclass(frozen=True, slots=True)
class Schema:
    """What the catalogs say.

    Attributes:
        files: The file of each table.
        indexes: Names of indexes, each with its table.
        required: Columns without which no row can be inserted, each after its table.
        columns: Whether a column, after its table, can not be NULL.
        constraints: Checks and foreign keys, each after its table: whether it is known to hold for all rows, and what it says.
    """

    files: dict[str, int]
    indexes: set[tuple[str, str]]
    required: set[tuple[str, str]]
    columns: dict[tuple[str, str], bool]
    constraints: dict[tuple[str, str], tuple[bool, str]]

    @classmethod
    async def read(cls, connection: Any) -> "Schema":
        """Reads it."""
        return cls(
            files=dict(await _rows(connection, _FILES)),
            indexes=set(await _rows(connection, _INDEXES)),
            required=set(await _rows(connection, _REQUIRED)),
            columns={(row[0], row[1]): row[2] for row in await _rows(connection, _COLUMNS)},
            constraints={
                (row[0], row[1]): (row[2], row[3]) for row in await _rows(connection, _CONSTRAINTS)
            },
        )

    def never_null(self, table: str, column: str) -> bool:
        """Returns whether a check that holds for all rows says that a column is not NULL: then nothing is read for it."""
        return any(
            holds and of == table and says == f"CHECK (({column} IS NOT NULL))"
            for (of, _), (holds, says) in self.constraints.items()
        )


async def _rows(connection: Any, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await connection.fetch(query)]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collects what is sent to databases while the block runs."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def breaches(
    url: str, service: str, revisions: list[str], *, known: frozenset[str] = frozenset()
) -> list[str]:
    """Runs revisions one after the other.

    Args:
        url: The database.
        service: Whose revisions they are.
        revisions: The revisions.
        known: Names of indexes and constraints that may be made in any way.

    Returns:
        What they did that keeps people waiting, or older code that still runs from inserting rows.
    """
    connection = await asyncpg.connect(url)
    found = []
    for revision in revisions:
        before = await Schema.read(connection)
        with statements() as sent:
            await migrate_async(service, url, (revision,))
        after = await Schema.read(connection)
        found += [
            f"{revision} {each}"
            for judge in (_rewritten, _indexed, _left_out, _checked, _made_required)
            for each in judge(before, after, sent, known)
        ]
    await connection.close()
    return found


def _rewritten(before: Schema, after: Schema, *_: Any) -> Iterator[str]:
    for name, file in before.files.items():
        if after.files.get(name, file) != file:
            yield f"rewrites {name}"


def _indexed(
    before: Schema, after: Schema, sent: list[str], known: frozenset[str]
) -> Iterator[str]:
    for name, table in sorted(after.indexes - before.indexes):
        beside = any(re.search(rf"INDEX CONCURRENTLY .*\b{name}\b", each) for each in sent)
        if table in before.files and name not in known and not beside:
            yield f"creates {name} and keeps {table} locked meanwhile"


def _left_out(before: Schema, after: Schema, *_: Any) -> Iterator[str]:
    for table, column in sorted(after.required - before.required):
        if table in before.files:
            yield f"requires {table}.{column}, which older code leaves out"


def _checked(
    before: Schema, after: Schema, sent: list[str], known: frozenset[str]
) -> Iterator[str]:
    """A new constraint on a table that is there reads all of it, and nobody writes meanwhile: it has to come as NOT VALID.

    A later revision has it checked (VALIDATE CONSTRAINT), which lets people write as long as it does nothing else to the table.
    """
    for (table, name), (holds, _) in after.constraints.items():
        was = before.constraints.get((table, name))
        if table not in before.files or name in known or not holds or (was and was[0]):
            continue
        if was is None:
            yield f"checks all of {table} for {name} and keeps it locked meanwhile"
        elif any(_locks(each, table) for each in sent):
            yield f"changes {table} and keeps it locked while it checks {name}"


def _locks(statement: str, table: str) -> bool:
    """Returns whether a statement changes a table, and does not merely check a constraint of it."""
    found = re.match(rf'\s*ALTER TABLE (?:ONLY )?"?{table}"?\s(.*)', statement, re.DOTALL)
    return found is not None and not re.fullmatch(r"\s*VALIDATE CONSTRAINT \S+\s*", found[1])


def _made_required(before: Schema, after: Schema, *_: Any) -> Iterator[str]:
    for (table, column), required in after.columns.items():
        could_be_null = before.columns.get((table, column), True) is False
        if required and could_be_null and not before.never_null(table, column):
            yield f"looks for NULL in all of {table}.{column} and keeps it locked meanwhile"
