"""The clock that all code of a service reads. No SQL statement uses the time of the database."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> datetime:
        """Returns the current time, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Returns the current time, in UTC."""
        return datetime.now(UTC)
