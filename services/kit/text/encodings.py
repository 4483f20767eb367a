"""Text from the bytes of a file, in the encodings in which people's programs save tables."""

import codecs
import re

from charset_normalizer import from_bytes

from services.kit.errors import InvalidArgument
from services.kit.text.spreadsheets import ZIP, sheet_text

# The encodings that we read: IANA name to Python codec. We read a legacy encoding as the superset that
# programs write. Those after windows-1254 look too much alike to be detected: the caller names them.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "gb18030": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "windows-1252": "cp1252",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "windows-1250": "cp1250",
    "windows-1254": "cp1254",
    "koi8-r": "koi8_r",
    "windows-874": "cp874",
    "windows-1251": "cp1251",
    "windows-1253": "cp1253",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1258": "cp1258",
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ASIAN = ("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr")
_HALFWIDTH = re.compile("[\uff61-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LEAST_HANGUL = 0.97
_KANA = re.compile("[\u3041-\u30ff]")
_LEAST_KANA = 0.05
# How much of a file is looked at; what it says further down is in the same encoding.
_SAMPLE = 64 * 1024
_WORD = re.compile(r"[^\W\d_]{3,}")
# In the languages of western Europe hardly any word is all accents. Words in another alphabet are, if they
# are read as windows-1252.
_MOST_ACCENTED = 0.75
# A run of foreign characters, after the letter before it. Chinese in which most of them are one character
# after a Latin letter is Latin text.
_RUN = re.compile("([A-Za-z]?)([^\x00-\x7f]+)")
_MOST_GLUED = 0.75
# The accented letters of each language, by the encoding in which its programs save texts (CLDR).
ALPHABETS = {
    "windows-1252": (
        "äöüßéèàç",  # German, and French names in it
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíñóúüàèòïçªº",  # Spanish, Catalan
        "ãáàâçéêíóôúüªº",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "áéíóúëïöüèêç",  # Dutch
        "æøåéóòôêèäöü",  # Danish, Norwegian
        "åäöéàüšžõ",  # Swedish, Finnish, Estonian
        "áðéíóúýþæö",  # Icelandic
    ),
    "windows-1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "čćđšž",  # Croatian, Slovene
        "ăâîşţ",  # Romanian
    ),
    "windows-1254": ("çğıi̇öşüâîû",),  # Turkish
}
# A word, with the signs between its letters, or before them: in another encoding they are letters.
_WRITTEN = re.compile(
    r"[£¥¢¤¦¬¯±¶¸¹²³¼½¾]?[^\W\d_]"
    r"(?:[^\W\d_]|[^\s\w\x00-\x7f\xad‘’“”–—…·´«»°™®©](?=[^\W\d_])|[¹²³](?=[^\W\d_]))*"
)
_MOST_SIGNS = 0.1
# What workbooks were before 2007, and what those with a password still are, by their first bytes.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def decode(data: bytes, field: str, encoding: str = "") -> tuple[str, str]:
    """Returns the text of a file, and the IANA name of the encoding in which it was read; of a spreadsheet no name.

    Args:
        data: The bytes of the file.
        field: Where they stand in the request, for errors.
        encoding: The encoding, one of `ENCODINGS`; empty to detect it.

    Raises:
        InvalidArgument: They are no text in that encoding, or in any that can be detected.
    """
    if data.startswith(ZIP):
        return sheet_text(data, field), ""
    if data.startswith(_OLD_WORKBOOK):
        raise InvalidArgument.of(
            field,
            "is a workbook in an old format, or with a password. Save it as XLSX without a password, or as CSV UTF-8",
            "WORKBOOK",
        )
    found = encoding or _detected(data)
    if found:
        text = _decoded(data, found)
        if text is not None:
            return text, found
    raise InvalidArgument.of(
        field,
        "cannot be decoded. Save the file as CSV UTF-8, or name its encoding",
        "ENCODING_UNKNOWN",
    )


def was_read_wrongly(text: str) -> bool:
    """Tells whether a text in UTF-8 was read as windows-1252, so that MÃ¼nchen stands for München."""
    if text.isascii():
        return False
    try:
        # What windows-1252 leaves undefined, programs read as the control character of that number.
        data = b"".join(
            bytes((ord(character),)) if character < "\xa0" else character.encode("cp1252")
            for character in text
        )
        data.decode()
    except UnicodeError:
        return False
    return True


