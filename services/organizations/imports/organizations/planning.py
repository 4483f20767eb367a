"""The plan of an import of organizations: what would become of each row.

Whether a row says anything new does not depend on where it stands: each fact of it is either contained
in the organization or not. So whatever part of a file is imported again, in whatever order, changes
nothing. Where a fact is not contained, what the file says of that field takes the place of what was
there; of a description, what the file says of those columns.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.errors import InvalidArgument
from services.kit.ids import uuid7
from services.kit.tabular import Reason
from services.kit.validation import validate
from services.kit.values import enum_numbers
from services.organizations.imports.organizations.matching import AMBIGUOUS, Known, grouped
from services.organizations.imports.organizations.rows import Fact, OrganizationRow
from services.organizations.imports.plan import Change, Group, PlannedRow
from services.organizations.models import Organization
from services.organizations.models.organization import match_name

# Fields that hold several values, and what stands between them.
_SEPARATORS = {"phone": "; ", "address": "\n", "description": "\n"}
# What is longer than this breaks a rule of every field, and need not grow further to be refused.
_LONGEST = 10_000
_FIELDS = ("name", "external_id", "description", "kind", "phone", "email", "address", "website")
_CLOSED = Reason("ORGANIZATION_CLOSED", "The organization is closed; take the row out of the file.")
_FOREIGN = Reason(
    "NOT_YOURS_TO_CHANGE", "Only its own owners and leaders change it; send them what is new."
)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What new organizations have that the file does not say.

    Attributes:
        kind: Their kind, where the file names none.
        membership_policy: How one becomes a member of them.
    """

    kind: str
    membership_policy: str


def plan_organizations(
    rows: Sequence[OrganizationRow], known: Known, defaults: Defaults
) -> list[Group]:
    """Returns what would become of each row, by organization, in the order of the file."""
    groups = [
        Group([PlannedRow(row.line, row.name, "ERROR", row.reasons)]) for row in rows if row.refused
    ]
    claims: dict[UUID, list[tuple[Group, bool]]] = defaultdict(list)
    for members, unclear in grouped([row for row in rows if not row.refused]):
        group = Group([PlannedRow(row.line, row.name, "UNCHANGED", row.reasons) for row in members])
        groups.append(group)
        external_id = next(filter(None, (row.external_id for row in members)), "")
        found = known.matching(external_id, members[0].match_name)
        if unclear is not None or len(found) > 1:
            group.leave("CONFLICT", unclear or AMBIGUOUS)
            continue
        _plan(group, members, found[0] if found else None, defaults)
        for each in found:
            if each.id in known.foreign_ids and group.is_applied:
                group.leave("CONFLICT", _FOREIGN)
            claims[each.id].append((group, each.external_id == external_id != ""))
    for claim in claims.values():
        for group, by_external_id in claim if len(claim) > 1 else ():
            if not by_external_id:
                group.leave("CONFLICT", AMBIGUOUS)
    return sorted(groups, key=lambda group: group.head)


def _plan(
    group: Group,
    members: Sequence[OrganizationRow],
    present: Organization | None,
    defaults: Defaults,
) -> None:
    """Notes what would become of the rows of one organization."""
    before: dict[str, str] = {}
    if present is None:
        group.target_id = uuid7()
    else:
        group.target_id, group.target_version = present.id, present.version
        before = {name: getattr(present, name) for name in _FIELDS}
    _note_changes(group, _placed(group, members, before), before, defaults)
    if not group.is_applied:
        return
    if present is not None and present.state != "ACTIVE":
        group.leave("CONFLICT", _CLOSED)
    elif reasons := _against(before | group.values, members):
        group.leave("ERROR", *reasons)


def _placed(
    group: Group, members: Sequence[OrganizationRow], before: Mapping[str, str]
) -> list[list[Fact]]:
    """Returns the facts of each row, with those in the description that have no place of their own.

    A field of one value takes the first that the rows say, unless all that they say is contained.
    """
    said = [fact for member in members for fact in member.facts]
    taken = {
        fact.field: fact.value
        for fact in reversed(said)
        if fact.field not in _SEPARATORS and not _contained(fact, before)
    }
    taken |= {fact.field: fact.value for fact in reversed(said) if fact.field in taken}
    placed: list[list[Fact]] = []
    for row, member in zip(group.rows, members, strict=True):
        facts: list[Fact] = []
        for fact in member.facts:
            kept = taken.get(fact.field, before.get(fact.field, fact.value))
            if fact.field == "name" and match_name(fact.value) == match_name(kept):
                if fact.value != kept:
                    row.reasons = (*row.reasons, _spelled_otherwise(fact))
                fact = Fact("name", kept, fact.column)
            elif fact.field not in _SEPARATORS and fact.value != kept:
                row.reasons = (*row.reasons, _displaced(fact))
                fact = _described(fact)
            facts.append(fact)
        placed.append(facts)
    return placed


