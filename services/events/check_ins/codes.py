"""Codes that change every half minute, after RFC 6238: whoever knows one was there a moment ago.

A code is derived from a key that only the service knows and from the time, so nothing is stored when it changes. Six
characters of 32 leave a guess one chance in 500 million.
"""

import hmac
import secrets
from datetime import UTC, datetime

SECONDS = 30  # how long a code is shown; it can be used as long again
LENGTH = 6
# Without I, L, O and U: what people mistake for another, or for a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def new_key() -> str:
    """Returns a key that nobody can guess."""
    return secrets.token_hex(20)


def code_at(key: str, moment: datetime) -> str:
    """Returns the code that is shown at a moment."""
    return _code(key, _window(moment))


def next_code_at(moment: datetime) -> datetime:
    """Returns when the next code appears."""
    return datetime.fromtimestamp((_window(moment) + 1) * SECONDS, UTC)


def is_current(code: str, key: str, moment: datetime) -> bool:
    """Returns whether somebody who enters a code has read it on the screen a moment ago.

    Args:
        code: The code, as they entered it.
        key: The key.
        moment: The time.
    """
    read = code.upper().translate(_READ_AS).encode()
    window = _window(moment)
    shown = [_code(key, each).encode() for each in (window, window - 1)]
    return any(hmac.compare_digest(read, each) for each in shown)


def _window(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def _code(key: str, window: int) -> str:
    number = int.from_bytes(hmac.digest(key.encode(), window.to_bytes(8), "sha256"))
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
