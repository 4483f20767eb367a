from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.conftest import stand
from tests.databases import Databases
from tests.organizations.community import Community
from tests.passports import PassportOffice
from tests.services import Platform, Site
from tests.standing import Standing


@pytest_asyncio.fixture(scope="package")
async def standing(
    databases: Databases, office: PassportOffice, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Standing]:
    """The organizations service, while its tests run."""
    async with stand(
        "organizations", databases, office, tmp_path_factory.mktemp("organizations")
    ) as service:
        yield service


@pytest_asyncio.fixture
async def organizations(site: Site) -> AsyncIterator[Platform]:
    """The organizations service alone."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, ("organizations",))


@pytest_asyncio.fixture
async def community(organizations: Platform) -> Community:
    """People who form organizations, beside the service that keeps them."""
    return Community(organizations)
