"""The table of categories."""

from typing import Any

from banyan.organizations.v1 import category_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import Resource, messages_field
from services.organizations.tables import SORT_NAME, Table


class Category(Resource, Table, table=True):
    """A category of organizations and events."""

    __tablename__ = "category"
    __table_args__ = (
        Index("category_key", "key", unique=True),
        Index("category_position", "position", "key", "id"),
    )
    message = category_pb2.Category

    key: str = Field(sa_type=SORT_NAME)
    name: str
    position: int = 0
    retired: bool = False
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
