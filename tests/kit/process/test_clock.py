"""The clock of the machine."""

import time
from datetime import UTC, timedelta

import pytest

from services.kit.process.clock import Clock, SystemClock
from tests.kit.clocks import ManualClock


def test_tells_the_time_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        now = SystemClock().now()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert now.tzinfo is UTC
    assert abs(now.timestamp() - time.time()) < 5


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock: Clock = ManualClock()
    before = clock.now()
    assert clock.now() == before
    assert isinstance(clock, ManualClock)
    clock.advance(hours=2)
    assert clock.now() - before == timedelta(hours=2)
