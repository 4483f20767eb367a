"""What a value of a field says: how it is stored, sorted, and compared."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from services.kit.errors import Violation
from services.kit.text.folding import comparable
from services.kit.text.names import sort_name
from services.organizations.roster_fields.models import RosterFieldKind

# Beyond it, a number in binary is no longer the number that was written.
_LARGEST = 1e15
_DIGITS = 40
_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)", re.ASCII)


class Value(NamedTuple):
    """A value as the columns of its row have it."""

    value: str
    number_key: float
    text_key: str
    match_key: str


class Kinded(Protocol):
    """What a field says of its values."""

    @property
    def kind(self) -> RosterFieldKind:
        """What they are."""

    @property
    def choices(self) -> Sequence[str]:
        """Which there are."""


def understood(field: Kinded, text: str, path: str) -> Value | Violation:
    """Returns what a text says as a value of a field, or what is wrong with it.

    Args:
        field: The field.
        text: The text, which is not empty.
        path: Where it is in the request.
    """
    if is_sized(field.kind):
        size = size_of(field.kind, text, path)
        written = text.strip()
        return size if isinstance(size, Violation) else Value(written, size, "", written)
    if field.kind == RosterFieldKind.CHOICE:
        wanted = match_key(text)
        chosen = next((each for each in field.choices if match_key(each) == wanted), None)
        if chosen is None:
            return Violation(
                path, "must be one of the choices of the field; read them again", "NOT_A_CHOICE"
            )
        text = chosen
    elif field.kind == RosterFieldKind.YES_NO and text not in ("true", "false"):
        return Violation(path, "must be `true` or `false`", "NOT_YES_OR_NO")
    return Value(text, 0.0, sort_name(text), match_key(text))


def match_key(text: str) -> str:
    """Returns the form in which two values are the same."""
    return comparable(text)


def is_sized(kind: RosterFieldKind) -> bool:
    """Returns whether the values of fields of a kind are sorted by size."""
    return kind in (RosterFieldKind.NUMBER, RosterFieldKind.DATE)


def size_of(kind: RosterFieldKind, text: str, path: str) -> float | Violation:
    """Returns the number, or the number of the day, that a text says, or what is wrong with it."""
    if kind == RosterFieldKind.DATE:
        try:
            return float(date.fromisoformat(text.strip()).toordinal())
        except ValueError:
            return Violation(path, "must be a day, written like 2024-05-31", "NOT_A_DAY")
    if len(text) <= _DIGITS and _NUMBER.fullmatch(text.strip()):
        number = float(text)
        if abs(number) <= _LARGEST:
            return number
    return Violation(path, "must be a number, written like 42 or -1.5", "NOT_A_NUMBER")
