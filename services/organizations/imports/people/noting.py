"""What an import notes about members: values of fields of the roster, and labels, by their names."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.kit.errors import Refused, Violation
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob
from services.organizations.imports.people.known import KnownField, read_shape
from services.organizations.imports.people.planning import BETWEEN, VALUES
from services.organizations.imports.plan import Group
from services.organizations.labels.models import Label
from services.organizations.labels.servicer import MOST_LABELS
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldAudience,
    RosterFieldKind,
)
from services.organizations.roster_fields.servicer import MOST_FIELDS
from services.organizations.roster_fields.values import Value, understood

_VALUES = text(
    "INSERT INTO roster_value (membership_id, roster_field_id, value, number_key, text_key, match_key)"
    " SELECT membership_id, roster_field_id, value, number_key, text_key, match_key"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS noted(membership_id uuid, roster_field_id uuid, value text,"
    " number_key float8, text_key text, match_key text)"
    " ON CONFLICT (membership_id, roster_field_id) DO UPDATE SET value = excluded.value,"
    " number_key = excluded.number_key, text_key = excluded.text_key, match_key = excluded.match_key"
)
_NO_VALUES = text(
    "DELETE FROM roster_value USING jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS gone(membership_id uuid, roster_field_id uuid)"
    " WHERE roster_value.membership_id = gone.membership_id"
    " AND roster_value.roster_field_id = gone.roster_field_id"
)
_LABELS = text(
    "INSERT INTO membership_label (membership_id, label_id) SELECT membership_id, label_id"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given(membership_id uuid, label_id uuid)"
    " ON CONFLICT DO NOTHING"
)
_NO_LABELS = text(
    "DELETE FROM membership_label USING jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS gone(membership_id uuid, label_id uuid)"
    " WHERE membership_label.membership_id = gone.membership_id AND membership_label.label_id = gone.label_id"
)


@dataclass(slots=True)
class Noted:
    """What is to be noted about a member.

    Attributes:
        membership_id: The membership.
        values: The values, by their fields; None for one to remove.
        added: The labels to give.
        removed: The labels to take.
    """

    membership_id: UUID | None
    values: dict[UUID, Value | None] = field(default_factory=dict)
    added: list[UUID] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Whether there is anything to note."""
        return bool(self.values or self.added or self.removed)


class Notes:
    """The fields and labels of a roster, by their names.

    Args:
        fields: The fields.
        labels: The ids of the labels.
    """

    def __init__(self, fields: Mapping[str, KnownField], labels: Mapping[str, UUID]) -> None:
        self.fields = fields
        self.labels = labels

    @classmethod
    async def read(cls, organization_id: UUID, work: Work) -> "Notes":
        """Returns those of an organization."""
        shape = await read_shape(organization_id, work)
        return cls({each.name: each for each in shape.fields}, shape.labels)

    @classmethod
    async def prepare(cls, job: ImportJob, work: Work) -> "Notes":
        """Returns those of the organization of an import, whose row is locked, with those that the import creates.

        What was deleted since the plan, or cannot be created any more, is not among them.
        """
        notes = await cls.read(job.organization_id, work)
        fields: list[RosterField] = []
        for each in job.defaults["fields"]:
            if each["name"] not in notes.fields and len(notes.fields) + len(fields) < MOST_FIELDS:
                fields.append(
                    RosterField(
                        organization_id=job.organization_id,
                        display_name=each["name"],
                        kind=RosterFieldKind(each["kind"]),
                        audience=RosterFieldAudience.OVERSEERS,
                    )
                )
        labels: list[Label] = []
        for name in job.defaults["labels"]:
            if name not in notes.labels and len(notes.labels) + len(labels) < MOST_LABELS:
                labels.append(Label(organization_id=job.organization_id, display_name=name))
        if not fields and not labels:
            return notes
        work.session.add_all([*fields, *labels])
        await work.announce_all(fields, "created")
        await work.announce_all(labels, "created")
        return await cls.read(job.organization_id, work)

    def noted(self, group: Group) -> Noted:
        """Returns what a group notes.

        Raises:
            Refused: A field or a label has been deleted or renamed since the plan, or a value is none of its field.
        """
        return self.between(group, group.before, group.values)

    def between(self, group: Group, before: Mapping[str, str], after: Mapping[str, str]) -> Noted:
        """Returns what takes what is noted about the member of a group from one state to another.

        Raises:
            Refused: A field or a label has been deleted or renamed since the plan, or a value is none of its field.
        """
        noted = Noted(group.target_id)
        for name, text_ in after.items():
            if name.startswith(VALUES):
                known = self.fields.get(name.removeprefix(VALUES))
                if known is None or known.id is None:
                    raise _gone()
                value = understood(known, text_, name) if text_ else None
                if isinstance(value, Violation):
                    raise _gone()
                noted.values[known.id] = value
        had, has = _split(before.get("labels", "")), _split(after.get("labels", ""))
        noted.added = self._labels(name for name in has if name not in had)
        noted.removed = self._labels(name for name in had if name not in has)
        return noted

    async def write(self, noted: Sequence[Noted], work: Work) -> None:
        """Writes what is noted about members, past the session."""
        values = [
            {"membership_id": str(each.membership_id), "roster_field_id": str(field_id)}
            | (value._asdict() if value else {})
            for each in noted
            for field_id, value in each.values.items()
        ]
        await _run(_VALUES, [each for each in values if "value" in each], work)
        await _run(_NO_VALUES, [each for each in values if "value" not in each], work)
        for statement, what in ((_LABELS, "added"), (_NO_LABELS, "removed")):
            rows = [
                {"membership_id": str(each.membership_id), "label_id": str(label_id)}
                for each in noted
                for label_id in getattr(each, what)
            ]
            await _run(statement, rows, work)

    def _labels(self, names: Iterable[str]) -> list[UUID]:
        found = [self.labels.get(name) for name in names]
        if None in found:
            raise _gone()
        return [each for each in found if each is not None]


async def _run(statement: Any, rows: Collection[Mapping[str, Any]], work: Work) -> None:
    if rows:
        await work.session.execute(statement, {"rows": json.dumps(list(rows))})


def _split(words: str) -> list[str]:
    return [each for each in words.split(BETWEEN) if each]


def _gone() -> Refused:
    return Refused(
        "A field or a label of this row has been deleted or renamed since the plan was made. Plan a new import.",
        reason="NOTES_CHANGED_SINCE_PLAN",
    )
