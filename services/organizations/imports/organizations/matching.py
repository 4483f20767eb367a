"""The organizations below a parent that rows may be about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.kit.work.holding import where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.imports.organizations.values import FIELDS, values_of
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.models import (
    Organization,
    OrganizationState,
)

_TEXTS: Any = ARRAY(Text)


class Existing(NamedTuple):
    """What plans look at of an organization that is there.

    Attributes:
        id: The organization.
        version: Its version.
        match_name: Its name, as it is matched.
        values: What it says, by field.
    """

    id: UUID
    version: int
    match_name: str
    values: dict[str, str]

    @classmethod
    def of(cls, organization: Any) -> "Existing":
        """Returns that of an organization, or of a row with `_COLUMNS`."""
        return cls(
            organization.id,
            organization.version,
            organization.match_name,
            values_of(organization),
        )

    @property
    def name(self) -> str:
        """Its name."""
        return self.values["name"]

    @property
    def external_id(self) -> str:
        """The ID that it has elsewhere; empty if there is none."""
        return self.values["external_id"]

    @property
    def external_source(self) -> str:
        """The system which that ID comes from; empty if unknown."""
        return self.values["external_source"]


_LED = Query(
    lambda viewer: select(col(Organization.id)).where(
        col(Organization.id) == any_(given("ids", IDS)),
        where_role_held(col(Organization.id), viewer, LEADERS, ROLE_TABLES),
    )
)
_READ = {"id", "version", "match_name", *(path.split(".")[0] for path in FIELDS.values())}
_COLUMNS = [getattr(Organization, name) for name in sorted(_READ)]


@dataclass(slots=True)
class Known:
    """The active organizations below a parent that rows may be about.

    Attributes:
        source: The system that the external ids of the rows come from.
        by_external_id: Those with an external id, by its source and that.
        by_name: All of them, by the name as it is matched.
        foreign_ids: The ids of those that the caller may not change.
    """

    source: str = ""
    by_external_id: dict[tuple[str, str], Existing] = field(default_factory=dict)
    by_name: dict[str, list[Existing]] = field(default_factory=lambda: defaultdict(list))
    foreign_ids: set[UUID] = field(default_factory=set)

    @classmethod
    async def read(
        cls,
        work: Work,
        parent_id: UUID,
        source: str,
        names: Iterable[str],
        external_ids: Iterable[str],
    ) -> "Known":
        """Reads those with these names, as they are matched, or with these external ids."""
        known = cls(source)
        found = await work.session.execute(
            select(*_COLUMNS)
            .where(
                col(Organization.parent_id) == parent_id,
                col(Organization.state) == OrganizationState.ACTIVE,
                or_(
                    col(Organization.match_name) == any_(literal(list(set(names)), _TEXTS)),
                    col(Organization.external_id)
                    == any_(literal(list(set(external_ids) - {""}), _TEXTS)),
                ),
            )
            .order_by(col(Organization.id))
        )
        for each in found:
            known.note(Existing.of(each))
        return known

    def note(self, organization: Existing) -> None:
        """Adds an organization."""
        self.by_name[organization.match_name].append(organization)
        if organization.external_id:
            key = (organization.external_source, organization.external_id)
            self.by_external_id[key] = organization

    async def note_foreign(self, work: Work) -> None:
        """Notes which of them the caller does not lead: a role held above need not count below."""
        if work.caller.is_admin:
            return
        led = {row[0] for row in await work.fetch(_LED, ids=self.ids)}
        self.foreign_ids = set(self.ids) - led

    @property
    def ids(self) -> list[UUID]:
        """The ids of all of them."""
        return [each.id for named in self.by_name.values() for each in named]

    def identified(self, external_id: str, name: str) -> Existing | None:
        """Returns the organization with an external id of the source, whatever its name.

        An id whose source is not known is of this source if the name says so, too.
        """
        found = self.by_external_id.get((self.source, external_id))
        if found is None:
            found = self.by_external_id.get(("", external_id))
            if found is not None and found.match_name != name:
                return None
        return found

    def named(self, name: str, external_id: str) -> list[Existing]:
        """Returns the organizations of a name that a row with this external id, if any, may be about.

        Two external ids of one source are two organizations.
        """
        return [
            each
            for each in self.by_name.get(name, [])
            if not (external_id and each.external_id and self.is_of_source(each))
        ]

    def is_of_source(self, organization: Existing) -> bool:
        """Tells whether the external id of an organization can be compared with those of the rows."""
        return organization.external_source in ("", self.source)
