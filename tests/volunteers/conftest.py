from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.services import Platform, Site


@pytest_asyncio.fixture
async def volunteers(site: Site) -> AsyncIterator[Platform]:
    """The volunteers service alone."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, ("volunteers",))
