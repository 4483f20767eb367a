"""A roster as a table: the columns that an import of people reads, and rows of cells.

What other columns could be taken for comes after those that mean it: an import takes the first column of a meaning, and the
next one of such a name for the field of the roster with this name (`services/organizations/imports/people/columns.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from gateway.exports.members import Member, Roster
from services.kit.language import phrase, worded

_COLUMNS = (
    phrase("Name"),
    phrase("Roles"),
    phrase("Labels"),
    phrase("Join date"),
    phrase("Banyan ID"),
)
_CONTACTS = (phrase("Phone"), phrase("Email"))
# Which no import reads (`services/organizations/imports/mending.py`).
STATE = phrase("Membership state")
_STATES = {
    "APPLIED": phrase("applied"),
    "ACTIVE": phrase("active"),
    "SUSPENDED": phrase("suspended"),
    "ENDED": phrase("ended"),
    "DECLINED": phrase("declined"),
    "WITHDRAWN": phrase("withdrawn"),
}
# The words with which imports know roles.
ROLES = {
    "OWNER": phrase("owner"),
    "LEADER": phrase("leader"),
    "COORDINATOR": phrase("coordinator"),
    "SUPERVISOR": phrase("supervisor"),
    "MEMBER": phrase("member"),
}
_ANSWERS = {"true": phrase("yes"), "false": phrase("no")}
# What parts several words in one cell.
_PARTS = frozenset(';,、，；/／|"')


class Cell(NamedTuple):
    """A cell.

    Attributes:
        text: What it says.
        kind: What that is, as fields of rosters call it, such as "DATE".
    """

    text: str
    kind: str = "TEXT"


class Table:
    """A roster as a table.

    Args:
        roster: The roster.
    """

    def __init__(self, roster: Roster) -> None:
        self._kinds = [each.kind for each in roster.fields]
        self._with_contacts = roster.with_contacts
        self._words = {name: worded(word) for name, word in (ROLES | _ANSWERS | _STATES).items()}
        self._with_states = roster.with_states
        names = [*map(worded, _COLUMNS), *(each.name for each in roster.fields)]
        names += [worded(STATE)] if self._with_states else []
        self.header = [*names, *(map(worded, _CONTACTS) if self._with_contacts else ())]

    def row(self, member: Member) -> list[Cell]:
        """Returns the cells of a member, one for each column."""
        roles = [self._words[each] for each in member.roles] or [self._words["MEMBER"]]
        cells = [
            Cell(member.name),
            Cell(_joined(roles)),
            Cell(_joined(member.labels)),
            Cell(member.join_date, "DATE"),
            Cell(member.id),
        ]
        for kind, value in zip(self._kinds, member.values, strict=True):
            cells.append(Cell(self._words.get(value, value) if kind == "YES_NO" else value, kind))
        if self._with_states:
            cells.append(Cell(self._words[member.state]))
        if self._with_contacts:
            cells += Cell(member.phone), Cell(member.email)
        return cells


def _joined(words: Sequence[str]) -> str:
    """Returns words in one cell, in quotation marks where they have what parts words."""
    return "; ".join(
        f'"{word.replace(chr(34), chr(34) * 2)}"' if _PARTS & {*word} else word for word in words
    )
