"""Known contact details, and the search for them in all that is said to those who may not see them."""

from tests.world import CANARIES, KINDS

MAY_SEE = ("subject", "coordinator", "leader", "owner")
MAY_NOT_SEE = tuple(kind for kind in KINDS if kind not in MAY_SEE)


def canaries_in(text: str) -> list[str]:
    """Returns the known values that a text holds, also as JSON escapes them."""
    escaped = [value.encode("unicode_escape").decode() for value in CANARIES]
    return [value for value in (*CANARIES, *escaped) if value in text]
