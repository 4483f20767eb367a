"""Who a row of a list of people is about: a member, somebody whom an earlier row enters, or somebody new.

The ID of a membership decides, which exports have, and then an external id. Without one a name does, together with a phone number,
an email address, or a birth date. A name alone decides only if the importer says so. A phone number or an email address without
the name says nothing: families share them.
"""

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from services.kit.text.folding import comparable
from services.kit.text.records import Reason
from services.kit.work.memberships import MembershipState
from services.organizations.imports.people.contacts import Equalities
from services.organizations.imports.people.known import Member, Roster
from services.organizations.imports.people.rows import PersonRow

T = TypeVar("T")
_SAME_NAME = Reason(
    "SAME_NAME",
    "Somebody else on the roster or in the file has this name, and nothing says whether it is the same person. "
    "Give both an external ID or a birth date.",
)
_AMBIGUOUS = Reason(
    "AMBIGUOUS", "Several people may be meant. Correct the roster, or give the row an external ID."
)
_ANOTHER_NAME = Reason(
    "ID_OF_ANOTHER_NAME",
    "Somebody with another name has this external ID. Correct the file.",
)
_NOT_ACTIVE = Reason(
    "NOT_ACTIVE",
    "This member is suspended or has only applied. Reinstate or accept them, and import the row again.",
)


class Unclear(NamedTuple):
    """That nobody can say who a row is about.

    Attributes:
        reason: Why.
    """

    reason: Reason


def matched(
    row: PersonRow, roster: Roster, birth_field: str, equal: Equalities, *, match_names: bool
) -> Member | Unclear | None:
    """Returns the member that a row is about; None if it is about nobody on the roster.

    Args:
        row: The row.
        roster: The members that it may be about.
        birth_field: The name of the field of the roster that holds birth dates; empty if there is none.
        equal: Which contact details of the list members have.
        match_names: Whether the name alone says it, where one member has it.
    """
    if row.membership_id is not None and (exported := roster.by_id.get(row.membership_id)):
        return _named_alike(exported, row)
    if row.id_key and (found := roster.by_external_id.get(row.id_key)):
        if len(found) > 1:
            return Unclear(_AMBIGUOUS)
        return _named_alike(found[0], row)
    named = [
        each
        for each in roster.by_name.get(row.name_key, ())
        if not (row.id_key and each.membership_id in roster.identified)
    ]
    if row.contact:
        reached = [
            each
            for each in named
            if (equal.of(each, row.contact.phone) or equal.of(each, row.contact.email))
            and row.birth_date in ("", each.values.get(birth_field) or row.birth_date)
        ]
        if reached:
            return _active(reached[0]) if len(reached) == 1 else Unclear(_AMBIGUOUS)
    if row.birth_date:
        born = [each for each in named if each.values.get(birth_field) == row.birth_date]
        if born:
            return _active(born[0]) if len(born) == 1 else Unclear(_AMBIGUOUS)
        named = [each for each in named if not each.values.get(birth_field)]
    if not named:
        return None
    if match_names:
        return _active(named[0]) if len(named) == 1 else Unclear(_AMBIGUOUS)
    return Unclear(_SAME_NAME)


def _named_alike(member: Member, row: PersonRow) -> Member | Unclear:
    """Returns a member whom an ID names, unless they have an account and another name."""
    if comparable(member.name) != row.name_key and not member.is_kept:
        return Unclear(_ANOTHER_NAME)
    return _active(member)


def _active(member: Member) -> Member | Unclear:
    return member if member.state == MembershipState.ACTIVE else Unclear(_NOT_ACTIVE)


@dataclass(slots=True)
class _Named(Generic[T]):
    """Those of one name whom earlier rows enter: all, and those of whom the id or the birth date is not known."""

    everyone: list[T] = field(default_factory=list)
    without_id: list[T] = field(default_factory=list)
    without_birth: list[T] = field(default_factory=list)
    with_neither: list[T] = field(default_factory=list)
    born: dict[str, list[T]] = field(default_factory=dict)
    born_without_id: dict[str, T] = field(default_factory=dict)
    # By a phone number or an email address, with the external id and the birth date.
    reached: dict[str, list[tuple[str, str, T]]] = field(default_factory=dict)

    def by_contact(self, row: PersonRow) -> list[T]:
        """Returns those with a phone number or an email address of a row, of whom nothing says that they are others."""
        found = {
            id(target): target
            for detail in (row.contact.phone, row.contact.email.lower())
            if detail
            for id_key, born, target in self.reached.get(detail, ())
            if (not row.id_key or not id_key) and row.birth_date in ("", born or row.birth_date)
        }
        return list(found.values())


@dataclass(slots=True)
class Namesakes(Generic[T]):
    """Those whom earlier rows of a file enter.

    Args:
        match_names: Whether the name alone says who a row is about.
    """

    match_names: bool
    _by_id: dict[str, tuple[str, T]] = field(default_factory=dict)
    _by_name: dict[str, _Named[T]] = field(default_factory=dict)

    def find(self, row: PersonRow) -> T | Unclear | None:
        """Returns whom an earlier row enters that this row is about; None if it is about somebody new."""
        if row.id_key in self._by_id:
            name, target = self._by_id[row.id_key]
            return target if name == row.name_key else Unclear(_ANOTHER_NAME)
        named = self._by_name.get(row.name_key)
        if named is None:
            return None
        if reached := named.by_contact(row):
            return reached[0] if len(reached) == 1 else Unclear(_AMBIGUOUS)
        if row.id_key and row.birth_date in named.born_without_id:
            return named.born_without_id[row.birth_date]
        if not row.id_key and (born := named.born.get(row.birth_date)):
            return born[0] if len(born) == 1 else Unclear(_AMBIGUOUS)
        if row.id_key:
            unclear = named.with_neither if row.birth_date else named.without_id
        else:
            unclear = named.without_birth if row.birth_date else named.everyone
        if not unclear:
            return None
        if self.match_names:
            return unclear[0] if len(unclear) == 1 else Unclear(_AMBIGUOUS)
        return Unclear(_SAME_NAME)

    def add(self, row: PersonRow, target: T) -> None:
        """Notes whom a row enters."""
        if row.id_key:
            self._by_id[row.id_key] = (row.name_key, target)
        named = self._by_name.setdefault(row.name_key, _Named())
        named.everyone.append(target)
        for detail in filter(None, (row.contact.phone, row.contact.email.lower())):
            named.reached.setdefault(detail, []).append((row.id_key, row.birth_date, target))
        if not row.id_key:
            named.without_id.append(target)
        if not row.birth_date:
            named.without_birth.append(target)
        if not row.id_key and not row.birth_date:
            named.with_neither.append(target)
        if row.birth_date:
            named.born.setdefault(row.birth_date, []).append(target)
            if not row.id_key:
                named.born_without_id.setdefault(row.birth_date, target)
