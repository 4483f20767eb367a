import pytest_asyncio

from tests.events.event_imports.calendars import known
from tests.events.stage import Stage


@pytest_asyncio.fixture
async def stage(stage: Stage) -> Stage:
    """An organization whose leader is known to the table of memberships too."""
    return await known(stage)
