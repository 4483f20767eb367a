"""Chinese surnames and places that are read in another way than the dictionary reads their characters.

The readings are those of Xiandai Hanyu Cidian and of GB/T 28039-2011, which says how surnames are spelled.
"""

from collections.abc import Mapping

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
