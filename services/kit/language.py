"""The language of a request, and texts for people in it.

Where something is said, it is written once, in English: as a template such as "must be at most {max} characters"
with parameters beside it. It is put into words when it leaves the process, in the language of the request, by the
catalogues of `services/languages` (GNU gettext). The parameters travel too, for frontends with texts of their own.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

# The languages, as BCP 47 tags; the first is the one in which texts are written.
LANGUAGES = ("en", "zh-Hans")
DEFAULT = LANGUAGES[0]
# The header of HTTP, and the metadata of a call between services, that names the language.
HEADER = "accept-language"
NOUN = "noun"  # the context of terms in the catalogues
_FOLDER = Path(__file__).parents[1] / "languages"
# What a primary subtag is answered in. Readers of traditional characters read simplified ones more easily than English.
_BY_PRIMARY = {"en": "en", "zh": "zh-Hans"}
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")  # RFC 9110, section 12.4.2
_LONGEST_HEADER = 1000
_REMEMBERED_HEADERS = 256
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


class Plural(NamedTuple):
    """A template with two forms.

    Attributes:
        one: The form for one.
        many: The form for any other number.
        by: The name of the parameter with the number.
    """

    one: str
    many: str
    by: str


class Said(str):
    """A text that another process has put into words already."""

    __slots__ = ()


class Term(str):
    """A noun among the parameters of a text, such as "sign up": it is translated too."""

    __slots__ = ()


Text = str | Plural
Params = Mapping[str, str | int]
NO_PARAMS: Params = {}


def phrase(text: str) -> str:
    """Marks a template for the catalogues that is written in one place and said in another."""
    return text


def spoken() -> str:
    """Returns the language of the request, as a BCP 47 tag."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Lets everything in the block be said in a language.

    Args:
        language: One of `LANGUAGES`.
    """
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def speak(language: str) -> None:
    """Lets everything be said in a language from now on, for the rest of the running task."""
    _language.set(language)


def negotiated(header: str) -> str:
    """Returns the language for an `Accept-Language` header (RFC 9110, section 12.5.4).

    The most wanted range decides that has a language here: `zh`, `zh-CN`, `zh-Hans-SG` and also `zh-TW` are answered
    in zh-Hans, and `en-GB` in en, as lookup does (RFC 4647, section 3.4). What is not understood is ignored.
    """
    return _negotiated(header[:_LONGEST_HEADER])


@lru_cache(_REMEMBERED_HEADERS)
def _negotiated(header: str) -> str:
    ranges = list(_ranges(header))
    refused = {_of(tag) for tag, quality in ranges if quality == 0}
    for tag, _ in sorted((each for each in ranges if each[1] > 0), key=lambda each: -each[1]):
        found = _of(tag)
        if tag == "*":
            named = {_of(other) for other, _ in ranges}
            found = next((each for each in LANGUAGES if each not in named), None)
        if found is not None and found not in refused:
            return found
    return DEFAULT


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Yields the ranges of a header with their qualities."""
    for part in header.lower().split(","):
        tag, *options = (piece.strip() for piece in part.split(";"))
        matches = [_QUALITY.fullmatch(option) for option in options]
        if all(matches):
            yield tag, min((float(each[1]) for each in matches if each), default=1.0)


def _of(tag: str) -> str | None:
    return _BY_PRIMARY.get(tag.partition("-")[0])


def worded(text: Text, params: Params = NO_PARAMS) -> str:
    """Returns a text in the language of the request.

    Args:
        text: The template.
        params: Its parameters; those that it does not name are left out.
    """
    if isinstance(text, Said) or not text:
        return str(text)
    catalogue = _catalogue(_language.get())
    if isinstance(text, Plural):
        template = catalogue.ngettext(text.one, text.many, int(params[text.by]))
    else:
        template = catalogue.gettext(text)
    if not params:
        return template
    return template.format_map({name: _shown(value, catalogue) for name, value in params.items()})


def _shown(value: str | int, catalogue: gettext.NullTranslations) -> str:
    return catalogue.pgettext(NOUN, value) if isinstance(value, Term) else str(value)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == DEFAULT:
        return gettext.NullTranslations()
    with (_FOLDER / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
