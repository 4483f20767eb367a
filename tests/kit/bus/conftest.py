import pytest
from nats.js import JetStreamContext

from services.kit.process.config import ServiceSettings
from tests.kit.bus.consuming import Owner


@pytest.fixture
async def owner(jetstream: JetStreamContext, settings: ServiceSettings) -> Owner:
    owner = Owner(jetstream, settings)
    await owner.declare()
    return owner
