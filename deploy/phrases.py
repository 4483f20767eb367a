"""Writes the phrases of pypinyin's dictionary that are read in another way than their characters one by one.

The services load only these. To find them takes two thirds of a second, which each process would spend at its start.
The readings are those of phrase-pinyin-data, which pypinyin has (both under the MIT licence).
"""

import json
from importlib.resources import files
from itertools import combinations
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

from services.kit.text import readings

OUTPUT = Path(readings.__file__).with_name("special_phrases.json")
_CHANGING_TONES = "一不"  # their tone follows from the next one, which no order of names heeds


def generate() -> str:
    """Returns the content of the file: a reading for each phrase, its syllables divided by blanks."""
    found = {
        phrase: " ".join(each[0] for each in read) for phrase, read in special_phrases().items()
    }
    return json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def special_phrases() -> dict[str, list[list[str]]]:
    """Returns the phrases of the dictionary without which something would be read in another way.

    They are not read as their characters are one by one, or have a part that is not.
    """
    text = files("pypinyin").joinpath("phrases_dict.json").read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    shared: dict[str, list[str]] = {}
    special: dict[str, list[list[str]]] = {}
    ordinary: list[str] = []
    at = text.find('"')
    while at >= 0:  # one by one: the whole dictionary is never in memory
        phrase, end = decode(text, at)
        readings, end = decode(text, text.index("[", end))
        read = [shared.setdefault(each[0], each[:1]) for each in readings]
        if any(
            reading[0] != _alone(character) and character not in _CHANGING_TONES
            for character, reading in zip(phrase, read, strict=True)
        ):
            special[phrase] = read
        else:
            ordinary.append(phrase)
        at = text.find('"', end)
    for phrase in ordinary:
        if any(phrase[at:end] in special for at, end in combinations(range(len(phrase) + 1), 2)):
            alone = map(_alone, phrase)
            special[phrase] = [shared.setdefault(each, [each]) for each in alone]
    return special


def _alone(character: str) -> str:
    """Returns how a character is read by itself."""
    return PINYIN_DICT.get(ord(character), "").partition(",")[0]


if __name__ == "__main__":
    OUTPUT.write_text(generate(), encoding="utf-8")
