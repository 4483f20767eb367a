"""Migrations: the tables that they make are those that the code works on."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Index, MetaData, text
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, DropIndex

from services.catalogue import NAMES
from services.kit.work import tables
from services.kit.work.database import open_engine
from tests.databases import Databases
from tests.services import service_named


def expected_tables(service: str) -> MetaData:
    """Returns the tables that a service declares, its own and those of the kit."""
    merged = MetaData()
    for metadata in (tables.metadata, service_named(service).tables.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(merged)
    return merged


def differences(connection: Connection, expected: MetaData) -> list[Any]:
    """Returns what a new migration would have to change; Alembic's own tables do not count."""
    found: list[Any] = compare_metadata(MigrationContext.configure(connection), expected)
    changed = {each[1].name: each[1] for each in found if each[0] == "add_index"}
    same = {name for name, declared in changed.items() if is_present(connection, declared)}
    return [
        each
        for each in found
        if "alembic_version" not in repr(each)
        and not (each[0] in ("add_index", "remove_index") and each[1].name in same)
    ]


def is_present(connection: Connection, declared: Index) -> bool:
    """Returns whether a database has an index as it is declared.

    PostgreSQL says so: Alembic compares the texts of expressions, and PostgreSQL writes a CASE in its own way.
    """
    look = text("SELECT pg_get_indexdef(to_regclass(:name))").bindparams(name=declared.name)
    present: str | None = connection.scalar(look)
    if present is None:
        return False
    with connection.begin_nested() as trial:
        connection.execute(DropIndex(declared))
        connection.execute(CreateIndex(declared))
        made: str | None = connection.scalar(look)
        trial.rollback()
    return made == present


async def found_in(url: str, service: str, statement: str = "SELECT 1") -> list[Any]:
    """Returns the differences between a database, after a statement, and the declared tables."""
    engine = open_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
            return await connection.run_sync(differences, expected_tables(service))
    finally:
        await engine.dispose()


@pytest.mark.parametrize("service", NAMES)
async def test_make_the_tables_that_the_models_declare(databases: Databases, service: str) -> None:
    assert await found_in(await databases.borrow(service), service) == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE audit DROP COLUMN trace_id",
        "ALTER TABLE audit ADD COLUMN mood text",
        "ALTER TABLE audit ALTER COLUMN trace_id DROP NOT NULL",
        "ALTER TABLE audit ALTER COLUMN trace_id TYPE bigint USING 0",
        "DROP INDEX audit_organization",
        "CREATE TABLE surplus (id uuid)",
    ],
)
async def test_would_be_found_to_differ(databases: Databases, change: str) -> None:
    """The comparison sees what a forgotten migration leaves behind."""
    assert await found_in(await databases.borrow("volunteers"), "volunteers", change) != []


async def test_another_expression_of_an_index_would_be_found(databases: Databases) -> None:
    change = """
        DO $$ BEGIN
            DROP INDEX group_support_due;
            CREATE INDEX group_support_due ON group_support (cultivator_id, coalesce(due_time, settle_due_time), id);
        END $$
    """
    (removed, added) = await found_in(
        await databases.borrow("organizations"), "organizations", change
    )
    assert (removed[0], added[0]) == ("remove_index", "add_index")
