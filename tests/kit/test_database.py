"""The database: time limits, and what an error of it means."""

import asyncio
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.kit.config import ServiceSettings
from services.kit.database import (
    ERRORS,
    constraint,
    create_engine,
    driver_url,
    is_infrastructure,
    is_transient,
    plain,
    sqlstate,
    to_domain_error,
    translated,
)
from services.kit.errors import AlreadyExists, Conflict, Unavailable
from services.kit.ids import uuid7
from tests.kit.notes.models import Note
from tests.waiting import eventually

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_every_way_to_write_the_scheme_names_our_driver(scheme: str) -> None:
    assert driver_url(f"{scheme}://u:p@h:1/d?x=y") == "postgresql+asyncpg://u:p@h:1/d?x=y"


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "secret", "", "sqlite:///secret"])
def test_another_database_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="must begin with postgresql://") as refused:
        driver_url(url)
    assert "secret" not in str(refused.value)


class TestLimits:
    async def test_every_connection_has_them(self, engine: AsyncEngine) -> None:
        expected = {
            "lock_timeout": "2s",
            "statement_timeout": "4s",
            "TimeZone": "UTC",
            "idle_in_transaction_session_timeout": "10s",
            "jit": "off",
        }
        async with engine.connect() as connection:
            for name, value in expected.items():
                assert (await connection.exec_driver_sql(f"SHOW {name}")).scalar_one() == value

    async def test_a_statement_that_takes_too_long_is_ended(
        self, settings: ServiceSettings
    ) -> None:
        error = await error_of(settings, "SELECT pg_sleep(3600)", statement_timeout=0.05)
        assert sqlstate(error) == "57014"
        assert isinstance(to_domain_error(error), Unavailable)

    async def test_a_lock_that_is_waited_for_too_long_is_a_conflict(
        self, settings: ServiceSettings, engine: AsyncEngine
    ) -> None:
        async with engine.begin() as connection:
            await connection.execute(text("LOCK TABLE note"))
            error = await error_of(settings, "SELECT * FROM note", lock_timeout=0.05)
        assert sqlstate(error) == "55P03"
        refused = to_domain_error(error)
        assert isinstance(refused, Conflict)
        assert refused.reason == "BUSY"

    async def test_the_pool_does_not_wait_for_ever(self, settings: ServiceSettings) -> None:
        narrow = settings.model_copy(update={"database_pool_size": 1, "statement_timeout": 0.1})
        engine = create_engine(narrow, "tests")
        try:
            async with engine.connect(), engine.connect():
                with pytest.raises(ERRORS) as raised:
                    async with engine.connect():
                        pass
        finally:
            await engine.dispose()
        assert isinstance(to_domain_error(raised.value), Unavailable)

    async def test_a_statement_whose_client_is_gone_is_ended(
        self, settings: ServiceSettings
    ) -> None:
        """Two cancellations, as gRPC's and ours, close the socket and ask PostgreSQL for nothing."""
        patient = settings.model_copy(update={"statement_timeout": 600})
        engine = create_engine(patient, "tests")
        unaware = create_async_engine(driver_url(settings.database_url))
        observer = await asyncpg.connect(settings.database_url)

        async def runs(mark: str) -> bool:
            query = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1"
            return bool(await observer.fetchval(query, f"%pg_sleep(3600) -- {mark}"))

        async def ends(mark: str) -> bool:
            return not await runs(mark)

        try:
            for each, mark in ((unaware, "control"), (engine, "ours")):
                asking = asyncio.create_task(sleep(each, mark))
                await eventually(partial(runs, mark))
                for _ in range(2):
                    asking.cancel()
                    await asyncio.sleep(0)
                await asyncio.wait([asking])
            await eventually(partial(ends, "ours"), timeout=3)
            assert await runs("control")
        finally:
            await observer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE '%pg_sleep(3600) -- control'"
            )
            await observer.close()
            await engine.dispose()
            await unaware.dispose()


async def sleep(engine: AsyncEngine, mark: str) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql(f"SELECT pg_sleep(3600) -- {mark}")


async def error_of(settings: ServiceSettings, statement: str, **limits: float) -> BaseException:
    """Returns what a statement raises under those limits."""
    engine = create_engine(settings.model_copy(update=limits), "tests")
    try:
        async with engine.connect() as connection:
            with pytest.raises(ERRORS) as raised:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
    error: BaseException = raised.value
    return error


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

    async def test_a_database_that_is_not_there_is_unavailable(
        self, settings: ServiceSettings
    ) -> None:
        for url in ("postgresql://x@127.0.0.1:1/x", settings.database_url + "_missing"):
            engine = create_engine(settings.model_copy(update={"database_url": url}), "tests")
            with pytest.raises(ERRORS) as raised:
                async with engine.connect():
                    pass
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
        "color": "",
        "stops": [],
        "related_ids": [],
        "rank": 0,
        "kind": "",
        "author_name": "",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("林", "林"),
        (NOW, "2026-05-01T00:00:00+00:00"),
        (date(2026, 5, 1), "2026-05-01"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([UUID(int=1), (1, NOW)], [str(UUID(int=1)), [1, NOW.isoformat()]]),
        ({"a": NOW, 1: [None]}, {"a": NOW.isoformat(), "1": [None]}),
    ],
)
def test_a_value_of_a_row_is_plain_for_json(value: object, expected: object) -> None:
    assert plain(value) == expected


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(values)
def test_what_is_plain_stays_as_it_is(value: Any) -> None:
    assert plain(plain(value)) == plain(value)
