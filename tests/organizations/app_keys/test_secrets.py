"""The secrets of keys: what one looks like, and what is none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Unauthenticated
from services.kit.process.environment import ConfigurationError
from services.kit.process.secret import read_secret
from services.organizations.app_keys.secrets import Secrets, is_secret, new_secret

# What docs/partner-apps.md tells scanners to look for.
PAGE = Path(__file__).parents[3] / "docs" / "partner-apps.md"
PATTERN = r"bny_(live|test)_[0-9A-Za-z]{36}"


def test_is_what_the_page_says() -> None:
    assert PATTERN in PAGE.read_text(encoding="utf-8")
    for kind in ("live", "test"):
        assert re.fullmatch(PATTERN, new_secret(kind))
        assert is_secret(new_secret(kind))


def test_no_two_are_alike() -> None:
    assert len({new_secret("live") for _ in range(1000)}) == 1000


@given(place=st.integers(0, 44), other=st.sampled_from("0Zz_-é "))
def test_a_wrong_character_makes_it_none(place: int, other: str) -> None:
    secret = new_secret("test")
    changed = secret[:place] + other + secret[place + 1 :]
    assert is_secret(changed) == (changed == secret)


@given(st.text())
def test_other_texts_are_none(text: str) -> None:
    assert not is_secret(text)
    assert not is_secret(f"bny_live_{text}") or re.fullmatch(PATTERN, f"bny_live_{text}")


def test_each_pepper_makes_another_hash() -> None:
    both = Secrets("test", (b"a" * 32, b"b" * 32))
    secret = both.new()
    now, before = both.hashes(secret)
    assert now != before
    assert Secrets("test", (b"b" * 32,)).hashes(secret) == [before]


def test_one_of_the_other_kind_is_told_so() -> None:
    with pytest.raises(Unauthenticated, match="another deployment"):
        Secrets("live", (b"a" * 32,)).checked(new_secret("test"))


def test_a_short_pepper_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "pepper"
    file.write_text("short")
    with pytest.raises(ConfigurationError, match="less than 32 bytes"):
        read_secret("app_key_pepper", file)
