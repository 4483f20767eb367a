"""How names are sorted and found. See `services.kit.text.names`, of which this is a copy."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from services.kit.migrations.names_1.folding import (
    fold,
    has_optional_marks,
    is_mark,
    script_of,
    simplify,
)
from services.kit.migrations.names_1.readings import is_chinese, surnames, syllables, with_places

# Long enough to tell names apart; without a bound, keys would grow by the square of the name.
_SPELLED = 24
# A cursor holds such a key, and is a page token of 1,000 characters at most. Beyond it names sort by id.
_SORTED = 150
# What is written without blanks, apart from the wide letters of Chinese, Japanese, and Korean.
_WITHOUT_BLANKS = frozenset(("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"))


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a name, with its marks.

    Attributes:
        written: How the letter is written in a key.
        read: The pinyin of a Chinese character, otherwise `written`.
        placed: The same, with places read as the people who live there read them.
        surnames: Other readings of the surnames that may begin here.
        begins: Whether an entry begins with the letter.
    """

    written: str
    read: str
    placed: str
    surnames: tuple[list[str], ...]
    begins: bool


def sort_name(name: str, *, of_person: bool = False) -> str:
    """Returns the sort key of a name: folded, with Chinese as toned pinyin.

    Args:
        name: The name.
        of_person: Whether it begins with a surname, which may have a reading of its own. Otherwise it may
            hold the name of a place that has one.
    """
    folded = fold(name)
    start = next((at for at, each in enumerate(folded) if is_chinese(each)), len(folded))
    surname = next(surnames(folded[start:], toned=True), []) if of_person else []
    parts = _spaced(folded[:start]) + surname
    rest = folded[start + len(surname) :]
    return " ".join(parts + _spaced(rest, places=not of_person))[:_SORTED].strip()


def search_name(name: str, *others: str) -> str:
    """Returns the key whose entries `search_terms` are looked for in.

    Args:
        name: The name.
        others: The name in other languages.
    """
    entries = [entry for each in (name, *others) for entry in _entries(each)]
    return "".join(f" {entry}" for entry in dict.fromkeys(entries))


def _entries(name: str) -> list[str]:
    letters = [letter for word in _words(fold(name)) for letter in _letters(word)]
    entries: list[str] = []
    for at, first in enumerate(letters):
        if not first.begins:
            continue
        rest = letters[at : at + _SPELLED]
        read = [letter.read for letter in rest]
        spellings = [[letter.written for letter in rest], read, [letter.placed for letter in rest]]
        spellings += [surname + read[len(surname) :] for surname in first.surnames]
        for spelling in spellings:
            spelled = "".join(spelling)[:_SPELLED]
            # Keyboards write v for the ü of pinyin. If people type ü or u, it is folded to u.
            entries += [spelled.replace("ü", "u"), spelled.replace("ü", "v")]
    return entries


def _letters(word: str) -> Iterator[_Letter]:
    """Yields the letters of a folded word."""
    read = syllables(word)
    placed = with_places(read, word)
    at, begins = 0, True
    for cluster in _clusters(word):
        written = _encoded(cluster)
        alone = _is_without_blanks(cluster[0])
        if is_chinese(cluster[0]):
            yield _Letter(written, read[at], placed[at], tuple(surnames(word[at:])), True)
        else:
            yield _Letter(written, written, written, (), begins or alone)
        begins = alone
        at += len(cluster)


def _clusters(word: str) -> list[str]:
    """Returns the letters of a word, each with its marks."""
    clusters: list[str] = []
    for character in word:
        if clusters and is_mark(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _encoded(cluster: str) -> str:
    """Returns a letter as keys have it: so that it does not begin another that has a further mark."""
    base = cluster[0]
    if not base.isalpha() or has_optional_marks(base) or _is_wide(base):
        return simplify(cluster)
    return f"{cluster}."


def _words(folded: str) -> list[str]:
    spaced = "".join(each if _is_of_a_word(each) else " " for each in folded)
    return spaced.split()


def _is_of_a_word(character: str) -> bool:
    """Returns whether a character is a letter, a digit, or a mark on one; `fold` leaves no other marks."""
    return character.isalnum() or is_mark(character) or _is_wide(character)


def _is_without_blanks(letter: str) -> bool:
    return _is_wide(letter) or script_of(letter) in _WITHOUT_BLANKS


def _is_wide(letter: str) -> bool:
    """Returns whether a letter is Chinese, Japanese, or Korean, even if younger than this Python."""
    if unicodedata.category(letter) in ("Lo", "Lm", "Nl"):
        return unicodedata.east_asian_width(letter) == "W"
    return 0x20000 <= ord(letter) < 0x40000


def _spaced(part: str, *, places: bool = False) -> list[str]:
    """Returns the syllables of a text, and what stands between them in one piece each."""
    read = syllables(part, toned=True)
    if places:
        read = with_places(read, part, toned=True)
    parts: list[str] = []
    joins = False
    for character, syllable in zip(part, read, strict=True):
        if is_chinese(character):
            parts.append(syllable)
            joins = False
        elif joins:
            parts[-1] += character
        else:
            parts.append(character)
            joins = True
    return [stripped for each in parts if (stripped := each.strip())]
