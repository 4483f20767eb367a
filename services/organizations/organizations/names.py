"""The forms of names of organizations: by which they are sorted, matched and searched."""

import unicodedata
from functools import lru_cache

from services.kit.text.folding import comparable
from services.kit.text.names import search_name, sort_name

_PARTING = frozenset(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Cc"))


class _Parts(dict[int, str]):
    """What stands for each character between the words of a name: a blank if it parts words."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = " " if unicodedata.category(character) in _PARTING else character
        return self[code]


_PARTS = _Parts()


@lru_cache(maxsize=1024)
def match_name(name: str) -> str:
    """Returns a name in the form in which names are matched: comparable, without punctuation."""
    plain = comparable(name)
    words = plain.translate(_PARTS).split()
    return " ".join(words or plain.split())


def forms_of(name: str, *translations: str) -> dict[str, str]:
    """Returns the forms of a name by which organizations are sorted, matched and searched, by column.

    Args:
        name: The name.
        translations: The name in other languages, by which an organization is searched, too.
    """
    return {
        "sort_name": sort_name(name),
        "match_name": match_name(name),
        "search_name": search_name(name, *translations),
    }
