from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from tests.access.community import Community, settled
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Site


@pytest_asyncio.fixture(scope="session")
async def shared_community(
    databases: Databases, office: PassportOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Community]:
    nats = start_nats(tmp_path_factory.mktemp("nats"))
    directory = tmp_path_factory.mktemp("community")
    site = Site(databases, nats.url, office, directory, Issuer(directory / "issuer"))
    try:
        async with settled(site) as community:
            yield community
    finally:
        nats.remove()


@pytest_asyncio.fixture
async def community(shared_community: Community) -> Community:
    """The community in its initial state, whatever other tests did to it."""
    await shared_community.restore()
    return shared_community
