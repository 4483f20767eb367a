"""The plan of an import of people: who each row is about, and what would become of it.

Rows that nothing tells apart from others of their name are left alone: two people of one name are common, and to take
one for the other is worse than to ask.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from services.kit.process.ids import uuid7
from services.kit.text.folding import comparable
from services.kit.text.records import Reason
from services.kit.work.roles import Role
from services.organizations.imports.mending import CELLS
from services.organizations.imports.models import ImportOutcome
from services.organizations.imports.people.cells import one_line
from services.organizations.imports.people.contacts import (
    FIELDS,
    NO_CONTACT,
    Contact,
    Equalities,
    more_of,
)
from services.organizations.imports.people.known import Member, Roster
from services.organizations.imports.people.labelling import Labels
from services.organizations.imports.people.matching import Namesakes, Unclear, matched
from services.organizations.imports.people.rows import PersonRow
from services.organizations.imports.plan import Change, Group, PlannedRow
from services.organizations.rosters.annotating import MOST_LABELS as MOST_LABELS_OF_MEMBER

BETWEEN = "\n"  # stands between roles, and between labels, which have one line each
VALUES = "values."  # stands before the name of a field of the roster
# What is said of labels that were left out, by the code.
_LEFT_OUT = {
    each.code: each
    for each in (
        Reason(
            "LABEL_NOT_KNOWN",
            "Labels that the organization does not have were left out. Create them, or plan with `create_missing`.",
        ),
        Reason(
            "TOO_MANY_LABELS",
            "An organization has 100 labels at most. Those beyond that were left out.",
        ),
        Reason(
            "TOO_MANY_LABELS_OF_MEMBER",
            "A member has 20 labels at most. Those beyond that were left out.",
        ),
    )
}
_NO_OWNER = Reason(
    "OWNER_NOT_GRANTED",
    "An import makes nobody an owner. An owner can do that on the roster.",
)
_OWN_CONTACT = Reason(
    "CONTACT_IS_THEIRS",
    "This member has an account and keeps their own phone number and email address. Those of the file were left out.",
)
_EXCLUDE = Reason(
    "ROLES_EXCLUDE_EACH_OTHER",
    "A supervisor cannot hold another role, and this member holds one. End it first.",
)


class Options(NamedTuple):
    """How a list is planned.

    Attributes:
        id_field: The name of the field of the roster that holds external ids; empty if there is none.
        birth_field: The name of the field that holds birth dates.
        match_names: Whether the name alone says who a row is about, where one member has it.
        create_missing: Whether labels that the organization does not have are created.
    """

    id_field: str
    birth_field: str
    match_names: bool
    create_missing: bool


class PeoplePlan(NamedTuple):
    """What would become of a list.

    Attributes:
        groups: What would become of each row, by person.
        labels: The labels to create.
        contacts: The people who get contact details, and which.
    """

    groups: list[Group]
    labels: list[str]
    contacts: list[tuple[UUID, Contact]]


@dataclass(slots=True)
class _Target:
    """Who rows of a group are about, with what the rows so far have said."""

    group: Group
    member: Member | None
    name: str
    roles: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    contact: Contact = NO_CONTACT

    @classmethod
    def of(cls, member: Member) -> "_Target":
        group = Group(
            target_id=member.membership_id,
            target_version=member.version,
            person_id=member.person_id,
        )
        return cls(
            group,
            member,
            member.name,
            list(member.roles),
            list(member.labels),
            dict(member.values),
        )

    @classmethod
    def new(cls) -> "_Target":
        return cls(Group(target_id=uuid7(), person_id=uuid7()), None, "")


def is_reached(group: Group) -> bool:
    """Tells whether a group gives the person contact details."""
    return any(name in group.values for name in FIELDS)


def plan_people(
    rows: Sequence[PersonRow],
    roster: Roster,
    labels: Sequence[str],
    options: Options,
    equal: Equalities | None = None,
) -> PeoplePlan:
    """Returns what would become of each row, by person, in the order of the file.

    Args:
        rows: The rows of the file.
        roster: The members that they may be about.
        labels: The labels of the organization.
        options: How it is planned.
        equal: Which contact details of the list members have.
    """
    equal = equal or Equalities()
    known = Labels({comparable(each): each for each in labels}, options.create_missing)
    entered: Namesakes[_Target] = Namesakes(match_names=options.match_names)
    members: dict[object, _Target] = {}
    targets: list[_Target] = []
    groups: list[Group] = []
    for row in rows:
        if row.refused:
            groups.append(_left(row, ImportOutcome.ERROR))
            continue
        found = matched(row, roster, options.birth_field, equal, match_names=options.match_names)
        if isinstance(found, Member):
            target = members.get(found.membership_id)
            if target is None:
                target = members[found.membership_id] = _Target.of(found)
                targets.append(target)
                groups.append(target.group)
        elif isinstance(found, Unclear):
            groups.append(_left(row, ImportOutcome.CONFLICT, found.reason))
            continue
        else:
            before = entered.find(row)
            if isinstance(before, Unclear):
                groups.append(_left(row, ImportOutcome.CONFLICT, before.reason))
                continue
            target = before
            if target is None:
                target = _Target.new()
                entered.add(row, target)
                targets.append(target)
                groups.append(target.group)
        _note(row, target, known, equal)
    contacts = [(each.group.person, each.contact) for each in targets if each.contact]
    return PeoplePlan(groups, known.new, contacts)


def _left(row: PersonRow, outcome: ImportOutcome, *reasons: Reason) -> Group:
    reasons = (*row.reasons, *reasons)
    return Group([PlannedRow(row.line, row.name, outcome, reasons, said=_said(row))])


def _said(row: PersonRow) -> dict[str, list[str]]:
    return {CELLS: row.cells}


def _note(row: PersonRow, target: _Target, labels: Labels, equal: Equalities) -> None:
    """Adds a row to its group, with what it changes."""
    reasons = list(row.reasons)
    is_first = not target.group.rows
    is_new = target.member is None
    outcome = ImportOutcome.UNCHANGED
    changes: list[Change] = []
    if row.owner_column and Role.OWNER not in target.roles:
        reasons.append(_NO_OWNER._replace(column=row.owner_column))
    if Role.SUPERVISOR in {*target.roles, *row.roles} and len({*target.roles, *row.roles}) > 1:
        outcome = ImportOutcome.ERROR
        reasons.append(_EXCLUDE)
    else:
        changes = [
            *_name(row, target, is_first=is_first),
            *_words("roles", target.roles, row.roles),
            *_words("labels", target.labels, _labels(row, target, labels, reasons.append)),
            *_values(row, target),
            *_contact(row, target, equal, reasons.append),
        ]
        if is_new and is_first:
            outcome = ImportOutcome.CREATE
            if row.join_date:
                changes.append(Change("join_date", "", row.join_date))
        elif changes:
            is_later = any(each.changes for each in target.group.rows)
            outcome = ImportOutcome.MERGE if is_new or is_later else ImportOutcome.UPDATE
    planned = PlannedRow(row.line, row.name, outcome, reasons, changes, _said(row))
    target.group.rows.append(planned)


def _name(row: PersonRow, target: _Target, *, is_first: bool) -> list[Change]:
    is_kept = target.member is None or target.member.is_kept
    if not is_first or not is_kept or comparable(target.name) == row.name_key:
        return []
    change = Change("display_name", target.name, row.name)
    target.name = row.name
    return [change]


def _words(name: str, have: list[str], said: Sequence[str]) -> list[Change]:
    more = [each for each in said if each not in have]
    if not more:
        return []
    before = BETWEEN.join(have)
    have += more
    return [Change(name, before, BETWEEN.join(have))]


def _labels(
    row: PersonRow, target: _Target, labels: Labels, remark: Callable[[Reason], None]
) -> list[str]:
    found: list[str] = []
    missed: dict[str, None] = {}
    for word in row.labels:
        if len({*target.labels, *found}) >= MOST_LABELS_OF_MEMBER:
            missed["TOO_MANY_LABELS_OF_MEMBER"] = None
            break
        name, why = labels.named(word)
        if why:
            missed[why] = None
        elif name not in found:
            found.append(name)
    for code in missed:
        remark(_LEFT_OUT[code])
    return found


def _values(row: PersonRow, target: _Target) -> list[Change]:
    changes = []
    for name, value in row.values.items():
        before = target.values.get(name, "")
        if value not in (before, one_line(before)):
            changes.append(Change(f"{VALUES}{name}", before, value))
            target.values[name] = value
    return changes


def _contact(
    row: PersonRow, target: _Target, equal: Equalities, remark: Callable[[Reason], None]
) -> list[Change]:
    """Returns that the row gives the person contact details, and not which: they are kept elsewhere."""
    member = target.member
    if not row.contact:
        return []
    if member is not None and not member.is_kept:
        remark(_OWN_CONTACT)
        return []
    more = more_of(row.contact, target.contact, member, equal)
    if more:
        consent = {"consent_date": row.contact.consent_date}
        target.contact = target.contact._replace(**more, **consent)
    return [Change(name, "", "") for name in more]
