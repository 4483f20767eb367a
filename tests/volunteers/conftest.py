from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.conftest import stand
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.services import Platform, Site
from tests.standing import Standing
from tests.volunteers.owner import Owner


@pytest_asyncio.fixture(scope="package")
async def standing(
    databases: Databases,
    office: PassportOffice,
    tmp_path_factory: pytest.TempPathFactory,
    standing_owner: Owner,
) -> AsyncIterator[Standing]:
    """The volunteers service, while its tests run."""
    place = tmp_path_factory.mktemp("volunteers")
    async with stand(
        "volunteers", databases, office, place, organizations=standing_owner.target
    ) as service:
        yield service


@pytest_asyncio.fixture(scope="package")
async def standing_owner() -> AsyncIterator[Owner]:
    """The stand-in for organizations, while the tests of volunteers run."""
    async with Owner.open() as owner:
        yield owner


@pytest.fixture
def owner(standing_owner: Owner) -> Owner:
    """The stand-in for organizations, in which nobody is a member yet."""
    standing_owner.forget()
    return standing_owner


@pytest_asyncio.fixture
async def volunteers(site: Site) -> AsyncIterator[Platform]:
    """The volunteers service alone."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, ("volunteers",))
