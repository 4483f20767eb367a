"""What the rows of one organization change in it, field by field and row by row."""

from collections.abc import Mapping, Sequence

from services.kit.text.records import Reason
from services.organizations.imports.models import ImportOutcome
from services.organizations.imports.organizations.facts import (
    PARAGRAPH,
    SEPARATORS,
    are_together,
    described,
    is_contained,
    is_labelled,
    is_within,
)
from services.organizations.imports.organizations.rows import Fact
from services.organizations.imports.plan import Change, Group
from services.organizations.organizations.names import match_name

# What is longer than this breaks a rule of every field, and need not grow further to be refused.
_LONGEST = 10_000


def note_changes(
    group: Group,
    members: Sequence[Sequence[Fact]],
    before: Mapping[str, str],
    kind: str,
    membership_policy: str,
) -> None:
    """Notes with each row what it changes, and so what becomes of it.

    Args:
        group: The rows.
        members: The facts of each row.
        before: What the organization says now; empty if it is a new one.
        kind: The kind of a new one, where the rows name none.
        membership_policy: How one becomes a member of a new one.
    """
    placed = _placed(group, members, before)
    facts = [fact for row in placed for fact in row]
    changing = {fact.field for fact in facts if not is_contained(fact, before)}
    description = _Description(before.get("description", ""), placed)
    after: dict[str, str] = {}
    for index, (row, said) in enumerate(zip(group.rows, placed, strict=True)):
        earlier = dict(after)
        if not before and not index:
            kinds = [fact.value for fact in facts if fact.field == "kind"]
            after["kind"] = kinds[0] if kinds else kind
            after["membership_policy"] = membership_policy
        for fact in said:
            if fact.field in changing and fact.field != "description":
                after[fact.field] = _with(fact, after.get(fact.field, ""))
        if description.changes and _of_description(said):
            after["description"] = description.with_row(said)
        row.changes = [
            Change(name, earlier.get(name, before.get(name, "")), value)
            for name, value in after.items()
            if earlier.get(name) != value and (name in earlier or before.get(name) != value)
        ]
        if index and (row.changes or not before):
            row.outcome = ImportOutcome.MERGE
            row.reasons = (*row.reasons, _merged(group.head))
        elif row.changes:
            row.outcome = ImportOutcome.UPDATE if before else ImportOutcome.CREATE


class _Description:
    """The description of an organization as it grows, row by row.

    What people wrote stays, and columns of which the rows say nothing. Rows that say different things
    have a paragraph each, so that a reader sees which value belongs to which.

    Args:
        before: The description as it is.
        placed: The facts of each row.
    """

    def __init__(self, before: str, placed: Sequence[Sequence[Fact]]) -> None:
        rows = [_of_description(facts) for facts in placed]
        self.changes = not all(_is_said(facts, before) for facts in rows)
        self._is_one = len({tuple(fact.value for fact in facts) for facts in rows if facts}) == 1
        self._value = _kept(before, _rewritten(before, rows))

    def with_row(self, said: Sequence[Fact]) -> str:
        """Returns the description with that of one more row."""
        facts = _of_description(said)
        if len(self._value) > _LONGEST or _is_said(facts, self._value):
            return self._value
        separator = "\n" if self._is_one else PARAGRAPH
        values = [fact.value for fact in facts]
        self._value = separator.join(filter(None, [self._value, "\n".join(values)]))
        return self._value


def _is_said(facts: Sequence[Fact], description: str) -> bool:
    within = all(is_within(fact.value, description, "\n") for fact in facts)
    return within and are_together(facts, description)


def _rewritten(before: str, rows: Sequence[Sequence[Fact]]) -> list[Fact]:
    """Returns what is written anew: rows that say something new, and rows that share a column with them."""
    waiting = [facts for facts in rows if _is_said(facts, before)]
    written = [facts for facts in rows if not _is_said(facts, before)]
    columns: set[str] = set()
    while found := {fact.column for facts in written for fact in facts} - columns:
        columns |= found
        written += [facts for facts in waiting if not columns.isdisjoint(f.column for f in facts)]
        waiting = [facts for facts in waiting if columns.isdisjoint(f.column for f in facts)]
    return [fact for facts in written for fact in facts]


def _of_description(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.field == "description"]


def _placed(
    group: Group, members: Sequence[Sequence[Fact]], before: Mapping[str, str]
) -> list[list[Fact]]:
    """Returns the facts of each row, with those in the description that have no place of their own.

    A field of one value takes the first that the rows say, unless all that they say is contained.
    """
    said = [fact for member in members for fact in member]
    taken = {
        fact.field: fact.value
        for fact in reversed(said)
        if fact.field not in SEPARATORS and not is_contained(fact, before)
    }
    taken |= {fact.field: fact.value for fact in reversed(said) if fact.field in taken}
    placed: list[list[Fact]] = []
    for row, member in zip(group.rows, members, strict=True):
        facts: list[Fact] = []
        for fact in member:
            kept = taken.get(fact.field, before.get(fact.field, fact.value))
            if fact.field == "name" and match_name(fact.value) == match_name(kept):
                if fact.value != kept:
                    row.reasons = (*row.reasons, _spelled_otherwise(fact))
                fact = Fact("name", kept, fact.column)
            elif fact.field not in SEPARATORS and fact.value != kept:
                row.reasons = (*row.reasons, _displaced(fact))
                fact = described(fact)
            facts.append(fact)
        placed.append(facts)
    return placed


def _kept(description: str, facts: Sequence[Fact]) -> str:
    """Returns what stays of a description: what people wrote, and columns of which nothing is said."""
    said = {fact.column for fact in facts}
    if not all(is_labelled(f) for f in facts):
        return ""  # a column of the file is the description
    lines: list[str] = []
    about = ""
    for line in description.split("\n"):
        about = line.partition(": ")[0] if ": " in line else about
        if about not in said:
            lines.append(line)
    return "\n".join(lines)


def _with(fact: Fact, value: str) -> str:
    """Returns the value of a field with that of a fact added, if it can hold several."""
    separator = SEPARATORS.get(fact.field)
    if separator is None or not value:
        return fact.value
    if len(value) > _LONGEST:
        return value
    return value if is_within(fact.value, value, separator) else f"{value}{separator}{fact.value}"


def _spelled_otherwise(fact: Fact) -> Reason:
    message = "The organization spells its name differently. It keeps its own spelling."
    return Reason("NAME_SPELLED_OTHERWISE", message, fact.column)


def _displaced(fact: Fact) -> Reason:
    message = "The organization has a different value here. This one was added to its description."
    return Reason("KEPT_IN_DESCRIPTION", message, fact.column)


def _merged(head: int) -> Reason:
    return Reason(
        "MERGED", f"This row is about the same organization as line {head} and adds details to it."
    )
