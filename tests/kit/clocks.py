"""A clock that tests move by hand."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, start: datetime = datetime(2026, 5, 1, 8, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        """Returns the time at which the clock stands."""
        return self._now

    def advance(self, **duration: float) -> None:
        """Goes on, by what `timedelta` takes."""
        self._now += timedelta(**duration)
