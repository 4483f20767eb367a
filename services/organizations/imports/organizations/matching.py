"""Which organization a row is about: the one with its external id, else the one with its name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Text, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.kit.access import Check
from services.kit.tabular import Reason
from services.kit.work import Work
from services.organizations.imports.organizations.rows import OrganizationRow
from services.organizations.models import Organization

AMBIGUOUS = Reason(
    "AMBIGUOUS", "Several organizations may be meant; give each its external id, here and there."
)
_REPEATED = Reason(
    "EXTERNAL_ID_REPEATED", "Rows with this external id have different names; mend the file."
)
_TEXTS: Any = ARRAY(Text)


@dataclass(slots=True)
class Known:
    """The organizations below a parent that rows may be about.

    Attributes:
        by_external_id: Those with an external id, by that.
        by_name: All of them, by the name as it is matched.
        foreign_ids: The ids of those that the caller may not change.
    """

    by_external_id: dict[str, Organization] = field(default_factory=dict)
    by_name: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))
    foreign_ids: set[UUID] = field(default_factory=set)

    @classmethod
    async def read(
        cls, work: Work, parent_id: UUID, names: Iterable[str], external_ids: Iterable[str]
    ) -> "Known":
        """Reads those with these names, as they are matched, or with these external ids."""
        known = cls()
        found = await work.session.scalars(
            select(Organization)
            .where(
                col(Organization.parent_id) == parent_id,
                or_(
                    col(Organization.match_name) == any_(literal(list(set(names)), _TEXTS)),
                    col(Organization.external_id)
                    == any_(literal(list(set(external_ids) - {""}), _TEXTS)),
                ),
            )
            .order_by(col(Organization.id))
        )
        for each in found:
            known.by_name[each.match_name].append(each)
            if each.external_id:
                known.by_external_id[each.external_id] = each
        return known

    async def note_foreign(self, work: Work, manages: Check) -> None:
        """Notes which of them the caller may not change: a role held above need not count below.

        Args:
            work: The work of the caller.
            manages: The relation of those who may change an organization.
        """
        for each in (each for named in self.by_name.values() for each in named):
            if not await manages.holds(work, each.id):
                self.foreign_ids.add(each.id)

    def matching(self, external_id: str, name: str) -> list[Organization]:
        """Returns the organization that is meant; none, or several where that cannot be told.

        An external id that is not known yet can be that of an organization of the same name without one.
        """
        if external_id in self.by_external_id:
            return [self.by_external_id[external_id]]
        named = self.by_name.get(name, [])
        return [each for each in named if not (external_id and each.external_id)]


def grouped(rows: Sequence[OrganizationRow]) -> list[tuple[list[OrganizationRow], Reason | None]]:
    """Returns the rows of each organization, and why it cannot be told which that is, if so.

    Rows belong together by their external id, else by their name. A row without an external id belongs
    to the only one that the file gives to its name, if any.
    """
    ids_of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.external_id:
            ids_of[row.match_name].add(row.external_id)
    groups: dict[tuple[str, str], list[OrganizationRow]] = defaultdict(list)
    for row in rows:
        ids = {row.external_id} if row.external_id else ids_of[row.match_name]
        key = ("", min(ids)) if len(ids) == 1 else (row.match_name, "")
        groups[key].append(row)
    return [(members, _unclear(key, members, ids_of)) for key, members in groups.items()]


def _unclear(
    key: tuple[str, str], members: Sequence[OrganizationRow], ids_of: Mapping[str, set[str]]
) -> Reason | None:
    if ids_of.get(key[0]):
        return AMBIGUOUS
    if len({row.match_name for row in members}) > 1:
        return _REPEATED
    return None
