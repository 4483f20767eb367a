"""What the tables of this service have in common."""

from sqlalchemy import Text
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

_tables = registry()

# Sort names compare by code point, whatever the database prefers.
SORT_NAME = Text(collation="C")


class Table(SQLModel, registry=_tables):
    """The base of this service's tables; each service has a registry of its own."""
