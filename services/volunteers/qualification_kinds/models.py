"""The catalogue of kinds of qualifications."""

from typing import Any

from banyan.volunteers.v1 import qualification_kind_pb2
from sqlalchemy import Index, Text
from sqlmodel import Field

from services.kit.work.models import Resource, messages_field
from services.volunteers.tables import Table


class QualificationKind(Resource, Table, table=True):
    """A kind of qualification, such as first aid."""

    __tablename__ = "qualification_kind"
    __table_args__ = (
        Index("qualification_kind_key", "key", unique=True),
        Index("qualification_kind_position", "position", "key", "id"),
    )
    message = qualification_kind_pb2.QualificationKind

    key: str = Field(sa_type=Text(collation="C"))
    name: str
    position: int = 0
    retired: bool = False
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    validity_months: int = 0
