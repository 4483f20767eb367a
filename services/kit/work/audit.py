"""The audit trail: what a unit of work changed, without the confidential values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm.base import NO_VALUE

from services.kit.contract.fields import confidential_fields
from services.kit.contract.images import image_fields, upload_of
from services.kit.contract.personal import REDACTED
from services.kit.work.database import plain
from services.kit.work.models import DERIVED, Resource

_BOOKKEEPING = frozenset({"version", "create_time", "update_time"})


@dataclass(frozen=True, slots=True)
class Part:
    """The changes of a unit of work in one organization.

    Attributes:
        organization_id: The organization; None if the changes concern none.
        resource_ids: The IDs of the resources concerned.
        rows: The changes, as in `Changes`.
    """

    organization_id: UUID | None
    resource_ids: list[str]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """The owners of a changed row, before and after the change.

    Attributes:
        name: The table and the key, for messages.
        resource_id: The ID of the resource; None for a row of a child table.
        organization_ids: The organizations that it belongs or belonged to.
        person_ids: The people that it belongs or belonged to.
        confidential: The full name of its message, if that is confidential and so is never announced; "" otherwise.
    """

    name: str
    resource_id: UUID | None
    organization_ids: frozenset[UUID]
    person_ids: frozenset[UUID]
    confidential: str = ""


class Changes:
    """Collects what a unit of work changes, row by row, as the session flushes it.

    Attributes:
        rows: For each change the table, the ID, and the values before and after of each column.
        owners: For each change the owners of the row.
        organization_id: The organization of the first row that has one.
        images: By how many resources more each image is used, by the name of its upload; negative if by fewer.
    """

    def __init__(self) -> None:
        self.images: Counter[str] = Counter()
        self.rows: list[dict[str, Any]] = []
        self.owners: list[Change] = []
        self.organization_id: UUID | None = None
        self._resource_ids: dict[UUID | str, None] = {}
        self._organization_ids: list[UUID | None] = []
        self._read_in: dict[UUID, list[str]] = {}

    @property
    def resource_ids(self) -> list[str]:
        """The IDs of the resources concerned, in order of first mention."""
        return list(dict.fromkeys(map(str, self._resource_ids)))

    def by_organization(self) -> list["Part"]:
        """Returns the changes by organization. Changes without one go with the first."""
        if self._read_in and not self.rows:  # a reading, which belongs to these organizations
            return [Part(key, read, []) for key, read in self._read_in.items()]
        first = self.organization_id
        parts = {first: Part(first, [], [])}
        changed_in: dict[str, dict[UUID | None, None]] = {}
        for row, organization_id in zip(self.rows, self._organization_ids, strict=True):
            key = organization_id or first
            parts.setdefault(key, Part(key, [], [])).rows.append(row)
            changed_in.setdefault(row["id"], {})[key] = None
        for id_ in self.resource_ids:
            for key in [key for key in changed_in.get(id_, ()) if key != first] or [first]:
                parts[key].resource_ids.append(id_)
        return list(parts.values())

    def note_new(self, row: Any) -> None:
        """Records an inserted row."""
        self._note(row, {}, {name: getattr(row, name) for name in _columns(row)})

    def note_dirty(self, row: Any) -> None:
        """Records an updated row, and the child rows that it lost."""
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
        """Records a row that a conditional UPDATE changed. Its old values are unknown."""
        self._note(row, {}, {name: getattr(row, name) for name in names})

    def note_deleted(self, row: Any) -> None:
        """Records a deleted row."""
        self._note(row, {name: getattr(row, name) for name in _columns(row)}, {})

    def note_read(self, ids: Iterable[UUID | str]) -> None:
        """Records resources that were shown, or read on the way to a change."""
        self._resource_ids |= dict.fromkeys(ids)

    def note_read_in(self, organization_id: UUID, id_: str) -> None:
        """Records that a resource was shown by the right of an organization, in whose trail it belongs."""
        self._read_in.setdefault(organization_id, []).append(id_)

    def _note(self, row: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        hidden = confidential_fields(row.message.DESCRIPTOR) if isinstance(row, Resource) else ()
        if isinstance(row, Resource):
            self._count_images(row, before, -1)
            self._count_images(row, after, 1)
        key = "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))
        change = {"table": row.__tablename__, "id": key}
        for side, values in (("before", before), ("after", after)):
            change[side] = {
                name: REDACTED if value and (name in hidden or _is_secret(value)) else plain(value)
                for name, value in values.items()
                if name not in _BOOKKEEPING and value is not NO_VALUE
            }
        self.rows.append(change)
        self.owners.append(
            Change(
                name=f"{row.__tablename__} {key}",
                resource_id=row.id if isinstance(row, Resource) else None,
                organization_ids=_owners(row, before, "organization_id"),
                person_ids=_owners(row, before, "person_id"),
                confidential=row.message.DESCRIPTOR.full_name if hidden else "",
            )
        )
        is_resource = isinstance(row, Resource)
        organization_id = row.trail_id if is_resource else getattr(row, "organization_id", None)
        self._organization_ids.append(organization_id)
        if is_resource:
            self._resource_ids[key] = None
        if self.organization_id is None:
            self.organization_id = organization_id

    def _count_images(self, row: Resource, values: Mapping[str, Any], by: int) -> None:
        for name in image_fields(row.message.DESCRIPTOR):
            if isinstance(image := values.get(name), dict):
                self.images[upload_of(image["key"])] += by


def _owners(row: Any, before: dict[str, Any], name: str) -> frozenset[UUID]:
    both = (getattr(row, name, None), before.get(name))
    return frozenset(each for each in both if isinstance(each, UUID))


def _is_secret(value: Any) -> bool:
    """Returns whether a value is bytes: only hashes of secrets are stored as bytes."""
    return isinstance(value, bytes)


def _columns(row: Any) -> Sequence[str]:
    """Returns the columns of a row that the trail shows, without derived columns."""
    row_type: Any = type(row)
    return _columns_of(row_type)


@cache
def _columns_of(row_type: Any) -> Sequence[str]:
    attributes = inspect(row_type).column_attrs
    return [each.key for each in attributes if DERIVED not in each.columns[0].info]
