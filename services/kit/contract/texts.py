"""Texts that people read, as they are written at the boundary of a service.

The contract declares them with the option `text`. `tidy` gives each one form before its rules are checked,
so that `min_len: 1` asks for something that can be seen.
"""

import re
import unicodedata

from google.protobuf.message import Message

from services.kit.contract.fields import text_fields

# Control characters except tab and line feed, and the marks that make text show in another order
# than it is stored (Unicode TR 36, "Trojan Source"). PostgreSQL cannot store NUL at all.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
LINE_BREAK = re.compile("[\n\u2028\u2029]")

# What is cut off at both ends: white space, and characters without ink and without any effect there.
# Joiners, variation selectors and direction marks stay: they shape the letter before them.
_BLANKS = (
    "\t\n \u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\uffa0\ufffc"
)
# Letters, marks, and symbols without ink, and code points that Unicode reserves for such characters.
INKLESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\ufffc\U0001d159\U000e0000-\U000e0fff]"
)
# Controls, format characters, surrogates, separators, and marks that have no letter to stand on.
# Unassigned and private characters count as visible: Python may be older than the character.
_INVISIBLE_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"))


def tidy(text: str) -> str:
    """Returns a text composed (NFC), without blanks at its ends; empty if nothing of it is visible.

    A text with a forbidden character is left as it is: it is refused, not repaired.
    """
    if text.isascii() and text == text.strip():
        return text
    if FORBIDDEN.search(text):
        return text
    composed = unicodedata.normalize("NFC", text).strip(_BLANKS)
    return composed if any(map(_is_visible, composed)) else ""


def tidy_texts(message: Message) -> None:
    """Tidies every text in a message that the contract declares as read by people, at any depth."""
    texts = text_fields(message.DESCRIPTOR)
    for field, value in message.ListFields():
        if field.message_type is not None:
            for item in value if field.is_repeated else (value,):
                tidy_texts(item)
        elif field.name in texts:
            if field.is_repeated:
                value[:] = map(tidy, value)
            else:
                setattr(message, field.name, tidy(value))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE_CATEGORIES and not INKLESS.match(
        character
    )
