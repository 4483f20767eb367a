from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.organizations.apps.stage import Stage
from tests.organizations.community import Community
from tests.organizations.webhooks.hooks import Hooks
from tests.organizations.webhooks.receiver import Receiver, receiving
from tests.services import Platform, Site


@pytest_asyncio.fixture
async def community(site: Site) -> AsyncIterator[Community]:
    """People, beside a service that sends webhooks."""
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("organizations",), webhook_senders=2)
        yield Community(platform)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver on loopback."""
    async with receiving() as receiver:
        yield receiver


@pytest_asyncio.fixture
async def hooks(community: Community, receiver: Receiver) -> Hooks:
    """A group with an app, whose endpoint is the receiver."""
    return await Hooks.set_up(await Stage.set_up(community), receiver)
