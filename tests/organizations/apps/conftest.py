import pytest_asyncio

from tests.organizations.apps.stage import Stage
from tests.organizations.community import Community


@pytest_asyncio.fixture
async def stage(community: Community) -> Stage:
    """A group that registers apps."""
    return await Stage.set_up(community)
