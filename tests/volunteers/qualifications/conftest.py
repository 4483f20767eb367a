"""The stages of the tests of qualifications."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest_asyncio

from tests.kit.clocks import ManualClock
from tests.services import Platform, Site
from tests.volunteers.qualifications.stage import Stage


@pytest_asyncio.fixture
async def stage(volunteers: Platform) -> Stage:
    return await Stage.of(volunteers)


@pytest_asyncio.fixture
async def timed(site: Site) -> AsyncIterator[Stage]:
    """The stage, with a clock that stands still until the test moves it."""
    clock = ManualClock(datetime.now(UTC).replace(hour=12))
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("volunteers",), clock=clock)
        yield await Stage.of(platform, clock)
