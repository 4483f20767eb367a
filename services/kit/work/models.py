"""The base of every row that is a resource of the contract."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import ARRAY, BigInteger, DateTime, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.states import check_declared

E = TypeVar("E", bound=StrEnum)
TIME = DateTime(timezone=True)
DERIVED = "derived"  # the info of a derived column


def no_items() -> list[Any]:
    """Returns an empty list: the default of a column.

    Pydantic reads the signature of the default's factory for each new row. Reading that of the built-in
    `list`, which it parses as text, takes longer than everything else about the row.
    """
    return []


def no_entries() -> dict[Any, Any]:
    """Returns an empty dict: the default of a column, as `no_items` is."""
    return {}


def time_field(**options: Any) -> Any:
    """Declares a column with a time: with time zone, always UTC."""
    return Field(sa_type=TIME, **options)


def derived_field(**options: Any) -> Any:
    """Declares a column derived from others for searching. The audit trail omits it."""
    return Field(sa_column_kwargs={"info": {DERIVED: True}}, **options)


def message_field(**options: Any) -> Any:
    """Declares a column with a message of the contract that may be absent, as JSON."""
    return Field(default=None, sa_type=JSONB(none_as_null=True), **options)


def messages_field(**options: Any) -> Any:
    """Declares a column with a list of messages of the contract, as JSON."""
    return Field(default_factory=no_items, sa_type=JSONB, **options)


def enum_field(members: type[StrEnum], **options: Any) -> Any:
    """Declares a text column with the name of an enum member, without the prefix of the contract.

    The database has no enum type, so a new member needs no migration. SQLAlchemy refuses to write, compare
    or read a text that is not the name of a member.
    """
    column_type = Enum(members, native_enum=False, length=None, validate_strings=True)
    return Field(sa_type=column_type, **options)


def enums_field(members: type[StrEnum], **options: Any) -> Any:
    """Declares a column with a list of names of enum members, as `enum_field` does of one."""
    item_type = Enum(members, native_enum=False, length=None, validate_strings=True)
    return Field(default_factory=no_items, sa_type=ARRAY(item_type), **options)


def listed(members: Iterable[StrEnum]) -> str:
    """Returns members as a list in SQL, such as `('APPLIED', 'ACTIVE')`, for indexes and constraints."""
    return f"({', '.join(repr(str(member)) for member in members)})"


class Resource(SQLModel):
    """A row that answers and notices show as a message of the contract.

    The unit of work maintains `version` (incremented by every change), `create_time` and `update_time`
    (increased by every change, so that the newer of two states is known).

    Attributes:
        message: The message class that shows the row.
    """

    message: ClassVar[type[Message]]

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    version: int = Field(default=0, sa_type=BigInteger)
    create_time: datetime = time_field(default=None)
    update_time: datetime = time_field(default=None)

    @property
    def trail_id(self) -> UUID | None:
        """The organization in whose audit trail changes of the row are; by default its own, if it has one."""
        owner: UUID | None = getattr(self, "organization_id", None)
        return owner

    def change_state(
        self,
        sources: Collection[E],
        target: E,
        otherwise: str,
        *,
        reason: str | None = None,
        attribute: str = "state",
    ) -> None:
        """Changes the state, if the current state allows it.

        Args:
            sources: The states that allow it.
            target: The new state.
            otherwise: The message if it is not allowed, with what to do next.
            reason: The reason code of that message.
            attribute: The attribute with the state.

        Raises:
            Refused: The current state does not allow it.
            RuntimeError: The contract says otherwise of the method that is handled.
        """
        if attribute == "state":
            check_declared(self.message.DESCRIPTOR.full_name, sources)
        if getattr(self, attribute) not in sources:
            raise Refused(otherwise, reason=reason)
        setattr(self, attribute, target)
