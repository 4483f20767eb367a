"""On what a row about a day stands."""

from enum import StrEnum


class Basis(StrEnum):
    """What a row about a group says: how it was seen at the end of its days, or how it is known now."""

    SEEN = "SEEN"
    KNOWN = "KNOWN"
