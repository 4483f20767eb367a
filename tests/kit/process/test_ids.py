"""UUIDv7."""

import time
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.process.ids import uuid7


def test_carries_version_and_variant_of_rfc_9562() -> None:
    for _ in range(100):
        made = uuid7()
        assert made.version == 7
        assert made.variant == RFC_4122


def test_begins_with_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert before <= made.int >> 80 <= after


@given(
    earlier=st.integers(0, 2**48 - 2),
    distance=st.integers(1, 2**47),
    random=st.tuples(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10)),
)
def test_sorts_by_time_whatever_the_random_bits(
    earlier: int, distance: int, random: tuple[bytes, bytes]
) -> None:
    later = min(earlier + distance, 2**48 - 1)
    first, second = made_at(earlier, random[0]), made_at(later, random[1])
    assert first < second
    assert str(first) < str(second)
    assert first.bytes < second.bytes


@given(st.binary(min_size=10, max_size=10))
def test_keeps_74_random_bits(random: bytes) -> None:
    bits = int.from_bytes(random, "big")
    made = made_at(0, random).int
    assert (made >> 64) & 0xFFF == bits >> 68
    assert made & (2**62 - 1) == bits & (2**62 - 1)


def test_does_not_repeat() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000


def made_at(milliseconds: int, random: bytes) -> UUID:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.kit.process.ids.time.time_ns", lambda: milliseconds * 1_000_000)
        patch.setattr("services.kit.process.ids.os.urandom", lambda _: random)
        return uuid7()
