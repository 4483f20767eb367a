"""How names are sorted and found: Latin without case or accents, Chinese by pinyin and by character."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, and_, false

_WORD = re.compile(r"[^\W_]+")
# Letters that look like a Latin one with a mark, but that Unicode does not take apart.
_LOOKALIKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# Long enough to tell names apart; without a bound, keys would grow by the square of the name.
_SPELLED = 24
# A cursor holds such a key, and is a page token of 1,000 characters at most. Beyond it names sort by id.
_SORTED = 150


def sort_name(name: str) -> str:
    """Returns the key by which a name sorts: casefolded, unaccented, Chinese as toned pinyin."""
    syllables = lazy_pinyin(_plain(name), style=Style.TONE3, errors=str.strip)
    return " ".join(syllables).strip()[:_SORTED].strip()


def search_name(name: str) -> str:
    """Returns the key in which `search_terms` are looked for.

    Each entry follows a space: the words that are not Latin as they are, then the whole name spelled
    in one, from every word and every syllable of pinyin on.

        林秀英          " 林秀英 linxiuying xiuying ying"
        María García    " mariagarcia garcia"
        吕布            " 吕布 lubu lvbu bu"
    """
    words = _words(name)
    syllables = [syllable for word in words for syllable in lazy_pinyin(word, v_to_u=True)]
    entries = [word for word in words if not word.isascii()]
    for at in range(len(syllables)):
        spelled = "".join(syllables[at:])[:_SPELLED]
        # Keyboards write v for the ü of pinyin, and who types ü or u has it folded to u.
        entries += [spelled.replace("ü", "u"), spelled.replace("ü", "v")]
    return "".join(f" {entry}" for entry in dict.fromkeys(entries))


def search_terms(query: str) -> Iterator[str]:
    """Yields what the key of a name must contain, all of it, for the name to be found.

    Latin stands at the beginning of a word or syllable; everything else, such as Chinese, anywhere. A
    query without a letter or digit yields nothing.
    """
    for word in dict.fromkeys(_words(query)):
        yield f" {word[:_SPELLED]}" if word.isascii() else word


def is_found(key: Any, query: str) -> ColumnElement[bool]:
    """Returns the condition that a query finds a name.

    Args:
        key: The column that holds `search_name` of the name.
        query: What people typed; nothing that a name could have, such as "%", finds nothing.
    """
    terms = list(search_terms(query))
    return and_(*(key.contains(term, autoescape=True) for term in terms)) if terms else false()


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", _plain(text).translate(_LOOKALIKES))
    return _WORD.findall(folded)


def _plain(text: str) -> str:
    """Returns a text casefolded, without accents, fullwidth forms and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
