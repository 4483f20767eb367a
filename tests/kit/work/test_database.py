"""The database: time limits, and what an error of it means."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.errors import Conflict, Unavailable
from services.kit.process.config import ServiceSettings
from services.kit.work import database
from services.kit.work.database import (
    ERRORS,
    _Connections,
    create_engine,
    dispose,
    open_engine,
    plain,
    sqlstate,
    to_domain_error,
    why_away,
)
from tests.waiting import TIMEOUT, eventually

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class TestUrls:
    @pytest.mark.parametrize("options", ["", "?sslmode=disable", "?sslmode=prefer"])
    @pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
    async def test_every_way_to_write_one_connects(
        self, database_url: str, scheme: str, options: str
    ) -> None:
        url = f"{scheme}://{database_url.partition('://')[2]}{options}"
        engine = open_engine(url)
        async with engine.connect() as connection:
            assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
        await engine.dispose()

    @pytest.mark.parametrize(
        ("broken", "reason"),
        [
            (lambda url: re.sub(r":[^:@/]+@", ":wrong@", url), "refuses the user or the password"),
            (lambda url: url.rpartition("/")[0] + "/none", "does not exist"),
            (lambda url: re.sub(r":\d+/", ":1/", url), "does not answer"),
            (lambda url: f"{url}?sslmode=require", "does not answer"),
        ],
    )
    async def test_why_one_does_not_connect_is_said_without_it(
        self, database_url: str, broken: Callable[[str], str], reason: str
    ) -> None:
        engine = open_engine(broken(database_url))
        with pytest.raises(ERRORS) as error:
            async with engine.connect():
                pass
        await engine.dispose()
        assert reason in why_away(error.value)
        assert "wrong" not in why_away(error.value)


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
        """Two cancellations, as gRPC's and ours, may close the socket and ask PostgreSQL for nothing."""
        patient = settings.model_copy(update={"statement_timeout": 600})
        engine = create_engine(patient, "tests")
        unaware = open_engine(settings.database_url)
        observer = await asyncpg.connect(settings.database_url)

        async def runs(mark: str) -> bool:
            query = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1"
            return bool(await observer.fetchval(query, f"%pg_sleep(3600) -- {mark}"))

        async def ends(mark: str) -> bool:
            return not await runs(mark)

        try:
            for each, mark in ((unaware, "control"), (engine, "ours")):
                async with each.connect() as connection:
                    driver: Any = (await connection.get_raw_connection()).driver_connection
                    asking = asyncio.create_task(driver.execute(f"SELECT pg_sleep(3600) -- {mark}"))
                    await eventually(partial(runs, mark))
                    driver.terminate()
                    await asyncio.wait([asking])
            await eventually(partial(ends, "ours"))
            assert await runs("control")
        finally:
            await observer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE '%pg_sleep(3600) -- control'"
            )
            await observer.close()
            await engine.dispose()
            await unaware.dispose()


class TestDispose:
    """Every connection is closed, whether or not the pool has come to it."""

    @pytest.fixture
    def impatience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "_CLOSE_SECONDS", 0)

    async def test_of_a_pool_that_got_no_time(
        self, settings: ServiceSettings, impatience: None
    ) -> None:
        await leaves_none_open(settings, await_all=True)

    async def test_that_is_in_use(self, settings: ServiceSettings) -> None:
        await leaves_none_open(settings, await_all=False)

    async def test_a_pool_alone_forgets_some(
        self, settings: ServiceSettings, impatience: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_Connections, "terminate", lambda *_: None)
        with pytest.raises(AssertionError, match="tests: "):
            await leaves_none_open(settings, await_all=True, patience=0.3)


async def leaves_none_open(
    settings: ServiceSettings, *, await_all: bool, patience: float = TIMEOUT
) -> None:
    """Disposes of an engine with two connections, and waits until PostgreSQL has seen them closed.

    Args:
        settings: Where the database is.
        await_all: Give both connections back to the pool before.
        patience: How long to wait, in seconds.
    """
    engine = create_engine(settings, "tests")
    observer = await asyncpg.connect(settings.database_url)

    async def is_alone() -> bool:
        names = await observer.fetchval(
            "SELECT string_agg(application_name || ': ' || query, '; ') FROM pg_stat_activity"
            " WHERE application_name = 'tests'"
        )
        assert not names, names
        return True

    in_use = [await engine.connect() for _ in range(2)]
    try:
        for connection in in_use:
            await connection.execute(text("SELECT 1"))
            if await_all:
                await connection.close()
        await dispose(engine)
        await eventually(is_alone, patience)
    finally:
        for connection in in_use:
            with suppress(*ERRORS):  # one in use was closed under its user
                await connection.close()
        await observer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'tests'"
        )
        await observer.close()


async def error_of(settings: ServiceSettings, statement: str, **limits: float) -> BaseException:
    """Returns what a statement raises under those limits."""
    engine = create_engine(settings.model_copy(update=limits), "tests")
    try:
        # It may be the first statement of the connection that takes too long.
        with pytest.raises(ERRORS) as raised:
            async with engine.connect() as connection:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
    error: BaseException = raised.value
    return error


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
