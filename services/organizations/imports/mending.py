"""What rows keep of their file, so that those that are refused can be mended and sent again: their cells.

The file of the refused rows has a column with the reasons, which no import reads (`gateway/exports/refused.py`).
"""

from collections.abc import Iterable

from services.kit.contract.texts import FORBIDDEN
from services.kit.text.cells import LOST
from services.organizations.organizations.names import match_name

CELLS = "cells"  # what a row says, by this name
# What files of ours say of rows, beside what is imported: why they were refused, and the state of a membership.
_OURS = frozenset(map(match_name, ("What to mend", "需要修改之处", "Membership state", "成员状态")))


def is_ours(column: str) -> bool:
    """Tells whether a column of a file of ours is for people alone."""
    return match_name(column) in _OURS


def kept(cells: Iterable[str]) -> list[str]:
    """Returns cells as they are kept: with a mark where there was what no column of the database can hold."""
    return [FORBIDDEN.sub(LOST, cell) for cell in cells]
