"""The base of every row that is a resource of the contract."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import BigInteger, DateTime
from sqlmodel import Field, SQLModel

from services.kit.errors import Refused
from services.kit.ids import uuid7

TIME = DateTime(timezone=True)
DERIVED = "derived"  # what the info of such a column holds


def time_field(**options: Any) -> Any:
    """Declares a column that holds a moment: with a time zone, always UTC."""
    return Field(sa_type=TIME, **options)


def derived_field(**options: Any) -> Any:
    """Declares a column that follows from others, by which rows are found: the audit trail leaves it out."""
    return Field(sa_column_kwargs={"info": {DERIVED: True}}, **options)


class Resource(SQLModel):
    """A row that answers and notices show as a message of the contract.

    The unit of work keeps `version` (one more with every change), `create_time` and `update_time`
    (later with every change, so that of two states the newer can be told by it).

    Attributes:
        message: The message class that shows the row.
    """

    message: ClassVar[type[Message]]

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    version: int = Field(default=0, sa_type=BigInteger)
    create_time: datetime = time_field(default=None)
    update_time: datetime = time_field(default=None)

    def change_state(
        self,
        sources: Collection[str],
        target: str,
        otherwise: str,
        *,
        reason: str | None = None,
        attribute: str = "state",
    ) -> None:
        """Takes the state from one of those in which that is allowed to another.

        Args:
            sources: The states in which it is allowed.
            target: The state afterwards.
            otherwise: What to tell the caller where it is not, with what they can do next.
            reason: The code that goes with it.
            attribute: The attribute that holds the state.

        Raises:
            Refused: The state is none of the sources.
        """
        if getattr(self, attribute) not in sources:
            raise Refused(otherwise, reason=reason)
        setattr(self, attribute, target)
