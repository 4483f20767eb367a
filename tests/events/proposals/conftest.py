import pytest

from tests.events.plans.planning import Planning
from tests.events.stage import Stage


@pytest.fixture
def planning(stage: Stage) -> Planning:
    """What coordinators do with plans."""
    return Planning(stage)


@pytest.fixture
def timed_planning(timed: Stage) -> Planning:
    """The same, with a clock that stands still until the test moves it."""
    return Planning(timed)
