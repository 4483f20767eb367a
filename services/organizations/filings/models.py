"""The table of filings."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import filing_pb2
from sqlalchemy import Index, text
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, derived_field, enum_field
from services.organizations.organizations.names import match_name
from services.organizations.tables import SORT_NAME, Table


class FilingState(StrEnum):
    """The states of a filing."""

    CURRENT = "CURRENT"
    ENDED = "ENDED"


_ENDED = "This filing has ended. Create another one instead."


class Filing(Resource, Table, table=True):
    """That an authority has an organization on file."""

    __tablename__ = "filing"
    __table_args__ = (
        Index("filing_organization", "organization_id", "id"),
        Index(
            "filing_number",
            "authority_key",
            "number_key",
            unique=True,
            postgresql_where=text(f"state = '{FilingState.CURRENT}'"),
        ),
    )
    message = filing_pb2.Filing

    organization_id: UUID = Field(foreign_key="organization.id")
    authority: str
    number: str
    authority_key: str = derived_field(default="", sa_type=SORT_NAME)
    number_key: str = derived_field(default="", sa_type=SORT_NAME)
    filed_date: date
    valid_until_date: date | None = None
    state: FilingState = enum_field(FilingState, default=FilingState.CURRENT)

    @validates("authority", "number")
    def _index(self, name: str, value: Any) -> Any:
        setattr(self, f"{name}_key", match_name(value))
        return value

    def refuse_if_ended(self) -> None:
        """Lets nothing change in a filing that has ended.

        Raises:
            Refused: It has.
        """
        if self.state != FilingState.CURRENT:
            raise Refused(_ENDED, reason="FILING_ENDED")

    def end(self) -> None:
        """Says that it no longer holds.

        Raises:
            Refused: It has ended.
        """
        self.change_state({FilingState.CURRENT}, FilingState.ENDED, _ENDED, reason="FILING_ENDED")
