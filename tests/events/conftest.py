from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from tests.conftest import stand
from tests.databases import Databases
from tests.events.stage import Stage, begin
from tests.kit.clocks import ManualClock
from tests.passports import PassportOffice
from tests.services import Platform, Site
from tests.standing import Standing


@pytest.fixture(autouse=True)
def _begun() -> None:
    begin()


@pytest_asyncio.fixture(scope="package")
async def standing(
    databases: Databases, office: PassportOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Standing]:
    """The events service, while its tests run."""
    async with stand("events", databases, office, tmp_path_factory.mktemp("events")) as service:
        yield service


@pytest_asyncio.fixture
async def events(site: Site) -> AsyncIterator[Platform]:
    """The events service alone."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, ("events",))


@pytest_asyncio.fixture
async def stage(events: Platform) -> Stage:
    """An organization with a leader, before anything is planned; events runs alone."""
    return Stage(events)


@pytest_asyncio.fixture
async def timed(site: Site) -> AsyncIterator[Stage]:
    """The stage, with a clock that stands still until the test moves it."""
    clock = ManualClock(datetime.now(UTC))
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("events",), clock=clock), clock)
