"""Plans of imports of organizations as tests make and execute them, without a database."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from banyan.organizations.v1 import organization_pb2

from services.kit.text.tabular import Table, read_table
from services.kit.work.mapping import create
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.applying import new_organization
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import read_organizations
from services.organizations.imports.organizations.values import columns_of
from services.organizations.imports.plan import Group, PlannedRow
from services.organizations.organizations.models import (
    MembershipPolicy,
    Organization,
    OrganizationKind,
)
from tests.organizations.importing import DIRECTORY

DEFAULTS = Defaults(OrganizationKind.SOCIAL_ORGANIZATION, MembershipPolicy.APPLICATION)


class Parent:
    """What lies below a parent, as the execution of plans leaves it."""

    def __init__(self, source: str = "register") -> None:
        self.source = source
        self.organizations: dict[UUID, Organization] = {}
        self.parent: Organization = create(
            Organization,
            organization_pb2.Organization(
                name="Station",
                kind=organization_pb2.ORGANIZATION_KIND_SERVICE_STATION,
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
            ),
            "",
        )

    def known(self) -> Known:
        known = Known(self.source)
        for each in self.organizations.values():
            if each.state == "ACTIVE":
                known.note(Existing.of(each))
        return known

    def plan(self, table: Table, *answers: tuple[str, int, str]) -> list[Group]:
        """Plans a table with answers, each with the reason, the line (0 for all) and the answer."""
        given = [{"reason": r, "line": line, "answer": answer} for r, line, answer in answers]
        rows = read_organizations(table, "content")
        return plan_organizations(rows, self.known(), DEFAULTS, Answers(given))

    def execute(self, groups: Sequence[Group]) -> None:
        for group in groups:
            if not group.is_applied:
                continue
            assert group.target_id is not None
            if group.target_version is None:
                self.organizations[group.target_id] = new_organization(
                    self.parent, id=group.target_id, version=1, **columns_of(group.values)
                )
            else:
                organization = self.organizations[group.target_id]
                assert organization.version == group.target_version
                organization.version += 1
                for name, value in columns_of(group.values, organization).items():
                    setattr(organization, name, value)

    def take(self, table: Table, *answers: tuple[str, int, str]) -> dict[int, PlannedRow]:
        groups = self.plan(table, *answers)
        self.execute(groups)
        return by_line(groups)

    def names(self) -> list[str]:
        return sorted(each.name for each in self.organizations.values())

    def only(self) -> Organization:
        (organization,) = self.organizations.values()
        return organization


def by_line(groups: Sequence[Group]) -> dict[int, PlannedRow]:
    return dict(sorted((row.line, row) for group in groups for row in group.rows))


def outcomes(rows: Mapping[int, PlannedRow]) -> list[str]:
    return [row.outcome for row in rows.values()]


def codes(row: PlannedRow) -> list[str]:
    return [reason.code for reason in row.reasons]


def table(*lines: str) -> Table:
    return read_table("\n".join(lines), "content", most_rows=5000)


def directory() -> Table:
    return read_table(DIRECTORY.read_text(encoding="utf-8"), "content", most_rows=5000)
