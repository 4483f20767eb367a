"""What the errors of the database mean to a caller."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.errors import AlreadyExists, Unavailable
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work.database import (
    ERRORS,
    constraint,
    create_engine,
    is_infrastructure,
    is_transient,
    sqlstate,
    to_domain_error,
    translated,
)
from services.kit.work.query import Pool
from services.kit.work.transaction import opened
from tests.kit.notes.models import Note

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class TestMeaning:
    @pytest.mark.parametrize(
        ("state", "transient", "infrastructure"),
        [
            ("40001", True, True),
            ("40P01", True, True),
            ("55P03", False, True),
            ("57014", False, True),
            ("57P01", False, True),
            ("57P03", False, True),
            ("08006", False, True),
            ("53300", False, True),
            ("53100", False, True),
            ("58030", False, True),
            ("3D000", False, True),
            ("28P01", False, True),
            ("23505", False, False),
            ("23P01", False, False),
            ("22001", False, False),
            ("42P01", False, False),
            ("P0001", False, False),
        ],
    )
    async def test_a_state_of_the_server_is_told_from_one_of_the_statement(
        self, engine: AsyncEngine, state: str, transient: bool, infrastructure: bool
    ) -> None:
        raising = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
        async with engine.connect() as connection:
            with pytest.raises(DBAPIError) as raised:
                await connection.exec_driver_sql(raising)
        assert sqlstate(raised.value) == state
        assert is_transient(raised.value) == transient
        assert is_infrastructure(raised.value) == infrastructure
        assert (to_domain_error(raised.value) is not None) == infrastructure

    @pytest.mark.parametrize(
        "error",
        [
            ConnectionRefusedError(),
            ConnectionResetError(),
            TimeoutError(),
            OSError(),
            asyncpg.InterfaceError("connection is closed"),
            asyncpg.InternalClientError("cannot switch to state 12"),
            asyncpg.ConnectionDoesNotExistError("connection was closed"),
            asyncpg.CannotConnectNowError("the database system is starting up"),
            asyncpg.TooManyConnectionsError("sorry, too many clients already"),
            asyncpg.InvalidPasswordError("password authentication failed"),
        ],
    )
    def test_an_error_on_the_way_to_the_database_is_of_the_infrastructure(
        self, error: Exception
    ) -> None:
        assert isinstance(error, ERRORS)
        assert isinstance(to_domain_error(error), Unavailable)

    @pytest.mark.parametrize("error", [ValueError(), KeyError(), RuntimeError(), TypeError()])
    def test_an_error_of_ours_is_none_of_the_database(self, error: Exception) -> None:
        assert not isinstance(error, ERRORS)
        assert not is_infrastructure(error)
        assert to_domain_error(error) is None

    @pytest.mark.parametrize(
        "use",
        [
            lambda engine: engine.connect().start(),
            lambda engine: Pool(engine).fetch("SELECT 1", []),
            lambda engine: opened(engine).__aenter__(),
        ],
        ids=["session", "query", "transaction"],
    )
    async def test_a_database_that_is_not_there_is_unavailable(
        self, settings: ServiceSettings, use: Callable[[AsyncEngine], Awaitable[Any]]
    ) -> None:
        for url in ("postgresql://x@127.0.0.1:1/x", settings.database_url + "_missing"):
            engine = create_engine(settings.model_copy(update={"database_url": url}), "tests")
            with pytest.raises(ERRORS) as raised:
                await use(engine)
            assert isinstance(to_domain_error(raised.value), Unavailable)

    async def test_a_connection_that_was_ended_is_unavailable_once(
        self, engine: AsyncEngine
    ) -> None:
        async with engine.connect() as first, engine.connect() as second:
            pid = (await first.exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
            await second.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
            with pytest.raises(ERRORS) as raised:
                await first.exec_driver_sql("SELECT 1")
        assert isinstance(to_domain_error(raised.value), Unavailable)
        async with engine.connect() as connection:
            assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1


class TestConstraints:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"rank": -1}, "note_rank"),
            ({"title": "taken", "pinned": True}, "note_pinned_title"),
            ({"id": UUID(int=1)}, "note_pkey"),
        ],
    )
    async def test_a_constraint_that_is_violated_is_known_by_name(
        self, engine: AsyncEngine, values: dict[str, Any], name: str
    ) -> None:
        first = row() | {"id": UUID(int=1), "title": "taken", "pinned": True}
        async with engine.begin() as connection:
            await connection.execute(insert(Note).values(first))
            with pytest.raises(IntegrityError) as raised:
                await connection.execute(insert(Note).values(row() | values))
            await connection.rollback()
        assert constraint(raised.value) == name

    def test_an_error_without_a_constraint_has_none(self) -> None:
        assert constraint(ValueError()) == ""

    async def test_a_constraint_with_a_meaning_is_told_by_an_error_of_its_own(
        self, engine: AsyncEngine
    ) -> None:
        meaning = AlreadyExists("There is one.", reason="ONE")
        async with engine.connect() as connection:
            with pytest.raises(AlreadyExists) as refused, translated({"note_rank": meaning}):
                await connection.execute(insert(Note).values(row() | {"rank": -1}))
        assert (refused.value.message, refused.value.reason) == ("There is one.", "ONE")
        assert refused.value is not meaning
        assert isinstance(refused.value.__cause__, IntegrityError)

    async def test_a_constraint_without_a_meaning_passes_as_it_is(
        self, engine: AsyncEngine
    ) -> None:
        async with engine.connect() as connection:
            with pytest.raises(IntegrityError), translated({}):
                await connection.execute(insert(Note).values(row() | {"rank": -1}))


def row() -> dict[str, Any]:
    """Returns the columns that have no default in the database."""
    return {
        "id": uuid7(),
        "version": 1,
        "create_time": NOW,
        "update_time": NOW,
        "title": "x",
        "tags": [],
        "color": "UNSPECIFIED",
        "stops": [],
        "related_ids": [],
        "rank": 0,
        "kind": "",
        "author_name": "",
    }
