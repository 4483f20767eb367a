"""Which rows of a file are about the same organization, and which one that is.

Rows belong together by their external id, else by their name. A name is not enough where something else
speaks against it: then the importer is asked. Nothing of this depends on the order of the rows, but that
an address may take several rows in a row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.kit.text.records import Reason
from services.organizations.imports.organizations import answers as answer_to
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.candidates import (
    AMBIGUOUS,
    SAME_NAME,
    Candidate,
    Candidates,
)
from services.organizations.imports.organizations.clusters import Cluster, new_clusters
from services.organizations.imports.organizations.facts import described
from services.organizations.imports.organizations.identity import (
    ADDRESS,
    Identity,
    are_one,
    identities,
    identity_of,
    share,
    united,
)
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.rows import OrganizationRow

_REPEATED = Reason(
    "EXTERNAL_ID_REPEATED", "Rows with this external ID have different names. Correct the file."
)
_ANOTHER_NAME = Reason(
    "ID_OF_ANOTHER_NAME",
    "An organization with this external ID has another name. Say whether it is the same organization, "
    "which is then renamed.",
)

# How often rows that cannot be told apart are looked at; what is not clear then is left to the importer.
_MOST_ROUNDS = 10


def clustered(rows: Sequence[OrganizationRow], known: Known, answers: Answers) -> list[Cluster]:
    """Returns the rows of each organization; rows that are refused are left out."""
    return _Grouping(rows, known, answers).clusters()


@dataclass(slots=True)
class _Grouping:
    rows: Sequence[OrganizationRow]
    known: Known
    answers: Answers
    identity: dict[int, Identity] = field(default_factory=dict)
    found: list[Cluster] = field(default_factory=list)
    # By name: the rows without an external id, those of each new one, and those of what is there.
    plain: dict[str, list[OrganizationRow]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, list[list[OrganizationRow]]] = field(default_factory=lambda: defaultdict(list))
    settled: dict[str, list[Cluster]] = field(default_factory=lambda: defaultdict(list))

    def clusters(self) -> list[Cluster]:
        self.identity = identities(self.rows)
        by_id: dict[str, list[OrganizationRow]] = defaultdict(list)
        for row in self.rows:
            if row.external_id:
                by_id[row.external_id].append(row)
            elif not row.refused:
                self.plain[row.match_name].append(row)
        for external_id, members in by_id.items():
            self._by_id(external_id, members)
        for name in dict.fromkeys([*self.units, *self.plain]):
            self._by_name(name)
        return self._joined()

    # By external id

    def _by_id(self, external_id: str, members: list[OrganizationRow]) -> None:
        name = members[0].match_name
        if any(row.match_name != name for row in members):
            self.found.append(Cluster(members, unclear=_REPEATED))
            return
        target = self.known.identified(external_id, name)
        if target is None:
            self.units[name].append(members)
        elif target.match_name == name:
            self.found.append(Cluster(members, target))
            self.settled[name].append(self.found[-1])
        else:
            self._of_another_name(members, target)

    def _of_another_name(self, members: list[OrganizationRow], target: Existing) -> None:
        name = members[0].match_name
        own = [_without_id(row) for row in members]
        given = (self.answers.to(answer_to.ID_OF_ANOTHER_NAME, row.line) for row in members)
        answer = next(filter(None, given), "")
        if answer == answer_to.SAME_IF_ADDRESS_EQUAL:
            answer = self._by_address(members, target)
        candidates = Candidates(self.known, name)
        if all(candidates.containing(row, self.identity[row.line]) for row in own):
            answer = answer_to.DIFFERENT  # as it was answered when they were imported
        if answer == answer_to.SAME:
            self.found.append(Cluster(members, target, renames=True))
        elif answer == answer_to.DIFFERENT:
            self.plain[name] += own
        else:
            self.found.append(Cluster(members, target, unclear=_ANOTHER_NAME))

    def _by_address(self, members: Sequence[OrganizationRow], target: Existing) -> str:
        there = {ADDRESS: identity_of(target).get(ADDRESS, frozenset())}
        if all(share(self.identity[row.line], there) for row in members):
            return answer_to.SAME
        has_address = all(ADDRESS in self.identity[row.line] for row in members)
        return answer_to.DIFFERENT if has_address else ""

    # By name

    def _by_name(self, name: str) -> None:
        candidates = Candidates(self.known, name)
        for cluster in self.settled[name]:
            if cluster.target is not None:
                candidates.of(cluster.target).take((), united(cluster.rows, self.identity))
        plain = sorted(self.plain[name], key=lambda row: row.line)
        asking = [row for row in plain if self._answer(row) != answer_to.SAME]
        said = self._identities([*asking, *(row for unit in self.units[name] for row in unit)])
        for unit in self._take_units(self.units[name], candidates, said):
            candidates.add(Candidate(united(unit, self.identity), rows=unit))
        start = [candidate.identity for candidate in candidates.all]
        fresh = self._take_plain(plain, candidates, self._identities(asking))
        for candidate, identity in zip(candidates.all, start, strict=True):
            self._assign(candidate, identity, candidates)
        self.found += new_clusters(fresh, self.identity, self.answers)

    def _take_units(
        self,
        units: Sequence[list[OrganizationRow]],
        candidates: Candidates,
        said: Sequence[Identity],
    ) -> list[list[OrganizationRow]]:
        """Finds what the rows of new external ids are about; returns those of something new."""
        fresh: list[list[OrganizationRow]] = []
        others = candidates.is_not_the_only_one(said)
        waiting = [(unit, self._unit_meant(unit, candidates, others)) for unit in units]
        while waiting:
            asked = [unit for unit, meant in waiting if isinstance(meant, Reason)]
            fresh += [unit for unit, meant in waiting if meant is None]
            for unit, meant in waiting:
                if isinstance(meant, Candidate):
                    candidates.take(meant, unit, united(unit, self.identity))
            # What has got an external id now can have no other.
            others = candidates.is_not_the_only_one(said)
            again = [(unit, self._unit_meant(unit, candidates, others)) for unit in asked]
            if all(isinstance(meant, Reason) for _, meant in again):
                self.found += (
                    Cluster(unit, unclear=meant)
                    for unit, meant in again
                    if isinstance(meant, Reason)
                )
                break
            waiting = again
        return fresh

    def _unit_meant(
        self, unit: Sequence[OrganizationRow], candidates: Candidates, others: bool
    ) -> Candidate | Reason | None:
        found = [candidates.containing(row, self.identity[row.line]) for row in unit]
        if found[0] is not None and all(each is found[0] for each in found):
            return found[0]
        if named := next(filter(None, (self.answers.meant(row.line) for row in unit)), ""):
            return candidates.named(unit[0], named)
        answer = next(filter(None, map(self._answer, unit)), "")
        return candidates.meant(unit[0], united(unit, self.identity), answer, others=others)

    def _take_plain(
        self,
        rows: Sequence[OrganizationRow],
        candidates: Candidates,
        said: Sequence[Identity],
    ) -> list[OrganizationRow]:
        """Finds what rows without an external id are about; returns those of something new.

        What is known of an organization grows by the rows that are about it, so that rows which cannot be
        told apart now may be the next time, and rows that spoke against it may no longer. They are looked
        at until nothing changes: importing the file again has no other result.
        """
        fresh: list[OrganizationRow] = []
        waiting, unclear = list(rows), dict[int, Reason]()
        for _ in range(_MOST_ROUNDS):
            others = candidates.is_not_the_only_one(said)
            meant = [self._row_meant(row, candidates, others) for row in waiting]
            unclear = {}
            for row, each in zip(waiting, meant, strict=True):
                if isinstance(each, Reason):
                    unclear[row.line] = each
                elif each is None:
                    fresh.append(row)
                else:
                    candidates.take(each, [row], united([row], self.identity))
            if len(unclear) in (0, len(waiting)):
                break
            waiting = [row for row in waiting if row.line in unclear]
        else:
            # The next import would go on from what was taken, so nothing is.
            waiting = [row for row in rows if self._is_open(row, candidates)]
            unclear = {row.line: AMBIGUOUS for row in waiting}
            fresh = [row for row in fresh if row.line not in unclear]
            for candidate in candidates.all:
                candidate.rows = [row for row in candidate.rows if row.line not in unclear]
        self.found += (
            Cluster([row], unclear=unclear[row.line]) for row in waiting if row.line in unclear
        )
        return fresh

    def _is_open(self, row: OrganizationRow, candidates: Candidates) -> bool:
        """Tells whether neither an answer nor an organization that says all of a row tells what it is about."""
        found = candidates.containing(row, self.identity[row.line])
        return found is None and not self._answer(row)

    def _row_meant(
        self, row: OrganizationRow, candidates: Candidates, others: bool
    ) -> Candidate | Reason | None:
        identity = self.identity[row.line]
        found = candidates.containing(row, identity)
        if found is not None:
            return found
        if named := self.answers.meant(row.line):
            return candidates.named(row, named)
        return candidates.meant(row, identity, self._answer(row), others=others)

    def _assign(self, candidate: Candidate, start: Identity, candidates: Candidates) -> None:
        """Adds the rows of a candidate, unless they speak against each other.

        Args:
            candidate: The candidate, with its rows.
            start: What its external id alone says of it.
            candidates: All of that name.
        """
        rows = candidate.rows
        asked = [row for row in rows if not row.external_id and not self._answer(row)]
        conflicting = not are_one([start, *self._identities(asked)])
        ids = {row.external_id for row in rows} - {""}
        kept: list[OrganizationRow] = []
        for row in rows:
            contained = candidates.containing(row, self.identity[row.line]) is not None
            if contained:
                kept.append(row)
            elif len(ids) > 1 and row.external_id:
                self.found.append(Cluster([row], unclear=AMBIGUOUS))
            elif conflicting and not row.external_id and not self._answer(row):
                self.found.append(Cluster([row], unclear=SAME_NAME))
            else:
                kept.append(row)
        if kept:
            self.found.append(Cluster(kept, candidate.organization))

    def _answer(self, row: OrganizationRow) -> str:
        return self.answers.to(answer_to.SAME_NAME, row.line)

    def _identities(self, rows: Iterable[OrganizationRow]) -> list[Identity]:
        return [self.identity[row.line] for row in rows]

    # The end

    def _joined(self) -> list[Cluster]:
        """Returns the clusters, those of the same organization as one."""
        renamed = {each.target.id for each in self.found if each.target and each.renames}
        joined: dict[UUID, Cluster] = {}
        clusters: list[Cluster] = []
        for each in self.found:
            target = each.target
            if target is None or each.unclear or each.renames:
                clusters.append(each)
            elif target.id in renamed:
                clusters.append(Cluster(each.rows, unclear=AMBIGUOUS))
            elif target.id in joined:
                joined[target.id].rows += each.rows
            else:
                joined[target.id] = Cluster(list(each.rows), target)
        clusters += joined.values()
        for each in clusters:
            each.rows.sort(key=lambda row: row.line)
        return clusters


def _without_id(row: OrganizationRow) -> OrganizationRow:
    """Returns a row whose external id is kept in the description: another organization has it."""
    facts = [described(fact) if fact.field == "external_id" else fact for fact in row.facts]
    return replace(row, external_id="", facts=facts)