def _detected(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    if _without_mark(data):
        return "utf-16"
    if _decoded(data, "utf-8") is not None:
        return "utf-8"
    names = (*_ASIAN, _of_an_alphabet(data))
    possible = [name for name in names if _is_plausible(_decoded(data, name), name)]
    return _likeliest(data, possible) if possible else ""


def _is_plausible(text: str | None, encoding: str) -> bool:
    """Tells whether people write such a text; halfwidth katakana alone is other text in Shift-JIS.

    In a name such as Köln, two Latin letters are one Chinese character.
    """
    if text is None:
        return False
    if encoding in ALPHABETS:
        words = "".join(word for word in _WORD.findall(text) if not word.isascii())
        accented = sum(not letter.isascii() for letter in words)
        signs = sum(not each.isalpha() for each in _foreign(text))
        return accented <= _MOST_ACCENTED * len(words) and signs <= _MOST_SIGNS * accented
    runs = _RUN.findall(text)
    if sum(bool(before) and len(run) == 1 for before, run in runs) > _MOST_GLUED * len(runs):
        return False
    if encoding == "euc-jp":
        # Chinese and Japanese share their place in the tables; Japanese alone has kana between.
        return len(_KANA.findall(text)) >= _LEAST_KANA * sum(len(run) for _, run in runs)
    if encoding == "euc-kr":
        # Chinese that is read as Korean has rare Chinese characters in between.
        letters: int = sum(character.isalpha() for _, run in runs for character in run)
        return len(_HANGUL.findall(text)) >= _LEAST_HANGUL * letters
    halfwidth = len(_HALFWIDTH.findall(text))
    return halfwidth * 4 <= sum(not character.isascii() for character in text)


def _of_an_alphabet(data: bytes) -> str:
    """Returns in which encoding of accented Latin letters the letters are those of one language.

    Western Europe comes first: where a text can be of several, it is the most likely one, and also where it
    is of none.
    """
    return next(
        (
            name
            for name, languages in ALPHABETS.items()
            if _is_of_one(_decoded(data, name), languages)
        ),
        "windows-1252",
    )


def _is_of_one(text: str | None, languages: tuple[str, ...]) -> bool:
    if text is None:
        return False
    # Portuguese has õ before e alone; elsewhere it may be the ő of Hungarian.
    found = set(_foreign(text.lower().replace("õe", "oe")))
    return any(found <= set(language) for language in languages)


def _foreign(text: str) -> list[str]:
    """Returns the letters of words that ASCII does not have, and the signs that stand where letters would."""
    return [each for word in _WRITTEN.findall(text) for each in word if not each.isascii()]


def _likeliest(data: bytes, possible: list[str]) -> str:
    """Returns the encoding in which the bytes read most like text; empty if they do in none."""
    python_names = [_normal(ENCODINGS[name]) for name in possible]
    # Whole lines, so that no character is cut; lines without foreign letters say nothing.
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    sample = b"".join(lines)[:_SAMPLE].rpartition(b"\n")[0] or b"".join(lines)
    found = from_bytes(sample, cp_isolation=python_names, threshold=1.0)
    best = found.best()
    if best is not None and _is_korean(best.encoding):
        # Of a few Chinese characters each can be a Korean one.
        as_good = (each for each in found if each.chaos <= best.chaos)
        best = next((each for each in as_good if not _is_korean(each.encoding)), best)
    if best is None:
        return ""
    return possible[python_names.index(_normal(best.encoding))]


def _is_korean(encoding: str) -> bool:
    return _normal(encoding) == _normal(ENCODINGS["euc-kr"])


def _normal(name: str) -> str:
    return codecs.lookup(name).name


def _without_mark(data: bytes) -> str:
    """Returns how Python calls the UTF-16 of bytes without a mark; empty if they are not UTF-16.

    The upper byte of a delimiter or line end is NUL, and always on the same side.
    """
    low, high = data[::2], data[1::2]
    if len(data) % 2 or low.count(0) + high.count(0) < 2:
        return ""
    if not low.count(0):
        return "utf-16-le"
    return "utf-16-be" if not high.count(0) else ""


def _decoded(data: bytes, encoding: str) -> str | None:
    name = ENCODINGS[encoding]
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = _without_mark(data) or name
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None
