from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.faults.observer import Observer
from tests.faults.processes import Nursery
from tests.services import Site


@pytest_asyncio.fixture(scope="session")
async def nursery(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """Starts services as processes; nothing that it started outlives the tests."""
    async with Nursery.open(tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


@pytest_asyncio.fixture
async def observer(site: Site) -> AsyncIterator[Observer]:
    """Looks at the bus of the site."""
    async with Observer.open(site.nats_url) as observer:
        yield observer
