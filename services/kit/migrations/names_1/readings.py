"""How Chinese characters are read. See `services.kit.text.readings`, of which this is a copy."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal, to_tone3

from services.kit.migrations.names_1.folding import simplify

# fmt: off
SURNAMES: Mapping[str, str] = {
    "曾": "zēng", "单": "shàn", "仇": "qiú", "解": "xiè", "查": "zhā", "区": "ōu", "朴": "piáo",
    "任": "rén", "华": "huà", "盖": "gě", "覃": "qín", "翟": "zhái", "缪": "miào", "纪": "jǐ",
    "种": "chóng", "黑": "hè", "佴": "nài", "员": "yùn", "贠": "yùn", "祭": "zhài", "乜": "niè",
    "乐": "yuè", "繁": "pó", "秘": "bì", "过": "guō", "燕": "yān", "折": "shé", "那": "nā",
    "粘": "nián", "藏": "zāng", "都": "dū", "薄": "bó", "哈": "hǎ", "阚": "kàn", "卜": "bǔ", "於": "yū",
    "要": "yāo", "隗": "wěi", "句": "gōu", "召": "shào", "相": "xiàng", "干": "gān", "葛": "gě",
    "郇": "xún", "少": "shào", "撒": "sǎ", "令": "líng", "番": "pān", "角": "jué", "占": "zhān",
    "颉": "xié", "洗": "xiǎn", "重": "chóng", "炅": "guì", "蔚": "yù", "镡": "tán", "夹": "jiá",
    "澹": "tán", "单于": "chán yú", "令狐": "líng hú", "澹台": "tán tái", "宰父": "zǎi fǔ",
    "乐正": "yuè zhèng", "夹谷": "jiá gǔ", "吐谷": "tǔ yù", "段干": "duàn gān", "子车": "zǐ jū",
    "阏氏": "yān zhī", "耶律": "yē lǜ", "那拉": "nà lā", "那兰": "nà lán", "赫舍": "hè shè",
    "相里": "xiàng lǐ", "毋丘": "guàn qiū", "盖楼": "gě lóu", "尉迟": "yù chí", "万俟": "mò qí",
    "长孙": "zhǎng sūn",
}

PLACES: Mapping[str, str] = {
    "单县": "shàn xiàn", "浚县": "xùn xiàn", "乐陵": "lào líng", "繁峙": "fán shì", "荥经": "yíng jīng",
    "华县": "huà xiàn", "华州": "huà zhōu", "华阴": "huà yīn", "宕昌": "tàn chāng", "筠连": "jūn lián",
    "郫都": "pí dū", "天台": "tiān tāi", "六合": "lù hé", "涡阳": "guō yáng", "会稽": "kuài jī",
    "长清": "cháng qīng", "长岛": "cháng dǎo", "长垣": "cháng yuán", "长葛": "cháng gě",
    "长丰": "cháng fēng", "长泰": "cháng tài", "长宁": "cháng níng", "长阳": "cháng yáng",
    "长白": "cháng bái", "长海": "cháng hǎi", "长武": "cháng wǔ", "都匀": "dū yún", "都昌": "dū chāng",
    "都安": "dū ān", "大城": "dài chéng", "任县": "rén xiàn", "应县": "yìng xiàn", "解州": "hài zhōu",
    "朝阳": "cháo yáng", "桦甸": "huà diàn", "珲春": "hún chūn", "车师": "jū shī", "扎鲁特": "zā lǔ tè",
    "什邡": "shí fāng", "浒墅": "xǔ shù", "覃塘": "qín táng", "沌口": "zhuàn kǒu", "马家堡": "mǎ jiā pù",
    "查干": "chá gān", "阆中": "làng zhōng", "什刹海": "shí chà hǎi", "洪洞": "hóng tóng",
    "大栅栏": "dà shí lán",
}
# fmt: on

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
    _load_phrases()
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


@cache
def _load_phrases() -> None:
    """Loads all phrases of the dictionary, once there is something to read: a process may have fewer."""
    load_phrases_dict(import_module("pypinyin.phrases_dict").phrases_dict)
