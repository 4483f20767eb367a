"""Which organization of its name a row is about, if that can be told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from services.kit.text.records import Reason
from services.organizations.imports.organizations import answers
from services.organizations.imports.organizations.facts import are_contained
from services.organizations.imports.organizations.identity import (
    ADDRESS,
    Identity,
    conflict,
    identity_of,
    share,
)
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.rows import OrganizationRow

AMBIGUOUS = Reason(
    "AMBIGUOUS",
    "More than one organization matches. Answer which one is meant, or give each an external ID, in the "
    "file and on the organization.",
)
NOT_POSSIBLE = Reason(
    "ORGANIZATION_NOT_POSSIBLE",
    "The organization of the answer has another name or external ID, or is not active below the parent. "
    "Answer with another one.",
)
SAME_NAME = Reason(
    "SAME_NAME",
    "There is the same name with another address, phone, website, or area. Say whether it is the same "
    "organization.",
)
# Beyond so many organizations of one name only those are looked at that agree with a row in something.
_FEW = 20


@dataclass(slots=True, eq=False)
class Candidate:
    """An organization that rows of its name may be about: one that is there, or that an external id makes.

    Attributes:
        identity: What it says of itself, once the rows that are known to be about it are imported.
        organization: The organization; None if it is a new one.
        rows: The rows that are about it.
    """

    identity: Identity
    organization: Existing | None = None
    rows: list[OrganizationRow] = field(default_factory=list)

    def take(self, rows: Iterable[OrganizationRow], identity: Identity) -> None:
        """Adds rows, which may bring another address, phone, website or area."""
        self.rows += rows
        said = {
            kind: keys
            for kind, keys in identity.items()
            if not keys <= self.identity.get(kind, frozenset())
        }
        self.identity = {**self.identity, **said}


class Candidates:
    """The organizations of one name.

    Args:
        known: The organizations below the parent.
        name: The name, as it is matched.
    """

    def __init__(self, known: Known, name: str) -> None:
        self._known = known
        self.all: list[Candidate] = []
        self._without_id: list[Candidate] = []
        self._by_key: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for each in known.named(name, ""):
            self.add(Candidate(identity_of(each), each))

    def add(self, candidate: Candidate) -> None:
        """Adds one."""
        self.all.append(candidate)
        organization = candidate.organization
        if organization is not None and not (
            organization.external_id and self._known.is_of_source(organization)
        ):
            self._without_id.append(candidate)
        self._note(candidate)

    def take(
        self, candidate: Candidate, rows: Iterable[OrganizationRow], identity: Identity
    ) -> None:
        """Adds rows to one, which may be found by what they say from now on."""
        candidate.take(rows, identity)
        self._note(candidate)

    def of(self, organization: Existing) -> Candidate:
        """Returns the candidate that is an organization."""
        return next(each for each in self.all if each.organization is organization)

    def containing(self, row: OrganizationRow, identity: Identity) -> Candidate | None:
        """Returns the only one that says all of a row already, or the only one that is equal in identity."""
        found = [
            each
            for each in self._near(row, identity)
            if each.organization is not None and are_contained(row.facts, each.organization.values)
        ]
        if len(found) > 1:
            found = [each for each in found if each.identity == identity]
        return found[0] if len(found) == 1 else None

    def is_not_the_only_one(self, found: Iterable[Identity]) -> bool:
        """Tells whether rows of the name speak against the candidate, where it is the only one."""
        return len(self.all) == 1 and any(conflict(each, self.all[0].identity) for each in found)

    def meant(
        self, row: OrganizationRow, identity: Identity, answer: str, *, others: bool
    ) -> Candidate | Reason | None:
        """Returns the one that a row is about, why that cannot be told, or None if it is a new one.

        Args:
            row: The row.
            identity: Its identity.
            answer: What the importer has answered about its name; empty if nothing.
            others: Whether other rows of the name speak against the only one.
        """
        # Whether there is none, one or several is all that matters.
        able = self._without_id if row.external_id else self.all
        possible = list(islice((each for each in able if self._is_possible(row, each)), 2))
        if answer == answers.DIFFERENT or not possible:
            return None
        near = self._near(row, identity)
        if answer == answers.SAME_IF_ADDRESS_EQUAL:
            return _at_address(near, identity)
        fitting = [each for each in near if not conflict(identity, each.identity)]
        sharing = [each for each in fitting if share(identity, each.identity)]
        if len(sharing) == 1:
            return sharing[0]
        if len(possible) == 1:
            is_it = answer == answers.SAME or (bool(fitting) and not others)
            return possible[0] if is_it else SAME_NAME
        return AMBIGUOUS if fitting or not identity or answer == answers.SAME else SAME_NAME

    def named(self, row: OrganizationRow, organization_id: str) -> Candidate | Reason:
        """Returns the one with an ID, which the importer has named, or why it cannot be about the row."""
        for each in self.all:
            organization = each.organization
            if organization is not None and str(organization.id) == organization_id:
                return each if self._is_possible(row, each) else NOT_POSSIBLE
        return NOT_POSSIBLE

    def _is_possible(self, row: OrganizationRow, candidate: Candidate) -> bool:
        """Tells whether a row may be about it: two external ids of one source are two organizations."""
        organization = candidate.organization
        taken = {each.external_id for each in candidate.rows} - {"", row.external_id}
        if row.external_id and (organization is None or taken):
            return False
        if organization is None:
            return True
        return not (
            row.external_id and organization.external_id and self._known.is_of_source(organization)
        )

    def _near(self, row: OrganizationRow, identity: Identity) -> list[Candidate]:
        """Returns those that are worth a look."""
        found = self.all
        if len(found) > _FEW:
            agreeing = (
                each
                for kind, keys in identity.items()
                for key in keys
                for each in self._by_key[kind, key][:_FEW]
            )
            found = list({id(each): each for each in agreeing}.values())
        return [each for each in found if self._is_possible(row, each)]

    def _note(self, candidate: Candidate) -> None:
        for kind, keys in candidate.identity.items():
            for key in keys:
                if candidate not in (there := self._by_key[kind, key]):
                    there.append(candidate)


def _at_address(near: Sequence[Candidate], identity: Identity) -> Candidate | Reason | None:
    if ADDRESS not in identity:
        return SAME_NAME
    address = {ADDRESS: identity[ADDRESS]}
    there = [each for each in near if share(each.identity, address)]
    if len(there) > 1:
        return AMBIGUOUS
    return there[0] if there else None
