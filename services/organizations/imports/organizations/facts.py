"""Whether an organization says a fact already.

Fields of several values hold them with a separator between. The description holds the rest: what rows say
that has no other place, a paragraph for each row, so that what belongs together stays together.
"""

from collections.abc import Iterable, Mapping

from services.organizations.imports.organizations.rows import Fact
from services.organizations.imports.organizations.values import PHONES
from services.organizations.organizations.names import match_name

# Fields that hold several values, and what stands between them.
SEPARATORS = {"phone": PHONES, "address": "\n", "description": "\n"}
PARAGRAPH = "\n\n"


def is_contained(fact: Fact, values: Mapping[str, str]) -> bool:
    """Tells whether an organization with these values says the fact."""
    if fact.field in SEPARATORS:
        return is_within(fact.value, values.get(fact.field, ""), SEPARATORS[fact.field])
    return _is_value(fact, values) or is_contained(described(fact), values)


def are_contained(facts: Iterable[Fact], values: Mapping[str, str]) -> bool:
    """Tells whether an organization with these values says all the facts of a row, and together.

    A fact that its field does not say has to stand in the description, beside the others of the row there.
    """
    placed = [
        fact if fact.field in SEPARATORS or _is_value(fact, values) else described(fact)
        for fact in facts
    ]
    return all(is_contained(fact, values) for fact in placed) and are_together(
        placed, values.get("description", "")
    )


def _is_value(fact: Fact, values: Mapping[str, str]) -> bool:
    """Tells whether a fact is the value of its field, which holds only one."""
    value = values.get(fact.field, "")
    is_spelling = fact.field == "name" and match_name(fact.value) == match_name(value)
    return is_spelling or fact.value == value


def are_together(facts: Iterable[Fact], description: str) -> bool:
    """Tells whether one paragraph of a description holds all that a row says in columns of it."""
    lines = [fact.value for fact in facts if fact.field == "description" and is_labelled(fact)]
    if len(lines) < 2:
        return all(is_within(line, description, "\n") for line in lines)
    return any(
        all(is_within(line, paragraph, "\n") for line in lines)
        for paragraph in description.split(PARAGRAPH)
    )


def is_labelled(fact: Fact) -> bool:
    """Tells whether a fact of the description begins with its column, unlike a column that is one."""
    return fact.value.startswith(f"{fact.column}: ")


def is_within(part: str, value: str, separator: str) -> bool:
    """Tells whether a value that can hold several has this one among them."""
    return f"{separator}{part}{separator}" in f"{separator}{value}{separator}"


def described(fact: Fact) -> Fact:
    """Returns a fact as the description holds it, under the name of its column."""
    if fact.field == "description":
        return fact
    return Fact("description", f"{fact.column}: {fact.value}", fact.column)
