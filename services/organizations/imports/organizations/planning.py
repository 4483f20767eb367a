"""The plan of an import of organizations: what would become of each row.

Whether a row says anything new does not depend on where it stands: each fact of it is either contained
in the organization or not. So whatever part of a file is imported again, in whatever order, changes
nothing. Where a fact is not contained, what the file says of that field takes the place of what was
there; of a description, what the file says of those columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.contract.validation import validate
from services.kit.contract.values import enum_numbers
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.text.records import Reason
from services.organizations.imports.models import ImportOutcome
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.changes import note_changes
from services.organizations.imports.organizations.clusters import Cluster
from services.organizations.imports.organizations.facts import described
from services.organizations.imports.organizations.grouping import clustered
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.rows import Fact, OrganizationRow
from services.organizations.imports.organizations.values import FIELDS, columns_of
from services.organizations.imports.plan import Group, PlannedRow
from services.organizations.organizations.models import (
    MembershipPolicy,
    OrganizationKind,
)

_FOREIGN = Reason(
    "NOT_YOURS_TO_CHANGE",
    "Only this organization's owners and leaders can change it. Send them the new details.",
)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What new organizations have that the file does not say.

    Attributes:
        kind: Their kind, where the file names none.
        membership_policy: How one becomes a member of them.
    """

    kind: OrganizationKind
    membership_policy: MembershipPolicy


def plan_organizations(
    rows: Sequence[OrganizationRow],
    known: Known,
    defaults: Defaults,
    answers: Answers,
    target_ids: Mapping[int, UUID] | None = None,
) -> list[Group]:
    """Returns what would become of each row, by organization, in the order of the file.

    Args:
        rows: The rows of the file.
        known: The organizations below the parent that they may be about.
        defaults: What new organizations have.
        answers: What the importer has answered to conflicts.
        target_ids: The ids that new organizations have in an earlier plan, by the line of their group.
    """
    said = {row.line: row.stored() for row in rows}
    groups = [
        Group([PlannedRow(row.line, row.name, ImportOutcome.ERROR, row.reasons)])
        for row in rows
        if row.refused
    ]
    for cluster in clustered(rows, known, answers):
        group = _planned(cluster, known, defaults)
        if group.target_version is None and group.target_id is not None:
            group.target_id = (target_ids or {}).get(group.head, group.target_id)
        groups.append(group)
    for group in groups:
        for row in group.rows:
            row.said = said[row.line]
    return sorted(groups, key=lambda group: group.head)


def _planned(cluster: Cluster, known: Known, defaults: Defaults) -> Group:
    group = Group(
        [
            PlannedRow(row.line, row.name, ImportOutcome.UNCHANGED, row.reasons)
            for row in cluster.rows
        ]
    )
    target = cluster.target
    if target is not None:
        group.target_id, group.target_version = target.id, target.version
    if cluster.unclear is not None:
        group.leave(ImportOutcome.CONFLICT, cluster.unclear)
        return group
    if target is None:
        group.target_id = uuid7()
    members = [_of_source(row, target, known) for row in cluster.rows]
    before = target.values if target is not None else {}
    note_changes(group, members, before, defaults.kind, defaults.membership_policy)
    if target is not None and target.id in known.foreign_ids and group.is_applied:
        group.leave(ImportOutcome.CONFLICT, _FOREIGN)
    elif group.is_applied and (reasons := _against(before | group.values, members)):
        group.leave(ImportOutcome.ERROR, *reasons)
    return group


def _of_source(row: OrganizationRow, target: Existing | None, known: Known) -> list[Fact]:
    """Returns the facts of a row with the source of its external id.

    An organization has one external id. If it has that of another source, this one is described.
    """
    facts: list[Fact] = []
    for fact in row.facts:
        if fact.field != "external_id":
            facts.append(fact)
        elif target is not None and target.external_id and not known.is_of_source(target):
            facts.append(described(fact))
        else:
            facts += (fact, Fact("external_source", known.source, fact.column))
    return facts


def _against(values: Mapping[str, str], members: Sequence[Sequence[Fact]]) -> list[Reason]:
    """Returns what the contract has against an organization with these values."""
    columns = columns_of({name: each for name, each in values.items() if name in FIELDS})
    message = pb.Organization(
        membership_policy=pb.MEMBERSHIP_POLICY_OPEN,  # checked with the request, or there already
        **columns | {"kind": enum_numbers(pb.OrganizationKind.DESCRIPTOR)[values["kind"]]},
    )
    try:
        validate(message)
    except InvalidArgument as error:
        said = {FIELDS[fact.field]: fact.column for facts in members for fact in facts}
        return [
            Reason(
                each.reason,
                f"{each.field}: {each.description}",
                said.get(each.field.partition("[")[0], ""),
            )
            for each in error.violations
        ]
    return []