def _note_changes(
    group: Group, placed: Sequence[Sequence[Fact]], before: Mapping[str, str], defaults: Defaults
) -> None:
    """Notes with each row what it changes, and so what becomes of it."""
    facts = [fact for row in placed for fact in row]
    changing = {fact.field for fact in facts if not _contained(fact, before)}
    kept = _kept(before.get("description", ""), facts)
    after: dict[str, str] = {}
    for index, (row, said) in enumerate(zip(group.rows, placed, strict=True)):
        earlier = dict(after)
        if not before and not index:
            kinds = [fact.value for fact in facts if fact.field == "kind"]
            after["kind"] = kinds[0] if kinds else defaults.kind
            after["membership_policy"] = defaults.membership_policy
        for fact in said:
            if fact.field in changing:
                there = kept if fact.field == "description" else ""
                after[fact.field] = _with(fact, after.get(fact.field, there))
        row.changes = [
            Change(name, earlier.get(name, before.get(name, "")), value)
            for name, value in after.items()
            if earlier.get(name) != value
        ]
        if index and (row.changes or not before):
            row.outcome = "MERGE"
            row.reasons = (*row.reasons, _merged(group.head))
        elif row.changes:
            row.outcome = "UPDATE" if before else "CREATE"


def _kept(description: str, facts: Sequence[Fact]) -> str:
    """Returns what stays of a description: what people wrote, and columns of which nothing is said."""
    said = {fact.column for fact in facts if fact.field == "description"}
    if not all(f.value.startswith(f"{f.column}: ") for f in facts if f.field == "description"):
        return ""  # a column of the file is the description
    lines: list[str] = []
    about = ""
    for line in description.split("\n"):
        about = line.partition(": ")[0] if ": " in line else about
        if about not in said:
            lines.append(line)
    return "\n".join(lines)


def _contained(fact: Fact, values: Mapping[str, str]) -> bool:
    """Tells whether an organization with these values says the fact already."""
    value = values.get(fact.field, "")
    if fact.field in _SEPARATORS:
        return _within(fact.value, value, _SEPARATORS[fact.field])
    if fact.field == "name" and match_name(fact.value) == match_name(value):
        return True
    return fact.value == value or _contained(_described(fact), values)


def _with(fact: Fact, value: str) -> str:
    """Returns the value of a field with that of a fact added, if it can hold several."""
    separator = _SEPARATORS.get(fact.field)
    if separator is None or not value:
        return fact.value
    if len(value) > _LONGEST:
        return value
    return value if _within(fact.value, value, separator) else f"{value}{separator}{fact.value}"


def _within(part: str, value: str, separator: str) -> bool:
    return f"{separator}{part}{separator}" in f"{separator}{value}{separator}"


def _described(fact: Fact) -> Fact:
    return Fact("description", f"{fact.column}: {fact.value}", fact.column)


def _spelled_otherwise(fact: Fact) -> Reason:
    message = "The name is spelled in another way, which stays as it is."
    return Reason("NAME_SPELLED_OTHERWISE", message, fact.column)


def _displaced(fact: Fact) -> Reason:
    message = "The organization has another value there; this one is kept in the description."
    return Reason("KEPT_IN_DESCRIPTION", message, fact.column)


def _merged(head: int) -> Reason:
    return Reason("MERGED", f"It is about the same as line {head}, to which it adds what is new.")


def _against(values: Mapping[str, str], members: Sequence[OrganizationRow]) -> list[Reason]:
    """Returns what the contract has against an organization with these values."""
    fields = dict(values)
    message = pb.Organization(
        kind=enum_numbers(pb.OrganizationKind.DESCRIPTOR)[fields.pop("kind")],  # type: ignore[arg-type]
        membership_policy=pb.MEMBERSHIP_POLICY_OPEN,  # checked with the request, or there already
        **{name: fields[name] for name in fields.keys() - {"membership_policy"}},  # type: ignore[arg-type]
    )
    try:
        validate(message)
    except InvalidArgument as error:
        columns = {fact.field: fact.column for member in members for fact in member.facts}
        return [
            Reason(each.reason, f"{each.field}: {each.description}", columns.get(each.field, ""))
            for each in error.violations
        ]
    return []
