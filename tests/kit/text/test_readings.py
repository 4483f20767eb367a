"""How Chinese characters are read."""

import json
import os
import subprocess
import sys
import unicodedata

import pytest

from deploy import phrases
from services.kit.text.folding import fold, simplify
from services.kit.text.readings import is_chinese, surnames, syllables, with_places
from services.kit.text.special_readings import PLACES, SURNAMES

# Reads every phrase of the whole dictionary, as pypinyin does by itself.
_WHOLE = """
import json
from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
print(json.dumps({each: lazy_pinyin(each, Style.TONE3) for each in phrases_dict if each.isalpha()}))
"""


def test_phrases_are_read_as_by_the_whole_dictionary() -> None:
    environment = {name: value for name, value in os.environ.items() if "PYPINYIN" not in name}
    whole = subprocess.run(
        [sys.executable, "-c", _WHOLE], capture_output=True, check=True, env=environment
    )
    expected = json.loads(whole.stdout)
    assert len(expected) > 40_000
    found = {phrase: syllables(fold(phrase), toned=True) for phrase in expected}
    differing = {
        phrase: (reading, found[phrase])
        for phrase, reading in expected.items()
        # 一 and 不 change their tone with what follows, which no order of names heeds.
        if any(
            one != other and character not in "一不"
            for character, one, other in zip(phrase, reading, found[phrase], strict=True)
        )
    }
    # Only what is written in traditional characters, which are read as the simplified ones are.
    assert all(simplify(phrase, surely=True) != phrase for phrase in differing), differing
    assert len(differing) < 20


def test_every_other_character_stays() -> None:
    assert syllables("林ひがน้1a ") == ["lin", "ひ", "が", "น", "\u0e49", "1", "a", " "]


def test_every_character_has_one_syllable() -> None:
    for character in map(chr, range(0x110000)):
        if unicodedata.category(character) in ("Cn", "Co", "Cs"):
            continue  # not assigned: nearly a million, which all fold to themselves
        folded = fold(character)
        assert len(syllables(folded)) == len(folded), character


def test_traditional_characters_are_read_in_context() -> None:
    assert syllables("長樂") == ["chang", "le"]
    assert syllables("乾元") == ["qian", "yuan"]


@pytest.mark.parametrize("table", [SURNAMES, PLACES])
def test_special_readings_are_special_and_complete(table: dict[str, str]) -> None:
    for word, reading in table.items():
        assert len(reading.split()) == len(word)
        assert all(map(is_chinese, word))
        assert word == fold(word)


def test_places_are_known_within_a_text() -> None:
    text = "山东单县"
    assert with_places(syllables(text), text) == ["shan", "dong", "shan", "xian"]
    assert with_places(syllables(text, toned=True), text, toned=True)[2] == "shan4"
    assert with_places(["a"], "a") == ["a"]


def test_the_longest_surname_comes_first() -> None:
    assert list(surnames("单于夫", toned=True)) == [["chan2", "yu2"], ["shan4"]]
    assert list(surnames("單雄信")) == [["shan"]]
    assert list(surnames("李雷")) == []


def test_the_phrases_are_those_of_the_dictionary() -> None:
    assert phrases.OUTPUT.read_text(encoding="utf-8") == phrases.generate(), "run `make docs`"
