"""What the tests about processes share."""

from collections.abc import AsyncIterator

import pytest

from services.kit.process import metrics
from services.kit.service import gauges
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.kit.process.measuring import LISTEN


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(metrics, "LAG_SECONDS", 0.01)


@pytest.fixture
async def running(notes: NoteSite) -> AsyncIterator[RunningNotes]:
    async with notes.start(metrics_listen=LISTEN) as running:
        yield running
