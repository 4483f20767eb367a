"""The audit trail: what a unit of work changed, without the confidential values."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm.base import NO_VALUE

from services.kit.database import plain
from services.kit.fields import confidential_fields
from services.kit.models import DERIVED, Resource
from services.kit.personal import REDACTED

_BOOKKEEPING = frozenset({"version", "create_time", "update_time"})


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit of work did in one organization.

    Attributes:
        organization_id: The organization; None where none is concerned.
        resource_ids: The ids of the resources concerned.
        rows: The changes, as in `Changes`.
    """

    organization_id: UUID | None
    resource_ids: list[str]
    rows: list[dict[str, Any]]


class Changes:
    """Collects what a unit of work changes, row by row, as the session flushes it.

    Attributes:
        rows: For each change: table, id, and for each column what it was before and is after.
        organization_id: The organization that the first row with one belongs to.
        resource_ids: The ids of the resources concerned, in order of first mention.
    """

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.organization_id: UUID | None = None
        self.resource_ids: list[str] = []
        self._organization_ids: list[UUID | None] = []

    def by_organization(self) -> list["Part"]:
        """Returns what concerns each organization; what belongs to none goes with the first."""
        rows: dict[UUID | None, list[dict[str, Any]]] = {self.organization_id: []}
        for row, organization_id in zip(self.rows, self._organization_ids, strict=True):
            rows.setdefault(organization_id or self.organization_id, []).append(row)
        ids = {key: {row["id"] for row in part} for key, part in rows.items()}
        others = set().union(*(each for key, each in ids.items() if key != self.organization_id))
        ids[self.organization_id] = set(self.resource_ids) - others
        return [
            Part(key, [id_ for id_ in self.resource_ids if id_ in ids[key]], part)
            for key, part in rows.items()
        ]

    def note_new(self, row: Any) -> None:
        """Notes a row that was inserted."""
        self._note(row, {}, {name: getattr(row, name) for name in _columns(row)})

    def note_dirty(self, row: Any) -> None:
        """Notes a row that was updated, and the child rows that it gave up."""
        before, after = {}, {}
        state = inspect(row)
        for name in _columns(row):
            history = state.attrs[name].history
            if history.has_changes():
                before[name] = history.deleted[0] if history.deleted else None
                after[name] = history.added[0] if history.added else None
        self._note(row, before, after)
        for relationship in state.mapper.relationships:
            if relationship.cascade.delete_orphan:
                for child in state.attrs[relationship.key].history.deleted:
                    self.note_deleted(child)

    def note_update(self, row: Any, names: Any) -> None:
        """Notes a row that a conditional UPDATE has changed; what it was before is not known."""
        self._note(row, {}, {name: getattr(row, name) for name in names})

    def note_deleted(self, row: Any) -> None:
        """Notes a row that was deleted."""
        self._note(row, {name: getattr(row, name) for name in _columns(row)}, {})

    def note_read(self, ids: list[str]) -> None:
        """Notes resources that were shown, or looked at on the way to a change."""
        self.resource_ids += [id_ for id_ in ids if id_ not in self.resource_ids]

    def _note(self, row: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        hidden = confidential_fields(row.message.DESCRIPTOR) if isinstance(row, Resource) else ()
        key = "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))
        change = {"table": row.__tablename__, "id": key}
        for side, values in (("before", before), ("after", after)):
            change[side] = {
                name: REDACTED if value and (name in hidden or _is_secret(value)) else plain(value)
                for name, value in values.items()
                if name not in _BOOKKEEPING and value is not NO_VALUE
            }
        self.rows.append(change)
        organization_id = getattr(row, "organization_id", None)
        self._organization_ids.append(organization_id)
        if isinstance(row, Resource) and key not in self.resource_ids:
            self.resource_ids.append(key)
        if self.organization_id is None:
            self.organization_id = organization_id


def _is_secret(value: Any) -> bool:
    """Tells whether a value is bytes: so are hashes of secrets stored, and nothing else."""
    return isinstance(value, bytes)


def _columns(row: Any) -> list[str]:
    """Returns the columns of a row that the trail tells: those that do not follow from others."""
    attributes = inspect(row).mapper.column_attrs
    return [each.key for each in attributes if DERIVED not in each.columns[0].info]
