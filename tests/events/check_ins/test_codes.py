"""Codes that change every half minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.events.check_ins.codes import (
    ALPHABET,
    LENGTH,
    SECONDS,
    code_at,
    is_current,
    new_key,
    next_code_at,
)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(moments, st.integers(0, 2 * SECONDS - 1))
def test_a_code_is_good_for_a_half_minute_to_a_minute(shown: datetime, later: int) -> None:
    key = new_key()
    code, entered = code_at(key, shown), shown + timedelta(seconds=later)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    good = later <= SECONDS or entered < next_code_at(shown) + timedelta(seconds=SECONDS)
    assert is_current(code, key, entered) is good
    assert not is_current(code, key, shown + timedelta(seconds=2 * SECONDS))
    assert not is_current(code, key, shown - timedelta(seconds=2 * SECONDS))
    assert not is_current(code, new_key(), shown)


@given(moments)
def test_it_is_read_however_people_write_it(shown: datetime) -> None:
    key = new_key()
    code = code_at(key, shown)
    for written in (
        code.lower(),
        f" {code[:3]}-{code[3:]} ",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert is_current(written, key, shown)
    for wrong in ("", code[:-1], code + "0", "签到码", code[1:] + ("0" if code[0] != "0" else "1")):
        assert not is_current(wrong, key, shown) or code_at(key, shown) == wrong


@given(moments)
def test_the_next_one_appears_when_it_says(shown: datetime) -> None:
    key, later = new_key(), next_code_at(shown)
    assert shown < later <= shown + timedelta(seconds=SECONDS)
    assert code_at(key, later - timedelta(microseconds=1)) == code_at(key, shown)
    assert next_code_at(later) == later + timedelta(seconds=SECONDS)
