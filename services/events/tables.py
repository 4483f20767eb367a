"""What the tables of this service have in common."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

_tables = registry()


class Table(SQLModel, registry=_tables):
    """The base of this service's tables; each service has a registry of its own."""
