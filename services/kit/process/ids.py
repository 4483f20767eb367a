"""Identifiers: UUIDv7 (RFC 9562, section 5.7), which sort by the time of their creation."""

import os
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime.fromtimestamp(0, UTC)


def uuid7() -> UUID:
    """Returns a new UUIDv7: 48 bits of Unix time in milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= (random >> 68) << 64
    value |= 0b10 << 62
    value |= random & (2**62 - 1)
    return UUID(int=value)


def moment_of(id_: UUID) -> datetime:
    """Returns when a UUIDv7 was made, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=id_.int >> 80)
