"""How names are sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.names import sort_name


def in_order(*names: str) -> list[str]:
    return sorted(names, key=sort_name)


def test_latin_names_sort_without_case_and_accents() -> None:
    assert in_order("zoë", "Ångström", "Zoe", "apple", "Éclair") == [
        "Ångström",
        "apple",
        "Éclair",
        "zoë",
        "Zoe",
    ]


def test_chinese_names_sort_by_pinyin_and_tone() -> None:
    assert in_order("张伟", "李娜", "王芳", "陈静") == ["陈静", "李娜", "王芳", "张伟"]
    assert in_order("妈妈", "麻花", "马路", "骂人") == ["妈妈", "麻花", "马路", "骂人"]


def test_chinese_and_latin_names_share_one_order() -> None:
    assert in_order("Zhao", "李娜", "Adam", "张伟") == ["Adam", "李娜", "张伟", "Zhao"]


@pytest.mark.parametrize("name", ["", " ", "　", "!?", "👍🏽", "a\u0301", "ﬁ"])
def test_takes_every_name(name: str) -> None:
    assert isinstance(sort_name(name), str)


@given(st.text())
def test_never_fails_and_never_differs(name: str) -> None:
    key = sort_name(name)
    assert key == sort_name(name)
    assert key == key.strip()


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "Nd"]), min_size=1))
def test_ascii_case_makes_no_difference(name: str) -> None:
    assert sort_name(name.upper()) == sort_name(name.lower())
