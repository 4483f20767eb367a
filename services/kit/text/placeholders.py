"""What people and programs write into a cell that has no value: one list for every column of every table.

A value of signs alone, such as `---` or `???`, says nothing either. Signs that tables use for "yes", such as
`+`, `*` and `x`, do.
"""

import re
import unicodedata

# In lower case. Brackets and quotation marks around a word, a period after it, and blanks around the
# periods and slashes in it do not count.
_WORDS = frozenset(
    word.strip()
    for words in (
        "n/a, na, n.a, #n/a, null, nil, none, nan, \\n, undefined, unknown, unspecified, not available",
        "not applicable, not known, not provided, not specified, none given, none provided, none listed",
        "no data, tbd, t.b.d, tba, t.b.a, to be determined, to be announced",
        "#null!, #ref!, #value!, #name?, #div/0!, #num!, #nv, #bezug!, #wert!",
        "0, 0000-00-00, 0000-00-00 00:00:00",
        "无, 無, 暂无, 暫無, 没有, 沒有, 尚无, 尚無, 查无, 查無, 无数据, 無數據, 无资料, 無資料, 未知",
        "不详, 不詳, 不明, 未填, 未填写, 未填寫, 未填报, 未填報, 未提供, 待定, 待查, 待补充, 待補充, 空",
        "空白, 缺, 暂缺, 暫缺, 不适用, 不適用",
        "なし, 無し, 該当なし, 未定, 未記入, 없음, 미정, 모름, 해당없음",
        "нет, нет данных, не указан, не указана, не указано, неизвестно, отсутствует",
        "unbekannt, keine, keine angabe, keine angaben, k.a, nicht dokumentiert, nicht bekannt",
        "nicht vorhanden, entfällt, aucun, aucune, néant, inconnu, non renseigné, s/o",
        "ninguno, ninguna, sin datos, no aplica, no disponible, desconocido, s/d, n/d, nenhum, nenhuma",
    )
    for word in words.split(",")
)
_LONGEST = 20
_EMPTY_IN_BRACKETS = re.compile(r"[(\[<](?:empty|blank)[)\]>]")
_AROUND = " .()[]<>{}「」『』【】〈〉\"'“”‘’。"
_BLANKS_IN_ABBREVIATIONS = re.compile(r"\s*([./])\s*")
# Dashes, brackets and quotation marks have categories of their own.
_SIGNS = frozenset("\"'.,;:?/\\|~_·‥…。、¿ー−")
_CATEGORIES = frozenset(("Pd", "Pc", "Ps", "Pe", "Pi", "Pf", "Zs"))


def is_placeholder(value: str) -> bool:
    """Tells whether a value only says that there is none, such as `N/A`; not of an empty one."""
    if not value:
        return False
    if len(value) > _LONGEST:
        return all(map(_says_nothing, value))
    text = unicodedata.normalize("NFKC", value).casefold()
    word = _BLANKS_IN_ABBREVIATIONS.sub(r"\1", text).strip(_AROUND)
    return (
        text in _WORDS
        or word in _WORDS
        or (not word.isascii() and word.replace(" ", "") in _WORDS)
        or _EMPTY_IN_BRACKETS.fullmatch(text) is not None
        or all(map(_says_nothing, text))
    )


def _says_nothing(character: str) -> bool:
    return character in _SIGNS or unicodedata.category(character) in _CATEGORIES
