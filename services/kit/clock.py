"""Time, as everything in a service reads it; SQL never asks the database for it."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Returns the present time, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Returns the present time, in UTC."""
        return datetime.now(UTC)
