"""A service that stands ready: what a test did there cannot reach the next test."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partialmethod
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from tests.conftest import stand
from tests.databases import Databases
from tests.events.stage import Stage
from tests.notices import published, spoken
from tests.passports import PassportOffice
from tests.services import Platform
from tests.standing import Standing

# No stream takes this subject.
STUCK = "INSERT INTO outbox (subject, headers, payload) VALUES ('a', '{}', '')"


@pytest_asyncio.fixture(scope="module")
async def service(
    databases: Databases, office: PassportOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Standing]:
    async with stand("events", databases, office, tmp_path_factory.mktemp("events")) as standing:
        yield standing


@asynccontextmanager
async def lent(service: Standing, directory: Path) -> AsyncIterator[Stage]:
    """Has the service for the time of the block, as a test has it."""
    site = await service.borrow(directory)
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("events",)))
    await service.give_back(site)


async def test_the_next_test_finds_the_same_service_without_rows_and_notices(
    service: Standing, tmp_path: Path
) -> None:
    async with lent(service, tmp_path) as stage:
        port = stage.platform.services["events"].port
        await stage.published()
    async with lent(service, tmp_path) as stage:
        assert stage.platform.services["events"].port == port
        assert await stage.sql("SELECT FROM event UNION ALL SELECT FROM outbox") == []
        assert await stage.sql("SELECT FROM answer UNION ALL SELECT FROM audit") == []
        await stage.draft()
        first = await published(stage.platform.site, "events", 1)
        assert spoken(first) == ["event.created"]


async def test_what_starts_with_other_settings_or_again_is_another_service(
    service: Standing, tmp_path: Path
) -> None:
    site = await service.borrow(tmp_path)
    async with AsyncExitStack() as stack:
        other = await site.start("events", stack, grace=0.1)
        first = await site.start("events", stack)
        again = await site.start("events", stack)
        assert len({other.port, first.port, again.port}) == 3
    await service.give_back(site)
    async with lent(service, tmp_path) as stage:
        assert stage.platform.services["events"].port == first.port


@pytest.mark.parametrize(
    "change",
    ["ALTER TABLE shift ADD COLUMN mood text", "DROP TABLE outbox", STUCK],
    ids=["another column", "no outbox", "a notice that cannot leave"],
)
async def test_one_that_cannot_be_used_again_is_ended(
    service: Standing, tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lent(service, tmp_path) as stage:
        port = stage.platform.services["events"].port
        await stage.script(change)
        if change == STUCK:  # nothing ends this wait
            monkeypatch.setattr("tests.standing._PATIENCE", 0.5)
    async with lent(service, tmp_path) as stage:
        assert stage.platform.services["events"].port != port
        await stage.published()


async def test_a_connection_that_was_left_open_fails_the_test_that_left_it(
    service: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = partialmethod(Databases.give_back, patience=0.5)
    monkeypatch.setattr(Databases, "give_back", impatient)
    monkeypatch.setattr("tests.standing._PATIENCE", 0.5)  # nothing ends this wait
    site = await service.borrow(tmp_path)
    connection = await asyncpg.connect(site.urls["events"])
    with pytest.raises(AssertionError, match="left connections open"):
        await service.give_back(site)
    await connection.close()
    async with lent(service, tmp_path) as stage:
        await stage.published()


async def test_a_test_that_patches_has_a_service_of_its_own(service: Standing) -> None:
    assert service.suits(["events", "stage"])
    assert not service.suits(["events", "monkeypatch"])
    assert not service.suits(["site"])
