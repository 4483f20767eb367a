from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.organizations.community import Community
from tests.services import Platform, Site


@pytest_asyncio.fixture
async def organizations(site: Site) -> AsyncIterator[Platform]:
    """The organizations service alone."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, ("organizations",))


@pytest_asyncio.fixture
async def community(organizations: Platform) -> Community:
    """People who form organizations, beside the service that keeps them."""
    return Community(organizations)
