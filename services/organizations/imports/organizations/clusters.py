"""Rows about the same organization, and how rows of a name that is not there yet are told apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.kit.text.records import Reason
from services.organizations.imports.organizations import answers as answer_to
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.candidates import SAME_NAME
from services.organizations.imports.organizations.identity import (
    ADDRESS,
    Identity,
    are_one,
    components,
)
from services.organizations.imports.organizations.matching import Existing
from services.organizations.imports.organizations.rows import OrganizationRow


@dataclass(slots=True)
class Cluster:
    """Rows about the same organization, or about one that cannot be told.

    Attributes:
        rows: The rows, in the order of the file.
        target: The organization; None if it is a new one, or cannot be told.
        unclear: Why nothing can be done.
        renames: Whether the importer asked for the organization to get another name.
    """

    rows: list[OrganizationRow]
    target: Existing | None = None
    unclear: Reason | None = None
    renames: bool = False


def new_clusters(
    rows: Sequence[OrganizationRow], identity: Mapping[int, Identity], answers: Answers
) -> list[Cluster]:
    """Returns the clusters of rows of one name, none of which is about an organization that is there.

    Args:
        rows: The rows, without external ids.
        identity: The identity of each row by its line.
        answers: What the importer has answered.
    """
    by_answer: dict[str, list[OrganizationRow]] = defaultdict(list)
    for row in rows:
        by_answer[answers.to(answer_to.SAME_NAME, row.line)].append(row)
    apart: dict[object, list[OrganizationRow]] = defaultdict(list)
    for row in by_answer[answer_to.DIFFERENT]:
        apart[_key(identity[row.line])].append(row)
    found = [*map(Cluster, apart.values())]
    found += _by_address(by_answer[answer_to.SAME_IF_ADDRESS_EQUAL], identity)
    asked, together = by_answer[""], by_answer[answer_to.SAME]
    if are_one(identity[row.line] for row in asked):
        together = [*together, *asked]
    else:
        found.append(Cluster(asked, unclear=SAME_NAME))
    if together:
        found.append(Cluster(together))
    return found


def _by_address(rows: Sequence[OrganizationRow], identity: Mapping[int, Identity]) -> list[Cluster]:
    located = [row for row in rows if ADDRESS in identity[row.line]]
    at: dict[str, list[OrganizationRow]] = defaultdict(list)
    names = components([identity[row.line][ADDRESS] for row in located])
    for row, name in zip(located, names, strict=True):
        at[name].append(row)
    lost = [row for row in rows if ADDRESS not in identity[row.line]]
    return [*map(Cluster, at.values()), *(Cluster([row], unclear=SAME_NAME) for row in lost)]


def _key(identity: Identity) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((kind, tuple(sorted(keys))) for kind, keys in identity.items()))
