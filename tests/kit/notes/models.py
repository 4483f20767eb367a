"""The rows behind note.proto."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, SQLModel

from services.kit.errors import AlreadyExists, DomainError
from services.kit.work.models import Resource, enum_field, no_items, time_field
from tests.kit.notes import contract as pb

_tables = registry()
metadata = _tables.metadata


class Table(SQLModel, registry=_tables):
    """The base of the tables."""


class Color(StrEnum):
    """A color; notes may have none."""

    UNSPECIFIED = "UNSPECIFIED"
    RED = "RED"
    BLUE = "BLUE"


class Note(Resource, Table, table=True):
    """A note."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("rank >= 0", name="note_rank"),
        Index("note_pinned_title", "title", unique=True, postgresql_where=text("pinned")),
    )
    message = pb.Note

    title: str = "untitled"
    body: str | None = None
    tags: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    color: Color = enum_field(Color, default=Color.UNSPECIFIED)
    place: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    stops: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    due_date: date | None = None
    remind_time: datetime | None = time_field(default=None)
    related_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    parent_id: UUID | None = None
    rank: int = 0
    weight: int | None = Field(default=None, sa_type=BigInteger)
    pinned: bool | None = None
    kind: str = ""
    secret: str | None = None
    author_name: str = ""
    organization_id: UUID | None = None
    remarks: list["Remark"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "Remark.number",
            "cascade": "all, delete-orphan",
        }
    )


class Remark(Table, table=True):
    """A remark on a note."""

    __tablename__ = "remark"

    note_id: UUID | None = Field(default=None, primary_key=True, foreign_key="note.id")
    number: int = Field(primary_key=True)
    text: str
    color: Color = enum_field(Color, default=Color.UNSPECIFIED)


class Diary(Resource, Table, table=True):
    """A diary, under the id of the person who writes it."""

    __tablename__ = "diary"
    message = pb.Diary

    text: str = ""
    cover: str = ""
    photo: bytes = b""
    weight_grams: int = 0
    home: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    workplace: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    visited: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)

    @property
    def person_id(self) -> UUID:
        """The person who writes it."""
        return self.id


class Copy(Table, table=True):
    """What another service would keep of a note."""

    __tablename__ = "copy"

    id: UUID = Field(primary_key=True)
    title: str
    color: Color = enum_field(Color)
    tags: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    related_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    parent_id: UUID | None = None
    due_date: date | None = None
    remind_time: datetime | None = time_field(default=None)
    weight: int | None = Field(default=None, sa_type=BigInteger)
    place: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


CONFLICTS: dict[str, DomainError] = {
    "note_pkey": AlreadyExists("There is such a note.", reason="NOTE_EXISTS"),
    "note_pinned_title": AlreadyExists("A pinned note has this title.", reason="TITLE_TAKEN"),
}
