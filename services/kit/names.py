"""How names are sorted: Latin without case or accents, Chinese by pinyin, under collation C."""

import unicodedata

from pypinyin import Style, lazy_pinyin


def sort_name(name: str) -> str:
    """Returns the key by which a name sorts: casefolded, unaccented, Chinese as toned pinyin."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    syllables = lazy_pinyin(plain, style=Style.TONE3, errors=str.strip)
    return " ".join(syllables).strip()
