"""How Chinese characters are read: pinyin by context, and the readings that surnames and places have.

The dictionary is pypinyin's. Most of its phrases are read as their characters are one by one, and take
five times the memory of all the rest; only the others are loaded, from `special_phrases.json`, which
`deploy/phrases.py` writes.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

# Set before the import, which reads them: pypinyin loads no phrases and does not copy its characters.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal, to_tone3

from services.kit.text.folding import simplify
from services.kit.text.special_readings import PLACES, SURNAMES

_ONE_BY_ONE: Any = list  # what pypinyin does with other characters; its types know texts only
_LONGEST_SURNAME = max(map(len, SURNAMES))
_PLACE = re.compile("|".join(sorted(PLACES, key=len, reverse=True)))


def syllables(text: str, *, toned: bool = False) -> list[str]:
    """Returns the pinyin of each Chinese character of a text, and every other character as it is.

    Args:
        text: The text, folded.
        toned: Whether the tone follows a syllable as a digit, such as "lin2"; ü is then written v.
    """
    if text.isascii():
        return list(text)
    style = Style.TONE3 if toned else Style.NORMAL
    return lazy_pinyin(
        simplify(text, surely=True), style=style, v_to_u=not toned, errors=_ONE_BY_ONE
    )


def with_places(read: list[str], text: str, *, toned: bool = False) -> list[str]:
    """Returns the syllables of a text with places read as the people who live there read them."""
    placed = read
    for place in _PLACE.finditer(simplify(text, surely=True)):
        placed = placed.copy()
        placed[place.start() : place.end()] = _written(PLACES[place[0]], toned)
    return placed


def surnames(text: str, *, toned: bool = False) -> Iterator[list[str]]:
    """Yields the readings of the surnames that a text may begin with, the longest surname first.

    Only surnames that the dictionary reads in another way are known.
    """
    text = simplify(text[:_LONGEST_SURNAME], surely=True)
    for length in range(len(text), 0, -1):
        if (reading := SURNAMES.get(text[:length])) is not None:
            yield _written(reading, toned)


def is_chinese(character: str) -> bool:
    """Returns whether a character has a reading."""
    return ord(character) in PINYIN_DICT


@cache
def _written(reading: str, toned: bool) -> list[str]:
    write = to_tone3 if toned else to_normal
    return [write(syllable, v_to_u=not toned) for syllable in reading.split()]


def _special_phrases() -> dict[str, list[list[str]]]:
    """Returns the phrases of the dictionary without which something would be read in another way."""
    text = Path(__file__).with_name("special_phrases.json").read_text(encoding="utf-8")
    shared: dict[str, list[str]] = {}
    return {
        phrase: [shared.setdefault(each, [each]) for each in reading.split()]
        for phrase, reading in json.loads(text).items()
    }


load_phrases_dict(_special_phrases())
