"""What the tests about units of work share."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.work.unit import Units
from tests.kit.clocks import ManualClock
from tests.kit.conftest import PLENTY, Bell
from tests.kit.notes.models import CONFLICTS
from tests.kit.notes.service import RELATIONS


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def timed(engine: AsyncEngine, clock: ManualClock, bell: Bell) -> Units:
    return Units(
        engine,
        service="notes",
        clock=clock,
        relations=RELATIONS,
        conflicts=CONFLICTS,
        relay=bell,
        budget=PLENTY,
    )
